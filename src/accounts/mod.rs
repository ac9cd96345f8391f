//! People: accounts, what proves who they are, and what their role lets them do.
//!
//! What an account wrote is not here; see `forum`. Offices' membership is in `offices`.

pub mod sessions;

use crate::{db::text_enum, i18n::Lang};

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

/// Somebody who is logged on. Holds nothing covered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub id: i64,
    /// The public name.
    pub name: String,
    pub role: Role,
    pub language: Lang,
    pub is_moderator: bool,
    pub is_staff: bool,
    pub is_administrator: bool,
}

impl Member {
    pub fn new(id: i64, name: String, role: Role, language: Lang) -> Self {
        let is_administrator = role == Role::Administrator;
        Self {
            id,
            name,
            role,
            language,
            is_moderator: role == Role::Moderator || is_administrator,
            is_staff: role == Role::Staff || is_administrator,
            is_administrator,
        }
    }
}
