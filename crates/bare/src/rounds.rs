//! Measuring side by side: each side in its turn, over and over, so that what else the machine does meets
//! all of them.

use std::time::Duration;

use crate::{
    load::{self, Asking, How},
    process::Server,
};

/// A server and what it is asked for.
pub struct Side<'a> {
    pub name: &'static str,
    pub server: &'a Server,
    pub asking: Asking,
}

/// How long and how often.
#[derive(Clone, Copy)]
pub struct Size {
    pub clients: usize,
    pub seconds: u64,
    pub rounds: usize,
}

/// What a side did in each round.
#[derive(Default)]
pub struct Figures {
    /// Answers a second.
    pub a_second: Vec<f64>,
    /// Microseconds of processor time an answer.
    pub processor: Vec<f64>,
    /// Milliseconds within which half of the answers came, and 99 of a hundred.
    pub half: Vec<f64>,
    pub most: Vec<f64>,
}

impl Figures {
    /// How many are answered, and what each costs.
    pub fn speed(&self) -> String {
        let (a_second, processor) = (median(&self.a_second), median(&self.processor));
        format!("{a_second:.0} a second at {processor:.1} us of processor time")
    }

    /// How long an answer takes.
    pub fn latency(&self) -> String {
        let (half, most) = (median(&self.half), median(&self.most));
        format!("p50 {half:.2} ms, p99 {most:.2} ms")
    }
}

/// As fast as they are answered.
pub async fn at_full_speed(sides: &[Side<'_>], size: Size) -> anyhow::Result<Vec<Figures>> {
    rounds(sides, size, None).await
}

/// All at half of what the slowest of them can do: at its full speed each would tell how long its own line
/// is. Gives that rate, too.
pub async fn at_half(
    sides: &[Side<'_>],
    size: Size,
    full: &[Figures],
) -> anyhow::Result<(f64, Vec<Figures>)> {
    let speeds = full.iter().map(|figures| median(&figures.a_second));
    let rate = speeds.fold(f64::INFINITY, f64::min) / 2.0;
    println!("  all at {rate:.0} a second:");
    Ok((rate, rounds(sides, size, Some(rate)).await?))
}

async fn rounds(sides: &[Side<'_>], size: Size, rate: Option<f64>) -> anyhow::Result<Vec<Figures>> {
    let mut all: Vec<Figures> = sides.iter().map(|_| Figures::default()).collect();
    let how = |seconds, round: usize| How {
        clients: size.clients,
        lasts: Duration::from_secs(seconds),
        rate,
        seed: round as u64 + 1,
    };
    // What is loaded once, and what is kept, is no part of a figure.
    for side in sides {
        let warm = how(size.seconds.min(3), size.rounds);
        load::run(side.server.address, &side.asking, warm).await?;
    }
    for round in 0..size.rounds {
        for (side, figures) in sides.iter().zip(&mut all) {
            let before = side.server.processor()?;
            let how = how(size.seconds, round);
            let told = load::run(side.server.address, &side.asking, how).await?;
            let spent = side.server.processor()?.saturating_sub(before);
            let processor = spent.as_secs_f64() * 1e6 / told.done() as f64;
            println!(
                "  {:<24} {:>9.0} a second {:>9.1} us of processor time, p50 {:.2} ms, p99 {:.2} ms",
                side.name,
                told.a_second(),
                processor,
                told.within(500),
                told.within(990)
            );
            figures.a_second.push(told.a_second());
            figures.processor.push(processor);
            figures.half.push(told.within(500));
            figures.most.push(told.within(990));
        }
    }
    Ok(all)
}

/// The middle of what `one` is of `other`, round by round.
pub fn ratio(one: &[f64], other: &[f64]) -> f64 {
    let ratios: Vec<f64> = one
        .iter()
        .zip(other)
        .map(|(one, other)| one / other)
        .collect();
    median(&ratios)
}

pub fn median(values: &[f64]) -> f64 {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => f64::NAN,
        length if length % 2 == 0 => f64::midpoint(values[middle - 1], values[middle]),
        _ => values[middle],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_is_found() {
        assert!((median(&[3.0, 1.0, 2.0]) - 2.0).abs() < f64::EPSILON);
        assert!((median(&[4.0, 1.0]) - 2.5).abs() < f64::EPSILON);
        assert!(median(&[]).is_nan());
        assert!((ratio(&[1.0, 2.0, 9.0], &[2.0, 2.0, 2.0]) - 1.0).abs() < f64::EPSILON);
    }
}
