//! What a decision about a post takes from its author's trust, and when that is given back.
//!
//! Only what its author did wrong counts: a broken rule, or a complaint that others may know of. What
//! its owner wished, an investigation, and what was told in confidence count against nobody.

use diesel::prelude::*;

use crate::{
    db::{AnyConnection, DbError, schema::posts},
    privacy::{ground::Ground, ledger::Act},
    trust,
};

/// Holds the standing of a post's author with the post and its topic, before the ledger is.
pub(super) fn hold(connection: &mut AnyConnection, post: i64) -> Result<(), DbError> {
    match author(connection, post)? {
        Some(account) => trust::hold(connection, account),
        None => Ok(()),
    }
}

/// Counts the decision `number` of the ledger against the author of `post`, where it counts.
pub(super) fn count(
    connection: &mut AnyConnection,
    (act, number): (Act, i32),
    ground: &Ground,
    post: i64,
) -> Result<(), DbError> {
    let takes_away = matches!(
        act,
        Act::PostRejected | Act::PostHidden | Act::PostMasked | Act::PostEdited
    );
    if !takes_away || !is_fault(ground) {
        return Ok(());
    }
    match author(connection, post)? {
        Some(account) => trust::upheld(connection, account, number),
        None => Ok(()),
    }
}

/// Whether what was done says that somebody did wrong.
pub(super) fn is_fault(ground: &Ground) -> bool {
    let is_fault = matches!(ground, Ground::Violation(_) | Ground::ProtectingOthers(_));
    is_fault && !ground.is_confidential()
}

/// The account that wrote a post; a guest has no standing.
pub(super) fn author(connection: &mut AnyConnection, post: i64) -> Result<Option<i64>, DbError> {
    let found: Option<Option<i64>> = posts::table
        .find(post)
        .select(posts::account_id)
        .first(connection)
        .optional()?;
    Ok(found.flatten())
}
