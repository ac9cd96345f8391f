//! Why data was not given to a third party, or a breach not told.

use validator::ValidationErrors;

use super::Field;
use crate::{
    db::DbError,
    keys::CannotOpen,
    privacy::{approval::ApprovalError, ground::Missing},
};

/// Why nothing was given, agreed, approved or sent; nothing was changed then.
#[derive(Debug, thiserror::Error)]
pub enum DisclosureError {
    /// What was typed breaks a rule; each field with the code of its message.
    #[error("some fields need changing")]
    Invalid(#[from] ValidationErrors),
    #[error(transparent)]
    Missing(#[from] Missing),
    /// There is no such agreement, case or approval.
    #[error("there is nothing of that name")]
    NotFound,
    /// There is no case with this reference.
    #[error("there is no case with this reference")]
    NoSuchCase,
    /// The agreement begins on a later day.
    #[error("the agreement is not valid yet")]
    NotYet,
    /// The agreement has run out or was ended.
    #[error("the agreement is not valid any more")]
    Expired,
    /// It is in force, has run out, or was ended: it is not changed any more.
    #[error("the agreement is not changed any more")]
    InForce,
    /// Somebody else changed it since it was read.
    #[error("the agreement was changed meanwhile")]
    Changed,
    #[error("the agreement does not name {}", .0.as_str())]
    NotNamed(Field),
    /// The resident did not allow that contact data is shared.
    #[error("its owner does not share {}", .0.as_str())]
    NotShared(Field),
    /// No consent stands for it: none was given, or it was withdrawn.
    #[error("no consent stands for {}", .0.as_str())]
    NoConsent(Field),
    /// The notice that its owner agreed to did not name agreements yet.
    #[error("the notice that was agreed to does not name agreements: {}", .0.as_str())]
    NotTold(Field),
    /// Nobody confirmed the address: it may be somebody else's.
    #[error("the address is not confirmed: {}", .0.as_str())]
    Unconfirmed(Field),
    /// Its resident asked that the closed case be used no more.
    #[error("the case is restricted")]
    Restricted,
    /// There is none, nobody else gave it, it is for something else, or it was used.
    #[error("there is no approval for this")]
    NotApproved,
    /// The request was answered otherwise, or its time has ended.
    #[error("the request waits no more")]
    NotWaiting,
    /// Whoever asked for an approval cannot give it.
    #[error("a second person must approve")]
    SamePerson,
    #[error(transparent)]
    Sealed(#[from] CannotOpen),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<diesel::result::Error> for DisclosureError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Db(error.into())
    }
}

impl From<ApprovalError> for DisclosureError {
    fn from(error: ApprovalError) -> Self {
        match error {
            ApprovalError::Missing(missing) => Self::Missing(missing),
            ApprovalError::SamePerson => Self::SamePerson,
            ApprovalError::None => Self::NotApproved,
            ApprovalError::NotWaiting => Self::NotWaiting,
            ApprovalError::Sealed(error) => Self::Sealed(error),
            ApprovalError::Db(error) => Self::Db(error),
        }
    }
}
