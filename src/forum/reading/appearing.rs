//! The moment at which a post becomes public for the first time: it takes a number.
//!
//! What was held for a day has a greater number than what appeared meanwhile, so that nobody who
//! counts by it has read it unseen.

use diesel::{
    dsl::{exists, max},
    prelude::*,
};

use crate::{
    db::{
        AnyConnection, DbError,
        locks::{self, Gate},
        schema::{posts, topics},
    },
    forum::State,
};

/// Gives a public post its number, and whether it is its first; one whose topic is not public waits
/// for it. Its topic is held by whoever calls, so that within a topic no number is given twice.
pub fn appears(connection: &mut AnyConnection, post: i64) -> Result<bool, DbError> {
    locks::together(connection, Gate::Appearances)?;
    let number = greatest(connection)? + 1;
    // Of this topic alone: SQLite would first gather all public topics for an `IN`.
    let public = topics::table
        .filter(topics::id.eq(posts::topic_id))
        .filter(topics::state.eq(State::Published));
    let first = diesel::update(
        posts::table
            .find(post)
            .filter(posts::appeared.is_null())
            .filter(exists(public)),
    )
    .set(posts::appeared.eq(number))
    .execute(connection)?;
    Ok(first > 0)
}

/// The greatest number so far: what appears after this transaction has a greater one. Call it
/// before anything is held.
pub(super) fn last(connection: &mut AnyConnection) -> Result<i64, DbError> {
    locks::alone(connection, Gate::Appearances)?;
    greatest(connection)
}

fn greatest(connection: &mut AnyConnection) -> Result<i64, DbError> {
    let last: Option<i64> = posts::table
        .select(max(posts::appeared))
        .first(connection)?;
    Ok(last.unwrap_or(0))
}
