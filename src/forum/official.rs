//! Official answers: a member of an office answers for it, and the post says so.
//!
//! The mark is a column that only [`office_of`] fills: no text and no name makes one.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;

use super::{ForumError, State, publish::Posted};
use crate::{
    context::Context,
    db::{
        AnyConnection, DbError, one_of,
        schema::{offices as office_table, posts},
    },
    offices::{self, Office},
    privacy::{
        ground::Ground,
        ledger::{self, About, Act},
    },
    webhooks::{self, Event},
};

/// Answers that the head of a topic names, at most.
const NAMED: i64 = 10;

/// An office's answer in a topic.
#[derive(Clone, Debug)]
pub struct Answer {
    pub post: i64,
    pub office: Office,
}

/// The office of this slug, if the account works for it.
pub(super) fn office_of(
    connection: &mut AnyConnection,
    account: i64,
    slug: &str,
) -> Result<i64, ForumError> {
    let office = offices::by_slug(connection, slug)?.ok_or(ForumError::NotAllowed)?;
    if offices::of_member(connection, account)?.contains(&office) {
        Ok(office)
    } else {
        Err(ForumError::NotAllowed)
    }
}

/// Lets the author of an office's answer change it, as long as they work for that.
pub(super) fn check(
    connection: &mut AnyConnection,
    office: i64,
    account: Option<i64>,
) -> Result<(), ForumError> {
    let account = account.ok_or(ForumError::NotAllowed)?;
    if offices::of_member(connection, account)?.contains(&office) {
        Ok(())
    } else {
        Err(ForumError::NotAllowed)
    }
}

/// What became of an office's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Became {
    Given,
    Changed,
}

/// An office's answer in the ledger: it speaks for the city.
pub(super) fn record(
    connection: &mut AnyConnection,
    context: &Context,
    office: String,
    (posted, became): (&Posted, Became),
    by: Option<i64>,
) -> Result<(), ForumError> {
    let mut fields = serde_json::Map::from_iter([("office".to_owned(), office.into())]);
    if became == Became::Changed {
        fields.insert("changed".to_owned(), "answer".into());
    }
    let about = About {
        post: Some(posted.post()),
        by,
        case: None,
    };
    if became == Became::Given {
        webhooks::happened(connection, context, Event::AnswerPublished(posted.post()))?;
    }
    let ground = Ground::in_person(posted);
    ledger::append(
        connection,
        context,
        Act::OfficialAnswer,
        &ground,
        about,
        fields,
    )?;
    Ok(())
}

/// For which offices posts answer, in one query.
pub(super) fn of_posts(
    connection: &mut AnyConnection,
    ids: &[i64],
) -> Result<HashMap<i64, Office>, DbError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(i64, Office)> = posts::table
        .inner_join(office_table::table)
        .filter(one_of(posts::id, ids.to_vec()))
        .select((posts::id, Office::as_select()))
        .load(connection)?;
    Ok(rows.into_iter().collect())
}

/// The offices' published answers in a topic, the first first.
pub(super) fn of_topic(connection: &mut AnyConnection, topic: i64) -> Result<Vec<Answer>, DbError> {
    let rows: Vec<(i64, Office)> = posts::table
        .inner_join(office_table::table)
        .filter(posts::topic_id.eq(topic))
        .filter(posts::state.eq(State::Published))
        .order(posts::id)
        .limit(NAMED)
        .select((posts::id, Office::as_select()))
        .load(connection)?;
    let answers = rows.into_iter();
    Ok(answers
        .map(|(post, office)| Answer { post, office })
        .collect())
}

/// Which of these topics an office has answered.
pub(super) fn answered(
    connection: &mut AnyConnection,
    topics: &[i64],
) -> Result<HashSet<i64>, DbError> {
    let rows: Vec<i64> = posts::table
        .filter(one_of(posts::topic_id, topics.to_vec()))
        .filter(posts::state.eq(State::Published))
        .filter(posts::office_id.is_not_null())
        .select(posts::topic_id)
        .distinct()
        .load(connection)?;
    Ok(rows.into_iter().collect())
}
