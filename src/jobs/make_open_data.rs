//! Makes the anonymous open data anew every day.

use crate::{context::Context, db::DbError, open_data};

/// Makes it, unless it was made today.
pub async fn once(context: &Context) -> Result<(), DbError> {
    open_data::refresh_daily(context).await
}
