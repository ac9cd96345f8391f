//! Taking a published post back into review, and bringing a hidden one back.

use super::{
    ModerationError,
    acts::{bring_back, is_as_seen, is_published, reaches, set_state},
    appeals,
    reached::Reached,
    recorded, stack, stand,
    undo::{AsItWas, is_of_others},
};
use crate::{
    accounts::Member,
    context::Context,
    forum::{State, stale::Began},
    privacy::{
        ground::{AsGiven, Ground},
        ledger::Act,
        reason::Because,
    },
    review::{self, Kind},
    spam, trust,
    webhooks::{self, Event},
};

/// Takes a published post out of sight until a moderator has looked at it once more; an opening post
/// takes its topic with it. `seen` as for [`super::acts::hide`].
pub async fn hold(
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
            let post = Reached::post(connection, by, post)?.id();
            is_as_seen(connection, post, &seen)?;
            let standing = is_published(connection, post)?;
            reaches(&ground, post)?;
            set_state(connection, &cx, post, &standing, State::Held)?;
            review::enqueue(connection, cx.now(), Kind::HeldAgain, post)?;
            let event = Event::ItemOpened(Kind::HeldAgain.as_str());
            webhooks::happened(connection, &cx, event)?;
            let how = (Act::PostHeld, &ground);
            let of = (post, State::Published, State::Held);
            recorded::decision(connection, &cx, how, of, Some(by))?;
            Ok(())
        })
        .await
}

/// Brings a hidden post back as its author gave it, whoever hid it.
///
/// [`ModerationError::NotNow`] where it is not hidden, or a moderator cannot take back why it is;
/// [`ModerationError::Appealed`] where its author appealed, and somebody else decides.
pub async fn restore(
    context: &Context,
    moderator: &Member,
    post: i64,
    why: Because,
) -> Result<(), ModerationError> {
    let (by, cx) = (moderator.id, context.clone());
    context
        .db
        .write(move |connection| {
            let post = Reached::post(connection, by, post)?.id();
            let standing = stand(connection, post)?.ok_or(ModerationError::NotFound)?;
            is_of_others(connection, post, by)?;
            let steps = stack::of_post(connection, post)?;
            let top = stack::top(&steps).filter(|top| !top.firm);
            let top = top.ok_or(ModerationError::NotNow)?;
            if standing.state != State::Hidden || top.became != State::Hidden {
                return Err(ModerationError::NotNow);
            }
            if appeals::waits(connection, top.number)? {
                return Err(ModerationError::Appealed);
            }
            bring_back(connection, &cx, post, &standing)?;
            let ground = Ground::AsGiven(AsGiven::new(&AsItWas { post }, Some(why)));
            let how = (Act::PostRestored, &ground);
            let of = (post, State::Hidden, State::Published);
            recorded::decision(connection, &cx, how, of, Some(by))?;
            trust::given_back(connection, top.number)?;
            Ok(spam::unlearn(connection, &cx, post)?)
        })
        .await
}
