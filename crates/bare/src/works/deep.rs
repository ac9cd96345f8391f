//! A page far back in a topic beside its first.

use anyhow::Context as _;

use super::{Room, conclude};
use crate::{
    asks::{self, Drawn},
    city::Pages,
    rounds::{self, Side, ratio},
};

pub async fn measure(room: &Room) -> anyhow::Result<()> {
    let city = room.large()?;
    let deep = city.load.deep.as_ref();
    let deep = deep.context("no topic of this city has so many pages: name more --posts")?;
    // A page that is kept costs the same wherever it stands.
    let serving = city.serve(Pages::Unkept).await?;
    let side = |name, path: &String| Side {
        name,
        asking: asks::pages(
            std::slice::from_ref(path),
            serving.server.address,
            Drawn::Evenly,
        ),
        server: &serving.server,
    };
    let sides = [
        side("first page", &deep.first),
        side("deep page", &deep.address),
    ];
    let full = rounds::at_full_speed(&sides, room.size()).await?;
    let (rate, steady) = rounds::at_half(&sides, room.size(), &full).await?;
    let times = ratio(&steady[1].half, &steady[0].half);
    let processor = ratio(&steady[1].processor, &steady[0].processor);
    let figure = format!(
        "page {} takes {times:.2} times what page 1 takes, processor time {processor:.2} times, at {rate:.0} \
         a second. Deep {}; first {}",
        deep.page,
        steady[1].latency(),
        steady[0].latency()
    );
    let reached = times <= 1.5 && processor <= 1.5;
    conclude("deep-paging", &figure, &[(reached, "at most 1.5 times")]);
    Ok(())
}
