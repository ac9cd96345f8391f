//! Makes the anonymous open data anew every day, and whenever a file is missing.

use crate::{context::Context, db::DbError, open_data};

/// Makes it, unless all of it was made today.
pub async fn once(context: &Context) -> Result<(), DbError> {
    open_data::refresh_daily(context).await
}
