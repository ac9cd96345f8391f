//! Writes the digests whose time has come.

use crate::{
    context::Context,
    forum::{ForumError, reading::digest},
    suggestions::{self, SuggestionError},
};

/// Why some digests were not written; they wait.
#[derive(Debug, thiserror::Error)]
pub enum DigestError {
    #[error("of the forum: {0}")]
    Forum(#[from] ForumError),
    #[error("of cases: {0}")]
    Cases(#[from] SuggestionError),
}

/// Writes all of them, some accounts at a time. Where one sort fails, the others are written all the
/// same. Those of own cases come first: the forum's note the day.
pub async fn once(context: &Context) -> Result<(), DigestError> {
    let of_own = suggestions::digest::own::write_all(context).await;
    let of_forum = forum(context).await;
    suggestions::digest::write_all(context).await?;
    of_own?;
    Ok(of_forum?)
}

async fn forum(context: &Context) -> Result<(), ForumError> {
    while digest::write_some(context).await? > 0 {}
    Ok(())
}
