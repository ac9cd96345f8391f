//! Notes in cases that mails to their residents did not arrive.

use crate::{
    context::Context,
    suggestions::{SuggestionError, came_back},
};

/// Looks for all that stands nowhere yet, once.
pub async fn once(context: &Context) -> Result<(), SuggestionError> {
    came_back::note(context).await
}
