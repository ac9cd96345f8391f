//! Whose role needs a second factor, and how long somebody may go on without: the operator says both
//! (`[factors]`).
//!
//! The time begins with the first log-on for which a role needs one, or when such a role is given, and does not begin
//! again when a factor is removed. After it a password leads to the page that sets one up and nowhere else: nobody is locked out.

use chrono::{Days, NaiveDate};
use diesel::prelude::*;

use super::kinds;
use crate::{
    accounts::{Member, Role, sessions},
    context::Context,
    db::{AnyConnection, DbError, schema::factor_graces},
};

/// How an account stands that has no second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::accounts) enum Standing {
    /// Its role needs none.
    Free,
    /// It may go on without to the end of this day.
    Until(NaiveDate),
    Over,
}

/// Whether a role needs a second factor.
pub fn is_required(context: &Context, role: Role) -> bool {
    let required = &context.config.factors.required;
    required.iter().any(|name| name == role.as_str())
}

/// How an account without a second factor stands at a log-on; begins its time where none has begun.
pub(in crate::accounts) fn at_log_on(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
    role: Role,
) -> Result<Standing, DbError> {
    if !is_required(context, role) {
        return Ok(Standing::Free);
    }
    let today = context.clock.today(context.config.city.time_zone);
    let last_day = match begun(connection, account)? {
        Some(last_day) => last_day,
        None => {
            let last_day = first(context, today);
            diesel::insert_into(factor_graces::table)
                .values((
                    factor_graces::account_id.eq(account),
                    factor_graces::last_day.eq(last_day),
                ))
                .execute(connection)?;
            last_day
        }
    };
    Ok(if last_day < today {
        Standing::Over
    } else {
        Standing::Until(last_day)
    })
}

/// An account was given a role, in the caller's transaction. Where that needs a second factor and there is none, the
/// time without one begins, and the sessions that there are end with it, as those do that begin in it.
pub fn at_role(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
    role: Role,
) -> Result<(), DbError> {
    if kinds(connection, account)?.any() {
        return Ok(());
    }
    match at_log_on(connection, context, account, role)? {
        Standing::Free => Ok(()),
        Standing::Until(last_day) => sessions::end_by(connection, account, last_day),
        Standing::Over => sessions::end_all(connection, account, None),
    }
}

/// The last day of a time that begins today; yesterday where there is none.
fn first(context: &Context, today: NaiveDate) -> NaiveDate {
    today + Days::new(u64::from(context.config.factors.grace_days)) - Days::new(1)
}

fn begun(connection: &mut AnyConnection, account: i64) -> Result<Option<NaiveDate>, DbError> {
    Ok(factor_graces::table
        .find(account)
        .select(factor_graces::last_day)
        .first(connection)
        .optional()?)
}

/// The last day on which this member may go on without a second factor, where their role needs one and they have
/// none: each page says it.
pub fn notice(
    connection: &mut AnyConnection,
    context: &Context,
    member: &Member,
) -> Result<Option<NaiveDate>, DbError> {
    if !is_required(context, member.role) || kinds(connection, member.id)?.any() {
        return Ok(None);
    }
    let today = context.clock.today(context.config.city.time_zone);
    let begun = begun(connection, member.id)?;
    Ok(Some(begun.unwrap_or_else(|| first(context, today))))
}
