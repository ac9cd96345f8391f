//! Second factors: what proves who somebody is beside a password, or in its stead.
//!
//! An app that shows codes by the time (`authenticator`), passkeys, and ten recovery codes that come with the first
//! of either. Whose role needs one, `grace` says; what stands between the first and the second proof of a log-on,
//! `step`; who proves it again before what is dangerous, `again`; how somebody comes in who lost all of it, `reset`.
//! Logging on itself is `accounts::log_on`.

pub mod again;
pub mod authenticator;
pub mod browser;
mod cbor;
pub mod grace;
mod mails;
pub mod passkeys;
pub mod qr;
pub mod recovery;
pub mod reset;
pub mod step;
mod totp;
mod webauthn;

use chrono::NaiveDate;
use diesel::prelude::*;
use validator::ValidationErrors;

use super::{
    AccountError,
    events::{self, Event},
};
use crate::{
    context::Context,
    db::{
        AnyConnection, DbError,
        locks::{self, Table},
        schema::{authenticators, passkeys as keys, recovery_codes},
    },
    text_rules::refuse,
};

pub use mails::sample_mails;
pub(super) use mails::{What, tell};

/// What an account has, for its owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Since when an app shows its codes.
    pub app_since: Option<NaiveDate>,
    pub passkeys: Vec<passkeys::Listed>,
    /// How many recovery codes are left.
    pub codes: i64,
}

impl Held {
    /// Whether there is any second factor: recovery codes alone are none.
    pub fn any(&self) -> bool {
        self.app_since.is_some() || !self.passkeys.is_empty()
    }
}

/// What an account has.
pub async fn held(context: &Context, account: i64) -> Result<Held, AccountError> {
    let cx = context.clone();
    context
        .db
        .read(move |connection| {
            Ok(Held {
                app_since: authenticator::since(connection, account)?,
                passkeys: passkeys::list(connection, &cx, account)?,
                codes: recovery::left(connection, account)?,
            })
        })
        .await
}

/// Which second factors an account has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kinds {
    pub app: bool,
    pub passkey: bool,
}

impl Kinds {
    pub const fn any(self) -> bool {
        self.app || self.passkey
    }
}

/// Which second factors an account has.
pub fn kinds(connection: &mut AnyConnection, account: i64) -> Result<Kinds, DbError> {
    let known: i64 = keys::table
        .filter(keys::account_id.eq(account))
        .count()
        .get_result(connection)?;
    Ok(Kinds {
        app: authenticator::since(connection, account)?.is_some(),
        passkey: known > 0,
    })
}

/// What somebody gives to prove a second factor: a code, of the app or a recovery code, or what a passkey signed.
pub enum Proof {
    Code(String),
    Passkey(browser::Assertion),
}

/// Whether a proof of `account` is right, and uses it up: no code and no challenge counts twice.
pub(super) fn is_right(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
    proof: &Proof,
    purpose: passkeys::Purpose,
) -> Result<bool, AccountError> {
    match proof {
        Proof::Passkey(assertion) => {
            passkeys::take(connection, context, Some(account), assertion, purpose)
                .map(|owner| owner == Some(account))
        }
        Proof::Code(typed) => Ok(authenticator::take(connection, context, account, typed)?
            || recovery::take(connection, context, account, typed)?),
    }
}

/// As a form says it of a wrong proof.
pub(super) fn wrong() -> AccountError {
    let mut errors = ValidationErrors::new();
    refuse(&mut errors, "code", "second-factor");
    errors.into()
}

/// What a new factor brings along: the first one brings recovery codes, which are shown this once.
fn added(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
) -> Result<Option<Vec<String>>, AccountError> {
    events::note(connection, context, account, Event::FactorAdded)?;
    tell(connection, context, account, What::Added)?;
    if recovery::left(connection, account)? > 0 {
        return Ok(None);
    }
    recovery::make(connection, context, account).map(Some)
}

/// What goes with a factor: without any, recovery codes open nothing.
fn removed(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
) -> Result<(), AccountError> {
    events::note(connection, context, account, Event::FactorRemoved)?;
    tell(connection, context, account, What::Removed)?;
    if !kinds(connection, account)?.any() {
        recovery::forget(connection, account)?;
    }
    Ok(())
}

/// Ends every second factor of an account, at its owner's wish; without any it does nothing.
pub async fn end_all(context: &Context, account: i64) -> Result<(), AccountError> {
    let cx = context.clone();
    context
        .db
        .write(move |connection| {
            locks::hold(connection, Table::Accounts, [account].into())?;
            if forget(connection, account)? {
                removed(connection, &cx, account)?;
            }
            Ok(())
        })
        .await
}

/// Deletes every second factor of an account with its recovery codes; whether there was any.
fn forget(connection: &mut AnyConnection, account: i64) -> Result<bool, DbError> {
    let had = kinds(connection, account)?.any();
    let app = authenticators::table.filter(authenticators::account_id.eq(account));
    diesel::delete(app).execute(connection)?;
    let own = keys::table.filter(keys::account_id.eq(account));
    diesel::delete(own).execute(connection)?;
    let codes = recovery_codes::table.filter(recovery_codes::account_id.eq(account));
    diesel::delete(codes).execute(connection)?;
    Ok(had)
}
