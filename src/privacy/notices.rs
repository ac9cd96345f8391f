//! Collection notices: what a person is told where data is collected (Personal Data
//! Protection Act art. 8), as versioned texts with hashes.
//!
//! The words stand in `locales/*/notices.ftl`; the kinds of data and the terms in them come from
//! the inventory. Whoever changes what a notice says raises its version here; `tests/consent.rs`
//! holds the two together. What is agreed to at a notice is in `consent`.

use diesel::prelude::*;
use sha2::{Digest as _, Sha256};

use super::inventory::{self, Retention};
use crate::{
    config::Config,
    context::Context,
    db::{AnyConnection, DbError, Timestamp, schema::notice_texts, text_enum},
    i18n::Lang,
};

text_enum! {
    /// A place where data is collected.
    pub enum Notice {
        Registration = "registration",
        /// A guest's name and public e-mail address in the forum.
        GuestPost = "guest-post",
        /// Contact details beside a suggestion.
        Suggestion = "suggestion",
        Enquiry = "enquiry",
        /// Mails about major revisions of the policy.
        PolicyMail = "policy-mail",
        /// The address of somebody who says that a post is about them.
        AboutMe = "about-me",
        /// Name and address of who signs up for an event. Each event has a text of its own; see
        /// `events::notice`.
        EventSignUp = "event-sign-up",
        /// How far somebody has read in the forum.
        Reading = "reading",
        /// What somebody writes in a flag.
        Flag = "flag",
        /// A suggestion's title and text, for everybody to read.
        Publication = "publication",
        /// The address of somebody who supports a published suggestion without an account.
        Support = "support",
    }
}

/// What every notice tells, in its order: `notice-label-POINT` and `notice-NOTICE-POINT`.
const POINTS: [&str; 8] = [
    "who",
    "purpose",
    "kinds",
    "long",
    "where",
    "receivers",
    "rights",
    "refuse",
];

/// A notice as it stands on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownNotice {
    pub notice: Notice,
    pub version: i32,
    pub lang: Lang,
    pub points: Vec<Point>,
}

/// One thing that a notice tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// One of `who`, `purpose`, `kinds`, `long`, `where`, `receivers`, `rights`, `refuse`.
    pub name: &'static str,
    pub label: String,
    pub text: String,
}

/// A notice's whole text, as somebody agrees to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    pub notice: Notice,
    pub version: i32,
    pub lang: Lang,
    pub body: String,
}

impl Text {
    /// SHA-256 of the text.
    pub fn hash(&self) -> Vec<u8> {
        Sha256::digest(self.body.as_bytes()).to_vec()
    }

    /// The hash as forms carry it.
    pub fn hash_text(&self) -> String {
        hex::encode(self.hash())
    }
}

impl Notice {
    /// Those that are the same for everybody: that have the words which [`Notice::shown`] reads.
    pub const ALL: [Self; 10] = [
        Self::Registration,
        Self::GuestPost,
        Self::Suggestion,
        Self::Enquiry,
        Self::PolicyMail,
        Self::AboutMe,
        Self::Reading,
        Self::Flag,
        Self::Publication,
        Self::Support,
    ];

    /// The version of the words; raised whenever they change.
    pub const fn version(self) -> i32 {
        match self {
            Self::PolicyMail | Self::Flag => 1,
            Self::EventSignUp | Self::Reading | Self::Support => 2,
            Self::GuestPost | Self::AboutMe | Self::Publication => 3,
            Self::Registration | Self::Enquiry => 4,
            Self::Suggestion => 6,
        }
    }

    /// From which version on it says that contact data may be given under agreements; `None`
    /// where it says that it never is.
    pub const fn gives_contact_since(self) -> Option<i32> {
        match self {
            Self::Suggestion => Some(2),
            _ => None,
        }
    }

    /// From which version on it says that contact data travels with a case that is forwarded to
    /// another agency; `None` where it never does.
    pub const fn forwards_contact_since(self) -> Option<i32> {
        match self {
            Self::Suggestion => Some(4),
            _ => None,
        }
    }

    /// From which version on the notice of a suggestion says that the office above sees a case whose
    /// answer is late.
    pub const NAMES_OFFICE_ABOVE: i32 = 4;

    /// From which version on it says that the fallback's office gets a case that mails bring to no
    /// office.
    pub const NAMES_FALLBACK: i32 = 5;

    /// Whether it names those with whom the city has agreements among who receives data.
    pub const fn names_agreements(self) -> bool {
        matches!(self, Self::Suggestion | Self::Enquiry)
    }

