//! Erases who has voted, of polls that have closed.

use crate::{
    context::Context,
    polls::{self, PollError},
};

/// Erases it once.
pub async fn once(context: &Context) -> Result<(), PollError> {
    polls::settle(context).await
}
