//! Looks for offices that their mails do not reach.

use crate::{
    context::Context,
    offices::{OfficeError, mail_health},
};

/// Looks at all of them, once.
pub async fn once(context: &Context) -> Result<(), OfficeError> {
    mail_health::watch(context).await
}
