//! What is done to somebody's post: each act takes a ground, stands in the ledger, seals the
//! original until the time to appeal has ended, and is told to the author. How words are taken out of
//! one, `taken` knows.
//!
//! Nothing else in Plaza changes another's words. Machines hold and propose; they never call
//! anything here.

use chrono::TimeDelta;
use diesel::prelude::*;

use super::{
    ModerationError, Outcome, Standing, Thing, approved,
    original::Original,
    profiles,
    reached::Reached,
    reasons, recorded,
    restore::{Restored, restore},
    settled, stack, stand, thing_of,
    undo::waits_again,
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
    forum::{
        State, copies, flags, publish,
        reading::told as readers,
        stale::{Began, stamp},
    },
    privacy::{
        Private,
        ground::{Ground, Missing},
        ledger::Act,
    },
    published,
    review::{self, Decided, Decision, Kind, again},
    spam::{self, bayes::Lesson},
    trust,
    webhooks::{self, Event},
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
    decide_against(context, moderator, item, version, What::Reject, ground).await
}

/// Hides from others what the owner of a profile says there, until a moderator approves what it says then.
/// [`ModerationError::NotNow`] for a post, and for who does not decide about the account.
pub async fn hide_profile(
    context: &Context,
    moderator: &Member,
    item: i64,
    version: i64,
    ground: Ground,
) -> Result<Outcome, ModerationError> {
    let what = What::HideProfile;
    decide_against(context, moderator, item, version, what, ground).await
}

/// Masks all marked personal data in what waits: a post that is public stays so, and a held one is let
/// out with what is left of it, once nothing else holds it. [`ModerationError::NotNow`] for a profile.
pub async fn mask_waiting(
    context: &Context,
    moderator: &Member,
    item: i64,
    version: i64,
    ground: Ground,
) -> Result<Outcome, ModerationError> {
    decide_against(context, moderator, item, version, What::Mask, ground).await
}

/// What is decided against something that waits.
#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Reject,
    Mask,
    HideProfile,
}

