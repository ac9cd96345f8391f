//! The same pages of a large city and of a small one.

use super::{Room, addresses, conclude};
use crate::{
    asks::{self, Drawn},
    city::{City, Pages, Serving},
    load::Asking,
    rounds::{self, Side, ratio},
};

/// As many topics as the smaller city has.
fn pages(city: &City, serving: &Serving, most: usize) -> Asking {
    let address = serving.server.address;
    let mut topics = addresses(city);
    topics.truncate(most);
    let boards = asks::pages(&city.load.boards, address, Drawn::Evenly);
    let topics = asks::pages(&topics, address, Drawn::ByZipf);
    asks::shared(vec![(4, topics), (1, boards)])
}

pub async fn measure(room: &Room) -> anyhow::Result<()> {
    let (small, large) = (room.small()?, room.large()?);
    let most = small.load.topics.len().min(large.load.topics.len());
    // What is kept in memory grows with nothing.
    let few = small.serve(Pages::Unkept).await?;
    let many = large.serve(Pages::Unkept).await?;
    let sides = [
        Side {
            name: "small",
            asking: pages(&small, &few, most),
            server: &few.server,
        },
        Side {
            name: "large",
            asking: pages(&large, &many, most),
            server: &many.server,
        },
    ];
    let full = rounds::at_full_speed(&sides, room.size()).await?;
    let (rate, steady) = rounds::at_half(&sides, room.size(), &full).await?;
    let times = ratio(&steady[1].most, &steady[0].most);
    let processor = ratio(&steady[1].processor, &steady[0].processor);
    let (posts, few) = (room.options.posts, room.options.few);
    let figure = format!(
        "p99 of {posts} posts {times:.2} times that of {few}, processor time {processor:.2} times, \
         without kept pages at {rate:.0} a second. Large {}; small {}",
        steady[1].latency(),
        steady[0].latency()
    );
    conclude("growth", &figure, &[(times <= 1.5, "at most 1.5 times")]);
    Ok(())
}
