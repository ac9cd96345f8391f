//! Claiming an item while one works at it, so that two moderators do not read the same.
//!
//! What a claim is, `review::claims` knows. It is no decision: nothing of it stands in the ledger.

use super::{ModerationError, reached};
use crate::{
    accounts::Member,
    context::Context,
    db::{AnyConnection, Timestamp},
    review::{self, Before, Claim, claims},
};

/// What came of claiming an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claimed {
    Yours {
        until: Timestamp,
    },
    /// Somebody else works at it.
    By(Claim),
    /// It was decided before.
    Ended(Before),
}

/// Claims an item that nobody else has, or claims one's own for longer.
///
/// [`ModerationError::NotFound`] where this moderator decides no such item.
pub async fn claim(
    context: &Context,
    moderator: &Member,
    item: i64,
) -> Result<Claimed, ModerationError> {
    take(context, moderator, item, false).await
}

/// Claims an item that waits, also where somebody else has it.
pub async fn take_over(
    context: &Context,
    moderator: &Member,
    item: i64,
) -> Result<Claimed, ModerationError> {
    take(context, moderator, item, true).await
}

async fn take(
    context: &Context,
    moderator: &Member,
    item: i64,
    over: bool,
) -> Result<Claimed, ModerationError> {
    let (by, now) = (moderator.id, context.now());
    context
        .db
        .write(move |connection| {
            is_there(connection, by, item)?;
            if let Some(until) = claims::take(connection, now, item, by, over)? {
                return Ok(Claimed::Yours { until });
            }
            if let Some(before) = review::ended(connection, item)? {
                return Ok(Claimed::Ended(before));
            }
            if let Some(claim) = claims::of(connection, now, item)? {
                return Ok(Claimed::By(claim));
            }
            // Whoever had it gave it back in between.
            let until = claims::take(connection, now, item, by, over)?;
            let until = until.ok_or(ModerationError::NotFound)?;
            Ok(Claimed::Yours { until })
        })
        .await
}

/// [`ModerationError::NotFound`] where `by` decides no such item.
fn is_there(connection: &mut AnyConnection, by: i64, item: i64) -> Result<(), ModerationError> {
    let reviewer = reached::reviewer(connection, by)?.ok_or(ModerationError::NotFound)?;
    let found = review::about(connection, item, reviewer)?;
    found.map(drop).ok_or(ModerationError::NotFound)
}

/// Gives an item back. One that somebody else has stays theirs.
pub async fn release(
    context: &Context,
    moderator: &Member,
    item: i64,
) -> Result<(), ModerationError> {
    let by = moderator.id;
    context
        .db
        .write(move |connection| {
            is_there(connection, by, item)?;
            Ok(claims::release(connection, item, by)?)
        })
        .await
}
