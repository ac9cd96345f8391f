//! Logging on: one answer and one amount of work, whether an account exists or not.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Deserialize;

use super::{
    AccountError, Member, Password, Role,
    events::{self, Event},
    password, password_off,
    sessions::{self, Begun, SessionKind},
    throttle,
};
use crate::{
    context::Context,
    db::{AnyConnection, DbError, schema::accounts},
    i18n::Lang,
    privacy::{Private, sealed},
    trust::restraint,
};

/// What a person says to be let in.
#[derive(Deserialize, utoipa::ToSchema)]
#[schema(as = Credentials)]
pub struct Credentials {
    #[schema(value_type = String)]
    pub email: Private<String>,
    #[schema(value_type = String)]
    pub password: Password,
}

/// Begins a session.
///
/// Fails with [`AccountError::WrongCredentials`], or with [`AccountError::TooMany`]
/// while the address is blocked, however right the password is; and with
/// [`AccountError::Suspended`] and [`AccountError::PasswordOff`], which only who knows the password is told.
pub async fn log_on(
    context: &Context,
    credentials: &Credentials,
    kind: SessionKind,
) -> Result<Begun, AccountError> {
    let right = check(context, credentials).await?;
    let worker = context.clone();
    context
        .db
        .write(move |connection| {
            let id = hold(connection, &right)?;
            // Whoever suspends it holds the account's row, too, and ends what stood before.
            if let Some(last_day) = suspended_until(connection, &worker, id)? {
                return Ok(Err(AccountError::Suspended { last_day }));
            }
            if password_off::holds(connection, &worker, id)? {
                return Ok(Err(AccountError::PasswordOff));
            }
            events::note(connection, &worker, id, Event::LoggedOn)?;
            Ok::<_, AccountError>(Ok(sessions::begin(connection, &worker, id, kind)?))
        })
        .await?
}

/// Whose account it is, of somebody who knows its password and is not let in, for it is suspended; `None`
/// where it is not. Fails as [`log_on`] does.
pub async fn suspended(
    context: &Context,
    credentials: &Credentials,
) -> Result<Option<Member>, AccountError> {
    let right = check(context, credentials).await?;
    let worker = context.clone();
    context
        .db
        .write(move |connection| {
            let id = hold(connection, &right)?;
            if suspended_until(connection, &worker, id)?.is_none() {
                return Ok(None);
            }
            let (name, role, language): (String, Role, Lang) = accounts::table
                .find(id)
                .select((accounts::name, accounts::role, accounts::language))
                .first(connection)?;
            Ok(Some(Member::new(id, name, role, language)))
        })
        .await
}

/// Credentials that were right a moment ago.
struct Right {
    account: i64,
    hash: String,
    throttle: Vec<u8>,
}

/// One amount of work, whether there is an account or not.
async fn check(context: &Context, credentials: &Credentials) -> Result<Right, AccountError> {
    let index = sealed::email_index(&context.config.keys, &credentials.email);
    let throttle = throttle_key(context, &index);
    throttle::count(context, throttle.clone()).await?;
    let found: Option<(i64, String)> = context
        .db
        .read(move |connection| {
            let account = accounts::table
                .filter(accounts::email_index.eq(index))
                .select((accounts::id, accounts::password_hash))
                .first(connection)
                .optional()?;
            Ok::<_, DbError>(account)
        })
        .await?;
    let stored = found.as_ref().map(|(_, hash)| hash.as_str());
    let looked = password::matches(&credentials.password, stored).await;
    let right = throttle::looked_at(context, &throttle, looked).await?;
    let found = found.filter(|_| right);
    let (account, hash) = found.ok_or(AccountError::WrongCredentials)?;
    Ok(Right {
        account,
        hash,
        throttle,
    })
}

/// A reset may have come between: this holds the account's row until the session stands, so that the
/// reset's "end all sessions" ends this one too. Forgets the failures before.
fn hold(connection: &mut AnyConnection, right: &Right) -> Result<i64, AccountError> {
    let unchanged = accounts::table
        .find(right.account)
        .filter(accounts::password_hash.eq(&right.hash));
    if diesel::update(unchanged)
        .set(accounts::password_hash.eq(&right.hash))
        .execute(connection)?
        == 0
    {
        return Err(AccountError::WrongCredentials);
    }
    throttle::forgive(connection, &right.throttle)?;
    Ok(right.account)
}

fn suspended_until(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
) -> Result<Option<NaiveDate>, DbError> {
    let today = context.clock.today(context.config.city.time_zone);
    restraint::holds(connection, account, restraint::Kind::Suspend, today)
}

/// The key under which failed log-ons of an address are counted.
pub(super) fn throttle_key(context: &Context, email_index: &[u8]) -> Vec<u8> {
    throttle::key(context, "log-on", email_index)
}
