//! Whose role needs a second factor, and how long somebody may go on without: the operator says both
//! (`[factors]`).
//!
//! The time begins with the first log-on for which a role needs one, when such a role is given, or, for who is logged
//! on already, soon after the operator says so. It does not begin again when a factor is removed. After it a password
//! leads to the page that sets one up and nowhere else: nobody is locked out.

use chrono::{Days, NaiveDate};
use diesel::prelude::*;

use super::kinds;
use crate::{
    accounts::{Member, Role, sessions},
    context::Context,
    db::{
        AnyConnection, DbError,
        locks::{self, Table},
        schema::{accounts, authenticators, factor_graces, passkeys, sessions as all_sessions},
    },
};

/// Accounts that are looked at in one transaction.
const BATCH: i64 = 100;

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
        Standing::Over => sessions::end_unproven(connection, account),
    }
}

/// Holds a requirement that is new to who is logged on already: of everybody who lacks a second factor that their role
/// needs, the time begins, and the sessions for which none was shown end with it. Gives how many they were.
pub async fn hold_sessions(context: &Context) -> Result<usize, DbError> {
    let required = &context.config.factors.required;
    let roles: Vec<Role> = required
        .iter()
        .filter_map(|name| name.parse().ok())
        .collect();
    if roles.is_empty() {
        return Ok(0);
    }
    let mut held = 0;
    loop {
        let (cx, wanted) = (context.clone(), roles.clone());
        let waiting = context
            .db
            .read(move |connection| longer_than_they_may(connection, &cx, wanted))
            .await?;
        if waiting.is_empty() {
            return Ok(held);
        }
        // Looked at again where nothing changes any more: most rounds find nobody, and let others write.
        let (cx, roles) = (context.clone(), roles.clone());
        held += context
            .db
            .write(move |connection| {
                let found = longer_than_they_may(connection, &cx, roles)?;
                let accounts = found.iter().map(|(account, _)| *account).collect();
                locks::hold(connection, Table::Accounts, accounts)?;
                for (account, role) in &found {
                    at_role(connection, &cx, *account, *role)?;
                }
                Ok::<_, DbError>(found.len())
            })
            .await?;
    }
}

/// Accounts of these roles without a second factor that have a session which serves beyond their time, the first few.
fn longer_than_they_may(
    connection: &mut AnyConnection,
    context: &Context,
    roles: Vec<Role>,
) -> Result<Vec<(i64, Role)>, DbError> {
    let today = context.clock.today(context.config.city.time_zone);
    let app = authenticators::table
        .filter(authenticators::account_id.eq(accounts::id))
        .filter(authenticators::confirmed_on.is_not_null());
    let passkey = passkeys::table.filter(passkeys::account_id.eq(accounts::id));
    Ok(all_sessions::table
        .inner_join(accounts::table.left_join(factor_graces::table))
        .filter(all_sessions::second_factor.eq(false))
        .filter(all_sessions::last_day.ge(today))
        .filter(accounts::role.eq_any(roles))
        .filter(
            factor_graces::last_day
                .nullable()
                .is_null()
                .or(factor_graces::last_day
                    .nullable()
                    .lt(all_sessions::last_day.nullable())),
        )
        .filter(diesel::dsl::not(diesel::dsl::exists(app)))
        .filter(diesel::dsl::not(diesel::dsl::exists(passkey)))
        .order(accounts::id)
        .select((accounts::id, accounts::role))
        .distinct()
        .limit(BATCH)
        .load(connection)?)
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
/// none, here or at the sign-on: each page says it.
pub fn notice(
    connection: &mut AnyConnection,
    context: &Context,
    member: &Member,
) -> Result<Option<NaiveDate>, DbError> {
    if member.second_factor
        || !is_required(context, member.role)
        || kinds(connection, member.id)?.any()
    {
        return Ok(None);
    }
    let today = context.clock.today(context.config.city.time_zone);
    let begun = begun(connection, member.id)?;
    Ok(Some(begun.unwrap_or_else(|| first(context, today))))
}
