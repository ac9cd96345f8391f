//! When digests are due: how often somebody wants one, and the day of the last one.
//!
//! What is in a digest its room knows. Every room does it in one way: an event writes a row for each
//! reader in its own transaction, and the digest takes rows in the transaction that puts the mail into
//! the outbox. So no time and no number says which events a digest holds, and whatever the clock does,
//! each is in one.

use std::{fmt, str::FromStr};

use chrono::{Datelike as _, Days, NaiveDate, NaiveDateTime, Timelike as _};
use serde::Deserialize;

use crate::db::text_enum;

text_enum! {
    /// How often, without day and hour; in the order in which people choose.
    pub enum Often {
        None = "none",
        AtOnce = "at-once",
        Daily = "daily",
        Weekly = "weekly",
        /// What happens meanwhile waits until another is chosen.
        Paused = "paused",
    }
}

impl Often {
    pub const ALL: [Self; 5] = [
        Self::None,
        Self::AtOnce,
        Self::Daily,
        Self::Weekly,
        Self::Paused,
    ];
}

/// How often, in the city's time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Rhythm {
    #[default]
    None,
    Paused,
    AtOnce,
    /// From this hour on.
    Daily {
        hour: u32,
    },
    /// From this hour on; 1 is Monday.
    Weekly {
        weekday: u32,
        hour: u32,
    },
}

impl Rhythm {
    /// Put together from its parts; `None` where one that it needs is missing, or one is wrong, needed or not.
    pub fn new(often: Often, weekday: Option<u32>, hour: Option<u32>) -> Option<Self> {
        if weekday.is_some_and(|day| !(1..=7).contains(&day)) || hour.is_some_and(|hour| hour > 23)
        {
            return None;
        }
        match often {
            Often::None => Some(Self::None),
            Often::Paused => Some(Self::Paused),
            Often::AtOnce => Some(Self::AtOnce),
            Often::Daily => hour.map(|hour| Self::Daily { hour }),
            Often::Weekly => Some(Self::Weekly {
                weekday: weekday?,
                hour: hour?,
            }),
        }
    }

    pub const fn often(self) -> Often {
        match self {
            Self::None => Often::None,
            Self::Paused => Often::Paused,
            Self::AtOnce => Often::AtOnce,
            Self::Daily { .. } => Often::Daily,
            Self::Weekly { .. } => Often::Weekly,
        }
    }

    pub const fn hour(self) -> Option<u32> {
        match self {
            Self::Daily { hour } | Self::Weekly { hour, .. } => Some(hour),
            Self::None | Self::Paused | Self::AtOnce => None,
        }
    }

    pub const fn weekday(self) -> Option<u32> {
        match self {
            Self::Weekly { weekday, .. } => Some(weekday),
            _ => None,
        }
    }

    /// The day of the last one that has been due by `now`, of those that have a day.
    pub fn last_due(self, now: NaiveDateTime) -> Option<NaiveDate> {
        let hour = self.hour()?;
        let daily = if now.hour() >= hour {
            now.date()
        } else {
            now.date() - Days::new(1)
        };
        let Some(weekday) = self.weekday() else {
            return Some(daily);
        };
        let since = (daily.weekday().number_from_monday() + 7 - weekday) % 7;
        Some(daily - Days::new(since.into()))
    }

    /// Of those that have an hour, from that hour on: whoever had the last one between these days has
    /// had the one that is due, and for all others one is to be written now. A day to come is none: the
    /// clock was wrong then, and nobody waits for it.
    pub fn had_between(self, now: NaiveDateTime) -> Option<(NaiveDate, NaiveDate)> {
        let due = self.last_due(now)?;
        (now.hour() >= self.hour()?).then(|| (due, now.date()))
    }

    /// The rhythms whose hour has come by `now`, as they are written, of those that have one; by the day
    /// of the one that is due, back from today. For queries, which find by them what [`Self::is_due`] says.
    pub fn reached(now: NaiveDateTime) -> [(Vec<String>, NaiveDate); 7] {
        [0, 1, 2, 3, 4, 5, 6].map(|ago| {
            let day = now.date() - Days::new(ago);
            let weekday = day.weekday().number_from_monday();
            let hours = 0..=now.hour();
            let weekly = hours
                .clone()
                .map(|hour| Self::Weekly { weekday, hour }.to_string());
            let mut rhythms: Vec<String> = weekly.collect();
            if ago == 0 {
                rhythms.extend(hours.map(|hour| Self::Daily { hour }.to_string()));
            }
            (rhythms, day)
        })
    }

    /// Whether one is to be written now, on a working day; `last` is the day of the last one.
    pub fn is_due(self, now: NaiveDateTime, last: Option<NaiveDate>) -> bool {
        if self == Self::AtOnce {
            return true;
        }
        self.had_between(now)
            .is_some_and(|(from, until)| last.is_none_or(|last| !(from..=until).contains(&last)))
    }
}

impl fmt::Display for Rhythm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.often().as_str())?;
        for part in [self.weekday(), self.hour()].into_iter().flatten() {
            write!(f, " {part}")?;
        }
        Ok(())
    }
}

/// As it is written: `none`, `daily 8`, `weekly 1 8`.
impl FromStr for Rhythm {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let mut words = text.split_whitespace();
        let often: Often = words.next().ok_or(())?.parse()?;
        let numbers: Result<Vec<u32>, _> = words.map(str::parse).collect();
        let read = match (often, &numbers.map_err(drop)?[..]) {
            (Often::Weekly, [weekday, hour]) => Self::new(often, Some(*weekday), Some(*hour)),
            (Often::Daily, [hour]) => Self::new(often, None, Some(*hour)),
            (Often::None | Often::Paused | Often::AtOnce, []) => Self::new(often, None, None),
            _ => None,
        };
        read.ok_or(())
    }
}

