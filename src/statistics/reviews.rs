//! What moderators decided in a month, by why it waited, and after how many hours; never by
//! moderator.
//!
//! Behind what waits stands a person, so the figures go by `suppress`. A middle is of those kinds
//! alone that are shown: whoever is in a hidden one changes none, so that none tells whether
//! anybody is.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{
    Names, People, StatisticsError, is_frozen, key, names_of,
    suppress::{SMALLEST, Shown, Table, Uneven, publish},
    visits::usual,
};
use crate::{
    context::Context,
    db::{AnyConnection, Timestamp, schema::statistics_cells},
    review::{Kind, load},
};

/// What the keys of the rows begin with.
pub(super) const REVIEW: &str = "review";
/// The reports: how many were decided, and the middle number of hours; and that of appeals.
const DECIDED: &str = "reviewed";
const HOURS: &str = "review-hours";
const APPEAL_HOURS: &str = "appeal-hours";

/// What was decided.
#[derive(Clone, Debug)]
pub struct Reviewed {
    pub kind: Kind,
    /// The whole hours that it waited.
    pub hours: i64,
}

pub(super) fn count(
    connection: &mut AnyConnection,
    from: Timestamp,
    to: Timestamp,
) -> Result<Vec<Reviewed>, StatisticsError> {
    let decided = load::decided(connection, from, to)?.into_iter();
    let reviewed = decided.map(|(kind, since, until)| Reviewed {
        kind,
        hours: (until.utc() - since.utc()).num_hours(),
    });
    Ok(reviewed.collect())
}

/// The whole hours that each appeal waited which was answered.
pub(super) fn answered(
    connection: &mut AnyConnection,
    from: Timestamp,
    to: Timestamp,
) -> Result<Vec<i64>, StatisticsError> {
    let answered = load::answered(connection, from, to)?.into_iter();
    let hours = answered.map(|(since, until)| (until.utc() - since.utc()).num_hours());
    Ok(hours.collect())
}

/// The middle number of hours until an appeal was answered, of under ten none: a report without rows.
pub(super) fn published_of_appeals(hours: &[i64]) -> (&'static str, Table, Shown) {
    let is_told = hours.len() >= SMALLEST as usize;
    let table = Table {
        rows: Vec::new(),
        columns: Vec::new(),
        cells: Vec::new(),
    };
    let shown = Shown {
        total: is_told.then(|| usual(hours.to_vec())),
        rows: Vec::new(),
        columns: Vec::new(),
        cells: Vec::new(),
    };
    (APPEAL_HOURS, table, shown)
}

/// Both reports as they may be published, with the tables that name their rows.
pub(super) fn published(
    reviewed: &[Reviewed],
) -> Result<[(&'static str, Table, Shown); 2], Uneven> {
    let hours_of = |kind: Kind| {
        let these = reviewed.iter().filter(move |one| one.kind == kind);
        these.map(|one| one.hours).collect::<Vec<i64>>()
    };
    let by_kind = load::KINDS.map(hours_of);
    let table = Table {
        rows: load::KINDS.map(|kind| key(REVIEW, kind.as_str())).to_vec(),
        columns: Vec::new(),
        cells: by_kind
            .iter()
            .map(|hours| vec![i64::try_from(hours.len()).unwrap_or(i64::MAX)])
            .collect(),
    };
    let decided = publish(std::slice::from_ref(&table))?.remove(0);
    let hours = middles(&by_kind, &decided);
    Ok([(DECIDED, table.clone(), decided), (HOURS, table, hours)])
}

/// The middle of each kind that is shown, and of all of these together; where those are under ten,
/// of everything.
fn middles(by_kind: &[Vec<i64>], decided: &Shown) -> Shown {
    let enough = SMALLEST as usize;
    let shown = by_kind.iter().zip(&decided.rows);
    let mut all: Vec<i64> = shown
        .clone()
        .filter(|(_, figure)| figure.is_some())
        .flat_map(|(hours, _)| hours.iter().copied())
        .collect();
    if all.len() < enough {
        all = by_kind.iter().flatten().copied().collect();
    }
    Shown {
        total: decided.total.map(|_| usual(all)),
        rows: shown
            .map(|(hours, figure)| figure.map(|_| usual(hours.clone())))
            .collect(),
        columns: Vec::new(),
        cells: Vec::new(),
    }
}

/// The figures of a kind, or of all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    pub decided: People,
    /// The middle number of hours until the decision.
    pub hours: Option<i32>,
}

