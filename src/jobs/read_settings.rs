//! Looks whether something was set on a page, perhaps by way of another node, and lets it hold here.

use crate::{context::Current, db::DbError, settings};

/// Looks once.
pub async fn once(current: &Current) -> Result<(), DbError> {
    settings::take_up(current).await
}
