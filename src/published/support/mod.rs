//! Support of published suggestions: one of each person, counted in public, nobody named.
//!
//! Of an account it is kept that it supports; of somebody without one a mark, once their address
//! is confirmed ([`by_mail`]). An account whose address has a mark is the same person and counts
//! once. Like a reaction, a count is shown from one on and is no statistic (promise 13): it is
//! what was publicly said of a suggestion, broken down by nothing. It all goes with the
//! published suggestion.

pub mod by_mail;
mod letter;
mod marks;

use std::collections::{BTreeSet, HashMap};

use diesel::{
    dsl::{count_star, sql},
    expression::SqlLiteral,
    prelude::*,
    sql_types::BigInt,
};
use validator::ValidationErrors;

use crate::{
    accounts::Member,
    context::Context,
    db::{
        AnyConnection, DbError,
        locks::{self, Table},
        schema::{accounts, support_marks, supports},
    },
    forum::{
        ForumError,
        reader::Reader,
        topics::{self, Topic},
    },
    keys::CannotOpen,
    privacy::{
        Private,
        sealed::{self, Column},
    },
};

pub use marks::erase_of;

/// Why something about support was not done.
#[derive(Debug, thiserror::Error)]
pub enum SupportError {
    /// The link was used, has expired, or what it was about is not there any more.
    #[error("the link was used or has expired")]
    Gone,
    /// The notice has changed since it was shown.
    #[error("the notice has changed since it was shown")]
    NoticeChanged,
    /// What was typed breaks a rule: field `email`.
    #[error("some fields need changing")]
    Invalid(#[from] ValidationErrors),
    #[error(transparent)]
    Forum(#[from] ForumError),
    #[error(transparent)]
    Sealed(#[from] CannotOpen),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<diesel::result::Error> for SupportError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Db(error.into())
    }
}

/// The support of one suggestion, as a reader of its topic sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Support {
    pub count: i64,
    /// Whether the reader's account supports it.
    pub mine: bool,
    /// Whether it can be supported now.
    pub is_open: bool,
}

/// The support of the suggestion that a topic is; `None` where it is none.
pub async fn of_topic(
    context: &Context,
    topic: &Topic,
    member: Option<&Member>,
) -> Result<Option<Support>, SupportError> {
    let (cx, id, is_open) = (context.clone(), topic.id, is_open(topic));
    let account = member.map(|member| member.id);
    context
        .db
        .read(move |connection| {
            if super::of_topic(connection, id)?.is_none() {
                return Ok(None);
            }
            let count = totals(connection, &[id])?.remove(&id).unwrap_or_default();
            let mine = match account {
                Some(account) => is_supporter(connection, &cx, id, account)?,
                None => false,
            };
            Ok(Some(Support {
                count,
                mine,
                is_open,
            }))
        })
        .await
}

/// How many support each of these topics; those that nobody supports are left out.
pub(super) fn totals(
    connection: &mut AnyConnection,
    topics: &[i64],
) -> Result<HashMap<i64, i64>, DbError> {
    let by_account: Vec<(i64, i64)> = supports::table
        .filter(supports::topic_id.eq_any(topics.to_vec()))
        .group_by(supports::topic_id)
        .select((supports::topic_id, count_star()))
        .load(connection)?;
    let by_mail: Vec<(i64, i64)> = support_marks::table
        .filter(support_marks::topic_id.eq_any(topics.to_vec()))
        .group_by(support_marks::topic_id)
        .select((support_marks::topic_id, count_star()))
        .load(connection)?;
    let mut all = HashMap::new();
    for (topic, count) in by_account.into_iter().chain(by_mail) {
        *all.entry(topic).or_default() += count;
    }
    Ok(all)
}

/// As [`totals`], for who has no connection.
pub async fn of_topics(context: &Context, topics: Vec<i64>) -> Result<HashMap<i64, i64>, DbError> {
    context
        .db
        .read(move |connection| totals(connection, &topics))
        .await
}

/// How many support a suggestion, as a column of a query of `published_suggestions`.
pub(super) fn counted() -> SqlLiteral<BigInt> {
    sql("((SELECT count(*) FROM supports \
           WHERE supports.topic_id = published_suggestions.topic_id) \
          + (SELECT count(*) FROM support_marks \
             WHERE support_marks.topic_id = published_suggestions.topic_id))")
}

/// Supports a suggestion with an account, or takes the support back; twice is once. What the same
/// person gave by mail becomes the account's, and is taken back with it.
///
/// [`ForumError::Closed`] where the topic is locked or its board archived. What was given can be
/// taken back anywhere.
pub async fn set(
    context: &Context,
    member: &Member,
    topic: i64,
    given: bool,
) -> Result<(), SupportError> {
    let (cx, account, reader) = (context.clone(), member.id, Reader::from(member));
    context
        .db
        .write(move |connection| {
            hold(connection, topic)?;
            if given {
                open(connection, topic, reader)?;
            }
            let mine = supports::table.find((topic, account));
            let known: i64 = mine.count().get_result(connection)?;
            let address = address_of(connection, &cx, account)?;
            marks::erase(connection, &cx, topic, &address)?;
            if given && known == 0 {
                diesel::insert_into(supports::table)
                    .values((
                        supports::topic_id.eq(topic),
                        supports::account_id.eq(account),
                    ))
                    .execute(connection)?;
            } else if !given {
                diesel::delete(mine).execute(connection)?;
            }
            Ok(())
        })
        .await
}

/// Holds a topic until the transaction ends: its supporters come one after the other, so that one
/// person's two ways are seen by each other.
fn hold(connection: &mut AnyConnection, topic: i64) -> Result<(), DbError> {
    locks::hold(connection, Table::Topics, BTreeSet::from([topic]))
}

/// Fails where there is no suggestion that this reader can support now.
fn open(connection: &mut AnyConnection, topic: i64, reader: Reader) -> Result<(), SupportError> {
    let found = topics::visible(connection, topic, reader)?;
    if super::of_topic(connection, topic)?.is_none() {
        return Err(ForumError::NotFound.into());
    }
    if !is_open(&found) {
        return Err(ForumError::Closed.into());
    }
    Ok(())
}

fn is_open(topic: &Topic) -> bool {
    !topic.locked && topic.board.archived_at.is_none()
}

fn is_supporter(
    connection: &mut AnyConnection,
    context: &Context,
    topic: i64,
    account: i64,
) -> Result<bool, SupportError> {
    let known: i64 = supports::table
        .find((topic, account))
        .count()
        .get_result(connection)?;
    if known > 0 {
        return Ok(true);
    }
    let address = address_of(connection, context, account)?;
    marks::is_marked(connection, context, topic, &address)
}

fn address_of(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
) -> Result<Private<String>, SupportError> {
    let address: Vec<u8> = accounts::table
        .find(account)
        .select(accounts::email_sealed)
        .first(connection)?;
    let keys = &context.config.keys;
    Ok(sealed::open(keys, Column::AccountEmail, &address)?)
}
