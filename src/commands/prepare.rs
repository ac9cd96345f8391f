//! What must stand in the database before the first request: put in at every start, once.

use crate::{
    context::Context,
    db::DbError,
    privacy::{notices, policy},
};

/// Safe to run at every start, and on several nodes at once.
pub async fn prepare(context: &Context) -> Result<(), DbError> {
    policy::put_in(context).await?;
    notices::put_in(context).await
}
