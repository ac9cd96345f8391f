//! Who is there, proven again before what is dangerous: roles, keys, what is given to others, and what one logs on with.
//!
//! A session knows when that was last done. With a second factor that is what is asked for; without one, the
//! password.

use chrono::TimeDelta;
use diesel::prelude::*;

use super::{AccountError, Kinds, Proof, is_right, kinds, passkeys, step, wrong};
use crate::{
    accounts::{Password, sessions, settings, throttle},
    context::Context,
    db::{
        DbError, Timestamp,
        locks::{self, Table},
        schema::sessions as rows,
    },
    keys::Token,
};

/// For how long it counts.
pub const LIFE: TimeDelta = TimeDelta::minutes(10);

/// Whether who has this token of a session of the account proved it lately.
pub async fn is_recent(context: &Context, account: i64, token: &Token) -> Result<bool, DbError> {
    let (hash, now) = (token.hash(), context.now());
    context
        .db
        .read(move |connection| {
            let at: Option<Option<Timestamp>> = rows::table
                .filter(rows::account_id.eq(account))
                .filter(rows::token_hash.eq(hash))
                .select(rows::confirmed_at)
                .first(connection)
                .optional()?;
            // Of a clock that was set back nothing counts for longer.
            let at = at.flatten();
            Ok(at.is_some_and(|at| at <= now + LIFE && now < at + LIFE))
        })
        .await
}

/// What is asked of an account: one of its second factors, or its password where it has none.
pub async fn needs(context: &Context, account: i64) -> Result<Kinds, DbError> {
    context
        .db
        .read(move |connection| kinds(connection, account))
        .await
}

/// What the browser is asked of a passkey.
pub async fn ask_passkey(
    context: &Context,
    account: i64,
) -> Result<serde_json::Value, AccountError> {
    passkeys::ask(context, passkeys::Purpose::Confirm, Some(account)).await
}

/// Proves it by the password, for who has no second factor. Field of [`AccountError::Invalid`]: `password`;
/// [`AccountError::NotNow`] where a second factor is needed, or the account has no password that its role may use.
pub async fn by_password(
    context: &Context,
    account: i64,
    token: &Token,
    typed: &Password,
) -> Result<(), AccountError> {
    if needs(context, account).await?.any() || !settings::has_password(context, account).await? {
        return Err(AccountError::NotNow);
    }
    settings::ask_again(context, account, "password", typed).await?;
    let (cx, hash) = (context.clone(), token.hash());
    context
        .db
        .write(move |connection| Ok(sessions::confirm(connection, &cx, &hash)?))
        .await
}

/// Proves it by a second factor. Field of [`AccountError::Invalid`]: `code`.
pub async fn by_factor(
    context: &Context,
    account: i64,
    token: &Token,
    proof: Proof,
) -> Result<(), AccountError> {
    // Counted together with the second step of a log-on: they are the same codes.
    let key = step::throttle_key(context, account);
    throttle::count(context, key.clone()).await?;
    let (cx, hash) = (context.clone(), token.hash());
    context
        .db
        .write(move |connection| {
            locks::hold(connection, Table::Accounts, [account].into())?;
            let purpose = passkeys::Purpose::Confirm;
            if !is_right(connection, &cx, account, &proof, purpose)? {
                // What a wrong proof used up stays used.
                return Ok::<_, AccountError>(Err(wrong()));
            }
            throttle::forgive(connection, &key)?;
            Ok(Ok(sessions::confirm(connection, &cx, &hash)?))
        })
        .await?
}
