//! A board's page, for guests.

use super::{Room, conclude, latency};
use crate::{
    asks::{self, Drawn},
    city::Pages,
    rounds::{self, Side, ratio},
};

pub async fn measure(room: &Room) -> anyhow::Result<()> {
    let city = room.large()?;
    let serving = city.serve(Pages::Kept).await?;
    let bare = room.from_memory(&city).await?;
    let address = serving.server.address;
    let sides = [
        Side {
            name: "A",
            asking: asks::pages(&["/".to_owned()], bare.address, Drawn::Evenly),
            server: &bare,
        },
        Side {
            name: "Plaza",
            asking: asks::packed_pages(&city.load.boards, address, Drawn::Evenly),
            server: &serving.server,
        },
    ];
    let figures = rounds::at_full_speed(&sides, room.size()).await?;
    let of_a = ratio(&figures[1].a_second, &figures[0].a_second);
    let latency = latency(&sides, room, &figures).await?;
    let figure = format!(
        "{of_a:.2} of A. Plaza {}; A {}. {latency}",
        figures[1].speed(),
        figures[0].speed()
    );
    conclude("board", &figure, &[(of_a >= 0.4, "0.4 of A")]);
    Ok(())
}
