//! An app on somebody's telephone that shows codes by the time: set up, its codes taken, removed.

use chrono::NaiveDate;
use diesel::prelude::*;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::{
    AccountError, added, removed,
    totp::{self, base32},
    wrong,
};
use crate::{
    accounts::throttle,
    context::Context,
    db::{
        AnyConnection, DbError,
        locks::{self, Table},
        schema::{accounts, authenticators},
    },
    i18n::Lang,
    keys::{CannotOpen, Token, Use},
    privacy::{
        Private, Purpose, Viewer,
        sealed::{self, Column},
    },
};

/// What an app is given: shown to its owner while it is set up, and never again.
pub struct Secret {
    /// In groups of four, to be typed.
    pub text: String,
    /// As apps read it from the picture.
    pub uri: String,
}

/// Since when an app shows codes that count.
pub(super) fn since(
    connection: &mut AnyConnection,
    account: i64,
) -> Result<Option<NaiveDate>, DbError> {
    let day: Option<Option<NaiveDate>> = authenticators::table
        .filter(authenticators::account_id.eq(account))
        .select(authenticators::confirmed_on)
        .first(connection)
        .optional()?;
    Ok(day.flatten())
}

/// Begins to set up an app: a new secret, which waits for its first code. One that waited before is forgotten;
/// [`AccountError::NotNow`] where one counts already.
pub async fn begin(context: &Context, account: i64) -> Result<Secret, AccountError> {
    let cx = context.clone();
    context
        .db
        .write(move |connection| {
            // The row is the lock: of two that begin at once the later one's secret stands.
            locks::hold(connection, Table::Accounts, [account].into())?;
            if since(connection, account)?.is_some() {
                return Err(AccountError::NotNow);
            }
            let bytes: [u8; totp::SECRET] = cx.random.bytes();
            put(connection, &cx, account, &bytes, None)?;
            in_words(connection, &cx, account, &bytes)
        })
        .await
}

/// Keeps a secret in the stead of one that waited. `taken` is the day and the step of its first code, from which on
/// its codes count.
fn put(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
    bytes: &[u8],
    taken: Option<(NaiveDate, i64)>,
) -> Result<(), DbError> {
    let waiting = authenticators::table.filter(authenticators::account_id.eq(account));
    diesel::delete(waiting).execute(connection)?;
    let secret = Private::new(hex::encode(bytes));
    let (keys, random) = (&context.config.keys, &context.random);
    let sealed = sealed::seal(keys, random, Column::AuthenticatorSecret, &secret);
    diesel::insert_into(authenticators::table)
        .values((
            authenticators::account_id.eq(account),
            authenticators::secret_sealed.eq(sealed),
            authenticators::confirmed_on.eq(taken.map(|(day, _)| day)),
            authenticators::last_step.eq(taken.map_or(0, |(_, step)| step)),
        ))
        .execute(connection)?;
    Ok(())
}

/// The secret that waits for its first code, once more: a form with a wrong code is shown again. `None` where
/// none waits.
pub async fn waiting(context: &Context, account: i64) -> Result<Option<Secret>, AccountError> {
    let cx = context.clone();
    context
        .db
        .read(
            move |connection| match unconfirmed(connection, &cx, account)? {
                Some(secret) => in_words(connection, &cx, account, &secret).map(Some),
                None => Ok(None),
            },
        )
        .await
}

fn unconfirmed(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
) -> Result<Option<Vec<u8>>, AccountError> {
    let sealed: Option<Vec<u8>> = authenticators::table
        .filter(authenticators::account_id.eq(account))
        .filter(authenticators::confirmed_on.is_null())
        .select(authenticators::secret_sealed)
        .first(connection)
        .optional()?;
    let opened = sealed.map(|sealed| open(context, &sealed));
    Ok(opened.transpose()?)
}

/// The secret of an app that a log-on sets up: the same one as long as that waits.
pub(super) fn of_log_on(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
    pending: &Token,
) -> Result<Secret, AccountError> {
    in_words(connection, context, account, &follows(context, pending))
}

/// It follows from what this log-on waits with, and is kept nowhere before its first code. So nobody is shown the
/// secret that somebody else is setting up, who knows the password and has begun to log on as well.
fn follows(context: &Context, pending: &Token) -> Vec<u8> {
    let parts = [pending.reveal().as_bytes()];
    context.config.keys.mac(Use::AppSecret, &parts)[..totp::SECRET].to_vec()
}

