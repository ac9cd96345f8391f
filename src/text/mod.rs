//! From what a person wrote to what everybody reads.
//!
//! `parse` splits Markdown into what a reader sees, each character with its
//! place in the source; `findings` runs the detector on that; `publication`
//! asks about each finding and applies the answers; `render` makes the HTML
//! that is stored, with language-neutral marks; `withdraw` masks in older
//! texts what is no longer published, and `rewrite` in quotes; `cuts` and
//! `taken` take passages out, as a moderator deleted them. Who may publish what where,
//! who has which name and what stands in other posts is not decided here: a field is told
//! of it as [`Known`].

mod answers;
mod check;
pub mod cuts;
pub mod findings;
pub mod impersonal;
pub mod mention;
pub mod official;
mod parse;
pub mod publication;
pub mod quote;
mod render;
pub mod rewrite;
mod spoiler;
pub mod taken;
mod tame;
mod turn;
mod withdraw;

pub use render::{OWN_PICTURE, css_name, render_html, render_preview};
pub use tame::tamed;
pub use turn::turn;
pub use withdraw::{Kept, Withdrawn, withdraw};

/// The version of all that makes stored HTML; when it grows, older texts are made again.
pub const PIPELINE: i32 = 1000 * personal_data::VERSION as i32 + 3;

/// The version of the detector in a stored `pipeline`.
pub const fn detector_of(pipeline: i32) -> i32 {
    pipeline / 1000
}

/// How a field's text is written and shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One line, shown as it is: a title.
    Plain,
    Markdown,
    /// A person's public name: all of it is personal data unless its owner says otherwise.
    Name,
    /// A public e-mail address.
    Email,
    /// A file's name, or the text of one that can be written anew. It does not travel with the
    /// answers: what they bring to light in it is masked and not asked about.
    File,
    /// The words in a file that cannot be changed. Masking or taking out one of them takes out
    /// all.
    Document,
}

/// One text on its way to publication. Its source is whatever its author typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    pub name: &'static str,
    pub format: Format,
    pub source: String,
    pub known: Known,
}

/// What is known of the names and quotes in a text, beyond the text itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// The quotes whose words stand in the post that they name: they show its author.
    pub quotes: Vec<quote::Verified>,
    /// The names that are somebody's when they stand after an `@`.
    pub mentions: Vec<mention::Named>,
}

impl Field {
    pub fn new(name: &'static str, format: Format, source: impl Into<String>) -> Self {
        Self {
            name,
            format,
            source: source.into(),
            known: Known::default(),
        }
    }

    /// The same text with what is known of it.
    pub fn knowing(self, known: Known) -> Self {
        Self { known, ..self }
    }
}
