//! The public log of moderation: what was done in a month, on which ground and board, and whether
//! it was appealed against.
//!
//! It is read out of the ledger and is no second book. It names nobody, and nothing by which
//! somebody could be found: no author, no moderator, no title, no word, no number of a post or of
//! an entry, and no day. A board and a day with a single post would tell whose that was; so the log
//! tells the month, equal acts stand together with how often they were done, and their order is
//! not that of time. Who looks at it every day would learn the day, so boards and what became of
//! appeals are told of months that are over alone. The register, which tells the day, names no board
//! of these acts.

use std::collections::{BTreeMap, HashMap};

use chrono::{Months, NaiveDate, TimeDelta};

use super::{
    appeals::AppealState,
    past::{Acts, Past},
};
use crate::{
    clock::day_begins,
    context::Context,
    db::DbError,
    i18n::Lang,
    privacy::{
        ledger::Act,
        moderated::{self, Sort},
    },
    statistics::{Names, month_of},
};

/// What was done. Two acts of which the same is told are not told apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
    pub sort: Sort,
    pub act: Act,
    /// As [`Entry::ground`].
    pub ground: String,
    pub rule: Option<String>,
    pub rules_version: Option<String>,
    /// The name that a public board had in addresses then.
    pub board: Option<String>,
    pub appeal: Option<AppealState>,
}

/// Each line with how often it was done.
pub type Lines = Vec<(Line, usize)>;

/// Which lines are asked for; all where nothing is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    pub act: Option<Act>,
    pub board: Option<String>,
    pub ground: Option<String>,
}

impl Filter {
    fn takes(&self, line: &Line) -> bool {
        self.act.is_none_or(|act| act == line.act)
            && (self.board.is_none() || self.board == line.board)
            && self
                .ground
                .as_ref()
                .is_none_or(|ground| *ground == line.ground)
    }
}

/// A page of the log: a month in which anything was done.
#[derive(Clone, Debug)]
pub struct Month {
    /// Its first day.
    pub month: NaiveDate,
    /// Whether it is not over, so that neither boards nor what became of appeals are told.
    pub is_open: bool,
    pub lines: Lines,
    /// Whether anything was done in a month before it.
    pub goes_on: bool,
}

/// The newest month in which anything was done; with `before`, a month's first day, the newest
/// before that. Who asks for a board is told of months that are over.
pub async fn page(
    context: &Context,
    past: &Past,
    names: &Names,
    before: Option<NaiveDate>,
    filter: Filter,
) -> Result<Option<Month>, DbError> {
    let (zone, now) = (context.config.city.time_zone, context.now());
    let today = now.day_in(zone);
    let this_month = month_of(today);
    let mut end = match before {
        Some(month) => day_begins(month, zone),
        // What was done at this very moment, too.
        None => now + TimeDelta::seconds(1),
    };
    if filter.board.is_some() {
        end = end.min(day_begins(this_month, zone));
    }
    let past = past.clone();
    let found = context
        .db
        .read(move |connection| {
            let Some(newest) = moderated::newest_before(connection, end)? else {
                return Ok(None);
            };
            let month = month_of(newest.day_in(zone));
            let begins = day_begins(month, zone);
            let acts = past.month(connection, zone, (month, today))?;
            let is_open = month >= this_month;
            let lines = match is_open {
                true => without_boards(&acts),
                false => with_appeals(&acts, &past.appeals(connection, &acts)?),
            };
            Ok::<_, DbError>(Some(Month {
                month,
                is_open,
                lines,
                goes_on: moderated::newest_before(connection, begins)?.is_some(),
            }))
        })
        .await?;
    Ok(found.map(|found| {
        let lines = found.lines.into_iter();
        let lines = lines.map(|(line, times)| (known(line, names), times));
        Month {
            lines: together(lines.filter(|(line, _)| filter.takes(line))),
            ..found
        }
    }))
}

/// As a month is told that is not over.
fn without_boards(acts: &Acts) -> Lines {
    let lines = counted(acts).into_iter().map(|(line, times)| {
        let line = Line {
            board: None,
            ..line
        };
        (line, times)
    });
    together(lines)
}

/// Each line by what became of appeals.
fn with_appeals(acts: &Acts, appeals: &HashMap<i32, AppealState>) -> Lines {
    let mut lines = Vec::new();
    for (line, numbers) in acts {
        let mut states: BTreeMap<Option<AppealState>, usize> = BTreeMap::new();
        for number in numbers {
            *states.entry(appeals.get(number).copied()).or_default() += 1;
        }
        for (appeal, times) in states {
            let line = Line {
                appeal,
                ..line.clone()
            };
            lines.push((line, times));
        }
    }
    lines
}

fn counted(acts: &Acts) -> Lines {
    let lines = acts.iter();
    lines
        .map(|(line, numbers)| (line.clone(), numbers.len()))
        .collect()
}

/// The line without a board that not everybody may know any more, so that nobody finds it by asking.
fn known(line: Line, names: &Names) -> Line {
    let is_known = |slug: &String| names.board(slug, Lang::En).is_some();
    Line {
        board: line.board.filter(is_known),
        ..line
    }
}

/// All that was done in a month that is over, without what became of appeals.
pub async fn of_month(context: &Context, past: &Past, month: NaiveDate) -> Result<Lines, DbError> {
    let (zone, past) = (context.config.city.time_zone, past.clone());
    let today = context.clock.today(zone);
    context
        .db
        .read(move |connection| {
            let acts = past.month(connection, zone, (month, today))?;
            Ok::<_, DbError>(counted(&acts))
        })
        .await
}

/// How many closed months [`closed`] gives.
const MONTHS: u32 = 12;

/// The last months that have closed and in which anything was done, the newest first; without what
/// became of appeals.
pub async fn closed(context: &Context, past: &Past) -> Result<Vec<(NaiveDate, Lines)>, DbError> {
    let (zone, past) = (context.config.city.time_zone, past.clone());
    let today = context.clock.today(zone);
    context
        .db
        .read(move |connection| {
            let mut months = Vec::new();
            let last = (1..=MONTHS).map(|back| month_of(today) - Months::new(back));
            // Each is read once, and remembered.
            for month in last {
                let acts = past.month(connection, zone, (month, today))?;
                if !acts.is_empty() {
                    months.push((month, counted(&acts)));
                }
            }
            Ok::<_, DbError>(months)
        })
        .await
}

/// Equal lines as one, in an order that tells nothing of when each was done.
fn together(lines: impl Iterator<Item = (Line, usize)>) -> Lines {
    let mut all: BTreeMap<Line, usize> = BTreeMap::new();
    for (line, times) in lines {
        *all.entry(line).or_default() += times;
    }
    all.into_iter().collect()
}
