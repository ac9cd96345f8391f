//! Deletes what has had its time.

use crate::{
    accounts,
    context::Context,
    moderation::feedback,
    suggestions::{SuggestionError, upkeep},
};

/// Deletes it once: registrations, links, sessions and counted failures of accounts;
/// forms of moderators; submission ids and links of cases.
pub async fn once(context: &Context) -> Result<(), SuggestionError> {
    accounts::expire(context).await?;
    feedback::forget(context).await?;
    upkeep::forget(context).await
}
