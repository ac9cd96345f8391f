//! The jobs: when each ran last on this node, how that ended, and when it runs again; and of those that one
//! node does for all, how they stand in the database.

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

/// A job that one node does for all, as it stood in the database when this node looked last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shared {
    /// How often it runs.
    pub every: Duration,
    /// Since when, or from when on, somebody has to do a round; none while there is nothing to do.
    pub due: Option<Timestamp>,
    /// When its last round began, on whatever node.
    pub began: Option<Timestamp>,
    /// Whether a round ever ended.
    pub has_ended: bool,
    /// How many rounds failed since the last that went well.
    pub in_a_row: u32,
}

impl Shared {
    /// Whether somebody should have done it long ago.
    pub fn is_overdue(&self, now: Timestamp) -> bool {
        let every = TimeDelta::from_std(self.every).unwrap_or_default();
        self.due.is_some_and(|due| now > due + every + PATIENCE)
    }
}

/// The jobs by their names, which stand in the source.
#[derive(Default)]
pub struct Runs {
    here: Mutex<BTreeMap<&'static str, Run>>,
    shared: Mutex<BTreeMap<&'static str, Shared>>,
}

impl Runs {
    /// So a job stands that one node does for all. It is due since this was seen first, unless a round
    /// has begun meanwhile.
    pub fn stands(&self, job: &'static str, mut stands: Shared) {
        let mut shared = held(&self.shared);
        if let Some(known) = shared.get(job)
            && known.began == stands.began
        {
            stands.due = stands.due.map(|due| known.due.unwrap_or(due).min(due));
        }
        shared.insert(job, stands);
    }

    /// A round begins of a job that has one so often.
    pub fn began(&self, job: &'static str, every: Duration, now: Timestamp) {
        let mut runs = held(&self.here);
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
        let mut runs = held(&self.here);
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
        let runs = held(&self.here);
        runs.iter().map(|(job, run)| (*job, run.clone())).collect()
    }

    /// Those that one node does for all, by their names.
    pub fn shared(&self) -> BTreeMap<&'static str, Shared> {
        held(&self.shared).clone()
    }
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
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

    #[test]
    fn a_job_for_all_is_overdue_where_nobody_does_what_is_due() {
        let runs = Runs::default();
        let stands = |due: Option<i64>, began: i64| {
            let shared = Shared {
                every: Duration::from_secs(600),
                due: due.map(at),
                began: Some(at(began)),
                has_ended: true,
                in_a_row: 0,
            };
            runs.stands("job", shared);
            let shared = runs.shared();
            move |minute| shared["job"].is_overdue(at(minute))
        };
        let is_overdue = stands(Some(10), 0);
        assert!(!is_overdue(30) && is_overdue(31));
        assert!(!stands(None, 0)(1000), "there is nothing to do");
        let _seen_before = stands(Some(100), 0);
        assert!(stands(Some(110), 0)(121), "it was seen before");
        assert!(!stands(Some(110), 105)(121), "a round has begun since");
    }
}
