//! Erases what people gave to sign up for events, on the day they were told.

use crate::{
    context::Context,
    events::{EventError, sign_up},
};

/// Erases what is due, once.
pub async fn once(context: &Context) -> Result<(), EventError> {
    sign_up::erase(context).await?;
    Ok(())
}
