//! People: accounts, what proves who they are, and what their role lets them do.
//!
//! What an account wrote is not here; see `forum`. Offices' membership is in `offices`.

pub mod events;
pub mod factors;
pub mod failed_log_ons;
pub mod log_on;
pub mod mail_check;
mod mails;
mod name;
pub mod operated;
pub mod password;
pub mod password_off;
pub mod policy_mails;
pub mod preferences;
pub mod registration;
pub mod reset;
pub mod sessions;
pub mod settings;
pub mod sign_ins;
pub mod staff;
pub mod throttle;
mod tokens;

use chrono::NaiveDate;
use validator::ValidationErrors;

use crate::{
    db::{DbError, text_enum},
    i18n::Lang,
    keys::CannotOpen,
    privacy::{Owned, OwnersProof, Proven, erasures::JournalError},
};

pub use mails::{addresses, sample_mails};
pub use name::{DAYS as NAME_DAYS, LONGEST as LONGEST_NAME};
pub use password::Password;
pub use registration::{NewAccount, create};

/// The version of the forum rules that a person accepts by registering; `content/rules/`
/// carries the same in its head.
pub const RULES_VERSION: &str = "2026-01-01";

text_enum! {
    /// What an account may do beyond a resident's own affairs.
    pub enum Role {
        Resident = "resident",
        Moderator = "moderator",
        Staff = "staff",
        PrivacyOfficer = "privacy_officer",
        Administrator = "administrator",
    }
}

impl Role {
    pub const ALL: [Self; 5] = [
        Self::Resident,
        Self::Moderator,
        Self::Staff,
        Self::PrivacyOfficer,
        Self::Administrator,
    ];

    /// Whether it handles cases. Enquiries about the policy are cases of the privacy officer's office.
    pub const fn is_staff(self) -> bool {
        matches!(
            self,
            Self::Staff | Self::PrivacyOfficer | Self::Administrator
        )
    }
}

/// Why something about an account was not done.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// What was typed breaks a rule; each field with the code of its message.
    #[error("some fields need changing")]
    Invalid(#[from] ValidationErrors),
    /// No account has this address, or the password is another: which, nobody is told.
    #[error("the e-mail address or the password is wrong")]
    WrongCredentials,
    /// Too many failures; attempts are refused unseen for so many seconds more.
    #[error("too many attempts")]
    TooMany { seconds: i64 },
    /// Moderators suspended it: nobody logs on with it to the end of this day.
    #[error("the account is suspended")]
    Suspended { last_day: NaiveDate },
    /// The password is right, and accounts of this role log on by the city's own sign-on alone.
    #[error("accounts of this role log on by the city's sign-on")]
    PasswordOff,
    /// The public name was changed lately; another can be chosen from this day on.
    #[error("the public name was changed lately")]
    NameTooSoon { from: NaiveDate },
    /// The link was used, has expired, or never was one.
    #[error("the link was used or has expired")]
    Gone,
    /// There is no such thing, or it is over.
    #[error("there is nothing of that kind")]
    NotFound,
    /// It takes two people, neither of whom it is about.
    #[error("another person has to do it")]
    SamePerson,
    /// What it is about stands otherwise now.
    #[error("not possible as it stands")]
    NotNow,
    /// Told to administrators only: a resident learns it by mail.
    #[error("an account has this e-mail address already")]
    AddressTaken,
    /// More passwords wait to be hashed than the machine can do in time.
    #[error("too many passwords wait to be checked")]
    Busy,
    #[error(transparent)]
    Sealed(#[from] CannotOpen),
    #[error(transparent)]
    Journal(#[from] JournalError),
    #[error(transparent)]
    Db(#[from] DbError),
    /// It is not what the change began from.
    #[error("somebody changed it meanwhile")]
    Changed,
}

impl From<diesel::result::Error> for AccountError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Db(error.into())
    }
}

/// Somebody who is logged on. Holds nothing covered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub id: i64,
    /// The public name.
    pub name: String,
    pub role: Role,
    pub language: Lang,
    /// The colours that it chose.
    pub appearance: preferences::Appearance,
    /// Whether a second factor was shown for the session in which it is here.
    pub second_factor: bool,
    pub is_moderator: bool,
    pub is_staff: bool,
    pub is_privacy_officer: bool,
    pub is_administrator: bool,
}

impl Proven for Member {}
impl OwnersProof for Member {
    fn owned(&self) -> Owned {
        Owned::Account(self.id)
    }
}

impl Member {
    pub fn new(id: i64, name: String, role: Role, language: Lang) -> Self {
        let is_administrator = role == Role::Administrator;
        Self {
            id,
            name,
            role,
            language,
            appearance: preferences::Appearance::default(),
            second_factor: false,
            is_moderator: role == Role::Moderator || is_administrator,
            is_staff: role.is_staff(),
            is_privacy_officer: role == Role::PrivacyOfficer,
            is_administrator,
        }
    }
}
