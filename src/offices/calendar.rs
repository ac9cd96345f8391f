//! Working days, from which due dates and opening times are counted: Monday to Friday, but for
//! Taiwan's public holidays and make-up workdays.
//!
//! Those stand in `content/calendar/`, one file a year, as the government announces them; in a
//! year without a file only weekends are known. An office's hours are in `hours`.

use std::{collections::BTreeMap, sync::LazyLock};

use chrono::{Datelike as _, Days, NaiveDate, Weekday};

const FILES: &[&str] = &[
    include_str!("../../content/calendar/tw-2025.csv"),
    include_str!("../../content/calendar/tw-2026.csv"),
];

/// The days that differ from their weekday, and whether offices work on them.
static DAYS: LazyLock<BTreeMap<NaiveDate, bool>> =
    LazyLock::new(|| FILES.iter().flat_map(|file| read(file)).collect());

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

/// Whether offices work on a day.
pub fn works(day: NaiveDate) -> bool {
    DAYS.get(&day).copied().unwrap_or(!weekend(day))
}

/// Whether offices work on a day because a weekend day was made a workday.
pub fn made_up(day: NaiveDate) -> bool {
    weekend(day) && works(day)
}

/// Whether the holidays of a year are known.
pub fn knows(year: i32) -> bool {
    DAYS.keys().any(|day| day.year() == year)
}

fn weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// The day that is `working_days` working days after `start`; the count begins on the next day.
pub fn due(start: NaiveDate, working_days: u32) -> NaiveDate {
    let mut day = start;
    let mut left = working_days;
    while left > 0 {
        let Some(next) = day.checked_add_days(Days::new(1)) else {
            return day;
        };
        day = next;
        if works(day) {
            left -= 1;
        }
    }
    day
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn every_line_of_the_files_is_a_day_that_differs() {
        let lines = FILES
            .iter()
            .flat_map(|file| file.lines())
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .count();
        assert_eq!(
            DAYS.len(),
            lines,
            "a line was not understood or stands twice"
        );
        for (day, works) in DAYS.iter() {
            assert_eq!(*works, weekend(*day), "{day} is what its weekday is anyway");
        }
        assert!(knows(2025) && knows(2026) && !knows(2024));
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
            assert_eq!(due(day(start), days), day(due_on), "{start} + {days}");
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
            assert_eq!(due(day(start), days), day(due_on), "{start} + {days}");
        }
        assert!(made_up(day("2025-02-08")) && !made_up(day("2025-02-15")));
        assert!(!made_up(day("2025-02-10")));
    }
}
