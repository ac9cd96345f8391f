//! Reads the offices' contacts, which are nobody's personal data: a command or another node may have
//! changed them.

use crate::{
    context::Context,
    offices::{self, OfficeError},
};

/// Reads them once.
pub async fn once(context: &Context) -> Result<(), OfficeError> {
    context.know_officials(offices::officials(context).await?);
    Ok(())
}
