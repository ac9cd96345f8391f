//! What Plaza has in memory after it served all kinds of requests for long.

use std::time::Duration;

use super::{Room, addresses, conclude, replied_to};
use crate::{
    asks::{self, Drawn},
    city::Pages,
    load::{self, How},
};

/// Requests a second: far from all that a machine can do, for memory is no matter of speed.
const RATE: f64 = 200.0;
const MOST: f64 = 150.0;

pub async fn measure(room: &Room) -> anyhow::Result<()> {
    let city = room.large()?;
    let serving = city.serve(Pages::Kept).await?;
    let sessions = room.sessions(&city, &serving).await?;
    let address = serving.server.address;
    let topics = addresses(&city);
    let asking = asks::shared(vec![
        (60, asks::pages(&topics, address, Drawn::ByZipf)),
        (
            15,
            asks::members_pages(&topics, address, &sessions, Drawn::ByZipf),
        ),
        (15, asks::pages(&city.load.boards, address, Drawn::Evenly)),
        (5, asks::searches(&city.load.searched, address)),
        (5, asks::replies(&replied_to(&city), address, &sessions)),
    ]);
    println!("  at first {:.0} MiB", serving.server.resident()?.0);
    let mut most: f64 = 0.0;
    for minute in 1..=room.options.minutes {
        let how = How {
            clients: room.options.clients,
            lasts: Duration::from_secs(60),
            rate: Some(RATE),
            seed: minute,
        };
        let told = load::run(address, &asking, how).await?;
        let (now, peak) = serving.server.resident()?;
        most = most.max(now);
        println!(
            "  minute {minute}: {} answers, {now:.0} MiB, at most {peak:.0} MiB",
            told.done()
        );
    }
    let (now, peak) = serving.server.resident()?;
    let figure = format!(
        "{now:.0} MiB resident after {} minutes at {RATE} requests a second, {} posts; {most:.0} MiB at \
         the end of the worst minute, {peak:.0} MiB at any moment",
        room.options.minutes, room.options.posts
    );
    conclude("memory", &figure, &[(now < MOST, "less than 150 MiB")]);
    Ok(())
}
