//! Deletes what has had its time.

use crate::{accounts, context::Context, db::DbError};

/// Deletes it once: registrations, links, sessions and counted failures of accounts.
pub async fn once(context: &Context) -> Result<(), DbError> {
    accounts::expire(context).await
}
