//! Working days, from which due dates and opening times are counted: Monday to Friday, but for
//! Taiwan's public holidays and make-up workdays.
//!
//! Those stand in `content/calendar/`, one file a year, as the government announces them; what a
//! city imported since comes on top (`offices::days`). In a year that nobody announced only
//! weekends are known. An office's hours are in `offices::hours`.

use std::{
    collections::{BTreeMap, BTreeSet},
    iter::successors,
    sync::{Arc, LazyLock},
};

use chrono::{Datelike as _, Days, NaiveDate, Weekday};

const FILES: &[&str] = &[
    include_str!("../content/calendar/tw-2025.csv"),
    include_str!("../content/calendar/tw-2026.csv"),
];

static SHIPPED: LazyLock<Arc<Calendar>> = LazyLock::new(|| {
    let mut calendar = Calendar::default();
    calendar.set(FILES.iter().flat_map(|file| read(file)));
    calendar.years = calendar.days.keys().map(|day| day.year()).collect();
    Arc::new(calendar)
});

/// On which days offices work.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    /// The days of which somebody said whether offices work on them.
    days: BTreeMap<NaiveDate, bool>,
    /// The years that were announced as a whole.
    years: BTreeSet<i32>,
}

/// Lines of `date,off|work,name`; a `#` begins a comment.
fn read(file: &str) -> impl Iterator<Item = (NaiveDate, bool)> {
    file.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .filter_map(|line| {
            let (date, rest) = line.split_once(',')?;
            let works = match rest.split_once(',')?.0 {
                "work" => true,
                "off" => false,
                _ => return None,
            };
            Some((date.parse().ok()?, works))
        })
}

impl Calendar {
    /// What Plaza brings along.
    pub fn shipped() -> Arc<Self> {
        Arc::clone(&SHIPPED)
    }

    /// Says of these days whether offices work on them, whatever was said before.
    pub fn set(&mut self, days: impl IntoIterator<Item = (NaiveDate, bool)>) {
        self.days.extend(days);
    }

    /// As [`Calendar::set`], with the years of which these are all days. A weekend is a weekend, whether
    /// they name it or not.
    pub fn announce(&mut self, days: impl IntoIterator<Item = (NaiveDate, bool)>) {
        let mut of_year: BTreeMap<i32, u32> = BTreeMap::new();
        for (day, works) in days {
            if weekend(day) && !works {
                self.days.remove(&day);
            } else {
                self.days.insert(day, works);
            }
            *of_year.entry(day.year()).or_default() += 1;
        }
        let whole = of_year
            .into_iter()
            .filter(|(year, days)| Some(*days) == length(*year));
        self.years.extend(whole.map(|(year, _)| year));
    }

    /// Whether offices work on a day.
    pub fn works(&self, day: NaiveDate) -> bool {
        self.days.get(&day).copied().unwrap_or(!weekend(day))
    }

    /// Whether offices work on a day because a weekend day was made a workday.
    pub fn made_up(&self, day: NaiveDate) -> bool {
        weekend(day) && self.works(day)
    }

    /// Whether a day is another than its weekday says: a holiday, or a weekend day at work.
    pub fn differs(&self, day: NaiveDate) -> bool {
        self.works(day) == weekend(day)
    }

    /// Whether a day is off for more than being at a weekend: somebody said so, or the weekend lies beside
    /// a holiday.
    pub fn holiday(&self, day: NaiveDate) -> bool {
        let off = |day: &NaiveDate| !self.works(*day);
        let after = successors(Some(day), NaiveDate::succ_opt).take_while(off);
        let before = successors(Some(day), NaiveDate::pred_opt).take_while(off);
        self.days.get(&day) == Some(&false) || before.chain(after).any(|day| !weekend(day))
    }

    /// Whether the holidays of a year are known.
    pub fn knows(&self, year: i32) -> bool {
        self.years.contains(&year)
    }

    /// The years whose holidays are known, in their order.
    pub fn years(&self) -> impl Iterator<Item = i32> + '_ {
        self.years.iter().copied()
    }

    /// The day that is `working_days` working days after `start`; the count begins on the next day.
    pub fn due(&self, start: NaiveDate, working_days: u32) -> NaiveDate {
        let mut day = start;
        let mut left = working_days;
        while left > 0 {
            let Some(next) = day.checked_add_days(Days::new(1)) else {
                return day;
            };
            day = next;
            if self.works(day) {
                left -= 1;
            }
        }
        day
    }

    /// How many working days there are after `start`, up to `end`: what [`Calendar::due`] counts.
    pub fn between(&self, start: NaiveDate, end: NaiveDate) -> u32 {
        let days = start.iter_days().skip(1).take_while(|day| *day <= end);
        let working = days.filter(|day| self.works(*day)).count();
        u32::try_from(working).unwrap_or(u32::MAX)
    }
}

