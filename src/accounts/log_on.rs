//! Logging on: one answer and one amount of work, whether an account exists or not.

use diesel::prelude::*;
use serde::Deserialize;

use super::{
    AccountError, Password,
    events::{self, Event},
    password,
    sessions::{self, Begun, SessionKind},
    throttle,
};
use crate::{
    context::Context,
    db::{DbError, schema::accounts},
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
/// [`AccountError::Suspended`], which only who knows the password is told.
pub async fn log_on(
    context: &Context,
    credentials: &Credentials,
    kind: SessionKind,
) -> Result<Begun, AccountError> {
    let index = sealed::email_index(&context.config.keys, &credentials.email);
    let key = throttle_key(context, &index);
    throttle::count(context, key.clone()).await?;
    let account: Option<(i64, String)> = context
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
    let stored = account.as_ref().map(|(_, hash)| hash.as_str());
    let right = password::matches(&credentials.password, stored).await?;
    let Some((id, hash)) = account.filter(|_| right) else {
        return Err(AccountError::WrongCredentials);
    };
    let worker = context.clone();
    context
        .db
        .write(move |connection| {
            // A reset may have come between: this holds the account's row until the session
            // stands, so that the reset's "end all sessions" ends this one too.
            let unchanged = accounts::table
                .find(id)
                .filter(accounts::password_hash.eq(&hash));
            if diesel::update(unchanged)
                .set(accounts::password_hash.eq(&hash))
                .execute(connection)?
                == 0
            {
                return Err(AccountError::WrongCredentials);
            }
            throttle::forgive(connection, &key)?;
            // Whoever suspends it holds the account's row, too, and ends what stood before.
            let today = worker.clock.today(worker.config.city.time_zone);
            let suspended = restraint::holds(connection, id, restraint::Kind::Suspend, today)?;
            if let Some(last_day) = suspended {
                return Ok(Err(AccountError::Suspended { last_day }));
            }
            events::note(connection, &worker, id, Event::LoggedOn)?;
            Ok(Ok(sessions::begin(connection, &worker, id, kind)?))
        })
        .await?
}

/// The key under which failed log-ons of an address are counted.
pub(super) fn throttle_key(context: &Context, email_index: &[u8]) -> Vec<u8> {
    throttle::key(context, "log-on", email_index)
}
