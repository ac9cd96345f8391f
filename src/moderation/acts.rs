//! What is done to somebody's post: each act takes a ground, stands in the ledger, seals the
//! original until the time to appeal has ended, and is told to the author.
//!
//! Nothing else in Plaza changes another's words. Machines hold and propose; they never call
//! anything here.

use chrono::TimeDelta;
use diesel::prelude::*;
use serde_json::{Map, json};

use super::{
    ModerationError,
    original::Original,
    restore::{Restored, restore},
    told,
};
use crate::{
    accounts::Member,
    attachments,
    context::Context,
    db::{
        AnyConnection, Timestamp,
        schema::{posts, topics},
        text_enum,
    },
    forum::{State, boards, copies, publish, quotes, reading::told as readers},
    privacy::{
        Private,
        ground::{Ground, Missing},
        ledger::{self, About, Act},
    },
    review::{self, Decided, Decision},
};

text_enum! {
    /// What can be done to a published post.
    pub enum Touch {
        Hide = "hide",
        Mask = "mask",
    }
}

/// How long an author may appeal, and an original is kept for it (promise 16).
pub const APPEAL_TIME: TimeDelta = TimeDelta::days(30);

/// Keeps a held post out of sight. The ground's words are what its author reads.
pub async fn reject(
    context: &Context,
    moderator: &Member,
    item: i64,
    ground: Ground,
) -> Result<super::Outcome, ModerationError> {
    let (by, cx) = (moderator.id, context.clone());
    context
        .db
        .write(move |connection| {
            let words = Private::new(ground.words());
            let decided =
                review::decide(connection, &cx, item, by, Decision::Rejected, Some(&words))?;
            match decided {
                Decided::Now { post } => {
                    reaches(&ground, post)?;
                    set_state(connection, post, State::Rejected)?;
                    record(connection, &cx, Act::PostRejected, &ground, post, Some(by))?;
                    Ok(super::Outcome::Done)
                }
                Decided::Before { decision, by } => Ok(super::Outcome::Before { decision, by }),
                Decided::Unknown => Err(ModerationError::NotFound),
            }
        })
        .await
}

/// Takes a published post out of sight; an opening post takes its topic with it.
pub async fn hide(
    context: &Context,
    moderator: &Member,
    post: i64,
    ground: Ground,
) -> Result<(), ModerationError> {
    let (by, cx) = (moderator.id, context.clone());
    context
        .db
        .write(move |connection| touch(connection, &cx, Touch::Hide, post, Some(by), &ground))
        .await
}

/// Masks all public personal data in a published post, in its revisions and in its quotes.
pub async fn mask(
    context: &Context,
    moderator: &Member,
    post: i64,
    ground: Ground,
) -> Result<(), ModerationError> {
    let (by, cx) = (moderator.id, context.clone());
    context
        .db
        .write(move |connection| touch(connection, &cx, Touch::Mask, post, Some(by), &ground))
        .await
}

/// As [`hide`] or [`mask`], in the transaction of what leads to it; without `by` where whoever did
/// it has no account any more.
pub(super) fn touch(
    connection: &mut AnyConnection,
    context: &Context,
    touch: Touch,
    post: i64,
    by: Option<i64>,
    ground: &Ground,
) -> Result<(), ModerationError> {
    reaches(ground, post)?;
    is_published(connection, post)?;
    match touch {
        Touch::Hide => {
            set_state(connection, post, State::Hidden)?;
            record(connection, context, Act::PostHidden, ground, post, by)?;
        }
        Touch::Mask => {
            let mut original = Original::read(connection, post)?;
            if !original.has_marks() {
                return Err(ModerationError::NothingToMask);
            }
            let number = record(connection, context, Act::PostMasked, ground, post, by)?;
            original.mask(connection, context, number, post)?;
            let kept = original.seal(connection, context, number, post, ground.is_told())?;
            original.mask_quotes(connection, context, kept, post)?;
            copies::changed(connection, &[post])?;
        }
    }
    Ok(())
}

