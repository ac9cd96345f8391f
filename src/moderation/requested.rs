//! What somebody who is named in a post asked the privacy officer for: done to the post and
//! answered, in one transaction.

use super::{
    ModerationError,
    acts::{self, Touch},
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
/// A post that is out of sight already is what was asked for.
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
            let asked = requests::hold(connection, &cx, by, request)?;
            let post = asked.post.ok_or(ModerationError::NotFound)?;
            let complaint: String = asked.words().chars().take(LONGEST).collect();
            let ground =
                Complaint::in_confidence(request, &complaint).map(Ground::ProtectingOthers)?;
            match acts::touch(connection, &cx, touch, post, by, &ground) {
                Ok(()) | Err(ModerationError::NotNow) => {}
                Err(error) => return Err(error),
            }
            Ok(requests::settle(connection, &cx, request, true, &answer)?)
        })
        .await
}
