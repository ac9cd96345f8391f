//! The full hours of the clock, also of one that is set meanwhile.

use std::time::Duration;

use crate::context::Context;

const HOUR: i64 = 3600 * 1000;
/// How long after it a full hour still counts as one: as long as another job may take.
const GRACE: i64 = 5 * 60 * 1000;
/// How often the clock is looked at: it may have been set.
const LOOK: i64 = 30 * 1000;

/// Which full hour was told last.
pub(super) struct FullHours {
    told: i64,
}

impl FullHours {
    /// The hour in which it begins is none: a start adds nothing.
    pub(super) fn new(context: &Context) -> Self {
        Self {
            told: context.now().milliseconds().div_euclid(HOUR),
        }
    }

    /// Waits for the next one. Whoever stops waiting misses none.
    pub(super) async fn next(&mut self, context: &Context) {
        loop {
            let now = context.now().milliseconds();
            if self.is_one(now) {
                return;
            }
            let left = (HOUR - now.rem_euclid(HOUR)).min(LOOK);
            let left = u64::try_from(left).unwrap_or_default();
            tokio::time::sleep(Duration::from_millis(left)).await;
        }
    }

    /// Whether it is just after a full hour that was not told.
    fn is_one(&mut self, now: i64) -> bool {
        let hour = now.div_euclid(HOUR);
        let is_one = now.rem_euclid(HOUR) < GRACE && hour != self.told;
        if is_one {
            self.told = hour;
        }
        is_one
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hour: i64, minute: i64, second: i64) -> i64 {
        ((hour * 60 + minute) * 60 + second) * 1000
    }

    #[test]
    fn each_full_hour_is_told_once_and_nothing_between() {
        let mut hours = FullHours { told: 10 };
        let told = |hours: &mut FullHours, times: &[i64]| {
            let told = times.iter().map(|time| hours.is_one(*time));
            told.collect::<Vec<_>>()
        };
        let times = [
            at(10, 0, 1),
            at(10, 59, 59),
            at(11, 0, 0),
            at(11, 0, 1),
            at(11, 59, 0),
        ];
        assert_eq!(told(&mut hours, &times), [false, false, true, false, false]);
        // The clock is set an hour and a half forth, and a day back.
        let times = [at(13, 29, 0), at(14, 0, 0), at(-10, 20, 0), at(-9, 0, 2)];
        assert_eq!(told(&mut hours, &times), [false, true, false, true]);
    }
}
