//! Looking around a place in the text: bounded windows, so that no text makes a rule slow.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use regex::{Regex, RegexBuilder};

/// What each pattern may keep of its states, in bytes; there are dozens of patterns.
const CACHE: usize = 48 * 1024;

/// Finds the longest of many words at once, ASCII letters in either case: the cheap look
/// that decides whether a rule has anything to do.
pub(crate) fn words<'w>(words: impl IntoIterator<Item = &'w str>) -> AhoCorasick {
    AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::LeftmostLongest)
        .kind(Some(AhoCorasickKind::ContiguousNFA))
        .build(words)
        .expect("the words of the program fit an automaton")
}

/// A pattern that is part of the program. ASCII word boundaries, as `\b` beside Chinese
/// means nothing.
pub(crate) fn pattern(source: &str) -> Regex {
    RegexBuilder::new(source)
        .dfa_size_limit(CACHE)
        .build()
        .expect("a pattern of the program compiles")
}

/// At most `characters` characters of `text` before byte `at`.
pub(crate) fn before(text: &str, at: usize, characters: usize) -> &str {
    let start = text[..at]
        .char_indices()
        .rev()
        .take(characters)
        .last()
        .map_or(at, |(start, _)| start);
    &text[start..at]
}

/// At most `characters` characters of `text` from byte `at` on.
pub(crate) fn after(text: &str, at: usize, characters: usize) -> &str {
    let end = text[at..]
        .char_indices()
        .nth(characters)
        .map_or(text.len(), |(offset, _)| at + offset);
    &text[at..end]
}

/// The character before byte `at`.
pub(crate) fn previous(text: &str, at: usize) -> Option<char> {
    text[..at].chars().next_back()
}

/// The character from byte `at` on.
pub(crate) fn next(text: &str, at: usize) -> Option<char> {
    text[at..].chars().next()
}

/// Whether `start..end` is a token of its own: no letter, digit or joined part beside it
/// (`KHH-24-00871`, `v1.2`), where Chinese characters join nothing.
pub(crate) fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let joined = |joint: Option<char>, far: Option<char>| {
        matches!(joint, Some('-' | '.' | '/'))
            // What was masked stays a part of what it was.
            && far.is_some_and(|c| c.is_ascii_alphanumeric() || c == '*')
    };
    let (left, right) = (previous(text, start), next(text, end));
    let far_left = left.and_then(|c| previous(text, start - c.len_utf8()));
    let far_right = right.and_then(|c| next(text, end + c.len_utf8()));
    is_word(text, start, end) && !joined(left, far_left) && !joined(right, far_right)
}

/// As [`stands_alone`], where `No.` or `NO` directly before is a label and no part of it.
pub(crate) fn stands_labelled(text: &str, start: usize, end: usize) -> bool {
    let lead = text[..start].trim_end_matches('.');
    let label = lead
        .len()
        .checked_sub(2)
        .filter(|&at| lead.as_bytes()[at..].eq_ignore_ascii_case(b"no") && is_start(lead, at));
    match label {
        Some(at) => stands_alone(text, at, end),
        None => stands_alone(text, start, end),
    }
}

/// Whether no letter is directly before byte `at`.
fn is_start(text: &str, at: usize) -> bool {
    !text.as_bytes()[..at]
        .last()
        .is_some_and(u8::is_ascii_alphanumeric)
}

/// Where the answer begins when the word at `start..end` labels a line of its own in a form:
/// the next line.
pub(crate) fn answer_line(text: &str, start: usize, end: usize) -> Option<usize> {
    const MOST: usize = 12;
    let plain = |c: char| !c.is_ascii_digit() && !"。!?;".contains(c);
    let rest = after(text, end, MOST);
    let line = rest.find('\n')?;
    let lead = before(text, start, MOST + 1);
    let begun = lead.rfind('\n').map_or(lead, |at| &lead[at + 1..]);
    let label = begun.chars().count() <= MOST
        && begun.chars().all(|c| plain(c) || c == '.' || c == ')')
        // A form may put its label as a question.
        && rest[..line].chars().all(|c| plain(c) || c == '?');
    label.then_some(end + line + 1)
}

/// Whether no letter, digit or underscore is directly beside `start..end`.
pub(crate) fn is_word(text: &str, start: usize, end: usize) -> bool {
    let word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
    !word(previous(text, start)) && !word(next(text, end))
}

/// Whether byte `at` lies in a page's address, where a slash separates instead of joining.
pub(crate) fn in_address(text: &str, at: usize) -> bool {
    let lead = before(text, at, 200);
    let word = lead.rsplit(char::is_whitespace).next().unwrap_or(lead);
    word.contains("://") || word.starts_with('/')
}

/// A Chinese character.
pub(crate) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3134f}' | '々')
}
