//! What the export is made of, read from the services' tables.

use chrono::{Datelike as _, NaiveDate};
use chrono_tz::Tz;
use diesel::prelude::*;

use super::generalise::Known;
use crate::{
    db::{
        AnyConnection, DbError, Timestamp,
        schema::{accounts, boards, cases, categories, districts, posts, topics},
    },
    forum::{State, boards::readable, reader::Reader},
};

/// Rows of closed months.
pub(super) struct Collected {
    pub suggestions: Vec<Known>,
    pub posts: Vec<PostRow>,
    /// Names and addresses that people have in the forum, to be taken out wherever they stand.
    pub people: Vec<String>,
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
        let month = month_of(at.utc().with_timezone(&zone).date_naive());
        (month < this_month).then_some(month)
    };
    let suggestions: Vec<(Timestamp, String, String, String)> = cases::table
        .inner_join(categories::table)
        .inner_join(districts::table)
        .select((
            cases::created_at,
            categories::slug,
            districts::slug,
            cases::language,
        ))
        .load(connection)?;
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
        suggestions: suggestions
            .into_iter()
            .filter_map(|(at, category, district, language)| {
                Some(Known {
                    month: closed(at)?,
                    columns: vec![category, district, language],
                    person: None,
                })
            })
            .collect(),
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
