//! Circumstance (1) for posts: hiding or masking one because an investigation demands it.
//!
//! A moderator asks, naming the agency and its document; a second person approves it for
//! exactly this post and act; whoever carries it out uses the approval up in the same
//! transaction. What it does to the post, `acts` knows.

use diesel::QueryResult;

use super::{
    ModerationError,
    acts::{self, Touch},
    original::Original,
    reached::Reached,
};
use crate::{
    accounts::Member,
    context::Context,
    db::AnyConnection,
    privacy::{
        approval::{self, Request},
        ground::{Ground, Investigation},
    },
};

/// The act that an approval is asked for: this post, and this and nothing else done to it.
fn act(touch: Touch, post: i64) -> String {
    format!("{} post {post}", touch.as_str())
}

/// Reads an approval's act.
pub fn of_act(act: &str) -> Option<(Touch, i64)> {
    let (touch, post) = act.split_once(" post ")?;
    Some((touch.parse().ok()?, post.parse().ok()?))
}

/// Asks for a second person's approval; gives the request's id. Nothing is done to the post.
///
/// [`ModerationError::Missing`] names the part that is missing: `agency` or `document`.
pub async fn ask(
    context: &Context,
    by: &Member,
    post: i64,
    touch: Touch,
    agency: &str,
    document: &str,
) -> Result<i64, ModerationError> {
    let moderator = by.id;
    let has_marks = context
        .db
        .read(move |connection| {
            let post = Reached::post(connection, moderator, post)?.id();
            acts::looks_published(connection, post)?;
            Ok::<_, ModerationError>(Original::read(connection, post)?.has_marks())
        })
        .await?;
    if touch == Touch::Mask && !has_marks {
        return Err(ModerationError::NothingToMask);
    }
    Ok(approval::request(context, by.id, agency, document, act(touch, post)).await?)
}

/// Whether this person approved what an investigation did to a post.
pub(super) fn has_approved(
    connection: &mut AnyConnection,
    by: i64,
    post: i64,
) -> QueryResult<bool> {
    let acts = [Touch::Hide, Touch::Mask].map(|touch| act(touch, post));
    approval::has_approved(connection, by, acts.into())
}

/// What was asked for about a post, oldest first.
pub async fn of_post(
    context: &Context,
    by: &Member,
    post: i64,
) -> Result<Vec<(Touch, Request)>, ModerationError> {
    let moderator = by.id;
    let reached = context
        .db
        .read(move |connection| Reached::post(connection, moderator, post));
    let post = reached.await?.id();
    let mut all = Vec::new();
    for touch in [Touch::Hide, Touch::Mask] {
        let asked = approval::for_act(context, act(touch, post)).await?;
        all.extend(asked.into_iter().map(|request| (touch, request)));
    }
    all.sort_by_key(|(_, request)| request.id);
    Ok(all)
}

/// Does to the post what was approved, and uses the approval up.
///
/// [`ModerationError::NotApproved`] unless somebody else approved exactly this, it was not used,
/// and its time has not ended.
pub async fn carry_out(
    context: &Context,
    by: &Member,
    post: i64,
    touch: Touch,
    approval: i64,
) -> Result<(), ModerationError> {
    let (cx, by) = (context.clone(), by.id);
    context
        .db
        .write(move |connection| {
            let post = Reached::post(connection, by, post)?;
            let act = act(touch, post.id());
            let approval = approval::take(connection, cx.now(), approval, &act)?;
            let ground = Ground::Investigation(Investigation::new(approval));
            acts::touch(connection, &cx, touch, post, &ground)
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_act_is_read_back_and_nothing_else_is() {
        for touch in [Touch::Hide, Touch::Mask] {
            assert_eq!(of_act(&act(touch, 12)), Some((touch, 12)));
        }
        for other in [
            "disclose KH-2026-000001-8 text",
            "hide post",
            "burn post 1",
            "hide post x",
        ] {
            assert_eq!(of_act(other), None, "{other}");
        }
    }
}
