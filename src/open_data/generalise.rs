//! Generalising rare combinations until each is shared by at least ten people (k-anonymity).
//!
//! Rows that stand in a group of their own size keep all they say. The others lose one column
//! after the other, and only as many as they must; what is rare even then is said of the year,
//! once that has closed, and else left out.

use std::collections::{BTreeMap, BTreeSet};

/// How many people share each published combination at least: many rows of one person hide nobody.
pub const SHARED: usize = 10;

/// What is known of one row; the month is `2026-02`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    pub month: String,
    /// In the order of the export's columns.
    pub columns: Vec<String>,
    /// Whose row it is; `None` is somebody else each time. Never published.
    pub person: Option<i64>,
}

/// What is published of one row.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Published {
    /// `2026-02`, or `2026` where a month would be rare.
    pub period: String,
    /// Absent where a column had to go.
    pub columns: Vec<Option<String>>,
}

impl Published {
    /// Whether it says all that is known of the row.
    pub fn is_whole(&self) -> bool {
        self.period.len() == 7 && self.columns.iter().all(Option::is_some)
    }
}

/// What may be published of each row; `None` for a row that is left out. `order` names the
/// columns in the order in which they go; `year_closed` says whether a year is over.
pub fn generalise(
    rows: &[Known],
    order: &[usize],
    year_closed: impl Fn(&str) -> bool,
) -> Vec<Option<Published>> {
    let mut published: Vec<Option<Published>> = vec![None; rows.len()];
    let mut open: Vec<usize> = (0..rows.len()).collect();
    for gone in 0..=order.len() {
        let said = |row: usize| say(&rows[row], &order[..gone], false);
        open = keep_shared(rows, &mut published, &open, said);
    }
    let of_year = |row: usize| say(&rows[row], order, true);
    let closed: Vec<usize> = open
        .into_iter()
        .filter(|row| year_closed(&of_year(*row).period))
        .collect();
    keep_shared(rows, &mut published, &closed, of_year);
    published
}

/// How many people a group of rows is of.
fn people(rows: &[Known], group: &[usize]) -> usize {
    let known = group.iter().filter_map(|row| rows[*row].person);
    let nameless = group.iter().filter(|row| rows[**row].person.is_none());
    known.collect::<BTreeSet<i64>>().len() + nameless.count()
}

fn say(row: &Known, gone: &[usize], year: bool) -> Published {
    let period = if year {
        row.month.chars().take(4).collect()
    } else {
        row.month.clone()
    };
    Published {
        period,
        columns: row
            .columns
            .iter()
            .enumerate()
            .map(|(at, value)| (!gone.contains(&at)).then(|| value.clone()))
            .collect(),
    }
}

/// Publishes the open rows whose combination enough of them share; gives the others.
fn keep_shared(
    rows: &[Known],
    published: &mut [Option<Published>],
    open: &[usize],
    said: impl Fn(usize) -> Published,
) -> Vec<usize> {
    let mut groups: BTreeMap<Published, Vec<usize>> = BTreeMap::new();
    for row in open {
        groups.entry(said(*row)).or_default().push(*row);
    }
    let mut rare = Vec::new();
    for (combination, group) in groups {
        if people(rows, &group) < SHARED {
            rare.extend(group);
        } else {
            for row in group {
                published[row] = Some(combination.clone());
            }
        }
    }
    rare
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rows() -> impl Strategy<Value = Vec<Known>> {
        let row = (0..14u32, 0..5u32, 0..8u32, 0..2u32, 0..30i64);
        let row = row.prop_map(|(month, a, b, c, person)| Known {
            // One of three is of somebody without an account.
            person: (person % 3 > 0).then_some(person),
            month: format!("{}-{:02}", 2025 + month / 12, month % 12 + 1),
            // Uneven: some values are far more frequent than others.
            columns: vec![
                format!("c{}", a * a / 6),
                format!("d{}", b * b / 10),
                format!("l{c}"),
            ],
        });
        prop::collection::vec(row, 0..600)
    }

    proptest! {
        #[test]
        fn every_published_combination_is_shared_by_ten(rows in rows()) {
            let published = generalise(&rows, &[1, 2, 0], |year| year == "2025");
            let mut groups: BTreeMap<&Published, BTreeSet<String>> = BTreeMap::new();
            for (at, one) in published.iter().enumerate() {
                let Some(one) = one else { continue };
                let person = rows[at].person.map_or(format!("row {at}"), |person| person.to_string());
                groups.entry(one).or_default().insert(person);
            }
            prop_assert!(groups.values().all(|people| people.len() >= SHARED), "{groups:?}");
            for (row, one) in rows.iter().zip(&published) {
                let Some(one) = one else { continue };
                prop_assert!(row.month.starts_with(&one.period));
                prop_assert!(one.period.len() == 7 || one.period == "2025");
                for (known, said) in row.columns.iter().zip(&one.columns) {
                    prop_assert!(said.is_none() || said.as_ref() == Some(known));
                }
            }
        }
    }

    #[test]
    fn frequent_rows_keep_all_and_rare_ones_lose_what_they_must() {
        let row = |district: &str| Known {
            month: "2026-02".into(),
            columns: vec!["roads".into(), district.into()],
            person: None,
        };
        let mut rows: Vec<Known> = (0..12).map(|_| row("sanmin")).collect();
        rows.extend((0..10).map(|n| row(&format!("d{n}"))));
        let published = generalise(&rows, &[1, 0], |_| false);
        assert!(published[..12].iter().flatten().all(Published::is_whole));
        let rare = published[12].as_ref().expect("ten together");
        assert_eq!(rare.columns, [Some("roads".to_owned()), None]);
        assert_eq!(generalise(&rows[12..21], &[1, 0], |_| false), vec![None; 9]);
    }

    #[test]
    fn many_rows_of_few_people_are_rare() {
        let of = |person: i64| Known {
            month: "2026-02".into(),
            columns: vec!["city".into()],
            person: Some(person),
        };
        let nine: Vec<Known> = (0..90).map(|n| of(n % 9)).collect();
        assert_eq!(generalise(&nine, &[0], |_| true), vec![None; 90]);
        let ten: Vec<Known> = (0..90).map(|n| of(n % 10)).collect();
        assert!(
            generalise(&ten, &[0], |_| false)
                .iter()
                .all(Option::is_some)
        );
    }
}
