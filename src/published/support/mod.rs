//! Support of published suggestions: one of each person, counted in public, nobody named.
//!
//! Of an account it is kept that it supports; of somebody without one a mark, once their address
//! is confirmed ([`by_mail`]). An account whose address has a mark is the same person and counts
//! once. Like a reaction, a count is shown from one on and is no statistic (promise 13): it is
//! what was publicly said of a suggestion, broken down by nothing; by the hour ([`count`]), so that
//! it tells nobody who watches it the moment of one person. It all goes with the published
//! suggestion.

pub mod by_mail;
mod letter;
mod marks;

use std::collections::{BTreeSet, HashMap};

use diesel::{dsl::sql, expression::SqlLiteral, prelude::*, sql_types::BigInt};
use validator::ValidationErrors;

use super::shown::Shown;
use crate::{
    accounts::Member,
    context::Context,
    db::{
        AnyConnection, DbError,
        locks::{self, Table},
        schema::{accounts, published_suggestions, supports},
    },
    forum::{
        ForumError,
        reader::Reader,
        topics::{self, Topic},
    },
    keys::CannotOpen,
    privacy::{
        Private,
        erasures::{self, Erased, Hash, JournalError},
        sealed::{self, Column},
    },
};

pub use letter::sample_mails;
pub use marks::{erase_of, join, topics_of};

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

impl From<JournalError> for SupportError {
    fn from(error: JournalError) -> Self {
        Self::Forum(error.into())
    }
}

/// The support of one suggestion, as a reader of its topic sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Support {
    /// How many it was when they were last counted; with the reader at least one.
    pub count: i64,
    /// Whether the reader's account supports it.
    pub mine: bool,
    /// Whether it can be supported now.
    pub is_open: bool,
}

/// The support of a suggestion, which is this topic.
pub fn of_suggestion(
    connection: &mut AnyConnection,
    context: &Context,
    suggestion: &Shown,
    topic: &Topic,
    member: Option<&Member>,
) -> Result<Support, SupportError> {
    let mine = match member {
        Some(member) => is_supporter(connection, context, topic.id, member.id)?,
        None => false,
    };
    Ok(Support {
        count: suggestion.supports.max(i64::from(mine)),
        mine,
        is_open: is_open(topic),
    })
}

/// How many supported each of these topics when they were last counted; those that are no
/// suggestions are left out.
pub async fn of_topics(context: &Context, topics: Vec<i64>) -> Result<HashMap<i64, i64>, DbError> {
    context
        .db
        .read(move |connection| {
            let found: Vec<(i64, i64)> = published_suggestions::table
                .filter(published_suggestions::topic_id.eq_any(topics))
                .select((
                    published_suggestions::topic_id,
                    published_suggestions::supporters,
                ))
                .load(connection)?;
            Ok(found.into_iter().collect())
        })
        .await
}

/// Counts the supporters of all suggestions.
pub async fn count(context: &Context) -> Result<(), DbError> {
    let supporters = published_suggestions::supporters;
    let changed = move || published_suggestions::table.filter(supporters.ne(counted()));
    let look =
        move |connection: &mut AnyConnection| Ok(changed().count().get_result(connection)?);
    context
        .db
        .write_if_any(look, move |connection| {
            diesel::update(changed())
                .set(supporters.eq(counted()))
                .execute(connection)?;
            Ok(())
        })
        .await
}

/// How many support a suggestion, in a query of `published_suggestions`.
fn counted() -> SqlLiteral<BigInt> {
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
            // Its address stays what it is until then.
            locks::hold(connection, Table::Accounts, BTreeSet::from([account]))?;
            hold(connection, topic)?;
            if !given {
                if take_back(connection, &cx, topic, account)? {
                    let support = Erased::Support { topic, account };
                    erasures::append::<SupportError>(connection, &cx, support)?;
                }
                return Ok(());
            }
            open(connection, topic, reader)?;
            let address = address_of(connection, &cx, account)?;
            marks::erase(connection, &cx, topic, &address)?;
            let mine = supports::table.find((topic, account));
            let known: i64 = mine.count().get_result(connection)?;
            if known == 0 {
                diesel::insert_into(supports::table)
                    .values((
                        supports::topic_id.eq(topic),
                        supports::account_id.eq(account),
                    ))
                    .execute(connection)?;
            }
            Ok(())
        })
        .await
}

/// Gives whether there was anything to take back.
fn take_back(
    connection: &mut AnyConnection,
    context: &Context,
    topic: i64,
    account: i64,
) -> Result<bool, SupportError> {
    let address = address_of(connection, context, account)?;
    let marked = marks::erase(connection, context, topic, &address)?;
    let given = diesel::delete(supports::table.find((topic, account))).execute(connection)?;
    Ok(marked || given > 0)
}

/// Takes back again what an account took back before a backup was restored.
pub fn take_back_again(
    connection: &mut AnyConnection,
    context: &Context,
    topic: i64,
    account: i64,
) -> Result<bool, SupportError> {
    hold(connection, topic)?;
    take_back(connection, context, topic, account)
}

/// As [`take_back_again`], by the mark of an address.
pub fn erase_again(
    connection: &mut AnyConnection,
    context: &Context,
    topic: i64,
    mark: Hash,
) -> Result<bool, SupportError> {
    hold(connection, topic)?;
    marks::erase_again(connection, context, topic, &mark.0)
}

/// Holds a topic until the transaction ends: its supporters come one after the other, so that one
/// person's two ways are seen by each other.
fn hold(connection: &mut AnyConnection, topic: i64) -> Result<(), DbError> {
    locks::hold(connection, Table::Topics, BTreeSet::from([topic]))
}

/// Fails where there is no suggestion that this reader can support now.
fn open(connection: &mut AnyConnection, topic: i64, reader: Reader) -> Result<(), SupportError> {
    if !is_open(&suggestion(connection, topic, reader)?) {
        return Err(ForumError::Closed.into());
    }
    Ok(())
}

/// The suggestion's topic, where this reader can read it.
fn suggestion(
    connection: &mut AnyConnection,
    topic: i64,
    reader: Reader,
) -> Result<Topic, SupportError> {
    let found = topics::visible(connection, topic, reader)?;
    if !super::is_public(connection, topic)? {
        return Err(ForumError::NotFound.into());
    }
    Ok(found)
}

/// Whether a suggestion can be supported now.
pub fn is_open(topic: &Topic) -> bool {
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
