//! Search: one tokeniser for both databases, what is kept of a text, queries, ranking, highlights.
//!
//! The databases only tell which texts hold certain terms (`db::search`); what is looked for, whether
//! a text really has it and what comes first is decided here, so that both find the same. Which
//! texts are public and who may read them does not belong here: this room knows no forum.

mod document;
mod fold;
mod highlight;
mod index;
mod query;
mod rank;
mod spelling;
mod units;
mod visible;

pub use self::{
    document::Document,
    fold::Folded,
    highlight::{Excerpt, excerpt, highlighted},
    index::{forget, put},
    query::{Filters, LONGEST, Query, Word, day},
    rank::{Candidate, Ranked, rank},
};

/// The version of all that makes a [`Document`], and what else is kept of a public text beside it; when
/// it grows, older ones are made again.
pub const VERSION: i32 = 2;

/// What a reader sees of a text's own words, without line breaks.
pub fn plain(html: &str) -> String {
    in_one_line(&visible::Visible::of(html).text)
}

/// The same without the public personal data in it: for what search engines copy, where no mark
/// stands beside it and nobody can mask it later.
pub fn impersonal(html: &str) -> String {
    let seen = visible::Visible::of(html);
    let mut text = seen.text;
    for mark in seen.marks.iter().rev() {
        text.replace_range(mark.range.clone(), "○○○");
    }
    in_one_line(&text)
}

fn in_one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// Loads the dictionary, which takes a fifth of a second; else the first text does.
pub fn warm_up() {
    units::warm_up();
}
