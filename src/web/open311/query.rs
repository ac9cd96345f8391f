//! What a query asks for, read leniently: lists with commas, and moments as the W3C writes them.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::{clock::day_begins, db::Timestamp};

/// The longest range of days that can be asked for, and the one that is taken where none is said.
const LONGEST: TimeDelta = TimeDelta::days(90);
/// Nothing was received before.
const FIRST_DAY: NaiveDate = NaiveDate::from_ymd_opt(1970, 1, 1).expect("a day");

/// Why a range of days is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoRange {
    /// One of the two is no moment.
    NotRead,
    Backwards,
    TooLong,
}

/// The items of a parameter that may hold several and stand several times, each once.
pub(super) fn items(values: &[String]) -> Vec<&str> {
    let mut items: Vec<&str> = Vec::new();
    let each = values.iter().flat_map(|value| value.split(','));
    for item in each.map(str::trim).filter(|item| !item.is_empty()) {
        if !items.contains(&item) {
            items.push(item);
        }
    }
    items
}

/// A moment as <https://www.w3.org/TR/NOTE-datetime> writes it, with or without seconds; a day
/// alone is its beginning here. A `+` that a form's encoding turned into a space is one again.
pub(super) fn moment(text: &str, zone: Tz) -> Option<DateTime<Utc>> {
    if text.len() > 40 || !text.is_ascii() {
        return None;
    }
    if text.len() == 10 {
        if !text[4..].starts_with('-') {
            return None;
        }
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
        return Some(day_begins(day, zone).utc());
    }
    let text = text.replace(' ', "+");
    let (minutes, rest) = text.split_at_checked(16)?;
    let whole = if rest.starts_with(':') {
        text.clone()
    } else {
        format!("{minutes}:00{rest}")
    };
    let read = DateTime::parse_from_rfc3339(&whole).ok()?;
    Some(read.to_utc())
}

