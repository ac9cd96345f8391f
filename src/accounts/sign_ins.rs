//! When the city's people logged on, and in which way: for themselves, and for administrators.
//!
//! Of a resident nothing is noted here (decision 1: their own events have a day alone, and are for their own
//! eyes; see `events`), and of nobody an address or a browser. What came to nothing, `failed_log_ons` says.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde_json::{Value, json};

use super::{
    Role,
    failed_log_ons::{self, Failed},
};
use crate::{
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        schema::{accounts, sign_ins},
        text_enum,
    },
    privacy::audit::{self, Actor},
};

text_enum! {
    /// In which way somebody proved who they are. Its words are `sign-in-way-…`.
    #[schema(as = SignInWay)]
    pub enum Way {
        Password = "password",
        PasswordAndFactor = "password-and-factor",
        Passkey = "passkey",
        /// The city's own single sign-on.
        SignOn = "sign-on",
    }
}

/// How many days one is kept; the inventory says so to the retention job.
pub const DAYS: i64 = 365;
/// How many of their own somebody is shown at most.
const SHOWN: i64 = 20;
/// The columns of a file of them.
pub const COLUMNS: [&str; 5] = ["at", "account", "name", "role", "way"];

/// Notes that somebody logged on just now, in the transaction that begins the session; of residents nothing.
pub fn note(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
    way: Way,
) -> Result<(), DbError> {
    let role: Role = accounts::table
        .find(account)
        .select(accounts::role)
        .first(connection)?;
    if role == Role::Resident {
        return Ok(());
    }
    diesel::insert_into(sign_ins::table)
        .values((
            sign_ins::account_id.eq(account),
            sign_ins::role.eq(role),
            sign_ins::way.eq(way),
            sign_ins::begun_at.eq(context.now()),
        ))
        .execute(connection)?;
    Ok(())
}

/// An account's own, the newest first.
pub async fn own(context: &Context, account: i64) -> Result<Vec<(Way, Timestamp)>, DbError> {
    context
        .db
        .read(move |connection| {
            let rows = sign_ins::table
                .filter(sign_ins::account_id.eq(account))
                .order(sign_ins::id.desc())
                .limit(SHOWN)
                .select((sign_ins::way, sign_ins::begun_at))
                .load(connection)?;
            Ok(rows)
        })
        .await
}

/// What is looked for; of what is left out, all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    pub account: Option<i64>,
    pub role: Option<Role>,
    pub way: Option<Way>,
    /// The first day, and the last one.
    pub from: Option<NaiveDate>,
    pub until: Option<NaiveDate>,
}

/// That somebody logged on, as administrators read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignIn {
    pub id: i64,
    pub account: i64,
    pub name: String,
    /// As it was then.
    pub role: Role,
    pub way: Way,
    pub at: Timestamp,
}

impl SignIn {
    /// As a row of a file.
    pub fn row(&self) -> Vec<Value> {
        let at = self.at.utc();
        vec![
            json!(at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true)),
            json!(self.account),
            json!(self.name),
            json!(self.role.as_str()),
            json!(self.way.as_str()),
        ]
    }
}

/// A page of them, who can be chosen, and what came to nothing lately.
pub struct Found {
    pub sign_ins: Vec<SignIn>,
    /// Before which number there are more.
    pub next: Option<i64>,
    pub people: Vec<Actor>,
    pub failed: Vec<Failed>,
}

/// Those that are looked for, the newest first, up to `limit` before the one with the number `before`.
pub async fn list(
    context: &Context,
    filter: Filter,
    before: Option<i64>,
    limit: usize,
) -> Result<Found, DbError> {
    let cx = context.clone();
    context
        .db
        .read(move |connection| {
            let (sign_ins, next) = found(connection, &cx, &filter, before, limit)?;
            Ok(Found {
                sign_ins,
                next,
                people: audit::people(connection)?,
                failed: failed_log_ons::of_the_city(connection, &cx)?,
            })
        })
        .await
}

/// As [`list`], of them alone, and before which number there are more: a part of a file.
pub async fn part(
    context: &Context,
    filter: Filter,
    before: Option<i64>,
    limit: usize,
) -> Result<(Vec<SignIn>, Option<i64>), DbError> {
    let cx = context.clone();
    context
        .db
        .read(move |connection| found(connection, &cx, &filter, before, limit))
        .await
}

fn found(
    connection: &mut AnyConnection,
    context: &Context,
    filter: &Filter,
    before: Option<i64>,
    limit: usize,
) -> Result<(Vec<SignIn>, Option<i64>), DbError> {
    type Row = (i64, i64, String, Role, Way, Timestamp);
    let mut query = sign_ins::table
        .inner_join(accounts::table)
        .order(sign_ins::id.desc())
        .limit(i64::try_from(limit).unwrap_or(i64::MAX - 1) + 1)
        .select((
            sign_ins::id,
            sign_ins::account_id,
            accounts::name,
            sign_ins::role,
            sign_ins::way,
            sign_ins::begun_at,
        ))
        .into_boxed();
    if let Some(before) = before {
        query = query.filter(sign_ins::id.lt(before));
    }
    if let Some(account) = filter.account {
        query = query.filter(sign_ins::account_id.eq(account));
    }
    if let Some(role) = filter.role {
        query = query.filter(sign_ins::role.eq(role));
    }
    if let Some(way) = filter.way {
        query = query.filter(sign_ins::way.eq(way));
    }
    if let Some(from) = audit::from(context, filter.from) {
        query = query.filter(sign_ins::begun_at.ge(from));
    }
    if let Some(behind) = audit::behind(context, filter.until) {
        query = query.filter(sign_ins::begun_at.lt(behind));
    }
    let mut rows: Vec<Row> = query.load(connection)?;
    let is_more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| is_more).map(|row| row.0);
    let shown = rows
        .into_iter()
        .map(|(id, account, name, role, way, at)| SignIn {
            id,
            account,
            name,
            role,
            way,
            at,
        });
    Ok((shown.collect(), next))
}
