//! Visitors and page views of a month.
//!
//! Visitors are those of each day who accepted to be counted. Days cannot be joined, so nobody
//! knows how many different people a month had; its figure is the median of its days, one that
//! really was. A median of ten or more stays the same whatever the days under ten were: nothing
//! that is published tells whether those were nobody or nine.
//!
//! Page views are requests and no people. They are grouped by part of the site, of pages that
//! everybody may open alone, and given only where they say nothing of the visitors.

use std::collections::BTreeMap;

use chrono::{Datelike as _, Days, NaiveDate, Weekday};
use diesel::prelude::*;

use super::{
    key, month_of,
    suppress::{SMALLEST, Shown, Table, Uneven, publish, rounded},
};
use crate::{
    db::{AnyConnection, schema::daily_counts, text_enum},
    privacy::counting,
};

text_enum! {
    /// A part of the site, by which page views are grouped.
    pub enum Part {
        Home = "home",
        Forum = "forum",
        Suggestions = "suggestions",
        Activities = "activities",
        Figures = "figures",
        Privacy = "privacy",
        Accounts = "accounts",
    }
}

impl Part {
    pub const ALL: [Self; 7] = [
        Self::Home,
        Self::Forum,
        Self::Suggestions,
        Self::Activities,
        Self::Figures,
        Self::Privacy,
        Self::Accounts,
    ];

    /// The part that a route's template belongs to; every page that everybody may open has one.
    pub fn of(route: &str) -> Option<Self> {
        Some(match route.split('/').nth(2).unwrap_or_default() {
            "" | "pages" => Self::Home,
            "boards" | "topics" | "t" | "posts" | "tags" | "search" | "people" => Self::Forum,
            "suggestions" | "enquiries" => Self::Suggestions,
            "polls" | "events" | "c" => Self::Activities,
            "statistics" | "open-data" => Self::Figures,
            "privacy" | "ledger" | "moderation" | "rules" | "cookies" | "leaving"
            | "accessibility" | "about-me" | "requests" => Self::Privacy,
            "register" | "log-on" | "password" | "account" | "digest" | "policy-mails" => {
                Self::Accounts
            }
            _ => return None,
        })
    }
}

pub(super) const WEEKDAYS: [(Weekday, &str); 7] = [
    (Weekday::Mon, "monday"),
    (Weekday::Tue, "tuesday"),
    (Weekday::Wed, "wednesday"),
    (Weekday::Thu, "thursday"),
    (Weekday::Fri, "friday"),
    (Weekday::Sat, "saturday"),
    (Weekday::Sun, "sunday"),
];

/// The names under which both stand among a month's cells.
pub(super) const VISITORS: &str = "visitors";
pub(super) const VIEWS: &str = "views";

/// What was counted in a month: visitors by day, and page views by part (`part/KEY`).
pub(super) type Counts = (BTreeMap<NaiveDate, i64>, BTreeMap<String, i64>);

pub(super) fn count(connection: &mut AnyConnection, month: NaiveDate) -> QueryResult<Counts> {
    let rows: Vec<(NaiveDate, counting::Counted, String, i64)> = daily_counts::table
        .filter(daily_counts::day.ge(month))
        .filter(daily_counts::day.lt(month_of(month + Days::new(31))))
        .load(connection)?;
    let (mut visitors, mut views) = Counts::default();
    for (day, counted, route, count) in rows {
        match counted {
            counting::Counted::Visitors => *visitors.entry(day).or_default() += count,
            counting::Counted::Pages => {
                if let Some(part) = Part::of(&route) {
                    *views.entry(key("part", part.as_str())).or_default() += count;
                }
            }
            counting::Counted::LogOns => {}
        }
    }
    Ok((visitors, views))
}

