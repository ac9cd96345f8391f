//! Reminds moderators of what waits too long for review, and weighs anew what has a day by which it is
//! answered.

use crate::{
    context::Context,
    moderation::{ModerationError, remind, weigh},
};

/// Tells what is to be told now, once, after the queue is in order.
pub async fn once(context: &Context) -> Result<(), ModerationError> {
    weigh::weigh(context).await?;
    remind::remind(context).await
}