/// What is published of a month's reviews.
#[derive(Clone, Debug)]
pub struct Reviews {
    pub whole: Line,
    /// Each row's key with its figures.
    pub lines: Vec<(String, Line)>,
    /// Whether reviews were counted when the month was closed.
    pub is_counted: bool,
}

/// The figures of a closed month.
pub async fn month(context: &Context, month: NaiveDate) -> Result<Reviews, StatisticsError> {
    type Cell = (String, String, Option<i32>);
    let (cells, names): (Vec<Cell>, Names) = context
        .db
        .read(move |connection| {
            if !is_frozen(connection, month)? {
                return Err(StatisticsError::NotFound);
            }
            let cells = statistics_cells::table
                .filter(statistics_cells::month.eq(month))
                .filter(statistics_cells::report.eq_any([DECIDED, HOURS]))
                .select((
                    statistics_cells::report,
                    statistics_cells::row_key,
                    statistics_cells::figure,
                ))
                .load(connection)?;
            Ok((cells, names_of(connection)?))
        })
        .await?;
    let is_counted = !cells.is_empty();
    let mut lines: BTreeMap<String, Line> = BTreeMap::new();
    for (report, row, figure) in cells {
        let line = lines.entry(row).or_default();
        match report.as_str() {
            DECIDED => line.decided = figure,
            _ => line.hours = figure,
        }
    }
    let whole = lines.remove("").unwrap_or_default();
    let mut lines: Vec<(String, Line)> = lines.into_iter().collect();
    lines.sort_by_key(|(key, _)| names.place(key));
    Ok(Reviews {
        whole,
        lines,
        is_counted,
    })
}

/// The middle number of whole hours until an appeal was answered in a month, as it was when the month
/// was closed; of under ten none.
pub async fn appeals(context: &Context, month: NaiveDate) -> Result<Option<i32>, StatisticsError> {
    context
        .db
        .read(move |connection| {
            let told: Option<Option<i32>> = statistics_cells::table
                .filter(statistics_cells::month.eq(month))
                .filter(statistics_cells::report.eq(APPEAL_HOURS))
                .select(statistics_cells::figure)
                .first(connection)
                .optional()?;
            Ok(told.flatten())
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::freeze::pairs;

    fn reviewed(kind: Kind, count: usize, hours: impl Fn(usize) -> i64) -> Vec<Reviewed> {
        let all = (0..count).map(|n| Reviewed {
            kind,
            hours: hours(n),
        });
        all.collect()
    }

    /// Report and row with the figure, where one is shown.
    fn figures(all: &[Reviewed]) -> Vec<(String, i64)> {
        let published = published(all).expect("even");
        let rows = published.iter().flat_map(|(report, table, shown)| {
            let total = [(*report, shown.total)].into_iter();
            total.chain(pairs(&table.rows, &shown.rows))
        });
        rows.filter_map(|(name, figure)| Some((name.to_owned(), figure?)))
            .collect()
    }

    #[test]
    fn no_kind_under_ten_is_shown_and_none_changes_a_middle() {
        let with = |flags: usize, slow: i64| {
            let mut all = reviewed(Kind::GuestPost, 40, |n| n as i64 % 7);
            all.extend(reviewed(Kind::Publication, 25, |n| n as i64 % 7));
            all.extend(reviewed(Kind::Imported, 60, |n| n as i64 % 7));
            all.extend(reviewed(Kind::Flag, flags, |_| slow));
            figures(&all)
        };
        let shown = with(3, 900);
        assert!(
            shown.iter().all(|(name, _)| name != "review/flag"),
            "{shown:?}"
        );
        assert!(shown.contains(&(HOURS.to_owned(), 3)), "{shown:?}");
        assert!(shown.contains(&(DECIDED.to_owned(), 130)), "{shown:?}");
        assert_eq!(shown, with(3, 0));
        assert_eq!(shown, with(5, 900));
    }

    #[test]
    fn of_a_month_with_few_decisions_nothing_is_told() {
        assert!(figures(&reviewed(Kind::Flag, 9, |_| 1)).is_empty());
        let some = figures(&reviewed(Kind::Flag, 12, |n| n as i64));
        assert!(some.contains(&(HOURS.to_owned(), 5)), "{some:?}");
    }
}
