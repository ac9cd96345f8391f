//! Quotes that say which post they come from: a Markdown quote whose first line is
//! `[quote:POST:VERSION]`.
//!
//! The line itself is not shown, and who wrote the words is no part of the text: nobody can
//! put words in another's mouth. Whether the words stand in that post, `forum` looks up.

use std::ops::Range;

use pulldown_cmark::{Tag, TagEnd};

use super::{
    Format,
    parse::{Glyph, Node, nodes},
};

/// The post, and its version, that a quote comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Of {
    pub post: i64,
    pub version: i32,
}

/// A quote whose words stand in the post that it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    pub of: Of,
    /// Says which text they were found in; nothing where that was looked at before.
    pub stamp: Option<String>,
}

/// A quote in a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub of: Of,
    /// In bytes of the source.
    pub range: Range<usize>,
    /// What a reader sees in it, without white space.
    pub words: String,
}

/// The line that begins a quote.
pub fn line(of: Of) -> String {
    format!("[quote:{}:{}]", of.post, of.version)
}

/// Text as a quote of `of`.
pub fn quoted(of: Of, text: &str) -> String {
    let mut quote = format!("> {}\n", line(of));
    for line in text.trim_end().lines() {
        quote.push_str(if line.is_empty() { ">" } else { "> " });
        quote.push_str(line);
        quote.push('\n');
    }
    quote.push('\n');
    quote
}

/// A source whose quotes name no post any more: where it goes, a number would lead to another one.
pub fn without_references(source: &str) -> String {
    let mut text = source.to_owned();
    // The last first, so that what stands before stays in its place.
    for place in places(source).into_iter().rev() {
        let line = line(place.of);
        let start = text[..place.range.start].rfind('\n');
        let start = start.map_or(0, |end| end + 1);
        let first = text[start..].split('\n').next().unwrap_or_default();
        let Some(at) = first.find(&line) else {
            continue;
        };
        let is_alone = first[..at].trim_matches([' ', '>']).is_empty()
            && first[at + line.len()..].trim().is_empty();
        let end = start + first.len();
        if is_alone && text[end..].starts_with('\n') {
            text.replace_range(start..=end, "");
        } else {
            text.replace_range(start + at..start + at + line.len(), "");
        }
    }
    text
}

/// All quotes of a source that name a post; one within another after it.
pub fn places(source: &str) -> Vec<Place> {
    let mut places = Vec::new();
    let mut open: Vec<Option<usize>> = Vec::new();
    let mut words = String::new();
    for node in nodes(source, Format::Markdown) {
        match node {
            Node::Quote { of, place, .. } => {
                open.push(of.map(|of| {
                    places.push((of, place, words.len()..words.len()));
                    places.len() - 1
                }));
            }
            Node::Close(TagEnd::BlockQuote(_)) => {
                if let Some(Some(at)) = open.pop() {
                    places[at].2.end = words.len();
                }
            }
            node => push_words(&mut words, &node),
        }
    }
    places
        .into_iter()
        .map(|(of, range, at)| Place {
            of,
            range,
            words: words[at].to_owned(),
        })
        .collect()
}

/// What a reader sees of a text, without white space.
pub fn words(source: &str) -> String {
    let mut words = String::new();
    for node in nodes(source, Format::Markdown) {
        push_words(&mut words, &node);
    }
    words
}

fn push_words(words: &mut String, node: &Node<'_>) {
    if let Node::Run(glyphs) | Node::Code(glyphs) = node {
        let seen = glyphs.iter().map(|glyph| glyph.character);
        words.extend(seen.filter(|character| !character.is_whitespace()));
    }
}

/// Whether the words of a quote stand in `whole`, which may be left out of in places: `…`.
pub fn stands_in(words: &str, whole: &str) -> bool {
    let whole = whole.replace("...", "…");
    let words = words.replace("[…]", "…").replace("...", "…");
    let mut parts = words.split('…').filter(|part| !part.is_empty()).peekable();
    parts.peek().is_some() && parts.all(|part| whole.split('…').any(|one| one.contains(part)))
}

/// More quotes of posts than this are none in one text; their lines show.
const MOST: usize = 100;

