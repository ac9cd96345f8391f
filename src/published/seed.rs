//! Suggestions that are published in a demo city: the same detector and the same masks as
//! everybody's; only the review is left out.

use super::{PublishedError, send::store};
use crate::{
    context::Context,
    forum::{seed, unattended::Unsettled},
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

/// Publishes a case under these words at the context's moment; gives its topic.
pub async fn seed(
    context: &Context,
    case: i64,
    (title, body, language): (String, String, Lang),
) -> Result<i64, SeedError> {
    let publication = seed::suggestion(context, title, body, language).await?;
    let cx = context.clone();
    let posted = context
        .db
        .write(move |connection| {
            let at = (language, cx.now());
            store(connection, &cx, case, &publication, at, None)
        })
        .await?;
    Ok(posted.topic())
}
