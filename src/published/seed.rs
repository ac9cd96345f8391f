//! Suggestions that are published in a demo city: the same detector and the same masks as
//! everybody's; only the review is left out.

use super::{
    PublishedError,
    send::{agree, store},
};
use crate::{
    context::Context,
    forum::{seed, suggested, unattended::Unsettled},
    i18n::Lang,
};

/// Why a suggestion of the demo was not published.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    #[error(transparent)]
    Unsettled(#[from] Unsettled),
    #[error(transparent)]
    Published(#[from] PublishedError),
}

/// Publishes a case under these words, as if it had been then; gives its topic. The notice is
/// today's: there was no other.
pub async fn seed(
    context: &Context,
    then: &Context,
    case: i64,
    (title, body, language): (String, String, Lang),
) -> Result<i64, SeedError> {
    let publication = seed::suggestion(context, title, body, language).await?;
    let (cx, then) = (context.clone(), then.clone());
    let posted = context
        .db
        .write(move |connection| {
            let board = suggested::hold(connection, None, &publication)?
                .ok_or(PublishedError::NotOffered)?;
            let of = (case, agree(connection, &cx, case, language)?);
            store(
                connection,
                &then,
                of,
                board,
                &publication,
                (language, then.now()),
                None,
            )
        })
        .await?;
    Ok(posted.topic())
}
