//! How long something takes: of several samples, each long enough for the clock, the middle and the least.

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

const SAMPLES: usize = 11;
/// A sample lasts at least so long.
const LONG: Duration = Duration::from_millis(50);

pub struct Bench {
    /// What a name must contain.
    filter: Option<String>,
}

impl Bench {
    /// Cargo says `--bench` to whatever it runs here; what is no option narrows.
    pub fn from_arguments() -> Self {
        let filter = std::env::args()
            .skip(1)
            .find(|argument| !argument.starts_with('-'));
        Self { filter }
    }

    fn wants(&self, name: &str) -> bool {
        self.filter
            .as_ref()
            .is_none_or(|filter| name.contains(filter.as_str()))
    }

    pub fn time<T>(&self, name: &str, mut act: impl FnMut() -> T) {
        if !self.wants(name) {
            return;
        }
        let mut sample = |times: u32| {
            let began = Instant::now();
            for _ in 0..times {
                black_box(act());
            }
            began.elapsed()
        };
        let times = times(sample(1));
        let samples: Vec<Duration> = (0..SAMPLES).map(|_| sample(times)).collect();
        told(name, times, samples);
    }

    /// As [`Bench::time`], for what waits.
    pub async fn time_waiting<T>(&self, name: &str, mut act: impl AsyncFnMut() -> T) {
        if !self.wants(name) {
            return;
        }
        let began = Instant::now();
        black_box(act().await);
        let times = times(began.elapsed());
        let mut samples = Vec::with_capacity(SAMPLES);
        for _ in 0..SAMPLES {
            let began = Instant::now();
            for _ in 0..times {
                black_box(act().await);
            }
            samples.push(began.elapsed());
        }
        told(name, times, samples);
    }
}

/// How often it is done in a sample, going by how long once takes.
fn times(once: Duration) -> u32 {
    let times = LONG.as_nanos() / once.as_nanos().max(1);
    u32::try_from(times).unwrap_or(u32::MAX).clamp(1, 1_000_000)
}

fn told(name: &str, times: u32, mut samples: Vec<Duration>) {
    samples.sort_unstable();
    let (least, middle) = (samples[0] / times, samples[samples.len() / 2] / times);
    println!("{name:<44} {middle:>12.2?}, at least {least:.2?}");
}
