//! What somebody who is named in a post asked the privacy officer for: done to the post and
//! answered, in one transaction.

use super::{
    ModerationError,
    acts::{self, Touch},
    stand,
};
use crate::{
    accounts::Member,
    context::Context,
    privacy::{
        Private,
        ground::{Complaint, Ground, LONGEST},
    },
    requests,
};

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
            // The post is locked before what is asked about it.
            stand(connection, post)?.ok_or(ModerationError::NotFound)?;
            let asked = requests::hold(connection, &cx, request)?;
            let complaint: String = asked.words().chars().take(LONGEST).collect();
            let ground = Complaint::in_confidence(&complaint).map(Ground::ProtectingOthers)?;
            match acts::touch_wherever(connection, &cx, touch, post, by, &ground) {
                Ok(()) | Err(ModerationError::NotNow) => {}
                Err(error) => return Err(error),
            }
            Ok(requests::settle(connection, &cx, request, true, &answer)?)
        })
        .await
}
