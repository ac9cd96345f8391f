//! Accepts the cases whose e-mail address nobody confirmed in time.

use crate::{
    context::Context,
    privacy::ground::{Consented, Ground},
    suggestions::{SuggestionError, upkeep},
};

/// Accepts what is due, once.
pub async fn once(context: &Context) -> Result<(), SuggestionError> {
    // The notice told that an address which nobody confirms is erased.
    let ground = Ground::OwnersConsent(Consented::Schedule);
    upkeep::accept_unconfirmed(context, ground).await
}
