//! Items whose decision was taken back, those that a moderator's hold made, and those that wait for
//! another reason by now.

use diesel::prelude::*;

use super::{About, Decision, Kind, OPEN, Reports, enqueue, urgency};
use crate::{
    context::Context,
    db::{AnyConnection, DbError, Timestamp, schema::review_items},
};

/// A held post waits again: by the item that was decided, else by a new one. Flags are opened anew by
/// [`open_or_join`], and hold nothing.
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
    let kind: Option<Kind> = review_items::table
        .find(item)
        .select(review_items::kind)
        .first(connection)
        .optional()?;
    match kind {
        None | Some(Kind::Flag) => Ok(false),
        Some(_) => open(connection, item),
    }
}

fn open(connection: &mut AnyConnection, item: i64) -> Result<bool, DbError> {
    let opened = diesel::update(review_items::table.find(item))
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

/// Opens an item of any kind anew, whose decision moved nothing; gives the item that waits now. Where
/// another waits about the same thing for the same reason, that is the one: two never do. Whoever calls
/// it holds the thing's row.
pub fn open_or_join(
    connection: &mut AnyConnection,
    item: i64,
    kind: Kind,
    about: About,
) -> Result<i64, DbError> {
    let (post, profile) = about.columns();
    let of_post = review_items::post_id.assume_not_null();
    let of_profile = review_items::profile_id.assume_not_null();
    let waiting: Option<i64> = review_items::table
        .filter(
            of_post
                .eq(post.unwrap_or(0))
                .or(of_profile.eq(profile.unwrap_or(0))),
        )
        .filter(review_items::kind.eq(kind))
        .filter(review_items::state.eq(OPEN))
        .select(review_items::id)
        .first(connection)
        .optional()?;
    let Some(waiting) = waiting else {
        open(connection, item)?;
        return Ok(item);
    };
    // Nobody's decision stands about what is decided there.
    diesel::update(review_items::table.find(item))
        .set((
            review_items::decided_by.eq(None::<i64>),
            review_items::by_moderator.eq(false),
        ))
        .execute(connection)?;
    Ok(waiting)
}

/// What a held post waits for, where it names nobody else.
const HELD_FOR: [Kind; 6] = [
    Kind::GuestPost,
    Kind::FirstPost,
    Kind::WatchedWord,
    Kind::Spam,
    Kind::UnreadAttachment,
    Kind::Publication,
];

/// The author of a held post put somebody else's personal data into it: it waits for that now, and is as
/// urgent. What a moderator held keeps its name. Whoever calls it holds the post's row.
pub fn names_others(connection: &mut AnyConnection, post: i64) -> Result<(), DbError> {
    let others = Kind::PersonalDataOfOthers;
    let waiting: Vec<(i64, Kind)> = review_items::table
        .filter(review_items::post_id.eq(post))
        .filter(review_items::state.eq(OPEN))
        .order(review_items::id.desc())
        .select((review_items::id, review_items::kind))
        .load(connection)?;
    if waiting.iter().any(|(_, kind)| *kind == others) {
        return Ok(());
    }
    let (held, again) = (
        waiting.iter().find(|(_, kind)| HELD_FOR.contains(kind)),
        waiting.iter().find(|(_, kind)| *kind == Kind::HeldAgain),
    );
    let (item, kind) = match (held, again) {
        (_, Some((item, kind))) => (*item, *kind),
        (Some((item, _)), None) => (*item, others),
        (None, None) => return Ok(()),
    };
    diesel::update(review_items::table.find(item))
        .set((
            review_items::kind.eq(kind),
            review_items::urgency.eq(urgency(others, Reports::default())),
        ))
        .execute(connection)?;
    Ok(())
}

/// Counts so many flags more in an item that waits; gives how many it had.
pub fn joined(connection: &mut AnyConnection, item: i64, flags: i64) -> Result<i32, DbError> {
    let more = i32::try_from(flags).unwrap_or(i32::MAX);
    let now: i32 = diesel::update(review_items::table.find(item))
        .set(review_items::flags.eq(review_items::flags + more))
        .returning(review_items::flags)
        .get_result(connection)?;
    Ok(now - more)
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
