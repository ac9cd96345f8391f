//! What is published of a month's suggestions and answers, by one division.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{
    Names, People, Report, StatisticsError,
    answers::{ANSWERED, By, DAYS, IN_TIME, RATED, RECEIVED_BY_OFFICE, STARS},
    is_frozen, names_of,
};
use crate::{context::Context, db::schema::statistics_cells};

/// The figures of a row, or of all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Suggestions that came in.
    pub received: People,
    /// Those that were answered for the first time, whenever they came in.
    pub answered: People,
    pub in_time: People,
    /// The middle number of working days until the answer.
    pub days: Option<i32>,
    /// People who rated an answer in the month.
    pub rated: People,
    /// What they gave on average, in tenths of a star, to the nearest half.
    pub stars: Option<i32>,
}

impl Line {
    /// The share that was answered in time, in percent of what is shown.
    pub fn share_in_time(&self) -> Option<i32> {
        share(self.in_time, self.answered)
    }

    /// How many rated, in percent of those who were answered in the same month.
    pub fn response_rate(&self) -> Option<i32> {
        share(self.rated, self.answered)
    }

    /// Whether anything of it is shown.
    pub fn is_shown(&self) -> bool {
        *self != Self::default()
    }
}

fn share(part: People, whole: People) -> Option<i32> {
    let (part, whole) = (part?, whole.filter(|whole| *whole > 0)?);
    // Both are rounded.
    Some(((200 * part + whole) / (2 * whole)).min(100))
}

/// A month of the suggestion box.
#[derive(Clone, Debug)]
pub struct Suggestions {
    pub whole: Line,
    /// Each row's key with its figures, in the city's order.
    pub lines: Vec<(String, Line)>,
    /// Whether answers were counted when the month was closed.
    pub counts_answers: bool,
}

/// The figures of a month by one division.
pub async fn month(
    context: &Context,
    month: NaiveDate,
    by: By,
) -> Result<Suggestions, StatisticsError> {
    type Cell = (String, String, String, Option<i32>);
    let place = Report::SubmittersPlace.as_str();
    let [answered, days, rated, stars] = [ANSWERED, DAYS, RATED, STARS].map(|of| by.report(of));
    let mut wanted = vec![place.to_owned(), RECEIVED_BY_OFFICE.to_owned()];
    wanted.extend([&answered, &days, &rated, &stars].map(String::clone));
    let (cells, names): (Vec<Cell>, Names) = context
        .db
        .read(move |connection| {
            if !is_frozen(connection, month)? {
                return Err(StatisticsError::NotFound);
            }
            let cells = statistics_cells::table
                .filter(statistics_cells::month.eq(month))
                .filter(statistics_cells::report.eq_any(wanted))
                .select((
                    statistics_cells::report,
                    statistics_cells::row_key,
                    statistics_cells::column_key,
                    statistics_cells::figure,
                ))
                .load(connection)?;
            Ok((cells, names_of(connection)?))
        })
        .await?;
    let counts_answers = cells.iter().any(|(report, ..)| *report == answered);
    let mut lines: BTreeMap<String, Line> = BTreeMap::new();
    for (report, row, column, figure) in cells {
        let key = if report == place || report == RECEIVED_BY_OFFICE {
            received(by, report == place, &row, &column)
        } else {
            Some(row.as_str())
        };
        let Some(key) = key else { continue };
        let line = lines.entry(key.to_owned()).or_default();
        if report == answered {
            match column.as_str() {
                "" => line.answered = figure,
                IN_TIME => line.in_time = figure,
                _ => {}
            }
        } else if report == days {
            line.days = figure;
        } else if report == rated {
            line.rated = figure;
        } else if report == stars {
            line.stars = figure;
        } else {
            line.received = figure;
        }
    }
    let whole = lines.remove("").unwrap_or_default();
    let mut lines: Vec<(String, Line)> = lines.into_iter().collect();
    lines.sort_by_key(|(key, _)| names.place(key));
    Ok(Suggestions {
        whole,
        lines,
        counts_answers,
    })
}

/// The row of a figure of what came in, where it is one of this division: of those who sent it,
/// categories are the rows of one table and districts its columns, and offices stand apart.
fn received<'a>(by: By, by_place: bool, row: &'a str, column: &'a str) -> Option<&'a str> {
    match by {
        By::Category => (by_place && column.is_empty()).then_some(row),
        By::District => (by_place && row.is_empty()).then_some(column),
        By::Office => (!by_place || row.is_empty() && column.is_empty()).then_some(row),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_of_what_is_shown_and_of_nothing_else() {
        for (part, whole, percent) in [
            (Some(40), Some(50), Some(80)),
            (Some(25), Some(30), Some(83)),
            (Some(50), Some(50), Some(100)),
            (Some(50), Some(45), Some(100)),
            (None, Some(50), None),
            (Some(50), None, None),
        ] {
            assert_eq!(share(part, whole), percent, "{part:?} of {whole:?}");
        }
    }
}
