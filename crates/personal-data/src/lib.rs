//! Finds and masks personal data in Taiwanese and English forum text.
//!
//! This library knows text and nothing else: no web, no database, no
//! configuration files. [`find`] reports what it sees as [`Finding`]s in ranges
//! of the original text, [`mask`] and [`mask_all`] take it out of sight.
//!
//! ```
//! use personal_data::{find, mask_all, Kind};
//! let text = "請洽wang.xm@kcg.gov.tw謝謝";
//! let found = find(text);
//! assert_eq!((found[0].kind, found[0].range.clone()), (Kind::Email, 2..20));
//! assert_eq!(mask_all(text, &found), "請洽w***@kcg.gov.tw謝謝");
//! ```

mod context;
mod digits;
#[doc(hidden)]
pub mod fold;
mod hit;
mod kind;
mod mask;
#[doc(hidden)]
pub mod names;
mod officials;
mod rules;

pub use kind::{Kind, UnknownKind};
pub use mask::{mask, mask_all};
pub use officials::Officials;

use fold::Folded;
use std::ops::Range;

/// Version of the detector; whoever stores what [`find`] said stores this beside
/// it and looks again when it has grown.
pub const VERSION: u32 = 1;

/// In which capacity a person stands in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// A private person; to be marked.
    Private,
    /// A person in a public role (市長, 議員 …); not to be marked.
    Public,
}

/// One place in a text that holds personal data.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// What it is.
    pub kind: Kind,
    /// Where it is, in Unicode characters (code points) of the original text.
    pub range: Range<usize>,
    /// How sure the rule is, 0 to 1: a shape alone is below .7, a shape near its
    /// keyword about .9, a shape with a valid checksum above .95.
    pub confidence: f32,
    /// Whether it concerns a private person or one in a public role.
    pub role: Role,
    /// Short stable name of the rule that spoke, such as `checksum` or `honorific`.
    pub why: &'static str,
}

/// From this confidence on a finding is told as a fact ("is"), below it as a guess ("may be").
pub const SURE: f32 = 0.85;

impl Finding {
    /// Whether its confidence is at least [`SURE`].
    pub fn is_sure(&self) -> bool {
        self.confidence >= SURE
    }
}

/// Finds the personal data of private persons in `text`, sorted by start, without overlaps.
pub fn find(text: &str) -> Vec<Finding> {
    find_with(text, &Officials::default())
}

/// As [`find`], without what is exactly an official contact.
pub fn find_with(text: &str, officials: &Officials) -> Vec<Finding> {
    let mut found = find_all(text, officials);
    found.retain(|finding| finding.role == Role::Private);
    found
}

/// As [`find_with`], with persons and mailboxes in public roles.
pub fn find_all(text: &str, officials: &Officials) -> Vec<Finding> {
    let folded = Folded::new(text);
    let mut hits = Vec::new();
    for rule in RULES {
        rule(&folded, &mut hits);
    }
    let mut ruled_out = rules::identity::uniform_numbers(&folded);
    hits.retain(|hit| {
        let official = officials.contains(&folded.text()[hit.range.clone()]);
        if official {
            // Nor may a weaker rule find a part of it.
            ruled_out.push(hit.range.clone());
        }
        !official
    });
    hit::settle(hits, &ruled_out, &folded)
}

const RULES: &[fn(&Folded, &mut Vec<hit::Hit>)] = &[
    rules::email::find,
    rules::phone::find,
    rules::identity::find,
    rules::account::find,
    rules::document::find,
    rules::plate::find,
    rules::address::find,
    rules::network::find,
    rules::birth::find,
    rules::social::find,
    rules::person::find,
];

/// Judges a form's name field: its whole trimmed value is a person's name unless it holds
/// no letter at all; an e-mail address typed there is one.
///
/// ```
/// use personal_data::{Kind, find_name};
/// assert_eq!(find_name(" 小明 ").map(|name| (name.kind, name.range)), Some((Kind::Person, 1..3)));
/// assert_eq!(find_name("1999"), None);
/// ```
pub fn find_name(field: &str) -> Option<Finding> {
    let email = find(field)
        .into_iter()
        .find(|finding| finding.kind == Kind::Email);
    if email.is_some() {
        return email;
    }
    let trimmed = field.trim();
    if !trimmed.chars().any(char::is_alphabetic) {
        return None;
    }
    let before = field.chars().take_while(|c| c.is_whitespace()).count();
    Some(Finding {
        kind: Kind::Person,
        range: before..before + trimmed.chars().count(),
        confidence: 0.95,
        role: Role::Private,
        why: "name field",
    })
}

/// Runs the examples of the README as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct ReadmeExamples;
