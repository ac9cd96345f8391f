//! What the acts of the register are about, so that they can be looked for together.

use crate::{db::text_enum, privacy::ledger::Act};

text_enum! {
    /// What an act is about.
    pub enum Subject {
        Post = "post",
        Topic = "topic",
        /// What somebody may do with an account or says of themselves, and appeals.
        Account = "account",
        /// Personal data that was provided, erased or restricted.
        Data = "data",
        Board = "board",
        Organisation = "organisation",
        Mail = "mail",
        Page = "page",
        /// The policy, what is watched for, how the service is set up, and what was taken out of its records.
        City = "city",
    }
}

impl Subject {
    pub const fn of(act: Act) -> Self {
        match act {
            Act::PostApproved
            | Act::FlagsDismissed
            | Act::FlagsReopened
            | Act::ReviewReopened
            | Act::PostRejected
            | Act::PostHidden
            | Act::PostMasked
            | Act::PostEdited
            | Act::PostRestored
            | Act::PostHeld
            | Act::PostWaitsAgain
            | Act::DecisionUndone
            | Act::OfficialAnswer => Self::Post,
            Act::TopicPinned
            | Act::TopicUnpinned
            | Act::TopicLocked
            | Act::TopicUnlocked
            | Act::TopicMoved
            | Act::TopicSplit
            | Act::TopicMerged
            | Act::TopicTagged => Self::Topic,
            Act::ProfileReminded
            | Act::ReminderUndone
            | Act::ProfileHidden
            | Act::AppealGranted
            | Act::AppealRefused
            | Act::AccountWarned
            | Act::AccountSilenced
            | Act::AccountSuspended
            | Act::SanctionEnded
            | Act::SanctionWithdrawn
            | Act::SanctionAppealed => Self::Account,
            Act::Disclosed | Act::Erased | Act::Restricted | Act::PayloadsErased => Self::Data,
            Act::BoardAdded
            | Act::BoardChanged
            | Act::BoardOrdered
            | Act::BoardArchived
            | Act::BoardUnarchived
            | Act::BoardUndone => Self::Board,
            Act::OrganisationAdded
            | Act::OrganisationChanged
            | Act::OrganisationRetired
            | Act::OrganisationRestored
            | Act::OrganisationRemoved => Self::Organisation,
            Act::MailRetried
            | Act::MailRedirected
            | Act::MailGivenUp
            | Act::MailPlaced
            | Act::MailDiscarded => Self::Mail,
            Act::PageAdded
            | Act::PageChanged
            | Act::PagePublished
            | Act::PageWithdrawn
            | Act::PageRestored => Self::Page,
            Act::WatchedChanged
            | Act::TokenMade
            | Act::TokenEnded
            | Act::AuditExported
            | Act::SettingChanged
            | Act::SettingUndone
            | Act::WebhookAdded
            | Act::WebhookChanged
            | Act::WebhookRemoved
            | Act::PolicyPublished
            | Act::OpenDataMade => Self::City,
        }
    }

    /// The acts that are about it.
    pub fn acts(self) -> Vec<Act> {
        let all = Act::EVERY.iter().copied();
        all.filter(|act| Self::of(*act) == self).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_subject_has_acts_and_every_act_one_subject() {
        let all: usize = Subject::EVERY
            .iter()
            .map(|subject| {
                let acts = subject.acts();
                assert!(!acts.is_empty(), "{}", subject.as_str());
                acts.len()
            })
            .sum();
        assert_eq!(all, Act::EVERY.len());
    }
}
