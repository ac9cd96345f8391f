//! Working days, from which due dates are counted.
//!
//! Monday to Friday. Public holidays, make-up workdays and offices' own hours
//! are not known here yet; they come with the calendars of the suggestion box.

use chrono::{Datelike as _, Days, NaiveDate, Weekday};

/// The day that is `working_days` working days after `start`; the count begins on the next day.
pub fn due(start: NaiveDate, working_days: u32) -> NaiveDate {
    let mut day = start;
    let mut left = working_days;
    while left > 0 {
        let Some(next) = day.checked_add_days(Days::new(1)) else {
            return day;
        };
        day = next;
        if !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
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
}
