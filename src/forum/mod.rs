//! The forum: boards, topics, posts, their publication and their revisions.
//!
//! Which findings a text has and what is done with them, `text` knows; who decides
//! about a held post, `moderation`. Nothing here knows HTTP.

pub mod boards;
pub mod copies;
pub mod cursor;
pub mod edit;
pub mod findings;
mod language;
pub mod posts;
pub mod publish;
pub mod revisions;
pub mod rules;
pub mod search;
pub mod seed;
pub mod submission;
pub mod topics;

use crate::db::{DbError, text_enum};

text_enum! {
    /// Who can see a topic or a post.
    pub enum State {
        /// Everybody.
        Published = "published",
        /// Its author and moderators, until one of them has looked at it.
        Held = "held",
        /// As held, and it stays so.
        Rejected = "rejected",
        /// As rejected, after it was public.
        Hidden = "hidden",
        /// Nobody: its author erased it, and a tombstone stands in its place.
        Erased = "erased",
    }
}

impl State {
    /// Whether its author can still change it: what a moderator took out of sight stays as it is.
    pub const fn is_alive(self) -> bool {
        matches!(self, Self::Published | Self::Held)
    }
}

/// Why something in the forum was not done.
#[derive(Debug, thiserror::Error)]
pub enum ForumError {
    /// There is no such board, topic or post, or this reader may not see it.
    #[error("there is nothing of that name")]
    NotFound,
    /// The board takes no posts of guests.
    #[error("guests cannot post here")]
    AccountNeeded,
    /// Somebody else's post, or one that cannot be changed.
    #[error("this post cannot be changed by this account")]
    NotYours,
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<diesel::result::Error> for ForumError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Db(error.into())
    }
}
