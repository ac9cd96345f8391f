//! Collects the files that nobody needs any more, and the objects that no row names.

use crate::{
    attachments::{self, AttachmentError},
    context::Context,
};

/// Deletes what was discarded or never published.
pub async fn once(context: &Context) -> Result<(), AttachmentError> {
    attachments::collect(context).await
}

/// Looks through all objects for those that no row names.
pub async fn sweep(context: &Context) -> Result<(), AttachmentError> {
    attachments::sweep(context).await
}
