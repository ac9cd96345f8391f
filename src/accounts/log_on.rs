//! Logging on: one answer and one amount of work, whether an account exists or not.
//!
//! Whatever proves the first thing, [`proceed`] says how it goes on, and is the one way to a session: to it at once, to
//! a second step, or to setting one up. What the second step is, `accounts::factors` says.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Deserialize;

use super::{
    AccountError, Member, Password, Role,
    events::{self, Event},
    factors::{
        self,
        browser::Assertion,
        grace::{self, Standing},
        passkeys,
        step::{self, FirstStep, Needs, Pending},
    },
    password, password_off,
    sessions::{self, Begun, SessionKind, Start},
    sign_ins::{self, Way},
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

/// What somebody has proven.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    Password,
    /// A passkey whose device knows who holds it: that is two things.
    Passkey,
    /// The city's own sign-on.
    SignOn {
        /// Whether it asked for a second factor.
        second_factor: bool,
        /// Whether it asked just now, and did not know them still.
        is_fresh: bool,
    },
}

/// How a log-on goes on.
pub enum Outcome {
    Begun(Begun),
    /// A second proof is needed, or a second factor is to be set up.
    SecondStep(Pending),
}

/// Goes on with somebody who has proven this, in the caller's transaction.
///
/// Asks for the second factor where the account has one. Where its role needs one and it has none, it may go on
/// without for a time, and is then led to setting one up. Fails with [`AccountError::Suspended`].
pub fn proceed(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
    kind: SessionKind,
    proof: Proof,
) -> Result<Outcome, AccountError> {
    // Whoever suspends it holds the account's row, too, and ends what stood before.
    if let Some(last_day) = suspended_until(connection, context, account)? {
        return Err(AccountError::Suspended { last_day });
    }
    let twice = |is_fresh| Start {
        kind,
        latest: None,
        is_fresh,
        second_factor: true,
        step: None,
    };
    let (way, first_step, is_fresh) = match proof {
        Proof::Password => (Way::Password, FirstStep::Password, true),
        Proof::SignOn {
            second_factor: false,
            is_fresh,
        } => (Way::SignOn, FirstStep::SignOn, is_fresh),
        Proof::Passkey => {
            return enter(connection, context, account, twice(true), Way::Passkey)
                .map(Outcome::Begun);
        }
        Proof::SignOn {
            second_factor: true,
            is_fresh,
        } => {
            return enter(connection, context, account, twice(is_fresh), Way::SignOn)
                .map(Outcome::Begun);
        }
    };
    let kinds = factors::kinds(connection, account)?;
    if kinds.any() {
        let needs = Needs::Proof(kinds);
        let pending = step::begin(connection, context, account, kind, first_step, needs)?;
        return Ok(Outcome::SecondStep(pending));
    }
    let role: Role = accounts::table
        .find(account)
        .select(accounts::role)
        .first(connection)?;
    let latest = match grace::at_log_on(connection, context, account, role)? {
        Standing::Free => None,
        Standing::Until(last_day) => Some(last_day),
        Standing::Over => {
            let needs = Needs::SetUp;
            let pending = step::begin(connection, context, account, kind, first_step, needs)?;
            return Ok(Outcome::SecondStep(pending));
        }
    };
    note(connection, context, account, way)?;
    let start = Start {
        kind,
        latest,
        is_fresh,
        second_factor: false,
        step: None,
    };
    let begun = sessions::begin(connection, context, account, start)?;
    Ok(Outcome::Begun(begun))
}

/// Begins the session of somebody who has proven all that is asked; a suspension that came between refuses it.
pub(super) fn enter(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
    start: Start,
    way: Way,
) -> Result<Begun, AccountError> {
    if let Some(last_day) = suspended_until(connection, context, account)? {
        return Err(AccountError::Suspended { last_day });
    }
    note(connection, context, account, way)?;
    Ok(sessions::begin(connection, context, account, start)?)
}

/// The day, for its owner; of the city's own people also when and in which way.
fn note(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
    way: Way,
) -> Result<(), AccountError> {
    events::note(connection, context, account, Event::LoggedOn)?;
    Ok(sign_ins::note(connection, context, account, way)?)
}

/// Logs on by a passkey alone. Fails with [`AccountError::WrongCredentials`] whatever is wrong with it, and with
/// [`AccountError::Suspended`] and [`AccountError::PasswordOff`]: it stands in a password's stead.
pub async fn by_passkey(
    context: &Context,
    assertion: Option<Assertion>,
    kind: SessionKind,
) -> Result<Outcome, AccountError> {
    let assertion = assertion.ok_or(AccountError::WrongCredentials)?;
    let worker = context.clone();
    context
        .db
        .write(move |connection| {
            let purpose = passkeys::Purpose::LogOn;
            let owner = passkeys::take(connection, &worker, None, &assertion, purpose)?;
            let Some(account) = owner else {
                // The challenge stays used.
                return Ok(Err(AccountError::WrongCredentials));
            };
            if password_off::holds(connection, &worker, account)? {
                return Ok(Err(AccountError::PasswordOff));
            }
            in_one(proceed(connection, &worker, account, kind, Proof::Passkey))
        })
        .await?
}

/// What a refusal leaves done in its transaction stays done.
fn in_one(
    outcome: Result<Outcome, AccountError>,
) -> Result<Result<Outcome, AccountError>, AccountError> {
    match outcome {
        Err(error @ AccountError::Suspended { .. }) => Ok(Err(error)),
        other => other.map(Ok),
    }
}

/// Begins a session, or a second step.
///
/// Fails with [`AccountError::WrongCredentials`], or with [`AccountError::TooMany`]
/// while the address is blocked, however right the password is; and with
/// [`AccountError::Suspended`] and [`AccountError::PasswordOff`], which only who knows the password is told.
pub async fn log_on(
    context: &Context,
    credentials: &Credentials,
    kind: SessionKind,
) -> Result<Outcome, AccountError> {
    let right = check(context, credentials).await?;
    let worker = context.clone();
    context
        .db
        .write(move |connection| {
            let id = hold(connection, &right)?;
            if password_off::holds(connection, &worker, id)? {
                return Ok(Err(AccountError::PasswordOff));
            }
            in_one(proceed(connection, &worker, id, kind, Proof::Password))
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
/// reset's "end all sessions" ends this one too. It writes nothing there: a written row ends what is kept of
/// pages. Forgets the failures before.
fn hold(connection: &mut AnyConnection, right: &Right) -> Result<i64, AccountError> {
    if !password::still(connection, right.account, &right.hash)? {
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
