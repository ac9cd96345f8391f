//! The jobs of this node: when each ran last, how that ended, and when it runs again.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use chrono::TimeDelta;

use crate::db::Timestamp;

/// How late a job may be before it counts as overdue, beside its own period.
const PATIENCE: TimeDelta = TimeDelta::minutes(10);

/// One job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// How often it runs.
    pub every: Duration,
    /// When its first round began.
    pub known_since: Timestamp,
    /// When its last round began.
    pub began: Timestamp,
    /// When its last round that went well ended.
    pub went_well: Option<Timestamp>,
    /// How long its last round took.
    pub took: Duration,
    /// The name of its last round that failed, by which the log tells why.
    pub failed: Option<(Timestamp, String)>,
    /// How many rounds failed since the last that went well.
    pub in_a_row: u32,
    pub rounds: u64,
    pub failures: u64,
}

impl Run {
    /// When it runs again, if nothing else holds the jobs up.
    pub fn next(&self) -> Timestamp {
        let every = TimeDelta::from_std(self.every).unwrap_or_default();
        self.began + every
    }

    /// Whether it should have run, or gone well, long ago.
    pub fn is_overdue(&self, now: Timestamp) -> bool {
        let every = TimeDelta::from_std(self.every).unwrap_or_default();
        let last = self.went_well.unwrap_or(self.known_since);
        now > last + every + every + PATIENCE
    }
}

/// The jobs by their names, which stand in the source.
#[derive(Default)]
pub struct Runs(Mutex<BTreeMap<&'static str, Run>>);

impl Runs {
    /// A round begins of a job that has one so often.
    pub fn began(&self, job: &'static str, every: Duration, now: Timestamp) {
        let mut runs = self.lock();
        let run = runs.entry(job).or_insert(Run {
            every,
            known_since: now,
            began: now,
            went_well: None,
            took: Duration::ZERO,
            failed: None,
            in_a_row: 0,
            rounds: 0,
            failures: 0,
        });
        run.began = now;
    }

    /// A round ended; `failed` is its name where it did not go well.
    pub fn ended(&self, job: &'static str, now: Timestamp, took: Duration, failed: Option<String>) {
        let mut runs = self.lock();
        let Some(run) = runs.get_mut(job) else {
            return;
        };
        run.took = took;
        run.rounds += 1;
        if let Some(name) = failed {
            run.failures += 1;
            run.in_a_row += 1;
            run.failed = Some((now, name));
        } else {
            run.went_well = Some(now);
            run.in_a_row = 0;
        }
    }

    /// All of them, by their names.
    pub fn all(&self) -> Vec<(&'static str, Run)> {
        let runs = self.lock();
        runs.iter().map(|(job, run)| (*job, run.clone())).collect()
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<&'static str, Run>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use chrono::{TimeZone as _, Utc};

    use super::*;

    fn at(minute: i64) -> Timestamp {
        let start: Timestamp = Utc.with_ymd_and_hms(2026, 3, 2, 10, 0, 0).unwrap().into();
        start + TimeDelta::minutes(minute)
    }

    #[test]
    fn a_job_is_overdue_that_did_not_go_well_for_two_rounds_and_ten_minutes() {
        let runs = Runs::default();
        let every = Duration::from_secs(600);
        runs.began("job", every, at(0));
        let run = || runs.all().remove(0).1;
        assert!(!run().is_overdue(at(30)) && run().is_overdue(at(31)));
        runs.began("job", every, at(40));
        runs.ended("job", at(41), Duration::from_secs(60), None);
        assert_eq!(run().next(), at(50));
        assert!(!run().is_overdue(at(71)) && run().is_overdue(at(72)));
        for minute in [50, 60] {
            runs.began("job", every, at(minute));
            runs.ended("job", at(minute), Duration::ZERO, Some("abc".to_owned()));
        }
        let run = run();
        assert_eq!((run.rounds, run.failures, run.in_a_row), (3, 2, 2));
        assert_eq!(run.failed, Some((at(60), "abc".to_owned())));
        assert!(run.is_overdue(at(72)), "that it failed is no excuse");
    }
}
