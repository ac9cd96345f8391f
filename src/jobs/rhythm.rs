//! When the rounds of a job are due, of all nodes together.

use std::time::Duration;

use chrono::TimeDelta;

use crate::db::{AnyConnection, DbError, Timestamp};

/// What is done at a full hour is done within this time of it, or at the next.
const PUNCTUAL: TimeDelta = TimeDelta::minutes(1);
const HOUR: TimeDelta = TimeDelta::hours(1);
/// How soon a round that failed is tried again at the latest.
const PATIENCE: TimeDelta = TimeDelta::minutes(10);
/// The same of a job that looks for work all the time.
const SOON: TimeDelta = TimeDelta::seconds(10);

/// How often a job has a round.
#[derive(Clone, Copy)]
pub enum Rhythm {
    /// Whenever this says that there is something to do at this time.
    Work(fn(&mut AnyConnection, Timestamp) -> Result<bool, DbError>),
    /// So long after the last.
    Each(Duration),
    /// At each full hour of the clock and never between: neither a start nor another node adds one.
    Hourly,
}

/// Whether it is a job's turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    Wait,
    Now,
    /// It is due then and not when the row says.
    Later(Timestamp),
}

impl Rhythm {
    /// How often a job has a round, or looks whether there is anything to do.
    pub const fn period(self) -> Duration {
        match self {
            Self::Work(_) => Duration::from_secs(1),
            Self::Each(period) => period,
            Self::Hourly => Duration::from_secs(3600),
        }
    }

    /// When the first round is due of a job that no node knew before `now`.
    pub fn first(self, now: Timestamp) -> Timestamp {
        match self {
            Self::Work(_) | Self::Each(_) => now,
            Self::Hourly => full_hour(now),
        }
    }

    /// When the next round is due after one that ended `now`.
    pub fn next(self, now: Timestamp) -> Timestamp {
        match self {
            Self::Work(_) => now,
            Self::Each(_) => now + self.longest(),
            Self::Hourly => full_hour(now),
        }
    }

    /// When a round is due after one that failed `now`.
    pub fn again(self, now: Timestamp) -> Timestamp {
        match self {
            Self::Work(_) => now + SOON,
            Self::Each(_) => self.next(now).min(now + PATIENCE),
            Self::Hourly => full_hour(now),
        }
    }

    /// The longest that it is from one round to the next.
    fn longest(self) -> TimeDelta {
        match self {
            Self::Work(_) => SOON,
            Self::Each(_) | Self::Hourly => TimeDelta::from_std(self.period()).unwrap_or(HOUR),
        }
    }

    /// Whether a job that is due then has its turn now, or looks whether it has. A time that is too far
    /// ahead was written while the clock was wrong.
    pub fn turn(self, due: Timestamp, now: Timestamp) -> Turn {
        let is_wrong = due > now + self.longest();
        match self {
            Self::Work(_) | Self::Each(_) if due <= now || is_wrong => Turn::Now,
            Self::Hourly if is_wrong || due + PUNCTUAL <= now => Turn::Later(full_hour(now)),
            Self::Hourly if due <= now => Turn::Now,
            _ => Turn::Wait,
        }
    }
}

/// The next full hour.
fn full_hour(now: Timestamp) -> Timestamp {
    let hour = HOUR.num_milliseconds();
    let left = hour - now.milliseconds().rem_euclid(hour);
    now + TimeDelta::milliseconds(left)
}

#[cfg(test)]
mod tests {
    use chrono::{TimeZone as _, Utc};

    use super::*;

    fn at(hour: u32, minute: u32, second: u32) -> Timestamp {
        Utc.with_ymd_and_hms(2026, 3, 2, hour, minute, second)
            .unwrap()
            .into()
    }

    #[test]
    fn what_is_hourly_is_done_at_full_hours_and_what_was_missed_waits_for_the_next() {
        let hourly = Rhythm::Hourly;
        for (now, first) in [
            (at(10, 0, 0), at(11, 0, 0)),
            (at(10, 0, 1), at(11, 0, 0)),
            (at(10, 59, 59), at(11, 0, 0)),
        ] {
            assert_eq!(hourly.first(now), first);
            assert_eq!(hourly.next(now), first);
            assert_eq!(hourly.again(now), first);
        }
        let due = at(11, 0, 0);
        assert_eq!(hourly.turn(due, at(10, 59, 59)), Turn::Wait);
        assert_eq!(hourly.turn(due, at(11, 0, 0)), Turn::Now);
        assert_eq!(hourly.turn(due, at(11, 0, 59)), Turn::Now);
        assert_eq!(
            hourly.turn(due, at(11, 1, 0)),
            Turn::Later(at(12, 0, 0)),
            "nobody was there"
        );
        assert_eq!(
            hourly.turn(due, at(9, 30, 0)),
            Turn::Later(at(10, 0, 0)),
            "the clock went back"
        );
    }

    #[test]
    fn a_round_follows_the_last_and_no_wrong_clock_puts_it_off_for_ever() {
        let each = Rhythm::Each(Duration::from_secs(3600));
        let now = at(10, 0, 0);
        assert_eq!(each.first(now), now);
        let due = each.next(now);
        assert_eq!(due, at(11, 0, 0));
        assert_eq!(each.turn(due, at(10, 59, 59)), Turn::Wait);
        assert_eq!(each.turn(due, due), Turn::Now);
        assert_eq!(
            each.turn(due, at(9, 59, 59)),
            Turn::Now,
            "the clock went back"
        );
        assert_eq!(each.again(now), at(10, 10, 0), "what failed is due sooner");
        let often = Rhythm::Each(Duration::from_secs(60));
        assert_eq!(often.again(now), at(10, 1, 0));
        let work = Rhythm::Work(|_, _| Ok(true));
        assert_eq!(work.turn(work.next(now), now), Turn::Now);
        assert_eq!(work.turn(work.again(now), now), Turn::Wait, "it failed");
        assert_eq!(work.turn(work.again(now), at(10, 0, 10)), Turn::Now);
    }
}
