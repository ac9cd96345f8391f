//! Accounts as whoever runs Plaza sees and handles them on the command line: who has a role, and a way in for
//! somebody new. No address is shown; whoever knows one can name an account by it.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{
    AccountError, Role,
    factors::step,
    sessions::end_programs,
    tokens::{self, Purpose},
};
use crate::{
    context::Context,
    db::{
        DbError, Timestamp,
        schema::{accounts, sessions},
    },
    i18n::Lang,
    keys::Token,
    privacy::{Private, sealed},
    trust::restraint::{self, Kind},
};

/// An account, without its address.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Listed {
    pub id: i64,
    /// The public name.
    pub name: String,
    pub role: Role,
    pub language: Lang,
    pub created_at: Timestamp,
}

/// The same with what is asked for one at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    pub account: Listed,
    /// Sessions that serve today.
    pub sessions: i64,
    /// The last day of a suspension that holds.
    pub suspended_until: Option<NaiveDate>,
}

/// What a [`Listed`] is read from.
macro_rules! columns {
    () => {
        (
            accounts::id,
            accounts::name,
            accounts::role,
            accounts::language,
            accounts::created_at,
        )
    };
}

/// The account at an address, whatever its role.
pub async fn at(context: &Context, address: Private<String>) -> Result<Option<i64>, DbError> {
    let keys = context.config.keys.clone();
    context
        .db
        .read(move |connection| {
            Ok(accounts::table
                .filter(accounts::email_index.eq(sealed::email_index(&keys, &address)))
                .select(accounts::id)
                .first(connection)
                .optional()?)
        })
        .await
}

/// Everybody with one of these roles, in the order of their accounts.
pub async fn list(context: &Context, roles: Vec<Role>) -> Result<Vec<Listed>, DbError> {
    context
        .db
        .read(move |connection| {
            Ok(accounts::table
                .filter(accounts::role.eq_any(roles))
                .order(accounts::id)
                .select(columns!())
                .load(connection)?)
        })
        .await
}

/// How many accounts have a role.
pub async fn count(context: &Context, role: Role) -> Result<i64, DbError> {
    context
        .db
        .read(move |connection| {
            Ok(accounts::table
                .filter(accounts::role.eq(role))
                .count()
                .get_result(connection)?)
        })
        .await
}

/// One account; `None` where there is none of this id.
pub async fn show(context: &Context, account: i64) -> Result<Option<Shown>, DbError> {
    let today = context.clock.today(context.config.city.time_zone);
    context
        .db
        .read(move |connection| {
            let found: Option<Listed> = accounts::table
                .find(account)
                .select(columns!())
                .first(connection)
                .optional()?;
            let Some(found) = found else {
                return Ok(None);
            };
            let sessions: i64 = sessions::table
                .filter(sessions::account_id.eq(account))
                .filter(sessions::last_day.ge(today))
                .count()
                .get_result(connection)?;
            let suspended = restraint::holds(connection, account, Kind::Suspend, today)?;
            Ok(Some(Shown {
                account: found,
                sessions,
                suspended_until: suspended,
            }))
        })
        .await
}

/// A link by which somebody sets a password, once and within an hour; older ones open nothing any more.
/// [`AccountError::Gone`] where there is no such account.
pub async fn hand_out(context: &Context, account: i64) -> Result<Token, AccountError> {
    let cx = context.clone();
    context
        .db
        .write(move |connection| {
            let known: i64 = accounts::table
                .find(account)
                .count()
                .get_result(connection)?;
            if known == 0 {
                return Err(AccountError::Gone);
            }
            tokens::void_all(connection, account, Purpose::ResetPassword)?;
            let purpose = Purpose::ResetPassword;
            Ok(tokens::issue(connection, &cx, account, purpose, None)?)
        })
        .await
}

/// Ends every session of an account, and the tokens of its programs; gives how many sessions there were.
pub async fn end_sessions(context: &Context, account: i64) -> Result<usize, DbError> {
    context
        .db
        .write(move |connection| {
            step::void(connection, account)?;
            end_programs(connection, account)?;
            let all = sessions::table.filter(sessions::account_id.eq(account));
            Ok(diesel::delete(all).execute(connection)?)
        })
        .await
}
