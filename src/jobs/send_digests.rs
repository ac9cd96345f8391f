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

/// Writes all of them, some accounts at a time. Where those of the forum fail, those of offices are
/// written all the same.
pub async fn once(context: &Context) -> Result<(), DigestError> {
    suggestions::digest::own::write_all(context).await?;
    let of_forum = forum(context).await;
    suggestions::digest::write_all(context).await?;
    Ok(of_forum?)
}

async fn forum(context: &Context) -> Result<(), ForumError> {
    while digest::write_some(context).await? > 0 {}
    Ok(())
}
