//! Who works at an item, and until when: so that two do not read the same.
//!
//! A claim ends by itself. It keeps nobody from taking the item over, which is an act of its own,
//! and whoever decides without one decides where nobody else's stands.

use std::collections::HashMap;

use chrono::TimeDelta;
use diesel::prelude::*;

use super::OPEN;
use crate::db::{
    AnyConnection, DbError, Timestamp,
    schema::{accounts, review_items},
};

/// For how long an item is claimed.
pub const CLAIM: TimeDelta = TimeDelta::minutes(10);

/// Somebody works at an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    pub by: i64,
    pub name: String,
    pub until: Timestamp,
}

/// What nobody else has claimed. A macro, for the type of the filter cannot be written.
macro_rules! free {
    ($by:expr, $now:expr) => {
        review_items::claimed_by
            .is_null()
            .or(review_items::claimed_by.assume_not_null().eq($by))
            .or(review_items::claimed_until.is_null())
            .or(review_items::claimed_until.assume_not_null().le($now))
    };
}
pub(super) use free;

/// Claims an item that waits, or claims it for longer; gives until when, and nothing where somebody
/// else has it, unless it is taken `over`.
pub fn take(
    connection: &mut AnyConnection,
    now: Timestamp,
    item: i64,
    by: i64,
    over: bool,
) -> Result<Option<Timestamp>, DbError> {
    let until = now + CLAIM;
    let waits = review_items::table
        .filter(review_items::id.eq(item))
        .filter(review_items::state.eq(OPEN));
    let claimed = (
        review_items::claimed_by.eq(by),
        review_items::claimed_until.eq(until),
    );
    let taken = if over {
        diesel::update(waits).set(claimed).execute(connection)?
    } else {
        diesel::update(waits.filter(free!(by, now)))
            .set(claimed)
            .execute(connection)?
    };
    Ok((taken > 0).then_some(until))
}

/// Gives an item back that this moderator has claimed.
pub fn release(connection: &mut AnyConnection, item: i64, by: i64) -> Result<(), DbError> {
    diesel::update(
        review_items::table
            .filter(review_items::id.eq(item))
            .filter(review_items::claimed_by.assume_not_null().eq(by)),
    )
    .set((
        review_items::claimed_by.eq(None::<i64>),
        review_items::claimed_until.eq(None::<Timestamp>),
    ))
    .execute(connection)?;
    Ok(())
}

/// Who has an item now.
pub fn of(
    connection: &mut AnyConnection,
    now: Timestamp,
    item: i64,
) -> Result<Option<Claim>, DbError> {
    Ok(of_all(connection, now, &[item])?.remove(&item))
}

/// As [`of`], of several.
pub fn of_all(
    connection: &mut AnyConnection,
    now: Timestamp,
    items: &[i64],
) -> Result<HashMap<i64, Claim>, DbError> {
    let rows: Vec<(i64, Option<Timestamp>, i64, String)> = review_items::table
        .inner_join(accounts::table.on(accounts::id.nullable().eq(review_items::claimed_by)))
        .filter(review_items::id.eq_any(items.to_vec()))
        .filter(review_items::state.eq(OPEN))
        .filter(review_items::claimed_until.assume_not_null().gt(now))
        .select((
            review_items::id,
            review_items::claimed_until,
            accounts::id,
            accounts::name,
        ))
        .load(connection)?;
    let claim = |(item, until, by, name): (i64, Option<Timestamp>, i64, String)| {
        Some((
            item,
            Claim {
                by,
                name,
                until: until?,
            },
        ))
    };
    Ok(rows.into_iter().filter_map(claim).collect())
}
