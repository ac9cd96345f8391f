//! Accepts the cases whose e-mail address nobody confirmed in time.

use crate::{
    context::Context,
    suggestions::{SuggestionError, upkeep},
};

/// Accepts what is due, once.
pub async fn once(context: &Context) -> Result<(), SuggestionError> {
    upkeep::accept_unconfirmed(context).await
}
