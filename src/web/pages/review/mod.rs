//! What waits for a moderator: the queue with one of its items beside it, and several at once.
//!
//! List and item are one page, so that it goes without a script: below 64rem `/review` shows the list
//! alone, and `/review/{id}` the item alone.

pub mod bulk;
pub mod item;
mod last;
pub mod list;
mod work;

use std::borrow::Cow;

use url::form_urlencoded;

use crate::{
    forum::cursor::From,
    i18n::Lang,
    review::{Before, Claim, Decision, Filter, Kind, Place, Pressing},
    web::page::Page,
};

/// What an address says of the queue.
#[derive(Default)]
pub(super) struct Asked {
    pub filter: Filter,
    /// After which place the list begins.
    pub after: Option<Place>,
    /// Whether the keys are off. The address says it, for nothing is kept on the device.
    pub silent: bool,
}

impl Asked {
    /// What is none is as if it were not there.
    pub fn parse(query: &str) -> Self {
        let pairs: Vec<(Cow<'_, str>, Cow<'_, str>)> =
            form_urlencoded::parse(query.as_bytes()).collect();
        let get = |name: &str| {
            let found = pairs.iter().find(|(known, _)| known == name);
            found.map(|(_, value)| &**value)
        };
        Self {
            filter: Filter::parse(get),
            after: get("after").and_then(|place| place.parse().ok()),
            silent: get("keys") == Some("off"),
        }
    }

    /// From where the list is read.
    fn begins(&self) -> From<Place> {
        self.after.map_or(From::Start, From::After)
    }

    /// The parameters that give it again, with another place and state of the keys.
    fn with(&self, after: Option<Place>, silent: bool) -> String {
        let after = after.map(|place| format!("after={place}"));
        let silent = silent.then(|| "keys=off".to_owned());
        let parts = [Some(self.filter.query()), after, silent];
        let said = parts.into_iter().flatten().filter(|part| !part.is_empty());
        said.collect::<Vec<String>>().join("&")
    }

    /// The parameters that give it again.
    pub fn query(&self) -> String {
        self.with(self.after, self.silent)
    }

    /// As [`Asked::query`], for the fields of a form.
    fn fields(&self) -> Vec<(String, String)> {
        form_urlencoded::parse(self.query().as_bytes())
            .into_owned()
            .collect()
    }

    /// The address of an item in the same queue.
    pub fn item(&self, page: &Page, item: i64) -> String {
        address(page, &format!("review/{item}"), &self.query())
    }

    /// The address of the list.
    pub fn list(&self, page: &Page) -> String {
        address(page, "review", &self.query())
    }
}

/// An address below the language, with its parameters where there are any.
pub(super) fn address(page: &Page, path: &str, query: &str) -> String {
    let mark = if query.is_empty() { "" } else { "?" };
    page.href(&format!("{path}{mark}{query}"))
}

/// An address with the name of a confirmation.
pub(super) fn done(page: &Page, path: &str, query: &str, done: &str) -> String {
    let and = if query.is_empty() { "" } else { "&" };
    page.href(&format!("{path}?{query}{and}done={done}"))
}

/// Why something waits.
pub(super) fn kind_words(lang: Lang, kind: Kind) -> String {
    lang.t(match kind {
        Kind::GuestPost => "review-guest-post",
        Kind::PersonalDataOfOthers => "review-personal-data-of-others",
        Kind::UnreadAttachment => "review-unread-attachment",
        Kind::Publication => "review-publication",
        Kind::FoundAgain => "review-found-again",
        Kind::Imported => "review-imported",
        Kind::Flag => "review-flag",
        Kind::HeldAgain => "review-held-again",
        Kind::FirstPost => "review-first-post",
        Kind::WatchedWord => "review-watched-word",
        Kind::Spam => "review-spam-score",
        Kind::Appeal => "review-appeal",
        Kind::SanctionAppeal => "review-sanction-appeal",
        Kind::Request => "review-request",
    })
}

/// How urgent something is, and the class that goes with it.
fn pressing(lang: Lang, urgency: i32) -> (String, &'static str) {
    let (key, tone) = match Pressing::of(urgency) {
        Pressing::Urgent => ("review-urgency-urgent", "late"),
        Pressing::Soon => ("review-urgency-soon", "soon"),
        Pressing::InTurn => ("review-urgency-in-turn", ""),
    };
    (lang.t(key), tone)
}

/// Who decided it before, and what.
fn ended_words(lang: Lang, before: Before) -> String {
    match (before.by, before.kind, before.decision) {
        (None, ..) => lang.t("review-ended-before"),
        (Some(by), Kind::Flag | Kind::Appeal | Kind::SanctionAppeal | Kind::Request, _) => {
            lang.ta("review-decided-before", "name", by)
        }
        (Some(by), _, Decision::Approved) => lang.ta("review-approved-before", "name", by),
        (Some(by), _, Decision::Rejected) => lang.ta("review-rejected-before", "name", by),
    }
}

/// Who has an item until when, in the words of `key`.
fn claim_words(page: &Page, key: &str, claim: &Claim) -> String {
    let until = page.local(claim.until).format("%H:%M");
    page.ta2(key, "name", &claim.name, "time", until)
}
