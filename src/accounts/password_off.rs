//! Roles whose accounts log on by the city's own sign-on alone (`sign_on.passwords_off`): neither by a password nor by
//! a passkey in its stead. Only who has either, or holds a link that was mailed to the account, is told so.

use diesel::prelude::*;

use super::{AccountError, Role};
use crate::{
    context::Context,
    db::{
        AnyConnection, DbError,
        schema::{accounts, sign_on_identities},
    },
    privacy::{
        Purpose, Viewer,
        sealed::{self, Column},
    },
};

/// Fails with [`AccountError::PasswordOff`] where this account's role has no passwords.
pub fn check(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
) -> Result<(), AccountError> {
    if holds(connection, context, account)? {
        return Err(AccountError::PasswordOff);
    }
    Ok(())
}

/// Whether this account's role has no passwords. Administrators keep theirs until one of them has logged on by this
/// sign-on: a rule that fits nobody, or another provider, would lock them all out.
pub fn holds(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
) -> Result<bool, DbError> {
    let Some(sign_on) = &context.config.sign_on else {
        return Ok(false);
    };
    if sign_on.passwords_off.is_empty() {
        return Ok(false);
    }
    let role: Option<Role> = accounts::table
        .find(account)
        .select(accounts::role)
        .first(connection)
        .optional()?;
    let Some(role) = role.filter(|role| sign_on.is_password_off(role.as_str())) else {
        return Ok(false);
    };
    Ok(role != Role::Administrator || an_administrator_is_linked(connection, context)?)
}

/// Whether an administrator has logged on by the sign-on before, at the provider that it has now.
pub fn an_administrator_is_linked(
    connection: &mut AnyConnection,
    context: &Context,
) -> Result<bool, DbError> {
    let Some(sign_on) = &context.config.sign_on else {
        return Ok(false);
    };
    let linked: Vec<Vec<u8>> = sign_on_identities::table
        .inner_join(accounts::table)
        .filter(accounts::role.eq(Role::Administrator))
        .select(sign_on_identities::subject_sealed)
        .load(connection)?;
    let keys = &context.config.keys;
    Ok(linked.iter().any(|subject| {
        sealed::open(keys, Column::SignOnSubject, subject).is_ok_and(|subject| {
            let subject = subject.reveal(Viewer::Plaza, Purpose::Storage);
            sign_on.is_of_issuer(subject)
        })
    }))
}
