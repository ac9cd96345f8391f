//! What people may ask about their data: see it, take it along, erase it, object, and be
//! taken out of what others wrote; giving a case's data to a third party, and telling people
//! whose data got out.
//!
//! Which tables hold what, the inventory knows; what is done to a post on somebody else's
//! request is an act of `moderation`.

pub mod address;
mod affected;
pub mod agreements;
pub mod breach;
mod breach_letters;
pub mod consents;
pub mod disclosure;
pub mod erase;
pub mod export;
mod field;
mod refused;

use crate::{
    accounts::AccountError,
    db::DbError,
    events::EventError,
    forum::ForumError,
    keys::CannotOpen,
    objects::StoreError,
    privacy::{erasures::JournalError, inventory::HeldError},
    published::{PublishedError, support::SupportError},
    requests::RequestError,
    suggestions::SuggestionError,
};

pub use field::{Field, Fields};
pub use refused::DisclosureError;

/// Why it was not done.
#[derive(Debug, thiserror::Error)]
pub enum RightsError {
    #[error("there is nothing of that name")]
    NotFound,
    /// An account with duties for the city is erased by its administrator.
    #[error("an account with a role for the city is not erased by itself")]
    HasDuties,
    #[error(transparent)]
    Journal(#[from] JournalError),
    #[error("the archive cannot be made: {0}")]
    Archive(std::io::Error),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Account(#[from] AccountError),
    #[error(transparent)]
    Forum(#[from] ForumError),
    #[error(transparent)]
    Request(#[from] RequestError),
    #[error(transparent)]
    Suggestion(#[from] SuggestionError),
    #[error(transparent)]
    Published(#[from] PublishedError),
    #[error(transparent)]
    Event(#[from] EventError),
    #[error(transparent)]
    Support(#[from] SupportError),
    #[error(transparent)]
    Held(#[from] HeldError),
    #[error(transparent)]
    Sealed(#[from] CannotOpen),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<diesel::result::Error> for RightsError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Db(error.into())
    }
}
