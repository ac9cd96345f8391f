//! Reads the working days, which a command or another node may have changed.

use crate::{
    context::Context,
    offices::{OfficeError, days},
};

/// Reads them once.
pub async fn once(context: &Context) -> Result<(), OfficeError> {
    days::know(context).await
}
