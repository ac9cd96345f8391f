//! Limits on attempts by what was tried, not by who tried: rows, so exact over several nodes.
//!
//! A key is a keyed hash of the thing under attack, whether it exists or not. Limits on
//! network addresses are not here; they live in `web` and in memory. How often a token of the API called
//! is counted in the same table (`api_tokens::calls`).

use std::collections::HashMap;

use chrono::TimeDelta;
use diesel::{Connection as _, prelude::*};

use super::AccountError;
use crate::{
    context::Context,
    db::{AnyConnection, DbError, Timestamp, schema::throttles},
    keys::Use,
    privacy::{Private, sealed},
};

/// How many failures are free; the next are followed by a block each.
const FREE: i32 = 5;
/// The first block; each further failure doubles it.
const FIRST_BLOCK: TimeDelta = TimeDelta::minutes(1);
const LONGEST_BLOCK: TimeDelta = TimeDelta::hours(1);
/// After this long without an attempt the failures are forgotten; the inventory says the same.
const MEMORY: TimeDelta = TimeDelta::hours(24);
/// How often a count is tried again when another attempt counted at the same moment.
const TRIES: u32 = 8;

/// The row's key for `kind` of attempt on `target`.
pub fn key(context: &Context, kind: &str, target: &[u8]) -> Vec<u8> {
    let keys = &context.config.keys;
    keys.mac(Use::Throttle, &[kind.as_bytes(), target]).to_vec()
}

/// Counts an attempt as failed before it is made, so that many at once cannot slip
/// through together; [`forgive`] it when it succeeded.
///
/// The fifth failure begins a block of a minute, each later one a block twice as
/// long, an hour at most. [`AccountError::TooMany`] while a block lasts.
pub async fn count(context: &Context, key: Vec<u8>) -> Result<(), AccountError> {
    let now = context.now();
    context
        .db
        .write(move |connection| count_in(connection, now, &key))
        .await
}

/// As [`count`], in a transaction that is open already.
pub fn count_in(
    connection: &mut AnyConnection,
    now: Timestamp,
    key: &[u8],
) -> Result<(), AccountError> {
    match blocked(connection, now, key)? {
        Some(seconds) => Err(AccountError::TooMany { seconds }),
        None => Ok(()),
    }
}

/// Whether one more mail that a stranger can cause may go to an address; counted in the transaction
/// of its cause, for all addresses of one mailbox. Not telling the stranger keeps the answer the same.
pub fn may_mail(
    connection: &mut AnyConnection,
    context: &Context,
    address: &Private<String>,
) -> Result<bool, DbError> {
    let index = sealed::mailbox_index(&context.config.keys, address);
    let blocked = blocked(connection, context.now(), &key(context, "mail", &index))?;
    Ok(blocked.is_none())
}

/// Counts an attempt; the seconds that are left of a block, during which none is counted.
fn blocked(
    connection: &mut AnyConnection,
    now: Timestamp,
    key: &[u8],
) -> Result<Option<i64>, DbError> {
    for _ in 0..TRIES {
        let row: Option<(i32, Option<Timestamp>, Timestamp)> = throttles::table
            .find(key)
            .select((
                throttles::failures,
                throttles::blocked_until,
                throttles::updated_at,
            ))
            .first(connection)
            .optional()?;
        let counted = match row {
            // Of a clock that was set back nobody waits longer than of one that goes right.
            Some((_, Some(until), _)) if until > now && until <= now + LONGEST_BLOCK => {
                return Ok(Some((until.utc() - now.utc()).num_seconds().max(1)));
            }
            Some((failures, _, updated_at)) => {
                let forgotten = updated_at < now - MEMORY;
                let next = if forgotten {
                    1
                } else {
                    failures.saturating_add(1)
                };
                // The old figure is the lock: whoever counted meanwhile has changed it.
                diesel::update(
                    throttles::table
                        .find(key)
                        .filter(throttles::failures.eq(failures))
                        .filter(throttles::updated_at.eq(updated_at)),
                )
                .set((
                    throttles::failures.eq(next),
                    throttles::blocked_until.eq(block(next).map(|block| now + block)),
                    throttles::updated_at.eq(now),
                ))
                .execute(connection)?
                    == 1
            }
            None => insert(connection, now, key)?,
        };
        if counted {
            return Ok(None);
        }
    }
    Ok(Some(FIRST_BLOCK.num_seconds()))
}

