//! Items whose decision was taken back, and those that a moderator's hold made.

use diesel::prelude::*;

use super::{Decision, Kind, OPEN, enqueue};
use crate::{
    context::Context,
    db::{AnyConnection, DbError, Timestamp, schema::review_items},
};

/// A held post waits again: by the item that was decided, else by a new one. Flags wait no more, for
/// readers were told what came of them.
pub fn waits(
    connection: &mut AnyConnection,
    now: Timestamp,
    item: Option<i64>,
    post: i64,
) -> Result<(), DbError> {
    if !reopen(connection, item)? {
        enqueue(connection, now, Kind::HeldAgain, post)?;
    }
    Ok(())
}

/// Opens an item anew, as if nobody had decided it; gives whether there was one.
pub fn reopen(connection: &mut AnyConnection, item: Option<i64>) -> Result<bool, DbError> {
    let Some(item) = item else {
        return Ok(false);
    };
    let decided = review_items::table
        .filter(review_items::id.eq(item))
        .filter(review_items::kind.ne(Kind::Flag));
    let opened = diesel::update(decided)
        .set((
            review_items::state.eq(OPEN),
            review_items::decided_at.eq(None::<Timestamp>),
            review_items::decided_by.eq(None::<i64>),
            review_items::by_moderator.eq(false),
            review_items::decision_reason_sealed.eq(None::<Vec<u8>>),
            review_items::claimed_by.eq(None::<i64>),
            review_items::claimed_until.eq(None::<Timestamp>),
        ))
        .execute(connection)?;
    Ok(opened == 1)
}

/// Ends the items of a moderator's hold that was taken back; without `by` where an appeal was granted.
pub fn let_go(
    connection: &mut AnyConnection,
    context: &Context,
    post: i64,
    by: Option<i64>,
) -> Result<(), DbError> {
    let held = review_items::table
        .filter(review_items::post_id.eq(post))
        .filter(review_items::kind.eq(Kind::HeldAgain))
        .filter(review_items::state.eq(OPEN));
    diesel::update(held)
        .set((
            review_items::state.eq(Decision::Approved),
            review_items::decided_at.eq(context.now()),
            review_items::decided_by.eq(by),
            review_items::by_moderator.eq(by.is_some()),
        ))
        .execute(connection)?;
    Ok(())
}
