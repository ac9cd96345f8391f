//! Why a mail is sent, and what follows from that: whose reply it takes, whether its reader can do
//! without it, whether it leaves a copy. What it says is its room's.

use super::tag::Tag;

/// Whether somebody can do without a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Somebody has just asked for it, must be told, or works with it: it goes to every address.
    Duty,
    /// News that stands on the site as well: it goes to no address that is suppressed for it.
    Optional,
}

crate::db::text_enum! {
    /// Why a mail is sent.
    pub enum LetterKind {
        Registration = "registration",
        AlreadyRegistered = "already-registered",
        PasswordReset = "password-reset",
        AddressChange = "address-change",
        AddressChanged = "address-changed",
        /// Whether mails reach an address again to which some came back.
        AddressCheck = "address-check",
        /// That somebody made a token of the API for the account.
        TokenMade = "token-made",
        /// What became of the second factors of an account.
        SecondFactors = "second-factors",
        SuggestionConfirmation = "suggestion-confirmation",
        OfficeSuggestion = "office-suggestion",
        /// What a resident replied or added, to the offices that have the case.
        OfficeReply = "office-reply",
        /// That the mails to another office do not arrive.
        OfficeFailing = "office-failing",
        Answer = "answer",
        /// What became of a case, to its resident.
        CaseNews = "case-news",
        /// Cases whose answer is due, to an office that has them.
        CasesDue = "cases-due",
        /// Cases whose answer is late, to the office above.
        CasesLate = "cases-late",
        /// Which cases the fallback's office has as well, for mails do not reach another.
        CasesPassedOn = "cases-passed-on",
        /// Cases that others gave a colleague to handle.
        CasesAssigned = "cases-assigned",
        /// That an answer which came by mail is a draft, to who wrote it.
        DraftWaiting = "draft-waiting",
        /// That mails wait for their place in a case, to the office that reads them.
        MailsWaiting = "mails-waiting",
        /// A case, to an agency outside the city.
        Forwarded = "forwarded",
        /// Its resident's contact, to the same.
        ForwardedContact = "forwarded-contact",
        PolicyRevision = "policy-revision",
        EventSignUp = "event-sign-up",
        EventWaiting = "event-waiting",
        EventMovedUp = "event-moved-up",
        EventCalledOff = "event-called-off",
        ChainHeads = "chain-heads",
        Moderated = "moderated",
        /// That somebody has a role for the city now, which boards they moderate, or no more.
        ModeratorRole = "moderator-role",
        Breach = "breach",
        DataRequest = "data-request",
        FoundAgain = "found-again",
        Digest = "digest",
        /// What happened to the cases of an office, to one of its members.
        StaffDigest = "staff-digest",
        /// That something waits too long for review, to a moderator. It is no digest that one can do without:
        /// people wait for who has taken the task on, and law sets days for appeals.
        ReviewWaiting = "review-waiting",
        Support = "support",
        /// That an endpoint gets no events any more, to administrators.
        WebhookOff = "webhook-off",
    }
}

impl LetterKind {
    /// The mails to who signs up for an event.
    pub const EVENTS: [Self; 4] = [
        Self::EventSignUp,
        Self::EventWaiting,
        Self::EventMovedUp,
        Self::EventCalledOff,
    ];

    /// The mails that go to the address of an office, which is official.
    pub(super) const TO_OFFICES: [Self; 7] = [
        Self::OfficeSuggestion,
        Self::OfficeReply,
        Self::OfficeFailing,
        Self::CasesDue,
        Self::CasesLate,
        Self::CasesPassedOn,
        Self::MailsWaiting,
    ];

    /// Whether it goes to the address of an office, or of the city itself.
    pub fn is_to_office(self) -> bool {
        Self::TO_OFFICES.contains(&self)
    }

    /// The mails to people who gave their address for one matter, for as long as it takes, and
    /// those that repeat public words: none leaves a copy once it is delivered.
    pub(super) const UNKEPT: [Self; 8] = [
        Self::Digest,
        Self::StaffDigest,
        Self::DataRequest,
        Self::Support,
        Self::EventSignUp,
        Self::EventWaiting,
        Self::EventMovedUp,
        Self::EventCalledOff,
    ];

