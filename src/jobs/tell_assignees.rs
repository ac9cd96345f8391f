//! Tells colleagues which cases others gave them to handle.

use crate::{
    context::Context,
    suggestions::{SuggestionError, assigned},
};

/// Tells all of them, once.
pub async fn once(context: &Context) -> Result<(), SuggestionError> {
    assigned::tell(context).await
}