/// How many days a year has.
fn length(year: i32) -> Option<u32> {
    NaiveDate::from_ymd_opt(year, 12, 31).map(|last| last.ordinal())
}

fn weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn every_line_of_the_files_is_a_day_that_differs() {
        let shipped = Calendar::shipped();
        let lines = FILES
            .iter()
            .flat_map(|file| file.lines())
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .count();
        assert_eq!(
            shipped.days.len(),
            lines,
            "a line was not understood or stands twice"
        );
        for (day, works) in &shipped.days {
            assert_eq!(*works, weekend(*day), "{day} is what its weekday is anyway");
        }
        assert!(shipped.knows(2025) && shipped.knows(2026) && !shipped.knows(2024));
    }

    #[test]
    fn weekends_do_not_count() {
        for (start, days, due_on) in [
            ("2026-03-02", 6, "2026-03-10"),
            ("2026-03-06", 1, "2026-03-09"),
            ("2026-03-07", 1, "2026-03-09"),
            ("2026-03-02", 5, "2026-03-09"),
            ("2026-03-02", 0, "2026-03-02"),
        ] {
            assert_eq!(
                Calendar::shipped().due(day(start), days),
                day(due_on),
                "{start} + {days}"
            );
        }
    }

    #[test]
    fn holidays_do_not_count_and_a_make_up_saturday_does() {
        for (start, days, due_on) in [
            // Lunar new year 2026: 14 to 22 February.
            ("2026-02-13", 1, "2026-02-23"),
            // and Peace Memorial Day in the same week.
            ("2026-02-13", 5, "2026-03-02"),
            // Lunar new year 2025: 25 January to 2 February; Saturday 8 February is a workday.
            ("2025-01-24", 1, "2025-02-03"),
            ("2025-02-07", 1, "2025-02-08"),
            ("2025-02-07", 2, "2025-02-10"),
            // The end of a year runs into the next one.
            ("2025-12-31", 1, "2026-01-02"),
        ] {
            assert_eq!(
                Calendar::shipped().due(day(start), days),
                day(due_on),
                "{start} + {days}"
            );
        }
        let shipped = Calendar::shipped();
        assert!(shipped.differs(day("2025-02-08")) && !shipped.differs(day("2025-02-15")));
        assert!(shipped.differs(day("2025-01-28")) && !shipped.differs(day("2025-02-10")));
        assert!(shipped.made_up(day("2025-02-08")) && !shipped.made_up(day("2025-02-15")));
        assert!(!shipped.made_up(day("2025-02-10")));
    }

    #[test]
    fn a_weekend_is_a_holiday_beside_one_or_where_it_was_said() {
        let mut calendar = (*Calendar::shipped()).clone();
        for (date, holiday) in [
            // Lunar new year 2026, from Saturday to Sunday.
            ("2026-02-13", false),
            ("2026-02-14", true),
            ("2026-02-18", true),
            ("2026-02-22", true),
            ("2026-02-23", false),
            ("2026-03-07", false),
            ("2025-02-08", false),
        ] {
            assert_eq!(calendar.holiday(day(date)), holiday, "{date}");
        }
        calendar.announce([(day("2026-03-07"), false)]);
        assert!(!calendar.holiday(day("2026-03-07")) && !calendar.works(day("2026-03-07")));
        calendar.set([(day("2026-03-07"), false)]);
        assert!(calendar.holiday(day("2026-03-07")));
    }

    #[test]
    fn days_are_counted_back_as_they_were_counted_on() {
        let shipped = Calendar::shipped();
        for start in ["2026-02-13", "2026-03-07", "2025-02-06", "2025-12-31"] {
            for days in 0..30 {
                let due = shipped.due(day(start), days);
                assert_eq!(shipped.between(day(start), due), days, "{start} to {due}");
            }
        }
        // A weekend adds none.
        assert_eq!(shipped.between(day("2026-03-06"), day("2026-03-08")), 0);
        assert_eq!(shipped.between(day("2026-03-09"), day("2026-03-02")), 0);
    }

    #[test]
    fn what_was_announced_later_counts_and_a_year_is_known_as_a_whole_only() {
        let mut calendar = (*Calendar::shipped()).clone();
        let typhoon = day("2026-07-08");
        calendar.announce([(typhoon, false)]);
        assert!(!calendar.works(typhoon) && calendar.knows(2026));
        assert_eq!(calendar.due(day("2026-07-07"), 1), day("2026-07-09"));
        let whole = || day("2027-01-01").iter_days().take(365);
        calendar.announce(whole().skip(1).map(|day| (day, !weekend(day))));
        assert!(!calendar.knows(2027));
        calendar.announce(whole().map(|day| (day, !weekend(day) && day.ordinal() > 1)));
        assert!(calendar.knows(2027) && !calendar.works(day("2027-01-01")));
    }
}
