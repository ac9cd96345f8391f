//! What is known of which year, for those who keep the calendar. Nothing is changed here; see `days`.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike as _, NaiveDate};

use super::{
    OfficeError, by_slug,
    days::{self, Day},
};
use crate::{calendar::Calendar, context::Context, db::text_enum};

text_enum! {
    /// Where the holidays of a year are known from.
    pub enum Known {
        /// Plaza brings them along.
        Shipped = "shipped",
        /// Every day of the year was brought in for the city.
        BroughtIn = "brought-in",
        /// Nobody announced them: only weekends count as days off.
        Unknown = "unknown",
    }
}

/// A year of the city, or of an office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Year {
    pub year: i32,
    pub known: Known,
    /// How many of its days were brought in for whom it was asked.
    pub brought_in: usize,
    /// The weekdays on which nobody works, in their order; named where they were brought in.
    pub days_off: Vec<Day>,
    /// The weekend days on which offices work.
    pub made_up: Vec<Day>,
}

/// The years of which something was said, this one and the next, in their order: of the city or, with
/// its own days on top, of the office of this slug.
pub async fn known(context: &Context, office: Option<String>) -> Result<Vec<Year>, OfficeError> {
    let today = context.clock.today(context.config.city.time_zone);
    context
        .db
        .read(move |connection| {
            let office = office
                .map(|slug| by_slug(connection, &slug)?.ok_or(OfficeError::NotFound))
                .transpose()?;
            let city = days::rows(connection, None)?;
            let own = match office {
                Some(office) => days::rows(connection, Some(office))?,
                None => Vec::new(),
            };
            Ok(of(&city, office.map(|_| own.as_slice()), today))
        })
        .await
}

fn of(city: &[Day], own: Option<&[Day]>, today: NaiveDate) -> Vec<Year> {
    let mut brought = Calendar::default();
    brought.announce(city.iter().map(Day::said));
    let mut calendar = (*Calendar::shipped()).clone();
    let said = || city.iter().chain(own.unwrap_or_default());
    calendar.set(said().map(Day::said));
    let names: BTreeMap<NaiveDate, &str> = said().map(|day| (day.day, &*day.name)).collect();
    let asked = own.unwrap_or(city);
    let mut years: BTreeSet<i32> = said().map(|day| day.day.year()).collect();
    years.extend(Calendar::shipped().years());
    years.extend([today.year(), today.year() + 1]);
    years
        .into_iter()
        .map(|year| {
            let (made_up, days_off) = differing(&calendar, year)
                .map(|day| Day {
                    day,
                    works: calendar.works(day),
                    name: names.get(&day).copied().unwrap_or_default().to_owned(),
                })
                .partition(|day| day.works);
            Year {
                year,
                known: if brought.knows(year) {
                    Known::BroughtIn
                } else if Calendar::shipped().knows(year) {
                    Known::Shipped
                } else {
                    Known::Unknown
                },
                brought_in: asked.iter().filter(|day| day.day.year() == year).count(),
                days_off,
                made_up,
            }
        })
        .collect()
}

/// The days of a year that are another than their weekday says.
fn differing(calendar: &Calendar, year: i32) -> impl Iterator<Item = NaiveDate> {
    NaiveDate::from_ymd_opt(year, 1, 1)
        .into_iter()
        .flat_map(|first| first.iter_days())
        .take_while(move |day| day.year() == year)
        .filter(move |day| calendar.differs(*day))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: &str, works: bool) -> Day {
        Day {
            day: day.parse().expect("a date"),
            works,
            name: "原因".into(),
        }
    }

    #[test]
    fn a_year_says_where_it_is_known_from_and_which_days_differ() {
        let today = day("2026-03-02", true).day;
        let typhoon = [day("2026-07-08", false)];
        let years = of(&typhoon, None, today);
        let counted: Vec<_> = years
            .iter()
            .map(|one| (one.year, one.known, one.brought_in, one.made_up.len()))
            .collect();
        assert_eq!(
            counted,
            [
                (2025, Known::Shipped, 0, 1),
                (2026, Known::Shipped, 1, 0),
                (2027, Known::Unknown, 0, 0)
            ]
        );
        assert!(years[1].days_off.contains(&typhoon[0]));
        let shipped = of(&[], None, today);
        assert_eq!(years[1].days_off.len(), shipped[1].days_off.len() + 1);

        // An office's own days stand on the city's.
        let own = [day("2026-07-08", true), day("2026-03-07", true)];
        let years = of(&typhoon, Some(&own), today);
        assert_eq!(years[1].brought_in, 2);
        assert!(!years[1].days_off.iter().any(|one| one.day == own[0].day));
        assert_eq!(years[1].made_up, own[1..]);
    }
}
