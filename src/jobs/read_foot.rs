//! Reads which of the operator's own pages the foot of every page leads to: another node may have changed that.

use crate::{city_pages, context::Context, db::DbError};

/// Reads them once.
pub async fn once(context: &Context) -> Result<(), DbError> {
    city_pages::know(context).await
}