/// The first failure; `false` when another attempt was first. In a savepoint, since
/// PostgreSQL gives a transaction up at a refused row.
fn insert(connection: &mut AnyConnection, now: Timestamp, key: &[u8]) -> Result<bool, DbError> {
    use diesel::result::{DatabaseErrorKind::UniqueViolation, Error};
    let inserted = connection.transaction(|connection| {
        diesel::insert_into(throttles::table)
            .values((
                throttles::key.eq(key),
                throttles::failures.eq(1),
                throttles::blocked_until.eq(None::<Timestamp>),
                throttles::updated_at.eq(now),
            ))
            .execute(connection)
    });
    match inserted {
        Ok(_) => Ok(true),
        Err(Error::DatabaseError(UniqueViolation, _)) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Forgets all failures of `key`: the attempt was right.
pub fn forgive(connection: &mut AnyConnection, key: &[u8]) -> Result<(), DbError> {
    diesel::delete(throttles::table.find(key)).execute(connection)?;
    Ok(())
}

/// What is counted under a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    pub failures: i32,
    /// The last of them.
    pub last_at: Timestamp,
    /// Until when none is let through.
    pub blocked_until: Option<Timestamp>,
}

/// What is counted under these keys and not forgotten.
pub fn counted(
    connection: &mut AnyConnection,
    now: Timestamp,
    keys: &[Vec<u8>],
) -> Result<HashMap<Vec<u8>, Counted>, DbError> {
    type Row = (Vec<u8>, i32, Option<Timestamp>, Timestamp);
    let rows: Vec<Row> = throttles::table
        .filter(throttles::key.eq_any(keys.to_vec()))
        .filter(throttles::failures.gt(0))
        .filter(throttles::updated_at.ge(now - MEMORY))
        .select((
            throttles::key,
            throttles::failures,
            throttles::blocked_until,
            throttles::updated_at,
        ))
        .load(connection)?;
    let rows = rows.into_iter();
    let counted = rows.map(|(key, failures, until, last_at)| {
        let counted = Counted {
            failures,
            last_at,
            blocked_until: until.filter(|until| *until > now),
        };
        (key, counted)
    });
    Ok(counted.collect())
}

/// What came of an attempt that was counted. One that nobody had the time to look at is counted no more:
/// it was not wrong.
pub async fn looked_at<T>(
    context: &Context,
    key: &[u8],
    attempt: Result<T, AccountError>,
) -> Result<T, AccountError> {
    if matches!(attempt, Err(AccountError::Busy)) {
        let key = key.to_vec();
        context
            .db
            .write(move |connection| take_back(connection, &key))
            .await?;
    }
    attempt
}

/// A block that this attempt began ends with it; one after failures before stays.
fn take_back(connection: &mut AnyConnection, key: &[u8]) -> Result<(), AccountError> {
    let counted = throttles::table.find(key).filter(throttles::failures.gt(0));
    diesel::update(counted)
        .set(throttles::failures.eq(throttles::failures - 1))
        .execute(connection)?;
    let few = throttles::table
        .find(key)
        .filter(throttles::failures.lt(FREE));
    diesel::update(few)
        .set(throttles::blocked_until.eq(None::<Timestamp>))
        .execute(connection)?;
    Ok(())
}

/// The block that follows the `failures`-th failure.
fn block(failures: i32) -> Option<TimeDelta> {
    let doublings = u32::try_from(failures - FREE).ok()?.min(10);
    Some((FIRST_BLOCK * 2_i32.pow(doublings)).min(LONGEST_BLOCK))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_grow_and_end() {
        assert_eq!(block(4), None);
        assert_eq!(block(5), Some(TimeDelta::minutes(1)));
        assert_eq!(block(8), Some(TimeDelta::minutes(8)));
        assert_eq!(block(i32::MAX), Some(LONGEST_BLOCK));
    }
}
