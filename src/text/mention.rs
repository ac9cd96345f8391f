//! Mentions: an `@` and somebody's public name, spaces and all.
//!
//! Whose name it is, `forum` looks up before publishing; here is only where one may stand.
//! Code and links mention nobody.

use std::ops::Range;

use pulldown_cmark::{Tag, TagEnd};

use super::{
    Field, Format,
    parse::{Glyph, Node, nodes},
};

/// Somebody who can be mentioned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Of the account.
    pub id: i64,
    pub name: String,
    /// Whether the name is personal data and carries a mark.
    pub is_personal: bool,
}

/// A mention of the `known` at this index, in places of the glyphs that were looked at.
pub(super) struct Mentioned {
    pub at: Range<usize>,
    pub who: usize,
}

/// More `@` than this are not looked up: nobody calls so many people at once.
const MOST: usize = 50;

/// Everything in a text that may be a name after an `@`: from its first character to each of
/// the following, `longest` at most.
pub fn candidates(source: &str, longest: usize) -> Vec<String> {
    let mut candidates = Vec::new();
    let mut signs = 0;
    each_run(source, |glyphs, _| {
        for at in (0..glyphs.len()).filter(|at| is_sign(glyphs, *at)) {
            signs += 1;
            if signs > MOST {
                return;
            }
            let name: String = glyphs[at + 1..]
                .iter()
                .map(|glyph| glyph.character)
                .take_while(|character| *character != '@')
                .take(longest)
                .collect();
            let ends = name.char_indices().map(|(at, c)| at + c.len_utf8());
            candidates.extend(ends.map(|end| name[..end].to_owned()));
        }
    });
    candidates.retain(|name| name.trim() == name);
    candidates.sort_unstable();
    candidates.dedup();
    candidates
}

/// Who of `known` is mentioned in a text, and whether anywhere outside of quotes.
pub fn mentioned(source: &str, known: &[Named]) -> Vec<(i64, bool)> {
    let mut all: Vec<(i64, bool)> = Vec::new();
    each_run(source, |glyphs, quoted| {
        for mention in find(glyphs, known) {
            let id = known[mention.who].id;
            match all.iter_mut().find(|(one, _)| *one == id) {
                Some((_, outside)) => *outside |= !quoted,
                None => all.push((id, !quoted)),
            }
        }
    });
    all
}

/// The mentions of a field, each with its `@`, in bytes of the source.
pub(super) fn ranges(field: &Field) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    if field.format == Format::Markdown && !field.known.mentions.is_empty() {
        each_run(&field.source, |glyphs, _| {
            let found = find(glyphs, &field.known.mentions);
            ranges.extend(found.iter().map(|found| place(glyphs, &found.at)));
        });
    }
    ranges
}

/// The bytes of the source that some glyphs stand for.
pub(super) fn place(glyphs: &[Glyph], at: &Range<usize>) -> Range<usize> {
    glyphs[at.start].place.start..glyphs[at.end - 1].place.end
}

/// The mentions in a run of text; of two names that fit, the longer.
pub(super) fn find(glyphs: &[Glyph], known: &[Named]) -> Vec<Mentioned> {
    let mut found: Vec<Mentioned> = Vec::new();
    if known.is_empty() {
        return found;
    }
    for at in 0..glyphs.len() {
        let inside = found.last().is_some_and(|last| at < last.at.end);
        if inside || !is_sign(glyphs, at) {
            continue;
        }
        let fitting = known.iter().enumerate().filter_map(|(who, named)| {
            let length = named.name.chars().count();
            let end = at + 1 + length;
            let fits = length > 0
                && glyphs.len() >= end
                && glyphs[at + 1..end]
                    .iter()
                    .map(|glyph| glyph.character)
                    .eq(named.name.chars())
                && is_end(glyphs, end);
            fits.then_some(Mentioned { at: at..end, who })
        });
        found.extend(fitting.max_by_key(|mention| mention.at.end));
    }
    found
}

/// An `@` that follows no mailbox.
fn is_sign(glyphs: &[Glyph], at: usize) -> bool {
    let before = at.checked_sub(1).map(|at| glyphs[at].character);
    glyphs[at].character == '@'
        && !before.is_some_and(|c| c.is_ascii_alphanumeric() || "._-+%@".contains(c))
}

/// Whether a name that ends before `end` is not the beginning of a longer Latin word or address.
fn is_end(glyphs: &[Glyph], end: usize) -> bool {
    let is_word = |at: usize| {
        glyphs
            .get(at)
            .is_some_and(|glyph| glyph.character.is_ascii_alphanumeric())
    };
    if !is_word(end - 1) {
        return true;
    }
    match glyphs.get(end).map(|glyph| glyph.character) {
        None => true,
        Some('.' | '@' | '-' | '_') => !is_word(end + 1),
        Some(_) => !is_word(end),
    }
}

/// Every run of text that may mention somebody, with whether it stands in a quote.
fn each_run(source: &str, mut look: impl FnMut(&[Glyph], bool)) {
    let (mut quotes, mut closed) = (0_usize, 0_usize);
    for node in nodes(source, Format::Markdown) {
        match node {
            Node::Quote { .. } => quotes += 1,
            Node::Close(TagEnd::BlockQuote(_)) => quotes -= 1,
            Node::Open(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_)) => closed += 1,
            Node::Close(TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock) => closed -= 1,
            Node::Run(glyphs) if closed == 0 => look(&glyphs, quotes > 0),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(names: &[&str]) -> Vec<Named> {
        (1..)
            .zip(names)
            .map(|(id, name)| Named {
                id,
                name: (*name).to_owned(),
                is_personal: false,
            })
            .collect()
    }

    #[test]
    fn names_are_found_where_they_are_called_and_nowhere_else() {
        let known = known(&["海海", "Tom", "Tom Lee", "王小明"]);
        for (source, expected) in [
            ("請問@海海你好", &[(1, true)][..]),
            ("@Tom hello", &[(2, true)]),
            ("(@Tom Lee)", &[(3, true)]),
            ("@Tommy @Tom.example @tom", &[]),
            ("@Tom. @Tom-", &[(2, true)]),
            ("> @海海\n\n好", &[(1, false)]),
            ("> @海海\n\n@海海", &[(1, true)]),
            ("`@海海` [@海海](/zh) wang@海海 海海", &[]),
            ("    @海海", &[]),
            ("@海海@王小明", &[(1, true), (4, true)]),
            ("**@王小明**", &[(4, true)]),
        ] {
            assert_eq!(mentioned(source, &known), expected, "{source}");
        }
    }

    #[test]
    fn candidates_hold_every_name_that_may_be_meant() {
        let candidates = candidates("@Maya Lindqvist 您好", 40);
        assert!(candidates.contains(&"Maya Lindqvist".to_owned()));
        assert!(candidates.contains(&"Maya".to_owned()));
        assert!(!candidates.contains(&"Maya ".to_owned()));
        assert!(super::candidates("wang@example.tw `@a`", 40).is_empty());
        assert!(super::candidates(&"@a ".repeat(1000), 40).len() < 50 * 40);
    }
}
