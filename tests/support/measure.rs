//! What measures that are tests share: how large they are, and what this process used.

use std::time::Duration;

/// A size that the environment may set; `small` where it does not.
pub fn number(name: &str, small: usize) -> usize {
    std::env::var(name).map_or(small, |value| value.parse().unwrap())
}

/// Processor time of this process, on all threads.
pub fn processor() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // What stands behind the program's name; utime and stime are the 12th and 13th of it, in
    // hundredths of a second.
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let fields: Vec<&str> = after_name.split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|ticks| ticks.parse::<u64>().ok());
    let ticks = ticks(11).unwrap_or(0) + ticks(12).unwrap_or(0);
    Duration::from_millis(ticks * 10)
}

/// Processor time of this thread alone: what else the machine does is not in it.
pub fn processor_of_thread() -> Duration {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    let running = stat.split_whitespace().next().unwrap();
    Duration::from_nanos(running.parse().unwrap())
}
