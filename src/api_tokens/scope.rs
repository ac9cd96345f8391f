//! What a token may do, area by area. Each scope is a part of what a role may do, never more.

use std::collections::BTreeSet;

use crate::{accounts::Role, db::text_enum};

text_enum! {
    /// One area, to read or to write in. Which routes ask for it, the catalogue of routes says.
    pub enum Scope {
        /// Boards, topics and posts as the account sees them, and its own drafts, bookmarks and notifications.
        ForumRead = "forum:read",
        ForumWrite = "forum:write",
        /// Cases that are opened with number and password, and published suggestions.
        SuggestionsRead = "suggestions:read",
        SuggestionsWrite = "suggestions:write",
        /// Events, polls and campaign links.
        AnnouncementsRead = "announcements:read",
        AnnouncementsWrite = "announcements:write",
        /// The account's own settings; what proves who somebody is, no token touches.
        AccountRead = "account:read",
        AccountWrite = "account:write",
        /// The cases of the account's offices.
        DeskRead = "desk:read",
        DeskWrite = "desk:write",
        /// The contact details of who wrote to an office or signed up for an event.
        DeskContact = "desk:contact",
        ModerationRead = "moderation:read",
        ModerationWrite = "moderation:write",
        OfficerRead = "officer:read",
        OfficerWrite = "officer:write",
        AdminRead = "admin:read",
        AdminWrite = "admin:write",
    }
}

impl Scope {
    pub const ALL: [Self; 17] = [
        Self::ForumRead,
        Self::ForumWrite,
        Self::SuggestionsRead,
        Self::SuggestionsWrite,
        Self::AnnouncementsRead,
        Self::AnnouncementsWrite,
        Self::AccountRead,
        Self::AccountWrite,
        Self::DeskRead,
        Self::DeskWrite,
        Self::DeskContact,
        Self::ModerationRead,
        Self::ModerationWrite,
        Self::OfficerRead,
        Self::OfficerWrite,
        Self::AdminRead,
        Self::AdminWrite,
    ];

    /// Whether a token of somebody with this role can do anything with it.
    pub const fn is_for(self, role: Role) -> bool {
        match self {
            Self::ForumRead
            | Self::ForumWrite
            | Self::SuggestionsRead
            | Self::SuggestionsWrite
            | Self::AnnouncementsRead
            | Self::AnnouncementsWrite
            | Self::AccountRead
            | Self::AccountWrite => true,
            Self::DeskRead | Self::DeskWrite | Self::DeskContact => role.is_staff(),
            Self::ModerationRead | Self::ModerationWrite => matches!(
                role,
                Role::Moderator | Role::PrivacyOfficer | Role::Administrator
            ),
            Self::OfficerRead | Self::OfficerWrite => {
                matches!(role, Role::PrivacyOfficer | Role::Administrator)
            }
            Self::AdminRead | Self::AdminWrite => matches!(role, Role::Administrator),
        }
    }

    /// Those that somebody with this role can give to a token.
    pub fn of(role: Role) -> impl Iterator<Item = Self> {
        Self::ALL
            .into_iter()
            .filter(move |scope| scope.is_for(role))
    }

    /// The key of the words that say what it lets a program do.
    pub fn words(self) -> String {
        format!("api-scope-{}", self.as_str().replace(':', "-"))
    }
}

/// A name that is no scope's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no scope {0}")]
pub struct UnknownScope(pub String);

/// The scopes of a token.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scopes(BTreeSet<Scope>);

impl Scopes {
    /// By their names; fails with the first that does not exist.
    pub fn named<'a>(names: impl IntoIterator<Item = &'a str>) -> Result<Self, UnknownScope> {
        let scopes = names.into_iter().map(|name| {
            let known: Result<Scope, ()> = name.parse();
            known.map_err(|()| UnknownScope(name.to_owned()))
        });
        scopes.collect::<Result<_, _>>().map(Self)
    }

    /// As they are stored. One that this program does not know lets nobody do anything.
    pub fn stored(text: &str) -> Self {
        let known = text
            .split(' ')
            .filter_map(|name| name.parse::<Scope>().ok());
        Self(known.collect())
    }

    /// To be stored, and for people who read names.
    pub fn text(&self) -> String {
        let names: Vec<&str> = self.iter().map(Scope::as_str).collect();
        names.join(" ")
    }

    pub fn holds(&self, scope: Scope) -> bool {
        self.0.contains(&scope)
    }

    pub fn iter(&self) -> impl Iterator<Item = Scope> {
        self.0.iter().copied()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<Scope> for Scopes {
    fn from_iter<I: IntoIterator<Item = Scope>>(scopes: I) -> Self {
        Self(scopes.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_is_read_again_and_a_name_that_does_not_exist_is_named() {
        let all: Scopes = Scope::ALL.into_iter().collect();
        assert_eq!(Scopes::stored(&all.text()), all);
        assert_eq!(Scopes::named(all.text().split(' ')), Ok(all));
        assert_eq!(Scopes::stored(""), Scopes::default());
        let unknown = Scopes::named(["forum:read", "forum:everything"]);
        assert_eq!(unknown, Err(UnknownScope("forum:everything".to_owned())));
        for wrong in [
            "",
            "forum",
            "Forum:read",
            "forum:read ",
            "forum:read forum:write",
        ] {
            assert!(Scopes::named([wrong]).is_err(), "{wrong:?}");
        }
        let newer = Scopes::stored("forum:read planets:move");
        assert_eq!(newer, Scopes::from_iter([Scope::ForumRead]));
    }

    #[test]
    fn each_scope_stands_once_in_the_list_of_all() {
        let once: BTreeSet<Scope> = Scope::ALL.into();
        assert_eq!(once.len(), Scope::ALL.len());
        assert_eq!(Scope::of(Role::Administrator).count(), Scope::ALL.len());
        assert_eq!(Scope::of(Role::Resident).count(), 8);
    }
}
