//! Makes texts again that an older pipeline made: one batch a round, so that mails and all
//! else go on meanwhile.

use crate::{
    context::Context,
    forum::{ForumError, again, reading::profiles},
};

/// One batch of posts, then of profiles; when none is left, the authors are told what was found.
pub async fn once(context: &Context) -> Result<(), ForumError> {
    if again::batch(context).await? == 0 && profiles::again(context).await? == 0 {
        again::tell(context).await?;
    }
    Ok(())
}
