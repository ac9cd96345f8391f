//! Reads which major revisions of the privacy policy the pages tell of: another node may have published one.

use crate::{context::Context, db::DbError, privacy::policy};

/// Reads them once.
pub async fn once(context: &Context) -> Result<(), DbError> {
    policy::know(context).await
}
