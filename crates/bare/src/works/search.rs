//! A search with a word of two characters.

use super::{Room, bare_addresses, conclude};
use crate::{
    asks::{self, Drawn},
    rounds::{self, Side, median, ratio},
};

pub async fn measure(room: &Room) -> anyhow::Result<()> {
    let city = room.large()?;
    let serving = city.serve(true).await?;
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
    // Both at a rate that Plaza bears, or each would tell how long its own line is.
    let rate = median(&full[1].a_second) / 2.0;
    println!("both at {rate:.0} a second:");
    let steady = rounds::at_rate(&sides, room.size(), rate).await?;
    let slower = ratio(&steady[1].most, &steady[0].most);
    let figure = format!(
        "{of_b:.3} of B; p99 {slower:.1} times B's at {rate:.0} a second. Plaza {}; B {}; at that rate Plaza {}; B {}",
        full[1].told(),
        full[0].told(),
        steady[1].told(),
        steady[0].told()
    );
    let goals = [
        (of_b >= 0.05, "0.05 of B"),
        (slower < 10.0, "p99 under 10 times B's"),
    ];
    conclude("search", &figure, &goals);
    Ok(())
}
