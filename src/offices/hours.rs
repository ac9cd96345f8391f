//! When somebody can be reached: the hours of the city, or of an office, on the days of the calendar.
//! Which office has which is in `reach`.

use chrono::{Datelike as _, Days, NaiveDate, NaiveDateTime, NaiveTime};
use chrono_tz::Tz;

use crate::{calendar::Calendar, config::Hours, context::Context, db::Timestamp};

/// Whether the telephone is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Open {
        until: NaiveTime,
    },
    Closed {
        /// In the city's time; `None` when there are no hours at all.
        opens: Option<NaiveDateTime>,
    },
}

/// Longer than any row of holidays, in days.
const FURTHEST: u64 = 31;

/// What holds at `now`.
pub fn status(hours: &Hours, calendar: &Calendar, zone: Tz, now: Timestamp) -> Status {
    let here = now.utc().with_timezone(&zone).naive_local();
    let (today, time) = (here.date(), here.time());
    if open_on(hours, calendar, today)
        && let Some((_, until)) = hours
            .open()
            .iter()
            .find(|(from, until)| *from <= time && time < *until)
    {
        return Status::Open { until: *until };
    }
    let opens = (0..=FURTHEST)
        .filter_map(|ahead| today.checked_add_days(Days::new(ahead)))
        .filter(|day| open_on(hours, calendar, *day))
        .flat_map(|day| {
            hours
                .open()
                .iter()
                .map(move |(from, _)| day.and_time(*from))
        })
        .find(|opens| *opens > here);
    Status::Closed { opens }
}

/// Whether the day's work has begun in the city, on a day on which it works.
pub fn has_begun(context: &Context) -> bool {
    let city = &context.config.city;
    let time = context.now().utc().with_timezone(&city.time_zone).time();
    let first = city.hours.open().iter().map(|(from, _)| *from).min();
    first.is_none_or(|from| from <= time)
}

/// A make-up workday is open whatever day of the week it is, a holiday is not; a weekend is where the
/// hours name it.
fn open_on(hours: &Hours, calendar: &Calendar, day: NaiveDate) -> bool {
    let named = hours.days().contains(&day.weekday().number_from_monday());
    calendar.made_up(day) || named && !calendar.holiday(day)
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    fn at(text: &str) -> Status {
        at_with(text, &Hours::default())
    }

    fn at_with(text: &str, hours: &Hours) -> Status {
        let now = DateTime::parse_from_rfc3339(&format!("{text}:00+08:00")).expect("a time");
        let zone = Tz::Asia__Taipei;
        status(hours, &Calendar::shipped(), zone, now.to_utc().into())
    }

    fn opens(text: &str) -> Status {
        let opens = text.parse().expect("a time");
        Status::Closed { opens: Some(opens) }
    }

    fn until(text: &str) -> Status {
        let until = text.parse().expect("a time");
        Status::Open { until }
    }

    #[test]
    fn open_in_its_hours_and_closed_around_them() {
        assert_eq!(at("2026-03-02T07:59"), opens("2026-03-02T08:00:00"));
        assert_eq!(at("2026-03-02T08:00"), until("12:00:00"));
        assert_eq!(at("2026-03-02T12:00"), opens("2026-03-02T13:30:00"));
        assert_eq!(at("2026-03-02T17:29"), until("17:30:00"));
        assert_eq!(at("2026-03-02T17:30"), opens("2026-03-03T08:00:00"));
        assert_eq!(at("2026-03-06T18:00"), opens("2026-03-09T08:00:00"));
    }

    #[test]
    fn closed_over_lunar_new_year() {
        assert_eq!(at("2026-02-13T17:00"), until("17:30:00"));
        for day in 14..=22 {
            assert_eq!(
                at(&format!("2026-02-{day}T10:00")),
                opens("2026-02-23T08:00:00"),
                "{day} February"
            );
        }
        assert_eq!(at("2026-02-23T10:00"), until("12:00:00"));
        assert_eq!(at("2025-01-24T18:00"), opens("2025-02-03T08:00:00"));
    }

    #[test]
    fn open_on_the_saturdays_that_the_hours_name_but_for_holidays() {
        let hours: Hours = "2,6 09:00-20:00".parse().expect("hours");
        for (time, holds) in [
            ("2026-03-03T12:30", until("20:00:00")),
            ("2026-03-04T10:00", opens("2026-03-07T09:00:00")),
            ("2026-03-07T10:00", until("20:00:00")),
            ("2026-02-14T10:00", opens("2026-02-24T09:00:00")),
            ("2026-02-17T10:00", opens("2026-02-24T09:00:00")),
            ("2025-02-08T19:00", until("20:00:00")),
        ] {
            assert_eq!(at_with(time, &hours), holds, "{time}");
        }
    }

    #[test]
    fn open_on_a_make_up_saturday_and_on_no_other() {
        assert_eq!(at("2025-02-08T10:00"), until("12:00:00"));
        assert_eq!(at("2025-02-07T18:00"), opens("2025-02-08T08:00:00"));
        assert_eq!(at("2025-02-15T10:00"), opens("2025-02-17T08:00:00"));
        assert_eq!(at("2025-02-09T10:00"), opens("2025-02-10T08:00:00"));
    }
}
