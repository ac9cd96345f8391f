//! Erases who has voted, of polls that have closed.

use crate::{
    context::Context,
    polls::{self, PollError},
    privacy::ground::{Consented, Ground},
};

/// Erases it once.
pub async fn once(context: &Context) -> Result<(), PollError> {
    let ground = Ground::OwnersConsent(Consented::Schedule);
    polls::settle(context, &ground).await
}
