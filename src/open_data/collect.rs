//! What the export is made of, read from the services' tables.

use chrono::{Datelike as _, NaiveDate};
use chrono_tz::Tz;
use diesel::prelude::*;

use super::generalise::Known;
use crate::{
    db::{
        AnyConnection, DbError, Timestamp,
        schema::{accounts, boards, posts, statistics_cells, topics},
    },
    forum::{State, boards::readable, reader::Reader},
};

/// Rows of closed months.
pub(super) struct Collected {
    pub suggestions: Vec<Figure>,
    pub posts: Vec<PostRow>,
    /// Names and addresses that people have in the forum, to be taken out wherever they stand.
    pub people: Vec<String>,
}

/// How many suggestions of a month, as the month's statistics say it.
pub(super) struct Figure {
    pub month: String,
    pub category: Option<String>,
    pub district: Option<String>,
    pub language: Option<String>,
    pub suggestions: i32,
}

pub(super) struct PostRow {
    pub known: Known,
    pub title: Option<String>,
    pub body: String,
}

pub(super) fn collect(
    connection: &mut AnyConnection,
    zone: Tz,
    today: NaiveDate,
) -> Result<Collected, DbError> {
    let this_month = month_of(today);
    let closed = |at: Timestamp| {
        let month = month_of(at.day_in(zone));
        (month < this_month).then_some(month)
    };
    type Row = (Timestamp, String, String, bool, Option<i64>, String, String);
    let posts: Vec<Row> = posts::table
        .inner_join(topics::table.inner_join(boards::table))
        .filter(posts::state.eq(State::Published))
        .filter(topics::state.eq(State::Published))
        .filter(readable(Reader::GUEST))
        .select((
            posts::created_at,
            boards::slug,
            posts::language,
            posts::opens_topic,
            posts::account_id,
            topics::title,
            posts::body,
        ))
        .load(connection)?;
    Ok(Collected {
        suggestions: suggestions(connection)?,
        posts: posts
            .into_iter()
            .filter_map(|(at, board, language, opens, account, title, body)| {
                let kind = if opens { "topic" } else { "reply" };
                let author = if account.is_some() {
                    "account"
                } else {
                    "guest"
                };
                Some(PostRow {
                    known: Known {
                        month: closed(at)?,
                        columns: vec![board, language, kind.to_owned(), author.to_owned()],
                        person: account,
                    },
                    title: opens.then_some(title),
                    body,
                })
            })
            .collect(),
        people: people(connection)?,
    })
}

/// The frozen figures, as they are: cases counted here anew would tell of small groups when they
/// are held against them.
fn suggestions(connection: &mut AnyConnection) -> Result<Vec<Figure>, DbError> {
    let by_place = "submitters-place";
    let cells: Vec<(NaiveDate, String, String, String, Option<i32>)> = statistics_cells::table
        .filter(statistics_cells::report.eq_any([by_place, "submitters-language"]))
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
            let again = report != by_place && row.is_empty();
            Some(Figure {
                month: month_of(month),
                category: of("category/"),
                district: of("district/"),
                language: of("language/"),
                suggestions: figure.filter(|_| !again)?,
            })
        });
    Ok(figures.collect())
}

fn people(connection: &mut AnyConnection) -> Result<Vec<String>, DbError> {
    let mut all: Vec<String> = accounts::table
        .filter(accounts::name_is_personal.eq(true))
        .select(accounts::name)
        .load(connection)?;
    let guests: Vec<(Option<String>, Option<String>)> = posts::table
        .filter(posts::account_id.is_null())
        .select((posts::guest_name, posts::guest_email))
        .load(connection)?;
    all.extend(
        guests
            .into_iter()
            .flat_map(|(name, email)| [name, email])
            .flatten(),
    );
    // One letter is in every text.
    all.retain(|name| name.trim().chars().count() > 1);
    // The longer first: a name may stand within another.
    all.sort_by_key(|name| (std::cmp::Reverse(name.len()), name.clone()));
    all.dedup();
    Ok(all)
}

fn month_of(day: NaiveDate) -> String {
    format!("{}-{:02}", day.year(), day.month())
}
