//! A search with a word of two characters.

use super::{Room, bare_addresses, conclude};
use crate::{
    asks::{self, Drawn},
    city::Pages,
    rounds::{self, Side, ratio},
};

pub async fn measure(room: &Room) -> anyhow::Result<()> {
    let city = room.large()?;
    let serving = city.serve(Pages::Kept).await?;
    let bare = room.topics(&city).await?;
    let sides = [
        Side {
            name: "B",
            asking: asks::pages(&bare_addresses(&city), bare.address, Drawn::ByZipf),
            server: &bare,
        },
        Side {
            name: "Plaza, search",
            asking: asks::searches(&city.load.searched, serving.server.address),
            server: &serving.server,
        },
    ];
    let full = rounds::at_full_speed(&sides, room.size()).await?;
    let of_b = ratio(&full[1].a_second, &full[0].a_second);
    let (rate, steady) = rounds::at_half(&sides, room.size(), &full).await?;
    let slower = ratio(&steady[1].most, &steady[0].most);
    let figure = format!(
        "{of_b:.3} of B; p99 {slower:.1} times B's at {rate:.0} a second. Plaza {}; B {}. At that rate \
         Plaza {}; B {}",
        full[1].speed(),
        full[0].speed(),
        steady[1].latency(),
        steady[0].latency()
    );
    let goals = [
        (of_b >= 0.05, "0.05 of B"),
        (slower < 10.0, "p99 under 10 times B's"),
    ];
    conclude("search", &figure, &goals);
    Ok(())
}