/// The days that begin from `start` to `end`: a suggestion is known by the day on which it was
/// received, which stands for that day's beginning. Without one of the two, the range is the longest
/// one from there; without both, the latest.
pub(super) fn days(
    (start, end): (&str, &str),
    now: Timestamp,
    zone: Tz,
) -> Result<(NaiveDate, NaiveDate), NoRange> {
    let read = |text: &str| match text.trim() {
        "" => Ok(None),
        text => moment(text, zone).map(Some).ok_or(NoRange::NotRead),
    };
    let (start, end) = match (read(start)?, read(end)?) {
        (Some(start), Some(end)) => (start, end),
        (Some(start), None) => (start, start + LONGEST),
        (None, Some(end)) => (end - LONGEST, end),
        (None, None) => (now.utc() - LONGEST, now.utc()),
    };
    if start > end {
        return Err(NoRange::Backwards);
    }
    if end - start > LONGEST {
        return Err(NoRange::TooLong);
    }
    let day = |at: DateTime<Utc>| at.with_timezone(&zone).date_naive();
    let mut first = day(start);
    if day_begins(first, zone).utc() < start {
        first = first + Days::new(1);
    }
    // No database is asked about the year 10000.
    Ok((first.max(FIRST_DAY), day(end).min(now.day_in(zone))))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ZONE: Tz = Tz::Asia__Taipei;

    fn now() -> Timestamp {
        let now = DateTime::parse_from_rfc3339("2026-03-02T10:00:00+08:00").expect("a moment");
        now.to_utc().into()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    #[test]
    fn the_standards_moments_are_read() {
        let same = moment("1994-11-05T13:15:30Z", ZONE);
        assert!(same.is_some());
        for (text, expected) in [
            ("1994-11-05T08:15:30-05:00", "1994-11-05T13:15:30Z"),
            ("1994-11-05T08:15:30.5-05:00", "1994-11-05T13:15:30.5Z"),
            ("2010-01-01T00:00Z", "2010-01-01T00:00:00Z"),
            ("2010-01-01T08:00 08:00", "2010-01-01T00:00:00Z"),
            ("2010-01-01T08:00:00+08:00", "2010-01-01T00:00:00Z"),
            ("2010-01-01", "2009-12-31T16:00:00Z"),
        ] {
            assert_eq!(moment(text, ZONE), moment(expected, ZONE), "{text}");
            assert!(moment(text, ZONE).is_some(), "{text}");
        }
        for wrong in [
            "",
            "now",
            "2010",
            "2010-13-01",
            "2010-01-32T00:00Z",
            "2010-01-01T00:00:00",
            "+2010-01-1",
            "2010-01-01T25:00Z",
            "二〇一〇年一月一日",
            "2010-01-01T00:00:00Z\0",
            "99999-01-01T00:00:00Z",
        ] {
            assert_eq!(moment(wrong, ZONE), None, "{wrong}");
        }
    }

    #[test]
    fn a_range_is_at_most_ninety_days() {
        let days = |start, end| days((start, end), now(), ZONE);
        assert_eq!(days("", ""), Ok((day("2025-12-03"), day("2026-03-02"))));
        assert_eq!(
            days("2026-01-01", ""),
            Ok((day("2026-01-01"), day("2026-03-02")))
        );
        assert_eq!(
            days("", "2026-02-01T12:00:00+08:00"),
            Ok((day("2025-11-04"), day("2026-02-01")))
        );
        // A day that began before is not wholly in it.
        assert_eq!(
            days("2026-02-01T00:00:01+08:00", "2026-02-02"),
            Ok((day("2026-02-02"), day("2026-02-02")))
        );
        assert_eq!(
            days("2010-05-24T00:00:00Z", "2010-06-24T00:00:00Z"),
            Ok((day("2010-05-25"), day("2010-06-24")))
        );
        assert_eq!(
            days("2025-12-01", "2026-03-01"),
            Ok((day("2025-12-01"), day("2026-03-01")))
        );
        assert_eq!(days("2025-12-01", "2026-03-02"), Err(NoRange::TooLong));
        assert_eq!(days("2026-02-02", "2026-02-01"), Err(NoRange::Backwards));
        assert_eq!(days("yesterday", ""), Err(NoRange::NotRead));
        assert_eq!(days("", "9999-13-01"), Err(NoRange::NotRead));
    }

    proptest! {
        #[test]
        fn any_text_is_a_range_or_none(start in "\\PC*", end in "[0-9T:Z+ .-]{0,30}") {
            for (start, end) in [(&start, &end), (&end, &start), (&end, &end)] {
                if let Ok((first, last)) = days((start, end), now(), ZONE) {
                    prop_assert!(first >= FIRST_DAY && last <= now().day_in(ZONE));
                }
            }
        }

        /// Whatever moments are named: the days begin within them, and the ones beside do not.
        #[test]
        fn a_range_holds_the_days_that_begin_in_it(
            from in 0_i64..1_772_000_000, long in 0_i64..90 * 86_400, offset in -14_i32..15,
        ) {
            let written = |seconds: i64| {
                let at = DateTime::from_timestamp(seconds, 0).expect("a moment");
                let offset = chrono::FixedOffset::east_opt(offset * 3600).expect("an offset");
                at.with_timezone(&offset).to_rfc3339()
            };
            let (first, last) = days((&written(from), &written(from + long)), now(), ZONE)
                .expect("a range");
            let begins = |day: NaiveDate| day_begins(day, ZONE).utc().timestamp();
            prop_assert!(begins(first) >= from && begins(first - Days::new(1)) < from);
            if last < now().day_in(ZONE) {
                prop_assert!(begins(last) <= from + long && begins(last + Days::new(1)) > from + long);
            }
        }

        #[test]
        fn items_are_each_there_once(values in proptest::collection::vec("[a-c, ]{0,9}", 0..5)) {
            let items = items(&values);
            let joined = values.join(",");
            for item in &items {
                prop_assert!(!item.is_empty() && item.trim() == *item && !item.contains(','));
                prop_assert_eq!(items.iter().filter(|other| *other == item).count(), 1);
            }
            for piece in joined.split(',').map(str::trim).filter(|piece| !piece.is_empty()) {
                prop_assert!(items.contains(&piece));
            }
        }
    }
}
