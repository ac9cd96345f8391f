//! What a reader sees of stored HTML, with its marks on public personal data.
//!
//! Reads what `text::render` writes and ammonia has cleaned, and nothing else: its elements are
//! closed, its attributes quoted, its angle brackets escaped.

use std::ops::Range;

/// Elements whose ends are no end of a sentence.
const INLINE: [&str; 8] = ["a", "em", "strong", "del", "code", "mark", "bdi", "span"];
/// What is not this text's to show: another post's words, which are found there, and words that a
/// reader sees only who opens them.
const ELSEWHERE: [(&str, &str); 3] = [
    ("<blockquote ", "class=\"quote\""),
    ("<details ", "class=\"spoiler\""),
    ("<span ", "class=\"spoiler\""),
];

pub(super) struct Visible {
    /// The text; where a block ends or a line breaks there is a new line.
    pub text: String,
    /// The places of public personal data, in the text.
    pub marks: Vec<Mark>,
}

/// A mark on public personal data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// As `data-kind` names it.
    pub kind: String,
    /// Bytes of the text.
    pub range: Range<usize>,
    /// Its opening tag.
    pub tag: String,
}

impl Visible {
    pub fn of(html: &str) -> Self {
        let mut seen = Self {
            text: String::with_capacity(html.len()),
            marks: Vec::new(),
        };
        let mut open: Option<(String, String, usize)> = None;
        let mut at = 0;
        while let Some(plain) = html[at..].find(['<', '&']) {
            seen.text.push_str(&html[at..at + plain]);
            at += plain;
            at += match html.as_bytes()[at] {
                b'<' => {
                    let length = html[at..]
                        .find('>')
                        .map_or(html.len() - at, |length| length + 1);
                    let tag = &html[at..at + length];
                    if let Some(element) = elsewhere(tag) {
                        seen.text.push('\n');
                        at += behind(&html[at..], element);
                        continue;
                    }
                    if tag.starts_with("<mark ") {
                        open = Some((kind(tag), tag.to_owned(), seen.text.len()));
                    } else if tag == "</mark>" {
                        seen.close(open.take());
                    } else if !is_inline(tag) {
                        seen.text.push('\n');
                    }
                    length
                }
                _ => {
                    let (decoded, length) = entity(&html[at..]);
                    seen.text.push(decoded);
                    length
                }
            };
        }
        seen.text.push_str(&html[at..]);
        seen
    }

    fn close(&mut self, open: Option<(String, String, usize)>) {
        if let Some((kind, tag, start)) = open {
            self.marks.push(Mark {
                kind,
                range: start..self.text.len(),
                tag,
            });
        }
    }
}

/// The name of an element that is left out.
fn elsewhere(tag: &str) -> Option<&'static str> {
    let found = ELSEWHERE
        .iter()
        .find(|(start, class)| tag.starts_with(start) && tag.contains(class));
    found.map(|(start, _)| start.trim_matches(['<', ' ']))
}

/// How long an element is that begins here, with those of its kind inside.
fn behind(html: &str, element: &str) -> usize {
    let (open, close) = (format!("<{element}"), format!("</{element}>"));
    let (mut depth, mut at) = (0_usize, 0);
    loop {
        let next_open = html[at..].find(&open).map(|next| at + next);
        let Some(next_close) = html[at..].find(&close).map(|next| at + next) else {
            return html.len();
        };
        match next_open.filter(|open| *open < next_close) {
            Some(opens) => {
                depth += 1;
                at = opens + open.len();
            }
            None => {
                depth = depth.saturating_sub(1);
                at = next_close + close.len();
                if depth == 0 {
                    return at;
                }
            }
        }
    }
}

fn is_inline(tag: &str) -> bool {
    let name = tag
        .trim_start_matches(['<', '/'])
        .split([' ', '>', '/'])
        .next()
        .unwrap_or_default();
    INLINE.contains(&name)
}

fn kind(tag: &str) -> String {
    let value = tag.split_once("data-kind=\"").map_or("", |(_, rest)| rest);
    value.split('"').next().unwrap_or_default().to_owned()
}

/// The character that the entity at the start stands for, and its length; the sign itself where
/// there is none.
fn entity(html: &str) -> (char, usize) {
    for (written, c) in [
        ("&amp;", '&'),
        ("&lt;", '<'),
        ("&gt;", '>'),
        ("&quot;", '"'),
        ("&#39;", '\''),
        ("&nbsp;", '\u{a0}'),
    ] {
        if html.starts_with(written) {
            return (c, written.len());
        }
    }
    ('&', 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_seen() {
        let html = "<p>a <em>&amp;</em>b</p>\n<ul><li>c</li></ul>";
        let seen: Vec<String> = Visible::of(html)
            .text
            .split_whitespace()
            .map(str::to_owned)
            .collect();
        assert_eq!(seen, ["a", "&b", "c"]);
    }

    #[test]
    fn quoted_and_hidden_words_are_elsewhere() {
        let html = "<blockquote class=\"quote\" data-post=\"1\" data-version=\"1\">\n<p>x</p>\n\
             <blockquote>\n<p>y</p>\n</blockquote>\n</blockquote>\n<blockquote>\n<p>own</p>\n</blockquote>\n\
             <p>a <span class=\"spoiler\">z</span> b <bdi class=\"mention\">@c</bdi></p>\n\
             <details class=\"spoiler\">\n<p>w</p>\n</details>\n<p>end</p>\n";
        let seen = Visible::of(html).text;
        let seen: Vec<&str> = seen.split_whitespace().collect();
        assert_eq!(seen, ["own", "a", "b", "@c", "end"]);
    }

    #[test]
    fn marks_are_known_by_kind_and_place() {
        let html = "<p>打<mark class=\"pd\" data-kind=\"phone\" aria-describedby=\"mark-phone\">0912</mark>吧</p>";
        let seen = Visible::of(html);
        assert_eq!(seen.marks.len(), 1);
        assert_eq!(seen.marks[0].kind, "phone");
        assert_eq!(&seen.text[seen.marks[0].range.clone()], "0912");
    }
}