/// Undoes an act whose appeal was granted.
pub(super) fn undo(
    connection: &mut AnyConnection,
    context: &Context,
    act: Act,
    number: i32,
    post: i64,
) -> Result<Restored, ModerationError> {
    if act == Act::PostMasked {
        let restored = restore(connection, context, number, post)?;
        copies::changed(connection, &[post])?;
        return Ok(restored);
    }
    let state: State = posts::table
        .find(post)
        .select(posts::state)
        .first(connection)?;
    if !matches!(state, State::Hidden | State::Rejected) {
        return Err(ModerationError::NotNow);
    }
    // Whoever granted it has looked at the files, too.
    attachments::accept_unread(connection, post)?;
    set_state(connection, post, State::Published)?;
    readers::when_first_seen(connection, context, post)?;
    Ok(Restored::Whole)
}

/// One author's consent is no ground to touch another's post.
fn reaches(ground: &Ground, post: i64) -> Result<(), ModerationError> {
    let reaches = ground.reaches_post(post);
    reaches
        .then_some(())
        .ok_or(ModerationError::Missing(Missing { part: "ground" }))
}

fn is_published(connection: &mut AnyConnection, post: i64) -> Result<(), ModerationError> {
    // Of two moderators the second waits here and sees the first's state.
    quotes::hold(connection, &[post], &[])?;
    looks_published(connection, post)
}

/// As [`is_published`], without holding the row.
pub(super) fn looks_published(
    connection: &mut AnyConnection,
    post: i64,
) -> Result<(), ModerationError> {
    let state: Option<State> = posts::table
        .find(post)
        .select(posts::state)
        .first(connection)
        .optional()?;
    match state.ok_or(ModerationError::NotFound)? {
        State::Published => Ok(()),
        _ => Err(ModerationError::NotNow),
    }
}

/// Moves a post to `state`, and its topic's state or count of replies with it.
fn set_state(
    connection: &mut AnyConnection,
    post: i64,
    state: State,
) -> Result<(), ModerationError> {
    let (before, was_public, created_at): (State, bool, Timestamp) = posts::table
        .find(post)
        .select((posts::state, posts::was_public, posts::created_at))
        .first(connection)?;
    let was_public = was_public || before == State::Published;
    let (topic, opens_topic): (i64, bool) = diesel::update(posts::table.find(post))
        .set((posts::state.eq(state), posts::was_public.eq(was_public)))
        .returning((posts::topic_id, posts::opens_topic))
        .get_result(connection)?;
    if opens_topic {
        diesel::update(topics::table.find(topic))
            .set(topics::state.eq(state))
            .execute(connection)?;
    } else if state == State::Published {
        publish::joins(connection, topic, created_at)?;
    } else if before == State::Published {
        diesel::update(topics::table.find(topic))
            .set(topics::reply_count.eq(topics::reply_count - 1))
            .execute(connection)?;
    }
    copies::changed(connection, &[post])?;
    Ok(())
}

/// The act in the ledger, and a mail to the author; gives the entry's number.
fn record(
    connection: &mut AnyConnection,
    context: &Context,
    act: Act,
    ground: &Ground,
    post: i64,
    by: Option<i64>,
) -> Result<i32, ModerationError> {
    let board: i64 = posts::table
        .inner_join(topics::table)
        .filter(posts::id.eq(post))
        .select(topics::board_id)
        .first(connection)?;
    let mut fields = Map::new();
    // Of a board that not everybody may read, the register does not tell.
    if let Some(slug) = boards::public_slug(connection, board)? {
        fields.insert("board".into(), json!(slug));
    }
    let about = About {
        post: Some(post),
        by,
        case: None,
    };
    let number = ledger::append(connection, context, act, ground, about, fields)?;
    if ground.is_told() {
        let words = (!ground.is_confidential()).then(|| ground.words());
        told::author(connection, context, post, act.as_str(), words.as_deref())?;
    }
    Ok(number)
}
