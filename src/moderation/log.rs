//! The public log of moderation: what was done in a month, on which ground and board, and whether
//! it was appealed against.
//!
//! It is read out of the ledger and is no second book. It names nobody, and nothing by which
//! somebody could be found: no author, no moderator, no title, no word, no number of a post or of
//! an entry, and no day. A board and a day with a single post would tell whose that was; so the log
//! tells the month, equal acts stand together with how often they were done, and their order is
//! not that of time. The register, which tells the day, names no board of these acts.

use std::collections::{BTreeMap, HashMap};

use chrono::{Days, Months, NaiveDate, TimeDelta};
use chrono_tz::Tz;
use diesel::prelude::*;

use super::appeals::AppealState;
use crate::{
    clock::day_begins,
    context::Context,
    db::{AnyConnection, DbError, Timestamp, schema::appeals},
    i18n::Lang,
    privacy::{
        ledger::{Act, Entry},
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
    pub lines: Lines,
    /// Whether anything was done in a month before it.
    pub goes_on: bool,
}

/// The newest month in which anything was done; with `before`, a month's first day, the newest
/// before that.
pub async fn page(
    context: &Context,
    names: &Names,
    before: Option<NaiveDate>,
    filter: Filter,
) -> Result<Option<Month>, DbError> {
    let zone = context.config.city.time_zone;
    let end = match before {
        Some(month) => day_begins(month, zone),
        // What was done at this very moment, too.
        None => context.now() + TimeDelta::seconds(1),
    };
    let found = context
        .db
        .read(move |connection| {
            let Some(newest) = moderated::newest_before(connection, end)? else {
                return Ok(None);
            };
            let month = month_of(newest.day_in(zone));
            let (from, to) = bounds(month, zone);
            let goes_on = moderated::newest_before(connection, from)?.is_some();
            let lines = lines(connection, zone, from, to)?;
            Ok::<_, DbError>(Some((month, lines, goes_on)))
        })
        .await?;
    Ok(found.map(|(month, lines, goes_on)| {
        let lines = lines.into_iter().map(|(_, line)| known(line, names));
        Month {
            month,
            lines: together(lines.filter(|line| filter.takes(line))),
            goes_on,
        }
    }))
}

/// The line without a board that not everybody may know any more, so that nobody finds it by asking.
fn known(line: Line, names: &Names) -> Line {
    let is_known = |slug: &String| names.board(slug, Lang::En).is_some();
    Line {
        board: line.board.filter(is_known),
        ..line
    }
}

/// All that was done in a month.
pub async fn of_month(context: &Context, month: NaiveDate) -> Result<Lines, DbError> {
    let zone = context.config.city.time_zone;
    let (from, to) = bounds(month, zone);
    context
        .db
        .read(move |connection| {
            let lines = lines(connection, zone, from, to)?;
            Ok::<_, DbError>(together(lines.into_iter().map(|(_, line)| line)))
        })
        .await
}

/// How many closed months [`closed`] gives.
const MONTHS: u32 = 12;

/// The last months that have closed and in which anything was done, the newest first.
pub async fn closed(context: &Context) -> Result<Vec<(NaiveDate, Lines)>, DbError> {
    let zone = context.config.city.time_zone;
    let this_month = month_of(context.clock.today(zone));
    let first = this_month
        .checked_sub_months(Months::new(MONTHS))
        .unwrap_or(this_month);
    let (from, to) = (day_begins(first, zone), day_begins(this_month, zone));
    context
        .db
        .read(move |connection| {
            let mut months: BTreeMap<NaiveDate, Vec<Line>> = BTreeMap::new();
            for (month, line) in lines(connection, zone, from, to)? {
                months.entry(month).or_default().push(line);
            }
            let months = months.into_iter().rev();
            let months = months.map(|(month, lines)| (month, together(lines.into_iter())));
            Ok::<_, DbError>(months.collect::<Vec<_>>())
        })
        .await
}

/// When a month begins and ends in the city's time zone.
fn bounds(month: NaiveDate, zone: Tz) -> (Timestamp, Timestamp) {
    let next = month_of(month + Days::new(31));
    (day_begins(month, zone), day_begins(next, zone))
}

/// What was done in a time, each with its month.
fn lines(
    connection: &mut AnyConnection,
    zone: Tz,
    from: Timestamp,
    to: Timestamp,
) -> Result<Vec<(NaiveDate, Line)>, DbError> {
    let entries = moderated::between(connection, from, to)?;
    let appeals = against(connection, &entries, from)?;
    let line = |entry: Entry| {
        let month = month_of(entry.at.day_in(zone));
        let line = Line {
            sort: moderated::sort_of(entry.act)?,
            appeal: appeals.get(&entry.number).copied(),
            board: fact(&entry, "board").map(str::to_owned),
            act: entry.act,
            ground: entry.ground,
            rule: entry.rule,
            rules_version: entry.rules_version,
        };
        Some((month, line))
    };
    Ok(entries.into_iter().filter_map(line).collect())
}

fn fact<'a>(entry: &'a Entry, name: &str) -> Option<&'a str> {
    let mut facts = entry.facts.iter();
    let (_, value) = facts.find(|(known, _)| known == name)?;
    Some(value)
}

/// The appeals against these entries, of which the oldest is of `from` or later. Those that were
/// decided stand in the ledger, whatever became of the post.
fn against(
    connection: &mut AnyConnection,
    entries: &[Entry],
    from: Timestamp,
) -> Result<HashMap<i32, AppealState>, DbError> {
    let (Some(first), Some(last)) = (entries.first(), entries.last()) else {
        return Ok(HashMap::new());
    };
    let open: Vec<i32> = appeals::table
        .filter(appeals::state.eq(AppealState::Open))
        .filter(appeals::ledger_number.ge(first.number))
        .filter(appeals::ledger_number.le(last.number))
        .select(appeals::ledger_number)
        .load(connection)?;
    let mut all: HashMap<i32, AppealState> = open
        .into_iter()
        .map(|number| (number, AppealState::Open))
        .collect();
    for entry in moderated::appeals_since(connection, from)? {
        let state = match entry.act {
            Act::AppealGranted => AppealState::Granted,
            _ => AppealState::Refused,
        };
        if let Some(of) = fact(&entry, "of").and_then(|of| of.parse().ok()) {
            all.insert(of, state);
        }
    }
    Ok(all)
}

/// Equal lines as one, in an order that tells nothing of when each was done.
fn together(lines: impl Iterator<Item = Line>) -> Lines {
    let mut times: BTreeMap<Line, usize> = BTreeMap::new();
    for line in lines {
        *times.entry(line).or_default() += 1;
    }
    times.into_iter().collect()
}
