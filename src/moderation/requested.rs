//! What somebody who is named in a post asked the privacy officer for: done to the post and
//! answered, in one transaction.

use std::collections::HashMap;

use diesel::prelude::*;

use super::{
    ModerationError, ShownPost,
    acts::{self, Touch},
    queue::shown_posts,
    stand,
};
use crate::{
    accounts::Member,
    context::Context,
    db::{
        AnyConnection,
        schema::{accounts, posts},
    },
    forum::State,
    privacy::{
        Private,
        erasures::{self, Line, Requested},
        ground::{Complaint, Ground, LONGEST},
    },
    requests::{self, Request},
};

/// What stands for the complaint where a restored backup does not hold it any more.
const AGAIN: &str = "As somebody who is named in it asked before a backup was restored.";

/// The posts that these requests are about as they stand, wherever that is; nothing of what is gone for
/// good.
pub async fn posts_of(
    context: &Context,
    requests: &[Request],
) -> Result<HashMap<i64, ShownPost>, ModerationError> {
    let ids: Vec<i64> = requests.iter().filter_map(|request| request.post).collect();
    let shown = context
        .db
        .read(move |connection| Ok::<_, ModerationError>(shown_posts(connection, &ids)?))
        .await?;
    let gone = |state| matches!(state, State::Erased | State::Withdrawn | State::Merged);
    let there = shown.into_iter().filter(|one| !gone(one.post.state));
    Ok(there.map(|one| (one.post.id, one)).collect())
}

/// Masks or hides the post that a request is about, on the ground of its complaint, and grants
/// the request with this answer. Where anything fails, nothing was done.
///
/// A post that is gone for good is what was asked for; one that is out of sight for now is masked
/// where it stands, or waits no more.
pub async fn answer(
    context: &Context,
    officer: &Member,
    request: i64,
    touch: Touch,
    answer: Private<String>,
) -> Result<(), ModerationError> {
    let (cx, by) = (context.clone(), officer.id);
    context
        .db
        .write(move |connection| {
            let post = requests::post_of(connection, request)?;
            let post = post.ok_or(ModerationError::NotFound)?;
            // The post is held before what is asked about it.
            stand(connection, post)?.ok_or(ModerationError::NotFound)?;
            let asked = requests::hold(connection, &cx, by, request)?;
            let complaint: String = asked.words().chars().take(LONGEST).collect();
            let ground =
                Complaint::in_confidence(request, &complaint).map(Ground::ProtectingOthers)?;
            let touched =
                match acts::touch_wherever(connection, &cx, touch, post, Some(by), &ground) {
                    Ok(()) => true,
                    Err(ModerationError::NotNow) => false,
                    Err(error) => return Err(error),
                };
            requests::settle(connection, &cx, (request, by), true, &answer)?;
            if touched {
                let done = match touch {
                    Touch::Mask => Requested::Mask { post, by },
                    Touch::Hide => Requested::Hide { post, by },
                };
                erasures::append::<ModerationError>(connection, &cx, done)?;
            }
            Ok(())
        })
        .await
}

/// Does to a post again what was done at `at`, in the caller's transaction: after a backup was
/// restored. Its author is told and may appeal as before. Gives whether there was anything.
///
/// What moderators did without such a request is not done again: each of those acts stands on a
/// ground in words, which the journal does not hold.
pub fn again(
    connection: &mut AnyConnection,
    context: &Context,
    line: &Line,
    requested: Requested,
) -> Result<bool, ModerationError> {
    let at = line.at;
    let (touch, post, by) = match requested {
        Requested::Mask { post, by } => (Touch::Mask, post, by),
        Requested::Hide { post, by } => (Touch::Hide, post, by),
    };
    let meant: i64 = posts::table
        .find(post)
        .filter(posts::created_at.le(at))
        .count()
        .get_result(connection)?;
    if meant == 0 {
        return Ok(false);
    }
    let officer: Option<i64> = accounts::table
        .find(by)
        .filter(accounts::created_at.le(at))
        .select(accounts::id)
        .first(connection)
        .optional()?;
    let ground = Complaint::again(line, AGAIN).map(Ground::ProtectingOthers)?;
    match acts::touch_wherever(connection, context, touch, post, officer, &ground) {
        Ok(()) => Ok(true),
        Err(
            ModerationError::NotNow | ModerationError::OutOfSight | ModerationError::NothingToMask,
        ) => Ok(false),
        Err(error) => Err(error),
    }
}
