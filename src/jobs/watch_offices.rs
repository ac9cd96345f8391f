//! Looks for offices that their mails do not reach, and passes their cases on.

use crate::{
    context::Context,
    offices::mail_health,
    suggestions::{SuggestionError, pass_on},
};

/// Looks at all of them, once.
pub async fn once(context: &Context) -> Result<(), SuggestionError> {
    mail_health::watch(context).await?;
    pass_on::pass_on(context).await
}
