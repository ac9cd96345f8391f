//! Reminds the office that gets what no rule names of mails that wait too long for a place.

use crate::{
    context::Context,
    suggestions::{SuggestionError, unplaced::remind},
};

/// Tells what is to be told now, once.
pub async fn once(context: &Context) -> Result<(), SuggestionError> {
    remind::remind(context).await
}
