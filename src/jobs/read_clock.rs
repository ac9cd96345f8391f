//! Asks the database what time it is, where all nodes go by its clock.

use crate::{context::Context, db::DbError};

/// Asks once.
pub async fn once(context: &Context) -> Result<(), DbError> {
    if let Some(said) = context.db.time().await? {
        context.clock.agree(said);
    }
    Ok(())
}
