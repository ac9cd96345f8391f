//! What is done to somebody's post: each act takes a ground, stands in the ledger, seals the
//! original until the time to appeal has ended, and is told to the author.
//!
//! Nothing else in Plaza changes another's words. Machines hold and propose; they never call
//! anything here.

use chrono::TimeDelta;
use diesel::prelude::*;
use serde_json::{Map, json};

use super::{
    ModerationError, Outcome, Standing, Thing,
    original::Original,
    profiles,
    restore::{Restored, restore},
    stand, thing_of, told,
};
use crate::{
    accounts::Member,
    attachments,
    context::Context,
    db::{
        AnyConnection, DbError,
        schema::{posts, topics},
        text_enum,
    },
    forum::{State, boards, copies, flags, publish, reading::told as readers},
    privacy::{
        Private,
        ground::{Ground, Missing},
        ledger::{self, About, Act},
    },
    published,
    review::{self, Decided, Decision, Kind},
    spam::{self, bayes::Lesson},
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

/// Keeps a held post out of sight, and hides one that was flagged; the owner of a flagged profile is
/// asked to change it. The ground's words are what its author reads. `version` is the
/// [`super::Waiting::version`] that was looked at: nobody is rejected for what is gone by now.
pub async fn reject(
    context: &Context,
    moderator: &Member,
    item: i64,
    version: i64,
    ground: Ground,
) -> Result<Outcome, ModerationError> {
    decide_against(context, moderator, item, version, Touch::Hide, ground).await
}

/// Masks all public personal data in a flagged post, which stays. [`ModerationError::NotNow`] where
/// it waits for another reason.
pub async fn mask_flagged(
    context: &Context,
    moderator: &Member,
    item: i64,
    version: i64,
    ground: Ground,
) -> Result<Outcome, ModerationError> {
    decide_against(context, moderator, item, version, Touch::Mask, ground).await
}

async fn decide_against(
    context: &Context,
    moderator: &Member,
    item: i64,
    version: i64,
    touch: Touch,
    ground: Ground,
) -> Result<Outcome, ModerationError> {
    let (by, cx) = (moderator.id, context.clone());
    let decided = context
        .db
        .write(move |connection| {
            let thing = thing_of(connection, item, by)?.ok_or(ModerationError::NotFound)?;
            let words = Private::new(ground.words());
            let decided =
                review::decide(connection, &cx, item, by, Decision::Rejected, Some(&words))?;
            let kind = match decided {
                Decided::Now { kind } => kind,
                Decided::Before(before) => return Ok(Outcome::Before(before)),
                Decided::Unknown => return Err(ModerationError::NotFound),
            };
            if thing.version(connection)? != Some(version) {
                return Err(ModerationError::Changed);
            }
            let is_spam = kind == Kind::Spam || reported_as_spam(connection, item)?;
            let end = match &thing {
                Thing::Post(..) => flags::Outcome::Acted,
                Thing::Profile(_) => flags::Outcome::Asked,
            };
            flags::settle(connection, cx.now(), thing.about(), end)?;
            match &thing {
                Thing::Post(post, standing) => {
                    let how = (kind, touch);
                    against_post(connection, &cx, how, (*post, standing), by, &ground)?;
                }
                Thing::Profile(account) if touch == Touch::Hide => {
                    profiles::remind(connection, &cx, *account, by, &ground)?;
                }
                Thing::Profile(_) => return Err(ModerationError::NotNow),
            }
            if let Thing::Post(post, _) = &thing
                && is_spam
                && touch == Touch::Hide
            {
                spam::learn(connection, &cx, *post, Lesson::Spam)?;
            }
            Ok(Outcome::Done)
        })
        .await;
    match decided {
        Err(ModerationError::Changed) => Ok(Outcome::Changed),
        decided => decided,
    }
}

/// Whether readers said that it is spam.
fn reported_as_spam(connection: &mut AnyConnection, item: i64) -> Result<bool, DbError> {
    let given = flags::of_items(connection, &[item])?;
    let mut reasons = given.iter().map(|flag| flag.reason);
    Ok(reasons.any(|reason| reason == flags::Reason::Spam))
}

/// Turns a post down that waited, or does to a flagged one what was decided.
fn against_post(
    connection: &mut AnyConnection,
    context: &Context,
    (kind, touch): (Kind, Touch),
    (post, standing): (i64, &Standing),
    by: i64,
    ground: &Ground,
) -> Result<(), ModerationError> {
    if kind == Kind::Flag {
        return match standing.state {
            State::Held | State::Published => {
                let of = (post, standing);
                carry_out(connection, context, touch, of, Some(by), ground)
            }
            _ => Err(ModerationError::Changed),
        };
    }
    reaches(ground, post)?;
    match (standing.state, touch) {
        (State::Held | State::Published | State::Hidden, Touch::Hide) => {}
        (_, Touch::Hide) => return Err(ModerationError::Changed),
        (_, Touch::Mask) => return Err(ModerationError::NotNow),
    }
    set_state(connection, post, standing, State::Rejected)?;
    let about = review::About::Post(post);
    review::reject_all_of(connection, context, about, Some(by))?;
    record(
        connection,
        context,
        Act::PostRejected,
        ground,
        post,
        Some(by),
    )?;
    Ok(())
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
    let standing = is_published(connection, post)?;
    carry_out(connection, context, touch, (post, &standing), by, ground)
}

/// As [`touch`], and also of a post that is out of sight for now, which may come back: masked
/// where it stands, or no longer waiting for review.
///
/// [`ModerationError::NotNow`] when it is out of sight for good, [`ModerationError::OutOfSight`]
/// when hiding it changes nothing about whether it comes back.
pub(super) fn touch_wherever(
    connection: &mut AnyConnection,
    context: &Context,
    touch: Touch,
    post: i64,
    by: Option<i64>,
    ground: &Ground,
) -> Result<(), ModerationError> {
    let standing = stand(connection, post)?.ok_or(ModerationError::NotFound)?;
    match (standing.state, touch) {
        (State::Erased | State::Withdrawn | State::Merged, _) => Err(ModerationError::NotNow),
        (State::Hidden | State::Rejected, Touch::Hide) => Err(ModerationError::OutOfSight),
        _ => carry_out(connection, context, touch, (post, &standing), by, ground),
    }
}

fn carry_out(
    connection: &mut AnyConnection,
    context: &Context,
    touch: Touch,
    (post, standing): (i64, &Standing),
    by: Option<i64>,
    ground: &Ground,
) -> Result<(), ModerationError> {
    reaches(ground, post)?;
    match touch {
        Touch::Hide => {
            let was_seen = standing.was_public || standing.state == State::Published;
            let state = match was_seen {
                true => State::Hidden,
                false => State::Rejected,
            };
            set_state(connection, post, standing, state)?;
            // What waits because of it would bring it back.
            let about = review::About::Post(post);
            review::reject_all_of(connection, context, about, by)?;
            flags::settle(connection, context.now(), about, flags::Outcome::Acted)?;
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
            // What readers said about it may repeat what is masked.
            let about = review::About::Post(post);
            flags::forget_words(connection, context.now(), about)?;
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
    let standing = stand(connection, post)?.ok_or(ModerationError::NotFound)?;
    if !matches!(standing.state, State::Hidden | State::Rejected) {
        return Err(ModerationError::NotNow);
    }
    // Whoever granted it has looked at the files, too.
    attachments::accept_unread(connection, post)?;
    set_state(connection, post, &standing, State::Published)?;
    published::appeared(connection, post, context.now())?;
    readers::when_first_seen(connection, context, post)?;
    spam::unlearn(connection, context, post)?;
    Ok(Restored::Whole)
}

/// One author's consent is no ground to touch another's post.
fn reaches(ground: &Ground, post: i64) -> Result<(), ModerationError> {
    let reaches = ground.reaches_post(post);
    reaches
        .then_some(())
        .ok_or(ModerationError::Missing(Missing { part: "ground" }))
}

fn is_published(connection: &mut AnyConnection, post: i64) -> Result<Standing, ModerationError> {
    let standing = stand(connection, post)?.ok_or(ModerationError::NotFound)?;
    match standing.state {
        State::Published => Ok(standing),
        _ => Err(ModerationError::NotNow),
    }
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

/// Moves a locked post to `state`, and its topic's state or count of replies with it.
fn set_state(
    connection: &mut AnyConnection,
    post: i64,
    standing: &Standing,
    state: State,
) -> Result<(), ModerationError> {
    let (topic, was_published) = (standing.topic, standing.state == State::Published);
    diesel::update(posts::table.find(post))
        .set((
            posts::state.eq(state),
            posts::was_public.eq(standing.was_public || was_published),
        ))
        .execute(connection)?;
    if standing.opens_topic {
        diesel::update(topics::table.find(topic))
            .set(topics::state.eq(state))
            .execute(connection)?;
    } else if state == State::Published {
        publish::joins(connection, topic, standing.created_at)?;
    } else if was_published {
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
