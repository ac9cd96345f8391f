//! Somebody who lost every second factor and every recovery code: one administrator asks that they end, another one
//! decides. Both know the person, whom they must have recognised; neither can do it alone, and whoever is locked out is
//! told of each step. Where there is one administrator, or none, whoever runs the server does it (`by_operator`).
//!
//! After it a password lets in again, and leads on to setting a new factor up where the role needs one.

use chrono::{NaiveDate, TimeDelta};
use diesel::prelude::*;
use serde_json::{Map, json};
use validator::ValidationErrors;

use super::{AccountError, What, forget, grace, mails, tell};
use crate::{
    accounts::{
        Member, Role,
        events::{self, Event},
        sessions,
    },
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        locks::{self, Table},
        schema::{accounts, authenticators, factor_graces, factor_resets, passkeys},
    },
    privacy::{
        Private,
        ledger::{self, Arrangement, OfOrganisation},
        sealed,
    },
    text_rules::refuse,
};

/// How long a request waits for the second administrator.
pub const LIFE: TimeDelta = TimeDelta::days(3);

/// A request that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The account whose factors are to end.
    pub account: i64,
    pub name: String,
    pub role: Role,
    pub asked_by: i64,
    pub asked_by_name: String,
    pub expires_at: Timestamp,
}

/// All that wait, the first that ends first.
pub async fn waiting(context: &Context) -> Result<Vec<Asked>, DbError> {
    let now = context.now();
    context
        .db
        .read(move |connection| {
            type Row = (i64, i64, Timestamp, String, Role);
            let rows: Vec<Row> = factor_resets::table
                .inner_join(accounts::table)
                .filter(factor_resets::expires_at.gt(now))
                .order(factor_resets::expires_at)
                .select((
                    factor_resets::account_id,
                    factor_resets::asked_by,
                    factor_resets::expires_at,
                    accounts::name,
                    accounts::role,
                ))
                .load(connection)?;
            let askers: Vec<i64> = rows.iter().map(|row| row.1).collect();
            let names: Vec<(i64, String)> = accounts::table
                .filter(accounts::id.eq_any(askers))
                .select((accounts::id, accounts::name))
                .load(connection)?;
            let name_of = |id: i64| {
                let found = names.iter().find(|(known, _)| *known == id);
                found.map(|(_, name)| name.clone()).unwrap_or_default()
            };
            let asked = rows
                .into_iter()
                .map(|(account, asked_by, expires_at, name, role)| Asked {
                    account,
                    name,
                    role,
                    asked_by,
                    asked_by_name: name_of(asked_by),
                    expires_at,
                });
            Ok(asked.collect())
        })
        .await
}

/// Somebody with a role for the city, and whether a second factor protects the account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Protected {
    pub account: i64,
    pub name: String,
    pub role: Role,
    pub has_factor: bool,
    /// The last day on which it may do without, where its role needs one.
    pub until: Option<NaiveDate>,
}

/// Everybody with a role for the city, in the order of their accounts.
pub async fn people(context: &Context) -> Result<Vec<Protected>, DbError> {
    let cx = context.clone();
    context
        .db
        .read(move |connection| {
            let people: Vec<(i64, String, Role)> = accounts::table
                .filter(accounts::role.ne(Role::Resident))
                .order(accounts::id)
                .select((accounts::id, accounts::name, accounts::role))
                .load(connection)?;
            let ids: Vec<i64> = people.iter().map(|(id, ..)| *id).collect();
            let mut protected: Vec<i64> = authenticators::table
                .filter(authenticators::account_id.eq_any(ids.clone()))
                .filter(authenticators::confirmed_on.is_not_null())
                .select(authenticators::account_id)
                .load(connection)?;
            let with_key: Vec<i64> = passkeys::table
                .filter(passkeys::account_id.eq_any(ids.clone()))
                .select(passkeys::account_id)
                .load(connection)?;
            protected.extend(with_key);
            let graces: Vec<(i64, NaiveDate)> = factor_graces::table
                .filter(factor_graces::account_id.eq_any(ids))
                .select((factor_graces::account_id, factor_graces::last_day))
                .load(connection)?;
            let listed = people.into_iter().map(|(account, name, role)| {
                let has_factor = protected.contains(&account);
                let grace = graces.iter().find(|(of, _)| *of == account);
                let needs = !has_factor && grace::is_required(&cx, role);
                Protected {
                    account,
                    name,
                    role,
                    has_factor,
                    until: grace.map(|(_, day)| *day).filter(|_| needs),
                }
            });
            Ok(listed.collect())
        })
        .await
}

