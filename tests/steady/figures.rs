//! Waiting until something is so, and how long answers took.

use std::{
    thread,
    time::{Duration, Instant},
};

/// How often is looked whether something has become so.
const STEP: Duration = Duration::from_millis(20);

/// What `look` finds, as soon as it finds anything; fails after `limit`.
#[track_caller]
pub fn until<T>(what: &str, limit: Duration, mut look: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + limit;
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(Instant::now() < deadline, "not within {limit:?}: {what}");
        thread::sleep(STEP);
    }
}

/// How long answers took.
#[derive(Clone, Debug, Default)]
pub struct Times(Vec<Duration>);

impl Times {
    pub fn note(&mut self, took: Duration) {
        self.0.push(took);
    }

    pub fn add(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// What so many of a hundred answers did not exceed; nothing took no time.
    pub fn percentile(&self, of_hundred: usize) -> Duration {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let last = sorted.len().saturating_sub(1);
        let at = (sorted.len() * of_hundred).div_ceil(100).saturating_sub(1);
        sorted.get(at.min(last)).copied().unwrap_or_default()
    }

    /// The median, the 99th percentile and the longest, in words.
    pub fn words(&self) -> String {
        format!(
            "p50 {}, p99 {}, longest {}",
            in_ms(self.percentile(50)),
            in_ms(self.percentile(99)),
            in_ms(self.percentile(100))
        )
    }

    /// How many times as long these took as others, by the 99th percentile.
    pub fn ratio(&self, to: &Self) -> f64 {
        let before = to.percentile(99).as_secs_f64().max(f64::EPSILON);
        self.percentile(99).as_secs_f64() / before
    }
}

pub fn in_ms(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}

#[test]
fn percentiles_are_those_of_the_sorted_times() {
    let mut times = Times::default();
    assert_eq!(times.percentile(99), Duration::ZERO);
    for number in (1..=200).rev() {
        times.note(Duration::from_millis(number));
    }
    let at = |of| times.percentile(of).as_millis();
    assert_eq!([at(50), at(99), at(100)], [100, 198, 200]);
}
