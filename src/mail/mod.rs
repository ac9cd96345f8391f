//! Mail: the outbox, how what stands in it leaves, and what a message is that comes in.
//!
//! A room that has something to say writes a [`Letter`] into the outbox in the
//! same transaction as its cause. When and how often delivery is tried is not
//! that room's business; `jobs` does it with [`outbox::lease`] and a [`Transport`]. To which addresses
//! nothing optional goes is in `suppression`; by which address something comes back, in `tag`. What
//! becomes of a reply is no business of this room: `suggestions::inbound` says.

pub mod bounce;
mod connection;
pub mod digest;
mod dkim;
pub mod inbound;
mod kind;
mod links;
mod masked;
pub mod outbox;
pub mod paused;
mod relay;
pub mod sample;
pub mod status;
pub mod suppression;
pub mod tag;
mod transport;
pub mod unsent;

use askama::Template;

use self::links::Paragraph;
use crate::{i18n::Lang, privacy::Private};

pub use kind::{Class, LetterKind};
pub use relay::Reached;
pub use transport::{Failure, Step, Transport, TransportError};

/// What a mail goes with: it is taken back and erased with that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    Nothing,
    Case(i64),
    /// It holds the link that cancels this sign-up; see [`outbox::unsend`].
    SignUp(i64),
    /// It holds the link that confirms this request, with which the database itself deletes it.
    Support(i64),
    /// It answers this request about personal data, which says so where it does not arrive.
    Request(i64),
    /// It tells somebody of this breach, which says how many do not arrive.
    Breach(i64),
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
    paragraphs: Vec<Paragraph<'a>>,
}

impl Draft {
    /// Renders both parts. No paragraph has a link.
    ///
    /// # Panics
    /// Never in practice: the templates write to memory.
    pub fn compose(&self) -> Content {
        self.compose_with(&[])
    }

    /// Renders both parts. The paragraphs name `addresses`, each of Plaza's own making, at the ends of
    /// lines: they are links in the HTML part, and nothing else is.
    ///
    /// # Panics
    /// Never in practice: the templates write to memory.
    pub fn compose_with(&self, addresses: &[String]) -> Content {
        let paragraphs = self.paragraphs.iter();
        let paragraphs = paragraphs.map(|text| Paragraph::of(text, addresses));
        let html = HtmlPart {
            draft: self,
            paragraphs: paragraphs.collect(),
        };
        Content {
            lang: self.lang,
            subject: self.subject.clone(),
            text: TextPart { draft: self }
                .render()
                .expect("a template renders into memory"),
            html: html.render().expect("a template renders into memory"),
            unsubscribe: None,
        }
    }

    fn t(&self, key: &str) -> String {
        self.lang.t(key)
    }
}
