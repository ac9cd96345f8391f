//! Reminds offices of what is due, and tells the office above of what is late.

use crate::{
    context::Context,
    suggestions::{SuggestionError, due},
};

/// Tells what is to be told now, once.
pub async fn once(context: &Context) -> Result<(), SuggestionError> {
    due::remind(context).await
}
