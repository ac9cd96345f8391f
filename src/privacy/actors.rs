//! Who of the city's people did what: beside each entry of the ledger, so that administrators can look for
//! it. Of what residents do themselves nobody stands there.
//!
//! The entry's sealed payload names the same account; `verify` compares the two.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::ledger;
use crate::{
    context::Context,
    db::{
        AnyConnection, DbError,
        schema::{accounts, ledger_payloads},
    },
};

/// As `accounts::Role`, which stands above this room, writes it.
pub(super) const RESIDENT: &str = "resident";
/// How many entries of before are opened at once.
const BATCH: i64 = 500;
/// How many of them are written in one statement.
const AT_ONCE: usize = 500;

/// The account, where it is one of the city's people now.
pub(super) fn of_the_city(
    connection: &mut AnyConnection,
    account: Option<i64>,
) -> Result<Option<i64>, DbError> {
    let Some(account) = account else {
        return Ok(None);
    };
    Ok(accounts::table
        .find(account)
        .filter(accounts::role.ne(RESIDENT))
        .select(accounts::id)
        .first(connection)
        .optional()?)
}

/// Who did what the entries of these numbers say, by their public names. An entry lacks where nobody of the city's
/// people stands beside it, or their account is gone.
pub fn names(
    connection: &mut AnyConnection,
    numbers: Vec<i32>,
) -> Result<BTreeMap<i32, String>, DbError> {
    let names: Vec<(i32, String)> = ledger_payloads::table
        .inner_join(accounts::table.on(ledger_payloads::by_id.eq(accounts::id.nullable())))
        .filter(ledger_payloads::number.eq_any(numbers))
        .select((ledger_payloads::number, accounts::name))
        .load(connection)?;
    Ok(names.into_iter().collect())
}

/// Says of the entries of before who did them, all in one transaction; where any says so, that was done.
/// Safe to run at every start, and on several nodes at once.
pub async fn put_in(context: &Context) -> Result<(), DbError> {
    if context.db.read(is_known).await? {
        return Ok(());
    }
    let mut done_by: BTreeMap<i64, Vec<i32>> = BTreeMap::new();
    let mut after = 0;
    loop {
        let batch: Vec<(i32, Vec<u8>)> = context
            .db
            .read(move |connection| sealed_after(connection, after))
            .await?;
        let Some((last, _)) = batch.last() else {
            break;
        };
        after = *last;
        for (number, sealed) in batch {
            // What cannot be opened, `verify` tells.
            let by = ledger::open(context, &sealed)
                .ok()
                .and_then(|payload| payload.by);
            if let Some(by) = by {
                done_by.entry(by).or_default().push(number);
            }
        }
    }
    if done_by.is_empty() {
        return Ok(());
    }
    context
        .db
        .write(move |connection| write(connection, done_by))
        .await
}

fn is_known(connection: &mut AnyConnection) -> Result<bool, DbError> {
    let known: Option<i32> = ledger_payloads::table
        .filter(ledger_payloads::by_id.is_not_null())
        .select(ledger_payloads::number)
        .first(connection)
        .optional()?;
    Ok(known.is_some())
}

fn sealed_after(
    connection: &mut AnyConnection,
    after: i32,
) -> Result<Vec<(i32, Vec<u8>)>, DbError> {
    Ok(ledger_payloads::table
        .filter(ledger_payloads::number.gt(after))
        .order(ledger_payloads::number)
        .limit(BATCH)
        .select((ledger_payloads::number, ledger_payloads::payload_sealed))
        .load(connection)?)
}

/// One statement for some hundred entries of one account.
fn write(connection: &mut AnyConnection, done_by: BTreeMap<i64, Vec<i32>>) -> Result<(), DbError> {
    if is_known(connection)? {
        return Ok(());
    }
    let accounts: Vec<i64> = done_by.keys().copied().collect();
    let of_the_city: Vec<i64> = accounts::table
        .filter(accounts::id.eq_any(accounts))
        .filter(accounts::role.ne(RESIDENT))
        .select(accounts::id)
        .load(connection)?;
    for (account, numbers) in done_by {
        if !of_the_city.contains(&account) {
            continue;
        }
        for some in numbers.chunks(AT_ONCE) {
            let entries =
                ledger_payloads::table.filter(ledger_payloads::number.eq_any(some.to_vec()));
            diesel::update(entries)
                .set(ledger_payloads::by_id.eq(account))
                .execute(connection)?;
        }
    }
    Ok(())
}
