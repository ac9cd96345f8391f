//! Generalising rare combinations until each is shared by at least ten people (k-anonymity).
//!
//! Rows that stand in a group of their own size keep all they say. The others lose one column
//! after the other, and only as many as they must; what is rare even then is said of the year,
//! once that has closed, and else left out.

use std::collections::{BTreeMap, BTreeSet};

/// How many people share each published combination at least: many rows of one person hide nobody.
pub const SHARED: usize = 10;

/// What is known of a row, and of others alike; the month is `2026-02`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Known {
    pub month: String,
    /// In the order of the export's columns.
    pub columns: Vec<String>,
}

/// Whose the rows are of which the same is known. Never published; a few numbers, however many rows
/// there are.
#[derive(Clone, Debug, Default)]
pub struct Crowd {
    /// How many rows there are.
    pub rows: u64,
    /// Rows without an account: each is somebody else's.
    nameless: u64,
    /// Accounts, no more than make a crowd.
    people: BTreeSet<i64>,
}

impl Crowd {
    /// One row more, and whose it is; `None` is somebody else each time.
    pub fn add(&mut self, person: Option<i64>) {
        self.rows += 1;
        match person {
            None => self.nameless += 1,
            Some(person) if self.people.len() < SHARED => {
                self.people.insert(person);
            }
            // Enough are known: who else it is changes nothing.
            Some(_) => {}
        }
    }
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

/// What may be published of the rows of which something is known; nothing for those that are left
/// out. `order` names the columns in the order in which they go; `year_closed` says whether a year
/// is over.
pub fn generalise(
    rows: &BTreeMap<Known, Crowd>,
    order: &[usize],
    year_closed: impl Fn(&str) -> bool,
) -> BTreeMap<Known, Published> {
    let mut published = BTreeMap::new();
    let mut open: Vec<(&Known, &Crowd)> = rows.iter().collect();
    for gone in 0..=order.len() {
        let said = |known: &Known| say(known, &order[..gone], false);
        open = keep_shared(&mut published, open, said);
    }
    let of_year = |known: &Known| say(known, order, true);
    let closed = open.into_iter();
    let closed = closed.filter(|(known, _)| year_closed(&of_year(known).period));
    keep_shared(&mut published, closed.collect(), of_year);
    published
}

/// Whether a group of rows is of enough people.
fn is_shared(group: &[(&Known, &Crowd)]) -> bool {
    let people = group.iter().flat_map(|(_, crowd)| &crowd.people);
    let nameless: u64 = group.iter().map(|(_, crowd)| crowd.nameless).sum();
    let people = people.collect::<BTreeSet<&i64>>().len() as u64;
    people + nameless >= SHARED as u64
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

/// Publishes the open rows whose combination enough people share; gives the others.
fn keep_shared<'a>(
    published: &mut BTreeMap<Known, Published>,
    open: Vec<(&'a Known, &'a Crowd)>,
    said: impl Fn(&Known) -> Published,
) -> Vec<(&'a Known, &'a Crowd)> {
    let mut groups: BTreeMap<Published, Vec<(&Known, &Crowd)>> = BTreeMap::new();
    for (known, crowd) in open {
        groups.entry(said(known)).or_default().push((known, crowd));
    }
    let mut rare = Vec::new();
    for (combination, group) in groups {
        if is_shared(&group) {
            let shared = group.into_iter();
            published.extend(shared.map(|(known, _)| (known.clone(), combination.clone())));
        } else {
            rare.extend(group);
        }
    }
    rare
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A row, and whose it is.
    type Row = (Known, Option<i64>);

    fn rows() -> impl Strategy<Value = Vec<Row>> {
        let row = (0..14u32, 0..5u32, 0..8u32, 0..2u32, 0..30i64);
        let row = row.prop_map(|(month, a, b, c, person)| {
            let known = Known {
                month: format!("{}-{:02}", 2025 + month / 12, month % 12 + 1),
                // Uneven: some values are far more frequent than others.
                columns: vec![
                    format!("c{}", a * a / 6),
                    format!("d{}", b * b / 10),
                    format!("l{c}"),
                ],
            };
            // One of three is of somebody without an account.
            (known, (person % 3 > 0).then_some(person))
        });
        prop::collection::vec(row, 0..600)
    }

    /// What is published of each row, in their order.
    fn published(
        rows: &[Row],
        order: &[usize],
        year_closed: impl Fn(&str) -> bool,
    ) -> Vec<Option<Published>> {
        let mut crowds: BTreeMap<Known, Crowd> = BTreeMap::new();
        for (known, person) in rows {
            crowds.entry(known.clone()).or_default().add(*person);
        }
        let said = generalise(&crowds, order, year_closed);
        let of = |(known, _): &Row| said.get(known).cloned();
        rows.iter().map(of).collect()
    }

    proptest! {
        #[test]
        fn every_published_combination_is_shared_by_ten(rows in rows()) {
            let published = published(&rows, &[1, 2, 0], |year| year == "2025");
            let mut groups: BTreeMap<&Published, BTreeSet<String>> = BTreeMap::new();
            for (at, one) in published.iter().enumerate() {
                let Some(one) = one else { continue };
                let person = rows[at].1.map_or(format!("row {at}"), |person| person.to_string());
                groups.entry(one).or_default().insert(person);
            }
            prop_assert!(groups.values().all(|people| people.len() >= SHARED), "{groups:?}");
            for ((row, _), one) in rows.iter().zip(&published) {
                let Some(one) = one else { continue };
                prop_assert!(row.month.starts_with(&one.period));
                prop_assert!(one.period.len() == 7 || one.period == "2025");
                for (known, said) in row.columns.iter().zip(&one.columns) {
                    prop_assert!(said.is_none() || said.as_ref() == Some(known));
                }
            }
        }

        /// What is kept of a crowd says the same as all of it.
        #[test]
        fn whoever_is_shared_by_ten_at_first_keeps_all(rows in rows()) {
            let published = published(&rows, &[1, 2, 0], |_| false);
            for ((known, _), said) in rows.iter().zip(&published) {
                let same = rows.iter().filter(|(other, _)| other == known);
                let people: Vec<Option<i64>> = same.map(|(_, person)| *person).collect();
                let nameless = people.iter().filter(|person| person.is_none()).count();
                let named: BTreeSet<&i64> = people.iter().flatten().collect();
                let shared = named.len() + nameless >= SHARED;
                prop_assert_eq!(said.as_ref().is_some_and(Published::is_whole), shared);
            }
        }
    }

    #[test]
    fn frequent_rows_keep_all_and_rare_ones_lose_what_they_must() {
        let row = |district: &str| {
            let known = Known {
                month: "2026-02".into(),
                columns: vec!["roads".into(), district.into()],
            };
            (known, None)
        };
        let mut rows: Vec<Row> = (0..12).map(|_| row("sanmin")).collect();
        rows.extend((0..10).map(|n| row(&format!("d{n}"))));
        let all = published(&rows, &[1, 0], |_| false);
        assert!(all[..12].iter().flatten().all(Published::is_whole));
        let rare = all[12].as_ref().expect("ten together");
        assert_eq!(rare.columns, [Some("roads".to_owned()), None]);
        assert_eq!(published(&rows[12..21], &[1, 0], |_| false), vec![None; 9]);
    }

    #[test]
    fn many_rows_of_few_people_are_rare() {
        let of = |person: i64| {
            let known = Known {
                month: "2026-02".into(),
                columns: vec!["city".into()],
            };
            (known, Some(person))
        };
        let nine: Vec<Row> = (0..90).map(|n| of(n % 9)).collect();
        assert_eq!(published(&nine, &[0], |_| true), vec![None; 90]);
        let ten: Vec<Row> = (0..90).map(|n| of(n % 10)).collect();
        let all = published(&ten, &[0], |_| false);
        assert!(all.iter().all(Option::is_some));
    }
}
