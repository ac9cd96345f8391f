//! Finds and masks personal data in Taiwanese and English forum text.
//!
//! This library knows text and nothing else: no web, no database, no configuration files.
//! A [`Detector`] reports what it sees as [`Finding`]s in ranges of the original text;
//! [`mask`], [`mask_all`] and [`Detector::mask`] take it out of sight; [`Nodes`] joins the
//! text nodes of a document.

mod context;
mod detector;
mod digits;
#[doc(hidden)]
pub mod fold;
mod hit;
mod kind;
mod mask;
#[doc(hidden)]
pub mod names;
mod nodes;
mod officials;
mod rules;

pub use detector::Detector;
pub use kind::{Kind, UnknownKind};
pub use mask::{mask, mask_all};
pub use nodes::Nodes;
pub use officials::Officials;

use std::ops::Range;

/// Version of the detector; whoever stores what [`Detector::find`] said stores this beside
/// it and looks again when it has grown.
pub const VERSION: u32 = 2;

/// From this confidence on a finding is said to be what it is, below that it may be.
pub const SURE: f32 = 0.85;

/// In which capacity a person stands in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// A private person; to be marked.
    Private,
    /// A person in a public role (市長, 議員, a poet of old …); not to be marked.
    Public,
}

/// One place in a text that holds personal data.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// What it is.
    pub kind: Kind,
    /// Where it is, in bytes of the original.
    pub bytes: Range<usize>,
    /// Where it is, in Unicode characters (code points) of the original.
    pub chars: Range<usize>,
    /// How sure it is, 0 to 1: a shape alone is below .7, a shape near its keyword about
    /// .9, a shape with a valid checksum above .95; of a name how likely the model takes it
    /// for one, at most .84.
    pub confidence: f32,
    /// Whether it concerns a private person or one in a public role.
    pub role: Role,
    /// Short stable names of the rules that spoke, such as `checksum` or `honorific`, the
    /// deciding one first.
    pub reasons: Vec<&'static str>,
}

impl Finding {
    /// Whether it is to be said that this is personal data, not only that it may be.
    pub fn is_sure(&self) -> bool {
        self.confidence >= SURE
    }
}

/// Runs the examples of the README as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct ReadmeExamples;
