//! Mail: the outbox, and how what stands in it leaves.
//!
//! A room that has something to say writes a [`Letter`] into the outbox in the
//! same transaction as its cause. When and how often delivery is tried is not
//! that room's business; `jobs` does it with [`outbox::next`] and a [`Transport`].

mod masked;
pub mod outbox;
mod relay;
mod transport;
pub mod unsent;

use askama::Template;

use crate::{i18n::Lang, privacy::Private};

pub use transport::{Failure, Step, Transport, TransportError};

crate::db::text_enum! {
    /// Why a mail is sent.
    pub enum LetterKind {
        Registration = "registration",
        AlreadyRegistered = "already-registered",
        PasswordReset = "password-reset",
        AddressChange = "address-change",
        AddressChanged = "address-changed",
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
        Breach = "breach",
        DataRequest = "data-request",
        FoundAgain = "found-again",
        Digest = "digest",
        Support = "support",
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
    const TO_OFFICES: [Self; 6] = [
        Self::OfficeSuggestion,
        Self::OfficeReply,
        Self::OfficeFailing,
        Self::CasesDue,
        Self::CasesLate,
        Self::CasesPassedOn,
    ];

    /// Whether it goes to the address of an office, or of the city itself.
    pub fn is_to_office(self) -> bool {
        Self::TO_OFFICES.contains(&self)
    }

    /// The mails to people who gave their address for one matter, for as long as it takes, and
    /// those that repeat public words: none leaves a copy once it is delivered.
    const UNKEPT: [Self; 7] = [
        Self::Digest,
        Self::DataRequest,
        Self::Support,
        Self::EventSignUp,
        Self::EventWaiting,
        Self::EventMovedUp,
        Self::EventCalledOff,
    ];
}

/// What a mail goes with: it is taken back and erased with that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    Nothing,
    Case(i64),
    /// It holds the link that cancels this sign-up; see [`outbox::unsend`].
    SignUp(i64),
    /// It holds the link that confirms this request, with which the database itself deletes it.
    Support(i64),
}

/// One mail to one recipient.
pub struct Letter {
    pub kind: LetterKind,
    pub about: About,
    /// An e-mail address, as its owner typed it.
    pub to: Private<String>,
    pub content: Content,
}

/// What a mail says; sealed in the outbox.
#[derive(serde::Serialize, serde::Deserialize)]
pub struct Content {
    pub lang: Lang,
    pub subject: String,
    pub text: String,
    pub html: String,
    /// The address to which a mail program posts when its reader wants no more of these (RFC
    /// 8058); a mail that nobody can do without has none.
    #[serde(default)]
    pub unsubscribe: Option<String>,
}

/// The frame that every mail stands in, as text and as HTML.
///
/// A mail is a greeting line that says who writes and why, paragraphs, at most
/// one button, and a closing line.
pub struct Draft {
    pub lang: Lang,
    pub city: String,
    pub subject: String,
    pub paragraphs: Vec<String>,
    /// What the button says and where it leads (an absolute address).
    pub button: Option<(String, String)>,
    pub policy_url: String,
}

#[derive(Template)]
#[template(path = "mail/letter.txt", escape = "none")]
struct TextPart<'a> {
    draft: &'a Draft,
}

#[derive(Template)]
#[template(path = "mail/letter.html")]
struct HtmlPart<'a> {
    draft: &'a Draft,
}

impl Draft {
    /// Renders both parts.
    ///
    /// # Panics
    /// Never in practice: the templates write to memory.
    pub fn compose(&self) -> Content {
        Content {
            lang: self.lang,
            subject: self.subject.clone(),
            text: TextPart { draft: self }
                .render()
                .expect("a template renders into memory"),
            html: HtmlPart { draft: self }
                .render()
                .expect("a template renders into memory"),
            unsubscribe: None,
        }
    }

    fn t(&self, key: &str) -> String {
        self.lang.t(key)
    }
}