impl TryFrom<String> for Rhythm {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let remedy = "write none, at-once, daily 8, or weekly 1 8 (1 is Monday, 8 the hour)";
        text.parse()
            .map_err(|()| format!("`{text}` is no rhythm of a digest; {remedy}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%F %H:%M").expect("a moment")
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn what_is_written_is_read_again() {
        for text in ["none", "paused", "at-once", "daily 0", "weekly 7 23"] {
            let read: Result<Rhythm, ()> = text.parse();
            assert_eq!(read.map(|rhythm| rhythm.to_string()), Ok(text.to_owned()));
        }
        for text in [
            "",
            "daily",
            "daily 24",
            "weekly 8",
            "weekly 0 8",
            "weekly 1 8 9",
            "none 8",
        ] {
            assert_eq!(text.parse::<Rhythm>(), Err(()), "{text}");
        }
    }

    #[test]
    fn no_part_of_one_is_wrong() {
        let made = |often, weekday, hour| Rhythm::new(often, weekday, hour).is_some();
        for often in [Often::None, Often::AtOnce, Often::Daily, Often::Weekly] {
            assert!(made(often, Some(7), Some(23)), "{often:?}");
            for (weekday, hour) in [(0, 8), (8, 8), (1, 24)] {
                assert!(!made(often, Some(weekday), Some(hour)), "{often:?}");
            }
        }
        assert!(made(Often::None, None, None) && !made(Often::Daily, Some(1), None));
    }

    #[test]
    fn one_is_due_from_its_hour_on_and_a_weekly_one_on_its_day() {
        let daily = Rhythm::Daily { hour: 8 };
        let weekly = Rhythm::Weekly {
            weekday: 1,
            hour: 8,
        };
        // 2 March 2026 is a Monday.
        for (now, of_day, of_week) in [
            ("2026-03-02 07:59", "2026-03-01", "2026-02-23"),
            ("2026-03-02 08:00", "2026-03-02", "2026-03-02"),
            ("2026-03-03 00:00", "2026-03-02", "2026-03-02"),
            ("2026-03-08 23:59", "2026-03-08", "2026-03-02"),
            ("2026-03-09 07:00", "2026-03-08", "2026-03-02"),
        ] {
            assert_eq!(daily.last_due(at(now)), Some(day(of_day)), "{now}");
            assert_eq!(weekly.last_due(at(now)), Some(day(of_week)), "{now}");
        }
        assert_eq!(Rhythm::AtOnce.last_due(at("2026-03-02 08:00")), None);
        let days = Some((day("2026-03-02"), day("2026-03-03")));
        assert_eq!(weekly.had_between(at("2026-03-03 07:59")), None);
        assert_eq!(weekly.had_between(at("2026-03-03 08:00")), days);
    }

    #[test]
    fn what_queries_find_is_what_is_due() {
        let mut all: Vec<Rhythm> = (0..24).map(|hour| Rhythm::Daily { hour }).collect();
        for weekday in 1..=7 {
            all.extend((0..24).map(|hour| Rhythm::Weekly { weekday, hour }));
        }
        for now in ["2026-03-02 00:00", "2026-03-04 08:30", "2026-03-08 23:59"] {
            let now = at(now);
            let today = now.date();
            let mut lasts = vec![None];
            lasts.extend((0..10).map(|ago| Some(today - Days::new(ago))));
            lasts.push(Some(today + Days::new(1)));
            for last in lasts {
                let found: Vec<String> = Rhythm::reached(now)
                    .into_iter()
                    .filter(|(_, from)| last.is_none_or(|last| last < *from || last > today))
                    .flat_map(|(rhythms, _)| rhythms)
                    .collect();
                for rhythm in &all {
                    let is_found = found.contains(&rhythm.to_string());
                    assert_eq!(
                        is_found,
                        rhythm.is_due(now, last),
                        "{rhythm} at {now}, {last:?}"
                    );
                }
                for other in [Rhythm::None, Rhythm::Paused, Rhythm::AtOnce] {
                    assert!(!found.contains(&other.to_string()));
                }
            }
        }
    }

    #[test]
    fn one_that_was_missed_is_due_until_it_was_written() {
        let weekly = Rhythm::Weekly {
            weekday: 1,
            hour: 8,
        };
        let last = Some(day("2026-02-23"));
        // Nobody worked on Monday; it comes on Tuesday, at its hour.
        assert!(!weekly.is_due(at("2026-03-03 07:59"), last));
        assert!(weekly.is_due(at("2026-03-03 08:00"), last));
        assert!(!weekly.is_due(at("2026-03-04 08:00"), Some(day("2026-03-03"))));
        assert!(weekly.is_due(at("2026-03-02 08:00"), None));
        // The clock stood in another year then.
        assert!(weekly.is_due(at("2026-03-02 08:00"), Some(day("2027-03-01"))));
        let daily = Rhythm::Daily { hour: 8 };
        assert!(!daily.is_due(at("2026-03-02 07:00"), None));
        assert!(!daily.is_due(at("2026-03-02 09:00"), Some(day("2026-03-02"))));
        for never in [Rhythm::None, Rhythm::Paused] {
            assert!(!never.is_due(at("2026-03-02 09:00"), None));
        }
        assert!(Rhythm::AtOnce.is_due(at("2026-03-02 00:00"), None));
    }
}
