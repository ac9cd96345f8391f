//! Reminds moderators of what waits too long for review.

use crate::{
    context::Context,
    moderation::{ModerationError, remind},
};

/// Tells what is to be told now, once.
pub async fn once(context: &Context) -> Result<(), ModerationError> {
    remind::remind(context).await
}