    /// What the inventory says of the data that is collected there: `kinds`, `years` of its
    /// class, and by its name the days of each table that keeps its rows for days.
    pub fn of_inventory(self, lang: Lang, config: &Config) -> Vec<(&'static str, String)> {
        let kinds = inventory::kinds_at(self).into_iter();
        let kinds = lang.list(kinds.map(|kind| lang.t(kind.words())));
        let mut arguments = vec![("kinds", kinds)];
        for table in inventory::collected_at(self) {
            // What goes with a row of another table is kept as long as that.
            let kept = match table.retention {
                Retention::With(other) => inventory::table(other).map(|other| other.retention),
                own => Some(own),
            };
            let Some(kept) = kept else { continue };
            match kept {
                Retention::Years { class, .. } => {
                    arguments.push(("years", class.years(&config.retention).to_string()));
                }
                Retention::Days { days, .. } if days > 0 => {
                    arguments.push((table.name, days.to_string()));
                }
                _ => {}
            }
        }
        arguments
    }

    /// The notice in a language, with the operator's name, contacts and terms in it.
    pub fn shown(self, lang: Lang, config: &Config) -> ShownNotice {
        let city = &config.city;
        let mut arguments = self.of_inventory(lang, config);
        arguments.extend([
            ("city", lang.pick(&city.name_zh, &city.name_en)),
            ("phone", city.phone.clone()),
            ("email", city.email.clone()),
            ("days", config.confirmation_days.to_string()),
            (
                "agreements",
                config.absolute(&format!("/{}/privacy/agreements", lang.as_str())),
            ),
        ]);
        let points = POINTS
            .iter()
            .map(|name| Point {
                name,
                label: lang.t(&format!("notice-label-{name}")),
                text: lang.t_with(&format!("notice-{}-{name}", self.as_str()), &arguments),
            })
            .collect();
        ShownNotice {
            notice: self,
            version: self.version(),
            lang,
            points,
        }
    }

    /// Whether `hash`, as a form or a program sends it back, is that of today's text in this
    /// language. Nothing sent is taken for today's text: it is the one that was there to be read.
    pub fn still_stands(self, hash: &str, lang: Lang, config: &Config) -> bool {
        hash.is_empty() || self.shown(lang, config).hash_text() == hash
    }
}

impl ShownNotice {
    /// The text of one point.
    pub fn text(&self, name: &str) -> &str {
        self.points
            .iter()
            .find(|point| point.name == name)
            .map_or("", |point| &point.text)
    }

    /// All of it as one text, which the hash is of.
    pub fn whole(&self) -> Text {
        let lines = self.points.iter();
        Text {
            notice: self.notice,
            version: self.version,
            lang: self.lang,
            body: lines
                .map(|point| format!("{}\n{}\n", point.label, point.text))
                .collect(),
        }
    }

    /// The hash as forms carry it.
    pub fn hash_text(&self) -> String {
        self.whole().hash_text()
    }
}

/// Keeps the text that is shown, so that its hash can be shown to be this text.
pub(super) fn keep(
    connection: &mut AnyConnection,
    now: Timestamp,
    text: &Text,
) -> Result<(), DbError> {
    let hash = text.hash();
    let known: Option<String> = notice_texts::table
        .find(&hash)
        .select(notice_texts::body)
        .first(connection)
        .optional()?;
    match known {
        Some(body) if !body.is_empty() => {}
        // From before texts were kept: only its hash was known.
        Some(_) => {
            diesel::update(notice_texts::table.find(hash))
                .set(notice_texts::body.eq(&text.body))
                .execute(connection)?;
        }
        None => {
            diesel::insert_into(notice_texts::table)
                .values((
                    notice_texts::hash.eq(hash),
                    notice_texts::notice.eq(text.notice),
                    notice_texts::version.eq(text.version),
                    notice_texts::language.eq(text.lang),
                    notice_texts::body.eq(&text.body),
                    notice_texts::first_shown_at.eq(now),
                ))
                .execute(connection)?;
        }
    }
    Ok(())
}

/// Keeps today's text of every notice, at start. Safe to run again, and on several nodes at once.
pub async fn put_in(context: &Context) -> Result<(), DbError> {
    use diesel::result::{DatabaseErrorKind::UniqueViolation, Error};
    let cx = context.clone();
    let done = context
        .db
        .write(move |connection| {
            for notice in Notice::ALL {
                for lang in Lang::ALL {
                    keep(
                        connection,
                        cx.now(),
                        &notice.shown(lang, &cx.config).whole(),
                    )?;
                }
            }
            Ok(())
        })
        .await;
    match done {
        // Another node was faster, with the same texts.
        Err(DbError::Query(Error::DatabaseError(UniqueViolation, _))) => Ok(()),
        other => other,
    }
}
