//! A copy of the city, and the city again from a copy, which forgets what was erased since.
//!
//! How a database is copied, `db` knows; how a line of the erasure journal is carried out, the
//! room of its subject. Keys and journals are in no copy.

mod make;
mod manifest;
pub mod replay;
mod restore;

use std::{io, path::PathBuf};

pub use self::{
    make::make,
    restore::{Restored, restore},
};
use crate::{
    attachments::AttachmentError,
    db::{DbError, copy::CopyError},
    moderation::ModerationError,
    objects::StoreError,
    offices::OfficeError,
    privacy::erasures::JournalError,
    rights::RightsError,
};

/// The folder of the attachments in a backup.
const ATTACHMENTS: &str = "attachments";

/// Why it was not done.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error("{}: {error}", .path.display())]
    Unread { path: PathBuf, error: JournalError },
    #[error(
        "the backup knows of an erasure journal that is not among the files ({0}); name the \
         journals of all nodes after --erasures or, where this one is lost for good, its number \
         after --lost: what only it named comes back"
    )]
    JournalMissing(String),
    #[error("{} is no finished backup: it has no readable manifest.json", .0.display())]
    NoBackup(PathBuf),
    #[error("the backup has a form that this program does not know ({0}); use a newer one")]
    Format(u32),
    #[error("{0} is missing or is not as it was written; nothing was restored")]
    Changed(String),
    #[error("the backup is of the other kind of database; nothing was restored")]
    OtherDatabase,
    #[error("{0} is not empty; nothing was changed")]
    NotEmpty(String),
    #[error("the work ended by itself")]
    Panicked,
    #[error(transparent)]
    Io(#[from] io::Error),
    #[error(transparent)]
    Copy(#[from] CopyError),
    #[error(transparent)]
    Journal(#[from] JournalError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Attachment(#[from] AttachmentError),
    #[error(transparent)]
    Office(#[from] OfficeError),
    #[error(transparent)]
    Rights(#[from] RightsError),
    #[error(transparent)]
    Moderation(#[from] ModerationError),
    #[error(transparent)]
    Db(#[from] DbError),
}
