//! A published suggestion and the topic out of which it came, each leading to the other.
//!
//! Before a suggestion is published nobody is told of the two but its resident and its offices:
//! that is `crosslinks`' business.

use diesel::prelude::*;

use super::{public, shown::Shown};
use crate::{
    db::{
        AnyConnection, DbError,
        schema::{
            boards as board_table, cases, categories, consents, crosslinks, districts,
            published_suggestions, topics,
        },
    },
    forum::{State, address, boards, reader::Reader},
    i18n::Lang,
    privacy::notices::Notice,
};

/// Since which version the notice of a publication says it.
const SAID_SINCE: i32 = 2;

/// Suggestions that a topic names, at most.
const NAMED: i64 = 20;

/// A topic at the other end.
#[derive(Clone, Debug, Queryable)]
pub struct End {
    pub topic: i64,
    pub title_html: String,
    pub language: Lang,
    slug: String,
}

impl End {
    /// Its address below the language.
    pub fn path(&self) -> String {
        address::of_topic(self.topic, &self.slug)
    }
}

/// What a topic is tied to.
#[derive(Clone, Debug, Default)]
pub struct Ties {
    /// The published suggestions that came out of it, the first first.
    pub suggestions: Vec<End>,
    /// Out of which it came, where it is a published suggestion.
    pub came_from: Option<End>,
}

/// The columns of an [`End`]; a macro, for the type of the selection cannot be written.
macro_rules! columns {
    () => {
        (
            topics::id,
            topics::title_html,
            topics::language,
            topics::slug,
        )
    };
}

/// Of these cases, those whose residents read that their topic is named beside what they publish.
fn agreed(connection: &mut AnyConnection, cases: Vec<i64>) -> QueryResult<Vec<i64>> {
    if cases.is_empty() {
        return Ok(cases);
    }
    consents::table
        .filter(consents::case_id.eq_any(cases))
        .filter(consents::notice.eq(Notice::Publication))
        .filter(consents::notice_version.ge(SAID_SINCE))
        .filter(consents::withdrawn_at.is_null())
        .select(consents::case_id.assume_not_null())
        .load(connection)
}

/// What a topic is tied to, as far as this reader may read it; `suggestion` is what
/// [`super::shown::find`] gave for it.
pub fn of_topic(
    connection: &mut AnyConnection,
    topic: i64,
    suggestion: Option<&Shown>,
    reader: impl Into<Reader>,
) -> Result<Ties, DbError> {
    let sent: Vec<i64> = crosslinks::table
        .filter(crosslinks::topic_id.eq(topic))
        .select(crosslinks::case_id)
        .load(connection)?;
    let sent = agreed(connection, sent)?;
    let suggestions = match sent.is_empty() {
        true => Vec::new(),
        false => public!()
            .filter(published_suggestions::case_id.eq_any(sent))
            .filter(published_suggestions::topic_id.ne(topic))
            .order(published_suggestions::topic_id)
            .limit(NAMED)
            .select(columns!())
            .load(connection)?,
    };
    let case: Option<i64> = match suggestion {
        Some(_) => public!()
            .filter(published_suggestions::topic_id.eq(topic))
            .select(published_suggestions::case_id)
            .first(connection)
            .optional()?,
        None => None,
    };
    let case = agreed(connection, case.into_iter().collect())?.pop();
    let came_from = match case {
        Some(case) => crosslinks::table
            .inner_join(topics::table.inner_join(board_table::table))
            .filter(crosslinks::case_id.eq(case))
            .filter(topics::id.ne(topic))
            .filter(topics::state.eq(State::Published))
            .filter(boards::readable(reader.into()))
            .select(columns!())
            .first(connection)
            .optional()?,
        None => None,
    };
    Ok(Ties {
        suggestions,
        came_from,
    })
}
