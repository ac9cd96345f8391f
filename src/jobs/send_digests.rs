//! Writes the digests whose time has come.

use crate::{
    context::Context,
    forum::{ForumError, reading::digest},
};

/// Writes all of them, some accounts at a time.
pub async fn once(context: &Context) -> Result<(), ForumError> {
    while digest::write_some(context).await? > 0 {}
    Ok(())
}
