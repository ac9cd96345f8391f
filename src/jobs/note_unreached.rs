//! Notes in cases and at requests about personal data that mails to their residents did not arrive.

use crate::{
    context::Context,
    requests::{self, RequestError},
    suggestions::{SuggestionError, came_back},
};

/// Why not all was noted.
#[derive(Debug, thiserror::Error)]
pub enum UnreachedError {
    #[error(transparent)]
    Suggestions(#[from] SuggestionError),
    #[error(transparent)]
    Requests(#[from] RequestError),
}

/// Looks for all that stands nowhere yet, once.
pub async fn once(context: &Context) -> Result<(), UnreachedError> {
    came_back::note(context).await?;
    requests::note_undelivered(context).await?;
    Ok(())
}