/// Both as they may be published, with the tables that name their rows.
pub(super) fn published(
    month: NaiveDate,
    visitors: &BTreeMap<NaiveDate, i64>,
    views: &BTreeMap<String, i64>,
) -> Result<[(&'static str, Table, Shown); 2], Uneven> {
    let days: Vec<(NaiveDate, i64)> = month
        .iter_days()
        .take_while(|day| month_of(*day) == month)
        .map(|day| (day, visitors.get(&day).copied().unwrap_or(0)))
        .collect();
    let (table, shown) = usual_days(&days);
    let (views, mut shown_views) = by_part(views)?;
    // Each visitor of a day saw a page. Where there were not enough of them for nine visitors on
    // every day under ten, their number would tell of such days.
    let enough: i64 = days
        .iter()
        .map(|(_, people)| (*people).max(SMALLEST - 1))
        .sum();
    if views.cells.iter().flatten().sum::<i64>() < enough {
        shown_views.total = None;
        shown_views.rows.fill(None);
    }
    Ok([(VISITORS, table, shown), (VIEWS, views, shown_views)])
}

fn usual_days(days: &[(NaiveDate, i64)]) -> (Table, Shown) {
    let usual = |of: &dyn Fn(&NaiveDate) -> bool| {
        let counts = days.iter().filter(|(day, _)| of(day));
        usual(counts.map(|(_, people)| *people).collect())
    };
    let of_weekday = WEEKDAYS.map(|(weekday, _)| usual(&|day| day.weekday() == weekday));
    let table = Table {
        rows: WEEKDAYS.map(|(_, name)| key("weekday", name)).to_vec(),
        columns: Vec::new(),
        cells: of_weekday.map(|people| vec![people]).to_vec(),
    };
    let shown = |people: i64| (people >= SMALLEST).then(|| rounded(people));
    let shown = Shown {
        total: shown(usual(&|_| true)),
        rows: of_weekday.map(shown).to_vec(),
        columns: Vec::new(),
        cells: Vec::new(),
    };
    (table, shown)
}

/// The median; of two middles the smaller, for the mean of both may follow a day under ten.
pub(super) fn usual(mut counts: Vec<i64>) -> i64 {
    counts.sort_unstable();
    let middle = counts.len().saturating_sub(1) / 2;
    counts.get(middle).copied().unwrap_or(0)
}

fn by_part(views: &BTreeMap<String, i64>) -> Result<(Table, Shown), Uneven> {
    let rows = Part::ALL.map(|part| key("part", part.as_str())).to_vec();
    let table = Table {
        cells: rows
            .iter()
            .map(|row| vec![views.get(row).copied().unwrap_or(0)])
            .collect(),
        rows,
        columns: Vec::new(),
    };
    let shown = publish(std::slice::from_ref(&table))?.remove(0);
    Ok((table, shown))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn month() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 1, 1).expect("a day")
    }

    fn visitors(counts: &[i64]) -> BTreeMap<NaiveDate, i64> {
        month().iter_days().zip(counts.iter().copied()).collect()
    }

    fn views(total: i64) -> BTreeMap<String, i64> {
        BTreeMap::from([
            ("part/forum".to_owned(), total / 2),
            ("part/home".to_owned(), total - total / 2),
        ])
    }

    fn figures(counts: &[i64], total: i64) -> Vec<Shown> {
        let published = published(month(), &visitors(counts), &views(total)).expect("even");
        published.into_iter().map(|(.., shown)| shown).collect()
    }

    fn days() -> impl Strategy<Value = Vec<i64>> {
        let people = prop_oneof![Just(0i64), 0..10i64, 8..13i64, 10..300i64];
        prop::collection::vec(people, 31)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        /// Whatever is combined, each day under ten may have been anything from nobody to nine:
        /// there is a month with just that, of which the same is published.
        #[test]
        fn nothing_that_is_published_depends_on_what_a_day_under_ten_was(
            counts in days(), others in prop::collection::vec(0..10i64, 31), total in 0..20_000i64,
        ) {
            let other: Vec<i64> = counts
                .iter()
                .zip(&others)
                .map(|(people, other)| if *people < SMALLEST { *other } else { *people })
                .collect();
            // Who was counted saw a page.
            let total = total.max(counts.iter().sum()).max(other.iter().sum());
            prop_assert_eq!(figures(&counts, total), figures(&other, total));
        }

        /// And such a month can have been: there are pages enough for its visitors.
        #[test]
        fn page_views_leave_room_for_nine_visitors_on_every_day_under_ten(
            counts in days(), total in 0..20_000i64,
        ) {
            let total = total.max(counts.iter().sum());
            if figures(&counts, total)[1].total.is_some() {
                let most: i64 = counts.iter().map(|people| (*people).max(9)).sum();
                prop_assert!(most <= total);
            }
        }
    }

    #[test]
    fn a_usual_day_is_one_that_was_and_small_ones_are_hidden() {
        assert_eq!(usual(vec![8, 14]), 8);
        assert_eq!(usual(vec![14, 40, 12]), 14);
        assert_eq!(usual(Vec::new()), 0);
        // The first of January 2026 is a Thursday.
        let mut counts = [40; 31];
        for thursday in [0, 7, 14, 21] {
            counts[thursday] = 9;
        }
        let shown = &figures(&counts, 9_000)[0];
        assert_eq!(shown.total, Some(40));
        let mut weekdays = vec![Some(40); 7];
        weekdays[3] = None;
        assert_eq!(shown.rows, weekdays);
    }

    #[test]
    fn too_few_page_views_are_no_figure() {
        assert_eq!(figures(&[0; 31], 278)[1].total, None);
        assert_eq!(figures(&[0; 31], 279)[1].total, Some(280));
        assert_eq!(figures(&[30; 31], 929)[1].rows, vec![None; 7]);
    }
}
