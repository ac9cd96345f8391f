//! How often a token may call: so many requests a minute, counted from its first of them.
//!
//! The count is a row, so that it is one for all nodes; by a keyed hash, like what was tried too often
//! (`accounts::throttle`), so that no row says when which token called. A node takes calls from it by the portion and
//! spends these without asking again.

use chrono::TimeDelta;
use diesel::prelude::*;

use crate::{
    accounts::throttle,
    context::Context,
    db::{AnyConnection, DbError, Timestamp, schema::throttles},
    once,
};

/// Requests of a token in a window.
pub const QUOTA: i32 = 600;
/// The window.
pub const WINDOW: TimeDelta = TimeDelta::seconds(60);
/// How many calls a node takes at once. The quota is so many of these, and none is left over.
const PORTION: i32 = 20;
const _: () = assert!(QUOTA % PORTION == 0);
/// How often it is tried again when another node began the window at the same moment.
const TRIES: u32 = 8;

/// The calls of a token in its window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Calls {
    began: Timestamp,
    /// What this node took and has not spent.
    pub held: i32,
    /// What no node has taken.
    pub rest: i32,
}

impl Calls {
    const fn begun(began: Timestamp, held: i32) -> Self {
        Self {
            began,
            held,
            rest: QUOTA - held,
        }
    }

    /// In milliseconds until the window ends; `None` once it has, or where the clock was set back to long before it.
    pub fn left(self, now: Timestamp) -> Option<i64> {
        let whole = WINDOW.num_milliseconds();
        let left = self.began.milliseconds() + whole - now.milliseconds();
        // Another node's clock may be a little ahead.
        (1..=2 * whole).contains(&left).then_some(left.min(whole))
    }
}

/// Takes a portion of a token's calls from what no node has taken; holds none where there is none.
///
/// Where the disk takes nothing, what is there can be read all the same: then this node counts alone.
pub async fn take(context: &Context, token: i64, now: Timestamp) -> Result<Calls, DbError> {
    let key = throttle::key(context, "api-token", &token.to_be_bytes());
    let taken = context
        .db
        .write(move |connection| take_in(connection, &key, now))
        .await;
    match taken {
        Err(DbError::NoRoom(_)) => Ok(Calls::begun(now, QUOTA)),
        taken => taken,
    }
}

fn take_in(connection: &mut AnyConnection, key: &[u8], now: Timestamp) -> Result<Calls, DbError> {
    let begun = Calls::begun(now, PORTION);
    for _ in 0..TRIES {
        let row: Option<(i32, Timestamp)> = throttles::table
            .find(key)
            .select((throttles::failures, throttles::updated_at))
            .first(connection)
            .optional()?;
        let Some((used, began)) = row else {
            if insert(connection, key, now)? {
                return Ok(begun);
            }
            continue;
        };
        let there = Calls {
            began,
            held: 0,
            rest: QUOTA - used,
        };
        // The window that was read is the lock: whoever began another meanwhile has changed it.
        let same = throttles::table
            .find(key)
            .filter(throttles::updated_at.eq(began));
        if there.left(now).is_none() {
            let changed = diesel::update(same)
                .set((
                    throttles::failures.eq(PORTION),
                    throttles::updated_at.eq(now),
                ))
                .execute(connection)?;
            if changed == 1 {
                return Ok(begun);
            }
            continue;
        }
        if there.rest < PORTION {
            return Ok(Calls { rest: 0, ..there });
        }
        let changed = diesel::update(same.filter(throttles::failures.le(QUOTA - PORTION)))
            .set(throttles::failures.eq(throttles::failures + PORTION))
            .execute(connection)?;
        if changed == 1 {
            return Ok(Calls {
                began,
                held: PORTION,
                rest: there.rest - PORTION,
            });
        }
    }
    // The next call asks again.
    Ok(Calls { held: 0, ..begun })
}

/// The first portion that is ever taken; `false` where another node was first.
fn insert(connection: &mut AnyConnection, key: &[u8], now: Timestamp) -> Result<bool, DbError> {
    once::first(connection, |connection| {
        diesel::insert_into(throttles::table)
            .values((
                throttles::key.eq(key),
                throttles::failures.eq(PORTION),
                throttles::blocked_until.eq(None::<Timestamp>),
                throttles::updated_at.eq(now),
            ))
            .execute(connection)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_ends_after_a_minute_and_where_the_clock_was_set_back_to_long_before_it() {
        let start = Timestamp::from_milliseconds(1_000_000).expect("a moment");
        let calls = Calls::begun(start, PORTION);
        let left = |milliseconds| calls.left(start + TimeDelta::milliseconds(milliseconds));
        assert_eq!(left(0), Some(60_000));
        assert_eq!(left(59_001), Some(999));
        assert_eq!(left(60_000), None);
        assert_eq!(left(-500), Some(60_000), "another node's clock is ahead");
        assert_eq!(left(-60_001), None);
    }
}