fn open(context: &Context, sealed: &[u8]) -> Result<Vec<u8>, CannotOpen> {
    let secret = sealed::open(&context.config.keys, Column::AuthenticatorSecret, sealed)?;
    hex::decode(secret.reveal(Viewer::Plaza, Purpose::Storage)).map_err(|_| CannotOpen)
}

/// An app lists it under the city's name and the public name of the account.
fn in_words(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
    bytes: &[u8],
) -> Result<Secret, AccountError> {
    let (name, lang): (String, Lang) = accounts::table
        .find(account)
        .select((accounts::name, accounts::language))
        .first(connection)?;
    let city = &context.config.city;
    let city = lang.pick(&city.name_zh, &city.name_en);
    let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let (city, name, secret) = (encoded(&city), encoded(&name), base32(bytes));
    let groups: Vec<String> = secret
        .as_bytes()
        .chunks(4)
        .map(|group| String::from_utf8_lossy(group).into_owned())
        .collect();
    Ok(Secret {
        text: groups.join(" "),
        uri: format!(
            "otpauth://totp/{city}:{name}?secret={secret}&issuer={city}&algorithm=SHA1&digits=6&period={}",
            totp::STEP
        ),
    })
}

/// From the first right code on its codes count. Gives the recovery codes that come with the first factor, to be
/// shown this once. Field of [`AccountError::Invalid`]: `code`; [`AccountError::NotNow`] where none waits.
pub async fn confirm(
    context: &Context,
    account: i64,
    typed: String,
) -> Result<Option<Vec<String>>, AccountError> {
    let key = throttle::key(context, "factor-set-up", &account.to_be_bytes());
    throttle::count(context, key.clone()).await?;
    let cx = context.clone();
    context
        .db
        .write(move |connection| {
            locks::hold(connection, Table::Accounts, [account].into())?;
            let secret = unconfirmed(connection, &cx, account)?.ok_or(AccountError::NotNow)?;
            let codes = first_code(connection, &cx, account, &secret, &typed)?;
            throttle::forgive(connection, &key)?;
            Ok(codes)
        })
        .await
}

/// As [`confirm`], of an app that a log-on sets up, in the transaction of who holds the account's row, knows that no
/// factor is there, and counts what is wrong.
pub(super) fn confirm_of_log_on(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
    pending: &Token,
    typed: &str,
) -> Result<Option<Vec<String>>, AccountError> {
    let secret = follows(context, pending);
    first_code(connection, context, account, &secret, typed)
}

fn first_code(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
    secret: &[u8],
    typed: &str,
) -> Result<Option<Vec<String>>, AccountError> {
    let step = totp::step_of(secret, typed, context.now(), 0).ok_or_else(wrong)?;
    let today = context.clock.today(context.config.city.time_zone);
    put(connection, context, account, secret, Some((today, step)))?;
    added(connection, context, account)
}

/// Takes a code; `false` where it is wrong, or was taken already.
pub(super) fn take(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
    typed: &str,
) -> Result<bool, AccountError> {
    let row: Option<(i64, Vec<u8>, i64)> = authenticators::table
        .filter(authenticators::account_id.eq(account))
        .filter(authenticators::confirmed_on.is_not_null())
        .select((
            authenticators::id,
            authenticators::secret_sealed,
            authenticators::last_step,
        ))
        .first(connection)
        .optional()?;
    let Some((id, sealed, last)) = row else {
        return Ok(false);
    };
    let secret = open(context, &sealed)?;
    let Some(step) = totp::step_of(&secret, typed, context.now(), last) else {
        return Ok(false);
    };
    // Of two requests with the same code one changes the row.
    let unused = authenticators::table
        .find(id)
        .filter(authenticators::last_step.lt(step));
    let taken = diesel::update(unused)
        .set(authenticators::last_step.eq(step))
        .execute(connection)?;
    Ok(taken == 1)
}

/// Its codes count no more; without one it does nothing.
pub async fn remove(context: &Context, account: i64) -> Result<(), AccountError> {
    let cx = context.clone();
    context
        .db
        .write(move |connection| {
            // Of two last factors that go at once the later takes the recovery codes along.
            locks::hold(connection, Table::Accounts, [account].into())?;
            let counted = since(connection, account)?.is_some();
            let own = authenticators::table.filter(authenticators::account_id.eq(account));
            diesel::delete(own).execute(connection)?;
            if counted {
                removed(connection, &cx, account)?;
            }
            Ok(())
        })
        .await
}
