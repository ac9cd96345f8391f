//! Which settings there are: what they belong to, which keys of the configuration say the same, and the
//! least and the most of those that are numbers.

use crate::{config::Config, db::text_enum, privacy::inventory::Class};

text_enum! {
    /// A setting, by its name in addresses and in the database.
    pub enum Key {
        Name = "name",
        Colours = "colours",
        Logo = "logo",
        Languages = "languages",
        Banner = "banner",
        Maintenance = "maintenance",
        EditMinutes = "edit-minutes",
        FirstPosts = "first-posts",
        Limits = "limits",
        HoldAt = "hold-at",
        RemindHours = "remind-hours",
        AppealDays = "appeal-days",
        ConfirmationDays = "confirmation-days",
        RemindDays = "remind-days",
        CloseDays = "close-days",
        ReopenDays = "reopen-days",
        RetentionCases = "retention-cases",
        RetentionDecisions = "retention-decisions",
        RetentionRequests = "retention-requests",
    }
}

text_enum! {
    /// What settings belong together.
    pub enum Group {
        Face = "face",
        Notices = "notices",
        Forum = "forum",
        Suggestions = "suggestions",
        Retention = "retention",
    }
}

impl Group {
    pub const ALL: [Self; 5] = [
        Self::Face,
        Self::Notices,
        Self::Forum,
        Self::Suggestions,
        Self::Retention,
    ];
}

/// The least and the most of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    pub least: u32,
    pub most: u32,
}

/// The fewest years that a page can set. So long somebody who was harmed can claim damages (Personal Data
/// Protection Act art. 30, State Compensation Act art. 8: five years from the act), and needs the records
/// for it. A city whose own approved schedule says less writes that into the file.
const LEAST_YEARS: u32 = 5;

impl Key {
    pub const ALL: [Self; 19] = [
        Self::Name,
        Self::Colours,
        Self::Logo,
        Self::Languages,
        Self::Banner,
        Self::Maintenance,
        Self::EditMinutes,
        Self::FirstPosts,
        Self::Limits,
        Self::HoldAt,
        Self::RemindHours,
        Self::AppealDays,
        Self::ConfirmationDays,
        Self::RemindDays,
        Self::CloseDays,
        Self::ReopenDays,
        Self::RetentionCases,
        Self::RetentionDecisions,
        Self::RetentionRequests,
    ];

    pub const fn group(self) -> Group {
        match self {
            Self::Name | Self::Colours | Self::Logo | Self::Languages => Group::Face,
            Self::Banner | Self::Maintenance => Group::Notices,
            Self::EditMinutes
            | Self::FirstPosts
            | Self::Limits
            | Self::HoldAt
            | Self::RemindHours
            | Self::AppealDays => Group::Forum,
            Self::ConfirmationDays | Self::RemindDays | Self::CloseDays | Self::ReopenDays => {
                Group::Suggestions
            }
            Self::RetentionCases | Self::RetentionDecisions | Self::RetentionRequests => {
                Group::Retention
            }
        }
    }

    /// The keys of the configuration that say the same. Where the file names one of them, no page sets any.
    pub const fn of_file(self) -> &'static [&'static str] {
        match self {
            Self::Name => &["city.name_zh", "city.name_en"],
            Self::Colours => &["look.accent", "look.accent_dark"],
            Self::Languages => &["languages"],
            // No file can say these.
            Self::Logo | Self::Banner | Self::Maintenance => &[],
            Self::EditMinutes => &["edit_minutes"],
            Self::FirstPosts => &["review.first_posts"],
            Self::Limits => &["review.limits"],
            Self::HoldAt => &["spam.hold_at"],
            Self::RemindHours => &["review.remind_hours"],
            Self::AppealDays => &["review.appeal_days"],
            Self::ConfirmationDays => &["confirmation_days"],
            Self::RemindDays => &["remind_days"],
            Self::CloseDays => &["close_days"],
            Self::ReopenDays => &["reopen_days"],
            Self::RetentionCases => &["retention.cases"],
            Self::RetentionDecisions => &["retention.decisions"],
            Self::RetentionRequests => &["retention.requests"],
        }
    }

    /// Those of its keys that the file or the environment names.
    pub fn fixed_by(self, file: &Config) -> Vec<&'static str> {
        let all = self.of_file().iter().copied();
        all.filter(|key| file.fixed.names(key)).collect()
    }

    /// The class of records whose years it is.
    pub const fn class(self) -> Option<Class> {
        match self {
            Self::RetentionCases => Some(Class::Cases),
            Self::RetentionDecisions => Some(Class::Decisions),
            Self::RetentionRequests => Some(Class::Requests),
            _ => None,
        }
    }

    /// Within which numbers it may be, where it is one.
    pub const fn bounds(self) -> Option<Bounds> {
        let (least, most) = match self {
            Self::EditMinutes => (0, 1440),
            Self::FirstPosts => (0, 100),
            Self::HoldAt => (1, 100),
            Self::RemindHours => (1, 2160),
            Self::AppealDays => (1, 40),
            Self::ConfirmationDays => (1, 60),
            Self::RemindDays => (0, 30),
            Self::CloseDays | Self::ReopenDays => (1, 3650),
            Self::RetentionCases | Self::RetentionDecisions | Self::RetentionRequests => {
                (LEAST_YEARS, 100)
            }
            Self::Name
            | Self::Colours
            | Self::Logo
            | Self::Languages
            | Self::Banner
            | Self::Maintenance
            | Self::Limits => return None,
        };
        Some(Bounds { least, most })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_stands_once_in_the_order_of_its_groups() {
        let groups: Vec<Group> = Key::ALL.into_iter().map(Key::group).collect();
        assert!(groups.is_sorted_by_key(|group| Group::ALL.iter().position(|one| one == group)));
        for (at, key) in Key::ALL.into_iter().enumerate() {
            assert_eq!(key.as_str().parse(), Ok(key));
            assert!(!Key::ALL[..at].contains(&key), "{key:?}");
        }
    }
}