async fn decide_against(
    context: &Context,
    moderator: &Member,
    item: i64,
    version: i64,
    what: What,
    ground: Ground,
) -> Result<Outcome, ModerationError> {
    let (by, cx) = (moderator.id, context.clone());
    let touch = match what {
        What::Reject | What::HideProfile => Touch::Hide,
        What::Mask => Touch::Mask,
    };
    let decided = context
        .db
        .write(move |connection| {
            let thing = thing_of(connection, item, by)?.ok_or(ModerationError::NotFound)?;
            let words = Private::new(ground.said(thing.language()));
            let decision = match (touch, review::kind_of(connection, item)?) {
                // What is held is let out.
                (Touch::Mask, kind) if kind != Some(Kind::Flag) => Decision::Approved,
                _ => Decision::Rejected,
            };
            let decided = review::decide(connection, &cx, item, by, decision, Some(&words))?;
            let kind = match decided {
                Decided::Now { kind } => kind,
                Decided::Before(before) => return Ok(Outcome::Before(before)),
                Decided::Claimed(claim) => return Ok(Outcome::Claimed(claim)),
                Decided::Unknown => return Err(ModerationError::NotFound),
            };
            if thing.version(connection, item)? != Some(version) {
                return Err(ModerationError::Changed);
            }
            let is_spam = kind == Kind::Spam
                || reported_as_spam(connection, item)?
                || reasons::is_spam(connection, &ground)?;
            let end = match &thing {
                Thing::Profile(_) if what == What::Reject => flags::Outcome::Asked,
                Thing::Post(..) | Thing::Profile(_) => flags::Outcome::Acted,
            };
            // A mask of what nobody flagged says nothing about what is flagged in it.
            if kind == Kind::Flag || touch == Touch::Hide {
                flags::settle(connection, cx.now(), thing.about(), end)?;
            }
            match &thing {
                Thing::Post(..) if what == What::HideProfile => {
                    return Err(ModerationError::NotNow);
                }
                Thing::Post(post, standing) => {
                    let how = (kind, touch);
                    let of = (*post, standing);
                    let number = against_post(connection, &cx, how, of, by, &ground)?;
                    stack::came_by(connection, number, item)?;
                    if touch == Touch::Mask && kind != Kind::Flag && standing.state == State::Held {
                        approved::let_out(connection, &cx, (item, kind), of, by)?;
                    }
                }
                Thing::Profile(account) => {
                    let of = (*account, item);
                    against_profile(connection, &cx, (what, kind), of, by, &ground)?;
                }
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

/// Asks the owner of a profile to change it, or hides what it says; what was decided is kept by its item.
fn against_profile(
    connection: &mut AnyConnection,
    context: &Context,
    (what, kind): (What, Kind),
    (account, item): (i64, i64),
    by: i64,
    ground: &Ground,
) -> Result<(), ModerationError> {
    let (noted, item) = match what {
        // What nobody approved would become public by asking for something else.
        What::Reject if kind == Kind::HeldAgain && !profiles::is_hidden(connection, account)? => {
            return Err(ModerationError::NotNow);
        }
        What::Reject => {
            let number = profiles::remind(connection, context, account, by, ground)?;
            ((number, Act::ProfileReminded), item)
        }
        What::HideProfile => {
            let (number, answered) = profiles::hide(connection, context, account, by, ground)?;
            // With its flags it waits again where it is taken back.
            ((number, Act::ProfileHidden), answered.unwrap_or(item))
        }
        What::Mask => return Err(ModerationError::NotNow),
    };
    settled::keep(connection, context, noted, item, by)?;
    Ok(())
}

/// Whether readers said that it is spam.
fn reported_as_spam(connection: &mut AnyConnection, item: i64) -> Result<bool, DbError> {
    let given = flags::of_items(connection, &[item])?;
    let mut reasons = given.iter().map(|flag| flag.reason);
    Ok(reasons.any(|reason| reason == flags::Reason::Spam))
}

/// Turns a post down that waited or masks in it, or does to a flagged one what was decided; gives the
/// number in the ledger.
fn against_post(
    connection: &mut AnyConnection,
    context: &Context,
    (kind, touch): (Kind, Touch),
    (post, standing): (i64, &Standing),
    by: i64,
    ground: &Ground,
) -> Result<i32, ModerationError> {
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
        (State::Held | State::Published, Touch::Mask) => {
            let of = (post, standing);
            return carry_out(connection, context, touch, of, Some(by), ground);
        }
        _ => return Err(ModerationError::Changed),
    }
    set_state(connection, context, post, standing, State::Rejected)?;
    let about = review::About::Post(post);
    review::reject_all_of(connection, context, about, Some(by))?;
    let how = (Act::PostRejected, ground);
    let of = (post, standing.state, State::Rejected);
    recorded::decision(connection, context, how, of, Some(by))
}

/// Takes a published post out of sight; an opening post takes its topic with it. Nothing is done to
/// what is not as it was `seen` ([`ModerationError::Changed`]).
pub async fn hide(
    context: &Context,
    moderator: &Member,
    post: i64,
    seen: Began,
    ground: Ground,
) -> Result<(), ModerationError> {
    let (by, cx) = (moderator.id, context.clone());
    context
        .db
        .write(move |connection| {
            let post = Reached::post(connection, by, post)?;
            let id = post.id();
            is_as_seen(connection, id, &seen)?;
            touch(connection, &cx, Touch::Hide, post, &ground)?;
            if reasons::is_spam(connection, &ground)? {
                spam::learn(connection, &cx, id, Lesson::Spam)?;
            }
            Ok(())
        })
        .await
}

/// Masks all public personal data in a published post, in its revisions and in its quotes, and ends its
/// flags. `seen` as for [`hide`].
pub async fn mask(
    context: &Context,
    moderator: &Member,
    post: i64,
    seen: Began,
    ground: Ground,
) -> Result<(), ModerationError> {
    let (by, cx) = (moderator.id, context.clone());
    context
        .db
        .write(move |connection| {
            let post = Reached::post(connection, by, post)?;
            is_as_seen(connection, post.id(), &seen)?;
            answer_flags(connection, &cx, post)?;
            touch(connection, &cx, Touch::Mask, post, &ground)
        })
        .await
}

/// Ends the flags about a post in which a moderator changes something and which stays where it is: what
/// was reported led to that, and whoever reported it is told so. The post is held.
pub(super) fn answer_flags(
    connection: &mut AnyConnection,
    context: &Context,
    post: Reached,
) -> Result<(), DbError> {
    let about = review::About::Post(post.id());
    review::reject_flags_of(connection, context, about, post.by())?;
    flags::settle(connection, context.now(), about, flags::Outcome::Acted)
}

/// As [`hide`] or [`mask`], in the transaction of what leads to it.
pub(super) fn touch(
    connection: &mut AnyConnection,
    context: &Context,
    touch: Touch,
    post: Reached,
    ground: &Ground,
) -> Result<(), ModerationError> {
    let (post, by) = (post.id(), post.by());
    let standing = is_published(connection, post)?;
    let of = (post, &standing);
    carry_out(connection, context, touch, of, Some(by), ground)?;
    Ok(())
}

/// As [`touch`], where the privacy officer was asked for it, who moderates no board; without `by`
/// where whoever did it has no account any more. Also of a post that is out of sight for now, which
/// may come back: masked where it stands, or no longer waiting for review.
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
        _ => {
            let of = (post, &standing);
            carry_out(connection, context, touch, of, by, ground)?;
            Ok(())
        }
    }
}

fn carry_out(
    connection: &mut AnyConnection,
    context: &Context,
    touch: Touch,
    (post, standing): (i64, &Standing),
    by: Option<i64>,
    ground: &Ground,
) -> Result<i32, ModerationError> {
    reaches(ground, post)?;
    match touch {
        Touch::Hide => {
            let was_seen = standing.was_public || standing.state == State::Published;
            let state = match was_seen {
                true => State::Hidden,
                false => State::Rejected,
            };
            set_state(connection, context, post, standing, state)?;
            // What waits because of it would bring it back.
            let about = review::About::Post(post);
            let answered = review::flags_of(connection, about)?;
            review::reject_all_of(connection, context, about, by)?;
            flags::settle(connection, context.now(), about, flags::Outcome::Acted)?;
            let how = (Act::PostHidden, ground);
            let of = (post, standing.state, state);
            let number = recorded::decision(connection, context, how, of, by)?;
            if let Some(item) = answered {
                stack::came_by(connection, number, item)?;
            }
            Ok(number)
        }
        Touch::Mask => {
            let mut original = Original::read(connection, post)?;
            if !original.has_marks() {
                return Err(ModerationError::NothingToMask);
            }
            let how = (Act::PostMasked, ground);
            let of = (post, standing.state, standing.state);
            let number = recorded::decision(connection, context, how, of, by)?;
            original.mask(connection, context, number, post)?;
            let kept = original.seal(connection, context, number, post, ground.is_told())?;
            original.mask_quotes(connection, context, kept, post)?;
            copies::changed(connection, &[post])?;
            if standing.state == State::Published {
                webhooks::happened(connection, context, Event::PostMasked(post))?;
            }
            // What readers said about it may repeat what is masked; the rest is to be read still.
            let (about, gone) = (review::About::Post(post), original.words_gone());
            flags::forget_repeated(connection, context, about, &gone, true)?;
            Ok(number)
        }
    }
}

/// Undoes an act whose appeal was granted. What was decided about the post since, and what its author
/// changed while it was out of sight, stays.
pub(super) fn undo(
    connection: &mut AnyConnection,
    context: &Context,
    act: Act,
    number: i32,
    (post, by): (i64, i64),
) -> Result<Restored, ModerationError> {
    let step = stack::find(connection, number)?;
    trust::given_back(connection, number)?;
    if stack::is_of_words(act) {
        let has_to_wait = match &step {
            Some(step) => waits_again(connection, context, step, by)?,
            None => false,
        };
        let restored = restore(connection, context, number, post)?;
        if let Some(step) = &step {
            stack::take_out(connection, step, context.now())?;
        }
        copies::changed(connection, &[post])?;
        let state: Option<State> = posts::table
            .find(post)
            .select(posts::state)
            .first(connection)
            .optional()?;
        if state == Some(State::Published) {
            webhooks::happened(connection, context, Event::PostEdited(post))?;
        }
        return Ok(match has_to_wait {
            true => Restored::Waiting,
            false => restored,
        });
    }
    let standing = stand(connection, post)?.ok_or(ModerationError::NotFound)?;
    if act != Act::PostHeld {
        spam::unlearn(connection, context, post)?;
    }
    if let Some(step) = step {
        let is_covered = stack::take_out(connection, &step, context.now())?;
        // A rejected publication waits again once its resident changes it.
        let waits = act == Act::PostHeld || standing.state == State::Held;
        if is_covered || waits && standing.is_edited_since(step.at) {
            return Ok(Restored::BesideOthers);
        }
    }
    let out_of_sight = match act {
        Act::PostHeld => standing.state == State::Held,
        _ => matches!(standing.state, State::Hidden | State::Rejected),
    };
    if !out_of_sight {
        return Err(ModerationError::NotNow);
    }
    bring_back(connection, context, post, &standing)?;
    if act == Act::PostHeld {
        again::let_go(connection, context, post, None)?;
    }
    Ok(Restored::Whole)
}

/// Lets everybody see a locked post again. Whoever does it has looked at the files, too.
pub(super) fn bring_back(
    connection: &mut AnyConnection,
    context: &Context,
    post: i64,
    standing: &Standing,
) -> Result<(), ModerationError> {
    attachments::accept_unread(connection, post)?;
    set_state(connection, context, post, standing, State::Published)?;
    published::appeared(connection, context, post)?;
    readers::when_first_seen(connection, context, post)?;
    Ok(())
}

/// Whether a post stands as the moderator saw it; it is held, so that it stays so.
pub(super) fn is_as_seen(
    connection: &mut AnyConnection,
    post: i64,
    seen: &Began,
) -> Result<(), ModerationError> {
    stand(connection, post)?.ok_or(ModerationError::NotFound)?;
    looks_as_seen(connection, post, seen)
}

/// As [`is_as_seen`], without holding it.
pub(super) fn looks_as_seen(
    connection: &mut AnyConnection,
    post: i64,
    seen: &Began,
) -> Result<(), ModerationError> {
    let (opens_topic, title, body): (bool, String, String) = posts::table
        .inner_join(topics::table)
        .filter(posts::id.eq(post))
        .select((posts::opens_topic, topics::title, posts::body))
        .first(connection)?;
    let files = attachments::of_posts(connection, &[post])?.remove(&post);
    let title = opens_topic.then_some(title.as_str());
    if seen.is_not(&stamp(title, &body, &files.unwrap_or_default())) {
        return Err(ModerationError::Changed);
    }
    Ok(())
}

/// One author's consent is no ground to touch another's post.
pub(super) fn reaches(ground: &Ground, post: i64) -> Result<(), ModerationError> {
    let reaches = ground.reaches_post(post);
    reaches
        .then_some(())
        .ok_or(ModerationError::Missing(Missing { part: "ground" }))
}

pub(super) fn is_published(
    connection: &mut AnyConnection,
    post: i64,
) -> Result<Standing, ModerationError> {
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
pub(super) fn set_state(
    connection: &mut AnyConnection,
    context: &Context,
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
    let event = match (was_published, state == State::Published) {
        (true, false) => Event::PostHidden(post),
        // What is public for the first time is told as new.
        (false, true) if standing.was_public => Event::PostRestored(post),
        _ => return Ok(()),
    };
    webhooks::happened(connection, context, event)?;
    Ok(())
}