    /// Those of [`Self::UNKEPT`] that go to the same address again and again, whether or not they
    /// arrive: of one that the server took a mark stays for a while, so that it is known if it comes
    /// back. They are those that one can do without.
    pub(super) const MARKED: [Self; 2] = [Self::Digest, Self::StaffDigest];

    /// Those of [`Self::UNKEPT`] by which a person answers somebody: of one that the server took a mark
    /// without any address stays for a while, so that whoever answered is told if it comes back.
    pub(super) const ANSWERS: [Self; 1] = [Self::DataRequest];

    /// The mails that one can do without.
    pub(super) const OPTIONAL: [Self; 3] = [Self::PolicyRevision, Self::Digest, Self::StaffDigest];
}

impl LetterKind {
    /// What a reply to such a mail about this case is; `None` where a reply means nothing to a case:
    /// links to be pressed, lists of cases, and all that is about no case.
    ///
    /// An agency outside the city answers as an office does; what it writes is no member's, and so
    /// waits for a person.
    pub const fn reply(self, case: i64) -> Option<Tag> {
        match self {
            Self::OfficeSuggestion
            | Self::OfficeReply
            | Self::Forwarded
            | Self::ForwardedContact => Some(Tag::Office(case)),
            Self::Answer | Self::CaseNews => Some(Tag::Resident(case)),
            Self::Registration
            | Self::AlreadyRegistered
            | Self::PasswordReset
            | Self::AddressChange
            | Self::AddressChanged
            | Self::AddressCheck
            | Self::TokenMade
            | Self::SecondFactors
            | Self::SuggestionConfirmation
            | Self::OfficeFailing
            | Self::CasesDue
            | Self::CasesLate
            | Self::CasesPassedOn
            | Self::CasesAssigned
            | Self::DraftWaiting
            | Self::MailsWaiting
            | Self::PolicyRevision
            | Self::EventSignUp
            | Self::EventWaiting
            | Self::EventMovedUp
            | Self::EventCalledOff
            | Self::ChainHeads
            | Self::Moderated
            | Self::ModeratorRole
            | Self::Breach
            | Self::DataRequest
            | Self::FoundAgain
            | Self::Digest
            | Self::StaffDigest
            | Self::ReviewWaiting
            | Self::Support
            | Self::WebhookOff => None,
        }
    }

    /// Every kind says which it is: another does not compile until it does.
    pub const fn class(self) -> Class {
        match self {
            Self::Registration
            | Self::AlreadyRegistered
            | Self::PasswordReset
            | Self::AddressChange
            | Self::AddressChanged
            | Self::AddressCheck
            | Self::TokenMade
            | Self::SecondFactors
            | Self::SuggestionConfirmation
            | Self::OfficeSuggestion
            | Self::OfficeReply
            | Self::OfficeFailing
            | Self::Answer
            | Self::CaseNews
            | Self::CasesDue
            | Self::CasesLate
            | Self::CasesPassedOn
            | Self::CasesAssigned
            | Self::DraftWaiting
            | Self::MailsWaiting
            | Self::Forwarded
            | Self::ForwardedContact
            | Self::EventSignUp
            | Self::EventWaiting
            | Self::EventMovedUp
            | Self::EventCalledOff
            | Self::ChainHeads
            | Self::Moderated
            | Self::ModeratorRole
            | Self::Breach
            | Self::DataRequest
            | Self::FoundAgain
            | Self::ReviewWaiting
            | Self::Support
            | Self::WebhookOff => Class::Duty,
            // Who has an account sees a revision announced on every page.
            Self::PolicyRevision | Self::Digest | Self::StaffDigest => Class::Optional,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Class, LetterKind};

    #[test]
    fn of_the_mails_that_leave_no_copy_those_have_a_mark_that_one_can_do_without() {
        for kind in LetterKind::UNKEPT {
            let is_marked = LetterKind::MARKED.contains(&kind);
            assert_eq!(is_marked, kind.class() == Class::Optional, "{kind:?}");
        }
        for kind in LetterKind::OPTIONAL {
            assert_eq!(kind.class(), Class::Optional, "{kind:?}");
        }
    }
}
