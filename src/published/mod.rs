//! Suggestions that their residents publish: each is a topic of the forum, on the one board that
//! takes them, and its case goes on beside it.
//!
//! The topic holds the words that were published; where the case stands, this room reads from the
//! case. Nothing else of a case is public: no reference, no contact, no word that its resident did
//! not agree to. What may be done to a topic is the forum's business.

pub mod support;

use diesel::prelude::*;

use crate::{
    db::{
        AnyConnection, DbError, Timestamp,
        schema::{cases, published_suggestions, topics},
    },
    forum::State,
};

/// A suggestion that everybody can read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Queryable)]
pub struct Published {
    /// The case's id, for Plaza itself: no reader is told it.
    pub case: i64,
    pub topic: i64,
    /// When it became public for the first time.
    pub at: Timestamp,
}

/// The suggestion that a topic is, if it is public now.
pub fn of_topic(connection: &mut AnyConnection, topic: i64) -> Result<Option<Published>, DbError> {
    Ok(published_suggestions::table
        .inner_join(topics::table)
        .inner_join(cases::table)
        .filter(published_suggestions::topic_id.eq(topic))
        .filter(topics::state.eq(State::Published))
        .filter(cases::restricted_on.is_null())
        .filter(published_suggestions::published_at.is_not_null())
        .select((
            published_suggestions::case_id,
            published_suggestions::topic_id,
            published_suggestions::published_at.assume_not_null(),
        ))
        .first(connection)
        .optional()?)
}
