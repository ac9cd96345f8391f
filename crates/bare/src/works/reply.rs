//! Replies, each kept on the disk before it is answered.

use super::{Room, conclude, latency, replied_to};
use crate::{
    asks,
    city::Pages,
    rounds::{self, Side, ratio},
};

pub async fn measure(room: &Room) -> anyhow::Result<()> {
    let city = room.large()?;
    let serving = city.serve(Pages::Kept).await?;
    let sessions = room.sessions(&city, &serving).await?;
    let bare = room.keeper(&city).await?;
    let address = serving.server.address;
    let sides = [
        Side {
            name: "C",
            asking: asks::bare_replies(bare.address),
            server: &bare,
        },
        Side {
            name: "Plaza",
            asking: asks::replies(&replied_to(&city), address, &sessions),
            server: &serving.server,
        },
    ];
    let figures = rounds::at_full_speed(&sides, room.size()).await?;
    let of_c = ratio(&figures[1].a_second, &figures[0].a_second);
    let latency = latency(&sides, room, &figures).await?;
    let figure = format!(
        "{of_c:.2} of C, {} clients. Plaza {}; C {}. {latency}",
        room.options.clients,
        figures[1].speed(),
        figures[0].speed()
    );
    conclude("reply", &figure, &[(of_c >= 0.5, "0.5 of C")]);
    Ok(())
}
