//! What people say of themselves and a moderator hid: they themselves see it, and who decides about
//! profiles. What they say instead waits until one of these approves it, whatever becomes of the hide.

use diesel::prelude::*;

use crate::{
    accounts::{Member, Role},
    context::Context,
    db::{
        AnyConnection, DbError,
        schema::{accounts, profiles},
    },
    forum::reader::Reader,
    review::{self, Kind, Reach},
    trust::restraint,
};

/// Those of these accounts of which others do not see what they say of themselves.
pub(in crate::forum) fn among(
    connection: &mut AnyConnection,
    accounts: &[i64],
) -> Result<Vec<i64>, DbError> {
    let hidden = restraint::hidden_among(connection, accounts)?;
    let mut all: Vec<i64> = hidden.into_iter().map(|(account, _)| account).collect();
    all.extend(review::profiles_of(connection, Kind::HeldAgain, accounts)?);
    Ok(all)
}

/// Whether others do not see what an account says of itself.
pub(in crate::forum) fn hides(
    connection: &mut AnyConnection,
    account: i64,
) -> Result<bool, DbError> {
    Ok(!among(connection, &[account])?.is_empty())
}

/// What becomes of a hidden text once its owner chose what to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// It says something else, which waits.
    Waits,
    /// There is none any more, and nothing waits.
    Goes,
    /// It is as it was.
    Same,
}

/// What becomes of the text that an account shows, where it is hidden, once it is this one.
pub(super) fn change(
    connection: &mut AnyConnection,
    account: i64,
    text: &str,
) -> Result<Option<Change>, DbError> {
    if !hides(connection, account)? {
        return Ok(None);
    }
    let before: Option<Option<String>> = profiles::table
        .find(account)
        .select(profiles::about)
        .first(connection)
        .optional()?;
    let before = before.flatten().unwrap_or_default();
    Ok(Some(match text {
        "" => Change::Goes,
        text if text == before => Change::Same,
        _ => Change::Waits,
    }))
}

/// Whether a reader sees the hidden text of this account.
pub(super) fn is_seen_by(
    connection: &mut AnyConnection,
    account: i64,
    reader: Reader,
) -> Result<bool, DbError> {
    let Some(me) = reader.account else {
        return Ok(false);
    };
    if me == account {
        return Ok(true);
    }
    let role: Option<Role> = accounts::table
        .find(me)
        .select(accounts::role)
        .first(connection)
        .optional()?;
    // Profiles belong to no board.
    let decides = matches!(role, Some(Role::Moderator | Role::Administrator));
    Ok(decides && Reach::of(connection, me)? == Reach::Everywhere)
}

/// Whether others do not see what this member says of themselves.
pub async fn is_hidden(context: &Context, member: &Member) -> Result<bool, DbError> {
    let account = member.id;
    context
        .db
        .read(move |connection| hides(connection, account))
        .await
}
