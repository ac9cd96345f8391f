//! Time as the process used it, so that a busy machine counts as little as can be.

use cpu_time::ProcessTime;
use std::hint::black_box;

/// Seconds of processor time, of all threads of this process, that `work` took.
pub fn seconds<T>(work: impl FnOnce() -> T) -> f64 {
    let started = ProcessTime::now();
    black_box(work());
    started.elapsed().as_secs_f64()
}

/// The middle one; of an even number the upper of the two in the middle.
pub fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}