/// Asks that all second factors of the account at an address end. Twice is once; one that has expired is asked for
/// anew. Field of [`AccountError::Invalid`]: `email`.
pub async fn ask(
    context: &Context,
    administrator: &Member,
    email: Private<String>,
) -> Result<(), AccountError> {
    let (cx, by) = (context.clone(), administrator.id);
    context
        .db
        .write(move |connection| {
            let index = sealed::email_index(&cx.config.keys, &email);
            let account: Option<i64> = accounts::table
                .filter(accounts::email_index.eq(index))
                .select(accounts::id)
                .first(connection)
                .optional()?;
            let account = account.ok_or_else(|| invalid("factor-account"))?;
            if account == by {
                return Err(invalid("factor-own"));
            }
            locks::hold(connection, Table::Accounts, [account].into())?;
            if !super::kinds(connection, account)?.any() {
                return Err(invalid("factor-none"));
            }
            let now = cx.now();
            let over = factor_resets::table
                .find(account)
                .filter(factor_resets::expires_at.le(now));
            diesel::delete(over).execute(connection)?;
            let waits: i64 = factor_resets::table
                .find(account)
                .count()
                .get_result(connection)?;
            if waits > 0 {
                return Ok(());
            }
            diesel::insert_into(factor_resets::table)
                .values((
                    factor_resets::account_id.eq(account),
                    factor_resets::asked_by.eq(by),
                    factor_resets::expires_at.eq(now + LIFE),
                ))
                .execute(connection)?;
            note(
                connection,
                &cx,
                Some(by),
                OfOrganisation::Added,
                "factor-reset",
            )?;
            tell(connection, &cx, account, What::ResetAsked)?;
            mails::tell_administrators(connection, &cx, account, by)
        })
        .await
}

fn invalid(code: &'static str) -> AccountError {
    let mut errors = ValidationErrors::new();
    refuse(&mut errors, "email", code);
    errors.into()
}

/// Who asked for it, of a request that waits.
fn asker(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
) -> Result<i64, AccountError> {
    let asked_by: Option<i64> = factor_resets::table
        .find(account)
        .filter(factor_resets::expires_at.gt(context.now()))
        .select(factor_resets::asked_by)
        .first(connection)
        .optional()?;
    asked_by.ok_or(AccountError::NotFound)
}

/// The second person agrees: the factors end, and every session and token of a program with them.
/// [`AccountError::SamePerson`] where who agrees asked for it or is whom it is about.
pub async fn approve(
    context: &Context,
    administrator: &Member,
    account: i64,
) -> Result<(), AccountError> {
    let (cx, by) = (context.clone(), administrator.id);
    context
        .db
        .write(move |connection| {
            locks::hold(connection, Table::Accounts, [account].into())?;
            let asked_by = asker(connection, &cx, account)?;
            if by == asked_by || by == account {
                return Err(AccountError::SamePerson);
            }
            end(connection, &cx, account, Some(by))
        })
        .await
}

/// Takes a request back, or declines it: nothing ends.
pub async fn decline(
    context: &Context,
    administrator: &Member,
    account: i64,
) -> Result<(), AccountError> {
    let (cx, by) = (context.clone(), administrator.id);
    context
        .db
        .write(move |connection| {
            locks::hold(connection, Table::Accounts, [account].into())?;
            asker(connection, &cx, account)?;
            diesel::delete(factor_resets::table.find(account)).execute(connection)?;
            note(
                connection,
                &cx,
                Some(by),
                OfOrganisation::Retired,
                "factor-reset",
            )?;
            tell(connection, &cx, account, What::ResetDeclined)
        })
        .await
}

/// Ends all second factors of an account, by whoever runs the server; whether there were any.
pub async fn by_operator(context: &Context, account: i64) -> Result<bool, AccountError> {
    let cx = context.clone();
    context
        .db
        .write(move |connection| {
            locks::hold(connection, Table::Accounts, [account].into())?;
            if !super::kinds(connection, account)?.any() {
                return Ok(false);
            }
            end(connection, &cx, account, None)?;
            Ok(true)
        })
        .await
}

fn end(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
    by: Option<i64>,
) -> Result<(), AccountError> {
    diesel::delete(factor_resets::table.find(account)).execute(connection)?;
    forget(connection, account)?;
    sessions::end_all(connection, account, None)?;
    sessions::end_programs(connection, account)?;
    events::note(connection, context, account, Event::FactorsReset)?;
    note(
        connection,
        context,
        by,
        OfOrganisation::Removed,
        "second-factors",
    )?;
    tell(connection, context, account, What::ResetDone)
}

/// In the ledger without whose they are, as all who work for the city stand there.
fn note(
    connection: &mut AnyConnection,
    context: &Context,
    by: Option<i64>,
    act: OfOrganisation,
    what: &str,
) -> Result<(), AccountError> {
    let fields = Map::from_iter([("what".to_owned(), json!(what))]);
    let about = ledger::About {
        by,
        ..ledger::About::default()
    };
    let act = Arrangement::Organisation(act);
    ledger::note(connection, context, act, None, about, fields)?;
    Ok(())
}
