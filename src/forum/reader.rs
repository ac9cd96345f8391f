//! Who reads and who may write: the circles that a board names, and the one notion of a reader
//! that every query of the forum asks for.
//!
//! What a reader may see is filtered by [`super::boards::readable`] and nowhere else.

use super::ForumError;
use crate::{
    accounts::{Member, Role},
    db::text_enum,
};

text_enum! {
    /// Whom a board lets in; each circle holds those after it.
    #[derive(Default)]
    pub enum Circle {
        /// Anybody. Guests write only where the board takes posts of guests.
        #[default]
        Everybody = "everybody",
        /// Who has an account.
        Members = "members",
        /// Who works for the city: offices' staff, moderators, the privacy officer, administrators.
        Staff = "staff",
    }
}

impl Circle {
    pub const ALL: [Self; 3] = [Self::Everybody, Self::Members, Self::Staff];

    /// The narrowest to which an account with this role belongs.
    const fn of(role: Role) -> Self {
        match role {
            Role::Resident => Self::Members,
            Role::Moderator | Role::Staff | Role::PrivacyOfficer | Role::Administrator => {
                Self::Staff
            }
        }
    }
}

/// The roles of the accounts that belong to a circle: where a query asks for readers at once.
pub(super) fn roles_in(circle: Circle) -> Vec<Role> {
    let all = Role::ALL.into_iter();
    all.filter(|role| Circle::of(*role) >= circle).collect()
}

/// Who is reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reader {
    /// Whose own posts are shown to them, whatever their state.
    pub account: Option<i64>,
    /// The narrowest circle that they belong to.
    pub circle: Circle,
    /// The post whose key they were found to hold.
    key_of: Option<i64>,
}

impl Reader {
    /// Somebody without an account: what they see is public.
    pub const GUEST: Self = Self {
        account: None,
        circle: Circle::Everybody,
        key_of: None,
    };
    /// The city itself, where nobody asks: content of a demo city.
    pub const CITY: Self = Self {
        account: None,
        circle: Circle::Staff,
        key_of: None,
    };

    /// A guest who holds the key of a post.
    pub(super) const fn with_key_of(post: i64) -> Self {
        Self {
            key_of: Some(post),
            ..Self::GUEST
        }
    }

    /// Whether they wrote the post `id`, which is of `account` where it is not a guest's.
    pub(super) fn wrote(self, id: i64, account: Option<i64>) -> bool {
        self.key_of == Some(id) || account.is_some() && account == self.account
    }

    /// The circles that they belong to.
    pub fn circles(self) -> Vec<Circle> {
        let all = Circle::ALL.into_iter();
        all.filter(|circle| *circle <= self.circle).collect()
    }

    pub const fn is_guest(self) -> bool {
        matches!(self.circle, Circle::Everybody)
    }
}

impl From<&Member> for Reader {
    fn from(member: &Member) -> Self {
        Self {
            account: Some(member.id),
            key_of: None,
            circle: Circle::of(member.role),
        }
    }
}

impl From<Option<&Member>> for Reader {
    fn from(member: Option<&Member>) -> Self {
        member.map_or(Self::GUEST, Self::from)
    }
}

/// Whether somebody can write in a place and, if not, why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    Open,
    /// With an account they could.
    LogOnFirst,
    /// Only the city's own people write here.
    StaffOnly,
    /// The board is kept to be read.
    Archived,
    /// The topic takes no answers.
    Locked,
}

impl Entry {
    /// The word by which its text and the API name it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::LogOnFirst => "log-on-first",
            Self::StaffOnly => "staff-only",
            Self::Archived => "archived",
            Self::Locked => "locked",
        }
    }

    pub const fn is_open(self) -> bool {
        matches!(self, Self::Open)
    }

    pub fn check(self) -> Result<(), ForumError> {
        match self {
            Self::Open => Ok(()),
            Self::LogOnFirst => Err(ForumError::AccountNeeded),
            Self::StaffOnly => Err(ForumError::NotAllowed),
            Self::Archived | Self::Locked => Err(ForumError::Closed),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Lang;

    #[test]
    fn each_circle_holds_those_after_it() {
        let of = |role| Reader::from(&Member::new(1, "a".into(), role, Lang::Zh)).circles();
        assert_eq!(Reader::GUEST.circles(), [Circle::Everybody]);
        assert_eq!(of(Role::Resident), [Circle::Everybody, Circle::Members]);
        for role in [
            Role::Moderator,
            Role::Staff,
            Role::PrivacyOfficer,
            Role::Administrator,
        ] {
            assert_eq!(of(role), Circle::ALL);
        }
        for circle in Circle::ALL {
            for role in Role::ALL {
                let belongs = of(role).contains(&circle);
                assert_eq!(roles_in(circle).contains(&role), belongs);
            }
        }
    }
}
