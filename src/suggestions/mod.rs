//! The suggestion box: what residents put in, the case that it becomes, and its
//! append-only file.
//!
//! Which office is responsible and how days are counted is in `offices`. Text
//! and contact details of a case are covered data and never public here; what a resident
//! publishes of it is in `published`.

pub mod acts;
pub mod ask;
pub mod assign;
pub mod assigned;
mod automatic;
pub mod bulk;
pub mod came_back;
mod close;
pub mod confirm;
pub mod contact;
pub mod coordinates;
pub mod desk;
pub mod desk_list;
pub mod digest;
pub mod drafts;
pub mod due;
pub mod duplicate;
pub mod enquiry;
mod extend;
pub mod files;
pub mod follow;
mod forward;
pub mod inbound;
pub mod intake;
mod kept_mail;
mod letters;
mod news;
mod office_letter;
pub mod pass_on;
pub mod pending;
pub mod rating;
mod reassign;
pub mod record;
pub mod redirect;
mod reference;
pub mod reopen;
pub mod restrict;
pub mod retire;
mod route;
pub mod said;
mod samples;
mod state;
pub mod submission;
pub mod submit;
pub mod suggestion;
pub mod templates;
pub mod unplaced;
pub mod upkeep;
mod verify;
pub mod withdraw;

use validator::ValidationErrors;

use crate::{
    accounts::AccountError,
    attachments::AttachmentError,
    db::{DbError, text_enum},
    keys::CannotOpen,
    mail::unsent::UnsentError,
    offices::OfficeError,
    privacy::erasures::JournalError,
};

pub use record::Record;
pub use reference::Reference;
pub use samples::sample_mails;
pub use state::{RecordKind, State};
pub use verify::{Wrong, verify};

text_enum! {
    /// Whether the e-mail address of a case is known to be its resident's.
    pub enum Confirmation {
        /// There is no address.
        None = "none",
        /// The link was mailed; the case waits.
        Pending = "pending",
        Confirmed = "confirmed",
        /// Nobody confirmed in time: the address was erased and the case accepted without it.
        Expired = "expired",
    }
}

/// Why something about a case was not done.
#[derive(Debug, thiserror::Error)]
pub enum SuggestionError {
    /// What was typed breaks a rule; each field with the code of its message.
    #[error("some fields need changing")]
    Invalid(#[from] ValidationErrors),
    /// The submission's id belongs to a case with other content.
    #[error("this form was sent before with other content, as {reference}")]
    Reused { reference: String },
    /// No reference number at all, or one whose check digit is wrong: a typing error.
    #[error("this is no reference number; is there a typing error?")]
    Mistyped,
    /// Unknown number or wrong password: which, nobody is told.
    #[error("there is no case with this number and password")]
    NoSuchCase,
    #[error("too many attempts")]
    TooMany { seconds: i64 },
    /// The link was used, has expired, or never was one.
    #[error("the link was used or has expired")]
    Gone,
    /// The case's state does not allow it (any more): somebody else was faster.
    #[error("the case is {} now", .0.as_str())]
    NotNow(State),
    /// An enquiry stays with the office that its notice named.
    #[error("an enquiry stays with its office")]
    StaysHere,
    /// The case has no such file, for the asker.
    #[error("no such file")]
    NoSuchFile,
    /// Its resident shares no contact with the asker's office.
    #[error("no contact is shared")]
    NoContact,
    /// Something that is needed is away, or full for the moment.
    #[error("not now: {0}")]
    Later(String),
    #[error(transparent)]
    Journal(#[from] JournalError),
    #[error(transparent)]
    Office(OfficeError),
    #[error(transparent)]
    Mail(UnsentError),
    #[error(transparent)]
    Sealed(#[from] CannotOpen),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<diesel::result::Error> for SuggestionError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Db(error.into())
    }
}

impl From<OfficeError> for SuggestionError {
    fn from(error: OfficeError) -> Self {
        match error {
            OfficeError::Db(error) => Self::Db(error),
            error => Self::Office(error),
        }
    }
}

impl From<UnsentError> for SuggestionError {
    fn from(error: UnsentError) -> Self {
        match error {
            UnsentError::Db(error) => Self::Db(error),
            UnsentError::Invalid(errors) => Self::Invalid(errors),
            error => Self::Mail(error),
        }
    }
}

impl From<AttachmentError> for SuggestionError {
    /// What goes with a record was taken in before; here it can be gone, and no more.
    fn from(error: AttachmentError) -> Self {
        match error {
            AttachmentError::Db(error) => Self::Db(error),
            _ => acts::refused("files", "files-gone"),
        }
    }
}

impl From<AccountError> for SuggestionError {
    /// Throttling is the one thing of accounts that cases use.
    fn from(error: AccountError) -> Self {
        match error {
            AccountError::TooMany { seconds } => Self::TooMany { seconds },
            AccountError::Db(error) => Self::Db(error),
            error => Self::Db(DbError::Unavailable(error.to_string())),
        }
    }
}