/// Finds the lines that name a post, and takes them out of sight.
pub(super) fn named(nodes: Vec<Node<'_>>) -> Vec<Node<'_>> {
    let mut count = 0;
    let mut named: Vec<Node<'_>> = Vec::with_capacity(nodes.len());
    let mut rest = nodes.into_iter().peekable();
    while let Some(node) = rest.next() {
        let begins = matches!(node, Node::Run(_))
            && matches!(named.last(), Some(Node::Open(Tag::Paragraph)))
            && matches!(named.iter().nth_back(1), Some(Node::Quote { .. }));
        let ends = matches!(
            rest.peek(),
            Some(Node::Break { .. } | Node::Close(TagEnd::Paragraph))
        );
        let reference = match &node {
            Node::Run(glyphs) if begins && ends && count < MOST => reference(glyphs),
            _ => None,
        };
        let Some(reference) = reference else {
            named.push(node);
            continue;
        };
        count += 1;
        if let Some(Node::Close(_)) = rest.next() {
            // A paragraph of that line alone.
            named.pop();
            set(named.last_mut(), reference);
        } else {
            let at = named.len() - 2;
            set(named.get_mut(at), reference);
        }
    }
    named
}

fn set(node: Option<&mut Node<'_>>, reference: Of) {
    if let Some(Node::Quote { of, .. }) = node {
        *of = Some(reference);
    }
}

fn reference(glyphs: &[Glyph]) -> Option<Of> {
    const LONGEST: usize = 40;
    if glyphs.len() > LONGEST {
        return None;
    }
    let text: String = glyphs.iter().map(|glyph| glyph.character).collect();
    let inside = text.trim_end().strip_prefix("[quote:")?.strip_suffix(']')?;
    let (post, version) = inside.split_once(':')?;
    let of = Of {
        post: post.parse().ok()?,
        version: version.parse().ok()?,
    };
    (of.post > 0 && of.version > 0).then_some(of)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_keeps_its_words_where_its_reference_goes() {
        for (source, left) in [
            ("> [quote:12:3]\n> 甲\n\n乙", "> 甲\n\n乙"),
            (
                "丙\n\n> [quote:1:1]\n> 甲\n\n> [quote:2:1]\n> 乙\n",
                "丙\n\n> 甲\n\n> 乙\n",
            ),
            ("> [quote:1:1]\n> > [quote:2:1]\n> > 甲\n", "> > 甲\n"),
            (
                "[quote:1:1] is how it is written",
                "[quote:1:1] is how it is written",
            ),
            ("> 甲", "> 甲"),
        ] {
            let text = without_references(source);
            assert!(places(&text).is_empty(), "{text}");
            assert_eq!(text, left);
        }
    }

    #[test]
    fn a_quote_names_its_post_and_holds_its_words() {
        let of = Of {
            post: 12,
            version: 3,
        };
        let text = "第一段，**粗體**。\n\n- 甲\n- 乙";
        let source = format!("前\n\n{}後", quoted(of, text));
        let places = places(&source);
        assert_eq!(places.len(), 1);
        assert_eq!(places[0].of, of);
        assert_eq!(places[0].words, words(text));
        assert!(source[places[0].range.clone()].starts_with("> [quote:12:3]"));
        assert_eq!(words(&source), format!("前{}後", words(text)));
    }

    #[test]
    fn quotes_within_quotes_are_each_found() {
        let inner = quoted(
            Of {
                post: 1,
                version: 1,
            },
            "甲",
        );
        let outer = quoted(
            Of {
                post: 2,
                version: 1,
            },
            &format!("{inner}乙"),
        );
        let found: Vec<(i64, String)> = places(&outer)
            .into_iter()
            .map(|place| (place.of.post, place.words))
            .collect();
        assert_eq!(found, [(2, "甲乙".to_owned()), (1, "甲".to_owned())]);
    }

    #[test]
    fn only_a_quotes_own_first_line_names_a_post() {
        for source in [
            "[quote:1:1]\n甲",
            "> 甲\n> [quote:1:1]",
            "> `[quote:1:1]`\n> 甲",
            "> [quote:0:1]\n> 甲",
            "> [quote:1:x]\n> 甲",
            "> [quote:99999999999999999999:1]\n> 甲",
            "> **[quote:1:1]**\n> 甲",
            "> [quote:1:1]\n> 甲\n\n[quote:1:1]: /elsewhere",
        ] {
            assert_eq!(places(source), [], "{source}");
        }
    }

    #[test]
    fn words_may_be_left_out_but_not_put_in() {
        let whole = words("路燈壞了三天，沒有人來修。The lamp is dark.");
        for stands in [
            "路燈壞了三天",
            "路燈…沒有人來修",
            "路燈壞了[…]lamp",
            "Thelampis...dark",
        ] {
            assert!(stands_in(stands, &whole), "{stands}");
        }
        for not in ["", "…", "路燈修好了", "路燈…修好了", "Thelampis...bright"] {
            assert!(!stands_in(not, &whole), "{not}");
        }
    }
}
