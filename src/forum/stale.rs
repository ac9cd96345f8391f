//! Edits that began from a text which somebody has changed since: in another tab, or by a
//! moderator's act. Nothing is written then; whoever edits sees both and decides.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};

use super::{
    ForumError, edit,
    owner::Owner,
    posts::Post,
    revisions::{self, Piece},
    topics::Topic,
};
pub use crate::began::Began;
use crate::{attachments::Attached, context::Context};

/// Bytes of a stamp.
const LENGTH: usize = 15;

/// The present text of a post, and what saving another over it would change.
pub struct Meanwhile {
    pub topic: Topic,
    pub post: Post,
    /// Of the present text: an edit that begins from it.
    pub stamp: String,
    /// Where the post opens its topic.
    pub title: Option<Vec<Piece>>,
    pub body: Vec<Piece>,
}

/// Says which text and files an edit began from: equal for equal ones.
pub fn stamp(title: Option<&str>, body: &str, files: &[Attached]) -> String {
    let mut hash = Sha256::new();
    hash.update(title.unwrap_or_default().as_bytes());
    hash.update([0]);
    hash.update(body.as_bytes());
    for file in files {
        hash.update([0]);
        hash.update(file.id.to_be_bytes());
        hash.update(file.alt.as_bytes());
    }
    URL_SAFE_NO_PAD.encode(&hash.finalize()[..LENGTH])
}

impl Post {
    /// Of what it is at present; `title` is its topic's.
    pub fn stamp(&self, title: &str) -> String {
        stamp(self.opens_topic.then_some(title), &self.body, &self.files)
    }
}

/// What stands in the post now, beside what its author wrote.
pub async fn meanwhile(
    context: &Context,
    owner: &Owner,
    title: Option<&str>,
    body: &str,
) -> Result<Meanwhile, ForumError> {
    let (topic, post) = edit::find(context, owner).await?;
    let (old, new) = (post.body.clone(), body.to_owned());
    let titles = title
        .filter(|_| post.opens_topic)
        .map(|title| (topic.title.clone(), title.to_owned()));
    let marks = revisions::marks(&topic, &post);
    let (title, body) = crate::threads::blocking(move || {
        let title = titles.map(|(old, new)| revisions::difference(&old, &new, &marks));
        (title, revisions::difference(&old, &new, &marks))
    })
    .await
    .map_err(|_| crate::db::DbError::Panicked)?;
    Ok(Meanwhile {
        stamp: post.stamp(&topic.title),
        topic,
        post,
        title,
        body,
    })
}
