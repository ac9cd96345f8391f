//! Counts how many support each published suggestion.

use crate::{context::Context, db::DbError, published::support};

/// Counts once.
pub async fn once(context: &Context) -> Result<(), DbError> {
    support::count(context).await
}
