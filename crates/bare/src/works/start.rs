//! From the start to the first answer.

use super::{Room, conclude};
use crate::{city::Pages, rounds::median};

const MOST: f64 = 0.5;

pub async fn measure(room: &Room) -> anyhow::Result<()> {
    let city = room.large()?;
    // The first reads the file into the machine's memory.
    city.serve(Pages::Kept).await?;
    let mut took = Vec::new();
    for _ in 0..room.options.rounds.max(5) {
        let serving = city.serve(Pages::Kept).await?;
        let seconds = serving.server.began_in.as_secs_f64();
        println!("  {seconds:.3} s");
        took.push(seconds);
    }
    let middle = median(&took);
    let figure = format!(
        "{middle:.3} s from the start to the front page, {} posts",
        room.options.posts
    );
    conclude("start", &figure, &[(middle < MOST, "less than 0.5 s")]);
    Ok(())
}
