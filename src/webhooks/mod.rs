//! Webhooks: programs of the city are told what happened in the forum, to suggestions and in moderation, by
//! requests that are signed as the Standard Webhooks say.
//!
//! Rooms above say what happened in the transaction of its cause ([`happened`]); where nobody asked for it,
//! nothing is written. Here stands of what it tells, by number, and how its delivery fares. What it says is made
//! when it leaves, of what is public then: `jobs::deliver_webhooks` knows the rooms that say it.

mod address;
pub mod deliveries;
mod draft;
pub mod due;
mod endpoints;
mod happened;
mod secret;
pub mod signature;

use validator::ValidationErrors;

pub use self::{
    draft::{Draft, LONGEST_DESCRIPTION, LONGEST_URL},
    endpoints::{Endpoint, MOST, change, create, delete, find, list, switch},
    happened::{
        Event, back, follow_ledger, happened, happened_at, ledger_waits, masked, withdrawn,
    },
    secret::{Made, OVERLAP, Secret, rotate},
};
use crate::{
    db::{DbError, text_enum},
    keys::CannotOpen,
    privacy::ledger::OfWebhook,
};

text_enum! {
    /// What an endpoint can be told.
    pub enum Kind {
        TopicCreated = "topic.created",
        /// A reply became public.
        PostPublished = "post.published",
        PostEdited = "post.edited",
        /// Words of it are masked or taken out now.
        PostMasked = "post.masked",
        /// It is out of sight: hidden, or waiting to be looked at once more.
        PostHidden = "post.hidden",
        PostRestored = "post.restored",
        /// Its author took it away, or it was erased.
        PostWithdrawn = "post.withdrawn",
        /// An office answered in a topic.
        AnswerPublished = "answer.published",
        SuggestionReceived = "suggestion.received",
        SuggestionRouted = "suggestion.routed",
        SuggestionAnswered = "suggestion.answered",
        SuggestionClosed = "suggestion.closed",
        SuggestionReopened = "suggestion.reopened",
        SuggestionPublished = "suggestion.published",
        SuggestionWithdrawn = "suggestion.withdrawn",
        /// Something waits for review.
        ItemOpened = "moderation.opened",
        /// A moderator decided something, as the public register tells it.
        Decided = "moderation.decided",
        /// An administrator tries the endpoint.
        Test = "webhook.test",
    }
}

text_enum! {
    /// What kinds stand together where they are chosen.
    pub enum Group {
        Forum = "forum",
        Suggestions = "suggestions",
        Moderation = "moderation",
    }
}

impl Kind {
    /// All that an endpoint can ask for.
    pub const ALL: [Self; 17] = [
        Self::TopicCreated,
        Self::PostPublished,
        Self::PostEdited,
        Self::PostMasked,
        Self::PostHidden,
        Self::PostRestored,
        Self::PostWithdrawn,
        Self::AnswerPublished,
        Self::SuggestionReceived,
        Self::SuggestionRouted,
        Self::SuggestionAnswered,
        Self::SuggestionClosed,
        Self::SuggestionReopened,
        Self::SuggestionPublished,
        Self::SuggestionWithdrawn,
        Self::ItemOpened,
        Self::Decided,
    ];

    pub const fn group(self) -> Group {
        match self {
            Self::TopicCreated
            | Self::PostPublished
            | Self::PostEdited
            | Self::PostMasked
            | Self::PostHidden
            | Self::PostRestored
            | Self::PostWithdrawn
            | Self::AnswerPublished
            | Self::Test => Group::Forum,
            Self::SuggestionReceived
            | Self::SuggestionRouted
            | Self::SuggestionAnswered
            | Self::SuggestionClosed
            | Self::SuggestionReopened
            | Self::SuggestionPublished
            | Self::SuggestionWithdrawn => Group::Suggestions,
            Self::ItemOpened | Self::Decided => Group::Moderation,
        }
    }

    /// Its name in a key of the words, which takes no dots.
    pub fn word(self) -> String {
        self.as_str().replace('.', "-")
    }
}

impl Group {
    pub const ALL: [Self; 3] = [Self::Forum, Self::Suggestions, Self::Moderation];
}

text_enum! {
    /// Why an endpoint is told nothing.
    pub enum Off {
        /// An administrator switched it off.
        Hand = "hand",
        /// Nothing arrived there for days.
        Failing = "failing",
        /// It said that it is there no more (410).
        Gone = "gone",
    }
}

text_enum! {
    /// Where a delivery stands.
    #[schema(as = DeliveryStanding)]
    pub enum Standing {
        Waiting = "waiting",
        Delivered = "delivered",
        /// Tried no more.
        Dead = "dead",
    }
}

text_enum! {
    /// Why a delivery did not arrive. What the endpoint said beside its status is read by nobody.
    pub enum Failure {
        /// It answered with another status than 2xx.
        Status = "status",
        /// It answered that it stands elsewhere, where nothing is sent on.
        Redirect = "redirect",
        /// It has gone for good.
        Gone = "gone",
        Late = "late",
        Name = "name",
        Connect = "connect",
        Tls = "tls",
        /// It stands in this network, and nobody allowed that.
        Private = "private",
        Broken = "broken",
        /// Its address cannot be asked, or its secret not be opened.
        Settings = "settings",
        /// The endpoint was switched off meanwhile.
        Off = "off",
    }
}

/// Why nothing was kept.
#[derive(Debug, thiserror::Error)]
pub enum WebhookError {
    #[error("there is no such endpoint or delivery")]
    NotFound,
    /// Somebody else changed it since it was read, or it is switched off.
    #[error("the endpoint stands otherwise meanwhile")]
    Changed,
    /// Events would go elsewhere, and who wants that has not proven lately who they are.
    #[error("another address needs a proof of who asks")]
    Unproven,
    /// Fields: `url`, `description`, `kinds`.
    #[error("some fields need changing")]
    Invalid(#[from] ValidationErrors),
    #[error(transparent)]
    Sealed(#[from] CannotOpen),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<diesel::result::Error> for WebhookError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Db(error.into())
    }
}

/// What an administrator does with an endpoint, as the ledger names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Done {
    Added,
    Changed,
    SwitchedOff,
    SwitchedOn,
    SecretExchanged,
    Redelivered,
    Tested,
    Removed,
}

impl Done {
    const fn act(self) -> OfWebhook {
        match self {
            Self::Added => OfWebhook::Added,
            Self::Removed => OfWebhook::Removed,
            Self::Changed
            | Self::SwitchedOff
            | Self::SwitchedOn
            | Self::SecretExchanged
            | Self::Redelivered
            | Self::Tested => OfWebhook::Changed,
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Changed => "settings",
            Self::SwitchedOff => "off",
            Self::SwitchedOn => "on",
            Self::SecretExchanged => "secret",
            Self::Redelivered => "redelivered",
            Self::Tested => "test",
            Self::Removed => "removed",
        }
    }
}
