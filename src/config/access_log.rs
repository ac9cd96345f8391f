//! `[access_log]`: how coarse and how long visits are kept; `privacy::access_log` says what of them.

use std::path::PathBuf;

use chrono::TimeDelta;
use serde::Deserialize;

use super::error::{Faults, problem};

/// The access log; `privacy::access_log` says what it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessLog {
    pub folder: PathBuf,
    /// How long visits are gathered before they are written together.
    pub batch: TimeDelta,
    /// When a batch is written though it holds too few networks, without them.
    pub longest_batch: TimeDelta,
    /// With how many visits a batch is written at once.
    pub records: usize,
    /// How many networks are kept back, so that each is told at random and late.
    pub pool: usize,
    /// How many days a file is kept.
    pub days: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawAccessLog {
    folder: PathBuf,
    #[serde(default = "default_batch_minutes")]
    batch_minutes: u32,
    #[serde(default = "default_longest_batch_hours")]
    longest_batch_hours: u32,
    #[serde(default = "default_batch_records")]
    batch_records: usize,
    #[serde(default = "default_network_pool")]
    network_pool: usize,
    #[serde(default = "default_access_log_days")]
    days: u32,
}

const fn default_batch_minutes() -> u32 {
    60
}

const fn default_longest_batch_hours() -> u32 {
    24
}

const fn default_batch_records() -> usize {
    10_000
}

const fn default_network_pool() -> usize {
    1000
}

const fn default_access_log_days() -> u32 {
    90
}

impl RawAccessLog {
    pub(super) fn check(self, faults: &mut Faults) -> Option<AccessLog> {
        let mut within = |key: &str, value: usize, least: usize, most: usize| {
            if (least..=most).contains(&value) {
                return Some(());
            }
            faults.note(problem(
                &format!("access_log.{key}"),
                Some(value.to_string()),
                "would relate visits to people, or is more than is useful",
                &format!("choose a number from {least} to {most}"),
            ));
            None
        };
        let all = [
            within("batch_minutes", self.batch_minutes as usize, 10, 1440),
            within(
                "longest_batch_hours",
                self.longest_batch_hours as usize,
                1,
                168,
            ),
            within("batch_records", self.batch_records, 500, 1_000_000),
            within("network_pool", self.network_pool, 100, 1_000_000),
            within("days", self.days as usize, 1, 366),
        ];
        all.into_iter().collect::<Option<()>>()?;
        Some(AccessLog {
            folder: self.folder,
            batch: TimeDelta::minutes(self.batch_minutes.into()),
            longest_batch: TimeDelta::hours(self.longest_batch_hours.into()),
            records: self.batch_records,
            pool: self.network_pool,
            days: self.days,
        })
    }
}
