//! What is kept of a text: its units in a row, from which it is ranked, and its terms, by which the
//! databases find it.

use std::collections::BTreeSet;

use super::{
    fold::is_han,
    units::{Joint, Unit, units},
    visible::Visible,
};

/// A text as search keeps it. Nothing stands in it that a reader does not see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// The title's units; empty for a text without one.
    pub title: String,
    pub body: String,
    /// The title's terms, each once, with spaces between.
    pub title_terms: String,
    /// All terms, the title's too.
    pub terms: String,
}

impl Document {
    /// From stored HTML.
    pub fn new(title_html: Option<&str>, body_html: &str) -> Self {
        let title = title_html.map(|html| units(&Visible::of(html).text));
        let title = title.unwrap_or_default();
        let body = units(&Visible::of(body_html).text);
        let of_title = terms(&title);
        let mut all = of_title.clone();
        all.extend(terms(&body));
        Self {
            title: row(&title),
            body: row(&body),
            title_terms: joined(&of_title),
            terms: joined(&all),
        }
    }
}

fn joined(terms: &BTreeSet<String>) -> String {
    let terms: Vec<&str> = terms.iter().map(String::as_str).collect();
    terms.join(" ")
}

/// The terms under which a text is found: stems, figures, each Chinese character and each two
/// that stand beside each other, whatever the words are; two words with a hyphen as one.
pub(super) fn terms(units: &[Unit]) -> BTreeSet<String> {
    let mut terms: BTreeSet<String> = units.iter().map(|unit| unit.stem.clone()).collect();
    for pair in units.windows(2) {
        let [one, next] = pair else { continue };
        if one.is_han && next.is_han && next.joint <= Joint::Adjacent {
            terms.insert(format!("{}{}", one.text, next.text));
        } else if next.joint == Joint::Hyphen {
            terms.insert(one.with(next).stem);
        }
    }
    terms
}

const ADJACENT: char = ' ';
const HYPHEN: char = '-';
const APART: char = ',';
const BREAK: char = '.';
/// Before a stem that is not the word itself. None of these five is in a unit.
const STEM: char = '=';

/// Units in a row: `爱河 边 很 漂亮.training=train,mrt 红线`.
fn row(units: &[Unit]) -> String {
    let mut row = String::new();
    for (n, unit) in units.iter().enumerate() {
        match unit.joint {
            _ if n == 0 => {}
            Joint::Inside => {}
            Joint::Adjacent => row.push(ADJACENT),
            Joint::Hyphen => row.push(HYPHEN),
            Joint::Apart => row.push(APART),
            Joint::Break => row.push(BREAK),
        }
        row.push_str(&unit.text);
        if unit.stem != unit.text {
            row.push(STEM);
            row.push_str(&unit.stem);
        }
    }
    row
}

/// A unit read from a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece<'a> {
    pub text: &'a str,
    pub stem: &'a str,
    pub is_han: bool,
    pub joint: Joint,
}

impl<'a> From<&'a Unit> for Piece<'a> {
    fn from(unit: &'a Unit) -> Self {
        Self {
            text: &unit.text,
            stem: &unit.stem,
            is_han: unit.is_han,
            joint: unit.joint,
        }
    }
}

/// So many units of a text are looked at; as many as the longest that people write has characters.
/// A single sign may stand for several words.
pub(super) const MOST_UNITS: usize = 20_000;

/// Reads what [`row`] wrote.
pub(super) fn pieces(row: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = row;
    let mut joint = Joint::Break;
    while !rest.is_empty() && pieces.len() < MOST_UNITS {
        let end = rest
            .find([ADJACENT, HYPHEN, APART, BREAK])
            .unwrap_or(rest.len());
        let word = &rest[..end];
        if word.starts_with(is_han) {
            for (at, c) in word.char_indices() {
                let text = &word[at..at + c.len_utf8()];
                pieces.push(Piece {
                    text,
                    stem: text,
                    is_han: true,
                    joint,
                });
                joint = Joint::Inside;
            }
        } else {
            let (text, stem) = word.split_once(STEM).unwrap_or((word, word));
            pieces.push(Piece {
                text,
                stem,
                is_han: false,
                joint,
            });
        }
        joint = match rest[end..].chars().next() {
            Some(HYPHEN) => Joint::Hyphen,
            Some(APART) => Joint::Apart,
            Some(BREAK) => Joint::Break,
            _ => Joint::Adjacent,
        };
        rest = rest.get(end + 1..).unwrap_or_default();
    }
    pieces
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_kept_of_a_text() {
        let kept = Document::new(Some("臺鐵 &amp; MRT"), "<p>Training</p>\n<p>愛河邊</p>\n");
        assert_eq!(kept.title, "台铁,mrt");
        assert!(kept.body.starts_with("training=train.爱"), "{}", kept.body);
        assert_eq!(kept.title_terms, "mrt 台 台铁 铁");
        for term in ["mrt", "train", "爱河", "河边", "边"] {
            assert!(kept.terms.split(' ').any(|known| known == term), "{term}");
        }
    }

    #[test]
    fn an_address_behind_a_link_is_not_kept() {
        let kept = Document::new(None, "<p><a href=\"/zh/secret\">hier</a></p>");
        assert!(!kept.terms.contains("secret"), "{kept:?}");
    }

    proptest! {
        #[test]
        fn a_row_is_read_as_it_was_written(text in "[a-zA-Z0-9 .,=路燈愛河，。'０-９ａ-ｚé\u{200b}ㄅあ한-]{0,60}") {
            let units = units(&text);
            let row = row(&units);
            let read = pieces(&row);
            prop_assert_eq!(read.len(), units.len(), "{}", row);
            for (piece, unit) in read.iter().zip(&units) {
                prop_assert_eq!(piece.text, &unit.text);
                prop_assert_eq!(piece.stem, &unit.stem);
                prop_assert_eq!(piece.joint, unit.joint);
                prop_assert_eq!(piece.is_han, unit.is_han);
            }
        }

        #[test]
        fn a_term_has_nothing_that_an_engine_reads(text in any::<String>()) {
            for term in terms(&units(&text)) {
                prop_assert!(term.chars().all(char::is_alphanumeric), "{term:?}");
            }
        }
    }
}
