//! Closes the cases whose days after the answer are over.

use crate::{
    context::Context,
    suggestions::{SuggestionError, upkeep},
};

/// Closes what is due, once.
pub async fn once(context: &Context) -> Result<(), SuggestionError> {
    upkeep::close_answered(context).await
}
