//! What the system says of this process. Where it says nothing (another system than Linux), nothing is
//! told.

use std::fs;

use rustix::{
    process::{Resource, getrlimit},
    time::{ClockId, clock_gettime},
};

/// At one moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Process {
    /// What it holds of the memory.
    pub resident_bytes: Option<u64>,
    pub open_files: Option<u64>,
    /// How many it may have open; `None` where there is no bound.
    pub most_files: Option<u64>,
    /// Time of processors that all its threads have used.
    pub cpu_seconds: f64,
}

impl Process {
    /// Reads small files of the system: no disk is asked.
    pub fn now() -> Self {
        let used = clock_gettime(ClockId::ProcessCPUTime);
        Self {
            resident_bytes: fs::read_to_string("/proc/self/status")
                .ok()
                .and_then(|status| resident(&status)),
            open_files: fs::read_dir("/proc/self/fd")
                .ok()
                .map(|entries| entries.count() as u64),
            most_files: getrlimit(Resource::Nofile).current,
            cpu_seconds: used.tv_sec as f64 + used.tv_nsec as f64 / 1e9,
        }
    }
}

/// `VmRSS:      1234 kB`.
fn resident(status: &str) -> Option<u64> {
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_system_says_how_much_memory_is_held() {
        let status = "Name:\tplaza\nVmPeak:\t  300 kB\nVmRSS:\t    128 kB\nThreads:\t3\n";
        assert_eq!(resident(status), Some(128 * 1024));
        assert_eq!(resident("Name:\tplaza\n"), None);
        let now = Process::now();
        assert!(now.resident_bytes.is_none_or(|bytes| bytes > 1024 * 1024));
        assert!(now.cpu_seconds > 0.0);
    }
}
