//! What the export is made of, read from the services' tables batch by batch: no list here grows
//! with the posts.

use std::collections::HashMap;

use chrono::{Datelike as _, NaiveDate};
use chrono_tz::Tz;
use diesel::prelude::*;

use super::generalise::Known;
use crate::{
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        schema::{boards, posts, statistics_cells, topics},
    },
    forum::{State, boards::readable, reader::Reader},
};

/// How many suggestions of a month, as the month's statistics say it.
pub(super) struct Figure {
    pub month: String,
    pub category: Option<String>,
    pub district: Option<String>,
    pub language: Option<String>,
    pub suggestions: i32,
}

/// A post that everybody can read, without its words.
pub(super) struct Seen {
    pub post: i64,
    pub known: Known,
    /// Whose it is, where that has an account.
    pub person: Option<i64>,
}

/// The words of such a post.
pub(super) struct Words {
    pub post: i64,
    pub title: Option<String>,
    pub body: String,
}

/// Goes through the posts between two moments, by time and number.
pub(super) struct Walk {
    after: (Timestamp, i64),
    until: Timestamp,
    batch: i64,
}

type PostRow = (Timestamp, i64, i64, String, bool, Option<i64>);

impl Walk {
    /// Reads so many posts at a time.
    pub fn new(from: Timestamp, until: Timestamp, batch: i64) -> Self {
        Self {
            after: (from, 0),
            until,
            batch,
        }
    }

    /// The next of those that everybody can read, if any of the batch are; `None` behind the last.
    pub async fn next(&mut self, context: &Context) -> Result<Option<Vec<Seen>>, DbError> {
        let (after, until, batch) = (self.after, self.until, self.batch);
        let (rows, readable) = context
            .db
            .read(move |connection| {
                let rows = rows(connection, after, until, batch)?;
                let boards = boards_of(connection, &rows)?;
                Ok::<_, DbError>((rows, boards))
            })
            .await?;
        let Some(last) = rows.last() else {
            return Ok(None);
        };
        self.after = (last.0, last.1);
        let zone = context.config.city.time_zone;
        let seen = rows.into_iter().filter_map(|row| {
            let board = readable.get(&row.2)?;
            Some(seen(row, board, zone))
        });
        Ok(Some(seen.collect()))
    }
}

/// By the index on their time alone: what is joined here might lead the database another way.
fn rows(
    connection: &mut AnyConnection,
    (at, id): (Timestamp, i64),
    until: Timestamp,
    batch: i64,
) -> Result<Vec<PostRow>, DbError> {
    Ok(posts::table
        .filter(posts::state.eq(State::Published))
        .filter(posts::created_at.ge(at))
        .filter(posts::created_at.lt(until))
        .filter(posts::created_at.gt(at).or(posts::id.gt(id)))
        .order((posts::created_at, posts::id))
        .limit(batch)
        .select((
            posts::created_at,
            posts::id,
            posts::topic_id,
            posts::language,
            posts::opens_topic,
            posts::account_id,
        ))
        .load(connection)?)
}

/// Topics of these posts that everybody can read, with the board of each.
fn boards_of(
    connection: &mut AnyConnection,
    rows: &[PostRow],
) -> Result<HashMap<i64, String>, DbError> {
    let mut ids: Vec<i64> = rows.iter().map(|row| row.2).collect();
    ids.sort_unstable();
    ids.dedup();
    let boards: Vec<(i64, String)> = topics::table
        .inner_join(boards::table)
        .filter(topics::id.eq_any(ids))
        .filter(topics::state.eq(State::Published))
        .filter(readable(Reader::GUEST))
        .select((topics::id, boards::slug))
        .load(connection)?;
    Ok(boards.into_iter().collect())
}

fn seen((at, post, _, language, opens, person): PostRow, board: &str, zone: Tz) -> Seen {
    let kind = if opens { "topic" } else { "reply" };
    let author = if person.is_some() { "account" } else { "guest" };
    let columns = [board, language.as_str(), kind, author];
    Seen {
        post,
        known: Known {
            month: named(at.day_in(zone)),
            columns: columns.map(str::to_owned).to_vec(),
        },
        person,
    }
}

/// The words of these posts, where everybody can read them still.
pub(super) fn words(connection: &mut AnyConnection, ids: Vec<i64>) -> Result<Vec<Words>, DbError> {
    let rows: Vec<(i64, bool, String, String)> = posts::table
        .inner_join(topics::table.inner_join(boards::table))
        .filter(posts::id.eq_any(ids))
        .filter(posts::state.eq(State::Published))
        .filter(topics::state.eq(State::Published))
        .filter(readable(Reader::GUEST))
        .select((posts::id, posts::opens_topic, topics::title, posts::body))
        .load(connection)?;
    let words = rows.into_iter().map(|(post, opens, title, body)| Words {
        post,
        title: opens.then_some(title),
        body,
    });
    Ok(words.collect())
}

/// The months of which there are figures, the oldest first.
pub(super) fn months(connection: &mut AnyConnection) -> Result<Vec<NaiveDate>, DbError> {
    Ok(statistics_cells::table
        .filter(statistics_cells::report.eq_any(REPORTS))
        .select(statistics_cells::month)
        .distinct()
        .order(statistics_cells::month)
        .load(connection)?)
}

const BY_PLACE: &str = "submitters-place";
const REPORTS: [&str; 2] = [BY_PLACE, "submitters-language"];

/// The frozen figures of a month, as they are: cases counted here anew would tell of small groups
/// when they are held against them.
pub(super) fn figures(
    connection: &mut AnyConnection,
    month: NaiveDate,
) -> Result<Vec<Figure>, DbError> {
    let cells: Vec<(NaiveDate, String, String, String, Option<i32>)> = statistics_cells::table
        .filter(statistics_cells::month.eq(month))
        .filter(statistics_cells::report.eq_any(REPORTS))
        .filter(statistics_cells::figure.is_not_null())
        .load(connection)?;
    let figures = cells
        .into_iter()
        .filter_map(|(month, report, row, column, figure)| {
            let of = |kind: &str| {
                let mut keys = [&row, &column].into_iter();
                keys.find_map(|key| key.strip_prefix(kind).map(str::to_owned))
            };
            // The whole stands in both reports.
            let again = report != BY_PLACE && row.is_empty();
            Some(Figure {
                month: named(month),
                category: of("category/"),
                district: of("district/"),
                language: of("language/"),
                suggestions: figure.filter(|_| !again)?,
            })
        });
    Ok(figures.collect())
}

fn named(day: NaiveDate) -> String {
    format!("{}-{:02}", day.year(), day.month())
}
