//! The forum: boards, topics, posts, their publication and their revisions.
//!
//! Which findings a text has and what is done with them, `text` knows; who decides
//! about a held post, `moderation`. Nothing here knows HTTP.

pub mod address;
pub mod administer;
pub mod again;
pub mod allowance;
pub mod boards;
pub mod catalogue;
pub mod copies;
pub mod cursor;
pub mod drafts;
mod earlier;
pub mod edit;
pub mod erase;
pub mod export;
pub mod files;
pub mod findings;
pub mod flags;
pub mod import;
pub mod judged;
mod language;
pub mod mentions;
pub mod multiply;
pub mod names;
pub mod newest;
pub mod official;
pub mod originals;
pub mod owner;
pub mod posts;
pub mod public_email;
pub mod publish;
pub mod quotes;
pub mod reader;
pub mod reading;
pub mod references;
pub mod regroup;
pub mod revisions;
mod rewriting;
pub mod rules;
pub mod search;
pub mod seed;
pub mod seen;
pub mod stale;
pub mod submission;
pub mod suggested;
pub mod tags;
pub mod topics;
pub mod unattended;
pub mod words_again;

use validator::ValidationErrors;

use crate::{
    accounts::AccountError,
    attachments::AttachmentError,
    db::{DbError, text_enum},
    keys::CannotOpen,
    privacy::erasures::JournalError,
};

text_enum! {
    /// Who can see a topic or a post.
    #[schema(as = PostState)]
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
        /// Nobody: a topic whose posts stand in another now, to which its address leads.
        Merged = "merged",
        /// Nobody, and no tombstone: its author erased it before it was ever public.
        Withdrawn = "withdrawn",
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
    /// One of its files is gone, or could not be read or stored.
    #[error(transparent)]
    Attachment(#[from] AttachmentError),
    /// What was sealed does not open with this secret.
    #[error(transparent)]
    Sealed(#[from] CannotOpen),
    /// Only others may write here, or for this office.
    #[error("this account cannot write here")]
    NotAllowed,
    /// The board is archived or the topic is locked.
    #[error("nobody can write here any more")]
    Closed,
    /// It was public and is no longer.
    #[error("it is no longer there")]
    Gone,
    /// It stands at another address now.
    #[error("it stands elsewhere now")]
    Moved(Moved),
    /// Somebody else changed it since it was read.
    #[error("somebody else changed it meanwhile")]
    Changed,
    /// What was typed breaks a rule; each field with the code of its message.
    #[error("some fields need changing")]
    Invalid(#[from] ValidationErrors),
    /// There is no such post, or it has another key or none: which, nobody is told.
    #[error("there is no post with this key")]
    NoSuchKey,
    #[error("too many attempts")]
    TooMany { seconds: i64 },
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// An edit began from a text that somebody has changed since.
    #[error("the post was changed meanwhile")]
    Stale,
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Where something stands whose address has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Moved {
    /// A board, by its name in addresses.
    Board(String),
    /// A topic, by its id and the words in its address.
    Topic(i64, String),
}

impl From<diesel::result::Error> for ForumError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Db(error.into())
    }
}

impl From<AccountError> for ForumError {
    /// Throttling is the one thing of accounts that can fail here.
    fn from(error: AccountError) -> Self {
        match error {
            AccountError::TooMany { seconds } => Self::TooMany { seconds },
            AccountError::Db(error) => Self::Db(error),
            error => Self::Db(DbError::Unavailable(error.to_string())),
        }
    }
}
