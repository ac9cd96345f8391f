//! Writes the letters about breaches that were sent, batch by batch.

use crate::{
    context::Context,
    rights::{DisclosureError, breach},
};

/// Writes a batch; gives whether there may be more.
pub async fn once(context: &Context) -> Result<bool, DisclosureError> {
    breach::write_letters(context).await
}
