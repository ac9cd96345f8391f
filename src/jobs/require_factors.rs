//! Holds a second factor that a role needs to who is logged on already.

use crate::{accounts::factors::grace, context::Context, db::DbError};

/// Looks once whose sessions serve longer than they may without one.
pub async fn once(context: &Context) -> Result<(), DbError> {
    let held = grace::hold_sessions(context).await?;
    if held > 0 {
        tracing::info!(
            held,
            "sessions without a second factor that is needed end earlier"
        );
    }
    Ok(())
}
