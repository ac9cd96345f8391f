//! Files that people add to what they write: checked by what they hold, made anew without
//! their metadata, stored, and collected when nobody needs them.
//!
//! `upload` takes one in and keeps it as pending, known by a token; a room above attaches it to
//! what it belongs to in its own transaction. Whether the texts in it may be published, and who
//! may read it, is decided there; nothing here knows the forum or HTTP.

mod case_rows;
mod collect;
mod document;
mod document_colours;
mod document_content;
mod document_parts;
mod document_text;
mod file_name;
mod kind;
mod logo;
mod metadata;
mod moving;
mod picture;
mod plain;
mod rows;
mod upload;
mod verify;

pub use self::{
    case_rows::{CaseFile, Enclosed, count, enclose, of_case, take},
    collect::{collect, sweep},
    kind::{Kind, Variant},
    logo::{Drawn, read_logo},
    rows::{
        Attached, Kept, Stored, accept_unread, attach, discard, discard_of_posts,
        discard_pending_of, find, find_also_withheld, forget_writers, hold_for_draft, of_account,
        of_posts, put_back, rename, withhold,
    },
    upload::{
        Chosen, Incoming, choose, clean_alt, discard_unnamed, kept_of, kept_of_posts, let_go,
        token_hashes, upload, withheld_places,
    },
    verify::{Whose, Wrong, verify},
};

use chrono::TimeDelta;

use crate::{db::DbError, objects::StoreError};

/// How many files one post or suggestion may have.
pub const MOST: usize = 5;
/// The longest name that a file keeps, and the longest description of a picture, in characters.
pub const LONGEST_NAME: usize = 100;
pub const LONGEST_ALT: usize = 300;
/// How long what was uploaded waits for its post; what a draft names waits as long as the draft.
pub const PENDING: TimeDelta = TimeDelta::hours(24);
/// As [`PENDING`], for what somebody without an account uploaded.
pub const PENDING_OF_GUESTS: TimeDelta = TimeDelta::hours(2);
/// How much of a file's text is looked at, in characters. A longer text file is not taken; a
/// longer document is held, as one that could not be read.
const MOST_TEXT: usize = 100_000;

/// What is wrong with a file, for its owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("the file is larger than is taken")]
    TooLarge,
    #[error("the file is empty")]
    Empty,
    /// None of the kinds that are taken, whatever its name says.
    #[error("the file is of no kind that is taken")]
    Unknown,
    #[error("the picture has more pixels than are taken")]
    TooManyPixels,
    #[error("the picture has more frames than are taken")]
    TooManyFrames,
    #[error("the text is longer than is taken")]
    TooLong,
    /// Behind a password nothing can be read or taken out.
    #[error("the document is locked")]
    Locked,
    /// Larger inside than any document that people write.
    #[error("the document is too complex")]
    TooComplex,
    #[error("the file cannot be read")]
    Damaged,
}

impl Refused {
    /// A stable word for programs; its message is `invalid-CODE`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooLarge => "file-too-large",
            Self::Empty => "file-empty",
            Self::Unknown => "file-unknown",
            Self::TooManyPixels => "file-too-many-pixels",
            Self::TooManyFrames => "file-too-many-frames",
            Self::TooLong => "file-too-long",
            Self::Locked => "file-locked",
            Self::TooComplex => "file-too-complex",
            Self::Damaged => "file-damaged",
        }
    }
}

/// Why a file was not taken in or found.
#[derive(Debug, thiserror::Error)]
pub enum AttachmentError {
    #[error(transparent)]
    Refused(#[from] Refused),
    /// Its owner has more that waits than is sensible.
    #[error("too many uploads wait")]
    TooMany,
    /// There is no such upload (any more).
    #[error("there is no such upload")]
    Gone,
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<diesel::result::Error> for AttachmentError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Db(error.into())
    }
}
