//! Stored HTML with what was looked for made visible: a whole title, or an excerpt of a text.
//!
//! Places are found in what a reader sees and written anew from there, so no entity is ever cut and
//! no element left open. Marks on public personal data stay; everything else of a text's form goes.

use std::ops::Range;

use super::{
    document::Piece,
    query::Query,
    rank::occurrences,
    units::{Joint, Unit, units},
    visible::Visible,
};

/// The longest excerpt, in columns: a Chinese character takes two.
const COLUMNS: usize = 200;
/// How much stands before the first place.
const BEFORE: usize = 40;
/// A mark that an excerpt's end would cut is shown whole when it reaches no further than this.
const MARK: usize = 80;

/// HTML with highlights, and the kinds of public personal data that are marked in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Excerpt {
    pub html: String,
    pub kinds: Vec<String>,
}

/// All of a text in one line.
pub fn highlighted(html: &str, query: &Query) -> Excerpt {
    let seen = Visible::of(html);
    let places = places(&seen, query).0;
    let all = 0..seen.text.len();
    write(&seen, all, &places)
}

/// The part of a text that has the most of what was looked for; its beginning where that is nowhere.
pub fn excerpt(html: &str, query: &Query) -> Excerpt {
    let seen = Visible::of(html);
    let (places, window) = places(&seen, query);
    write(&seen, with_marks(&seen, window), &places)
}

/// A place in the text, and which of the query's words it is.
type Place = (Range<usize>, usize);

/// Where the words stand in the text, and the part of it to show.
fn places(seen: &Visible, query: &Query) -> (Vec<Place>, Range<usize>) {
    let units = units(&seen.text);
    let pieces: Vec<Piece<'_>> = units.iter().map(Piece::from).collect();
    let mut places: Vec<Place> = Vec::new();
    for (n, word) in query.words.iter().chain(&query.pieces).enumerate() {
        for word in std::iter::once(word).chain(&word.others) {
            for found in occurrences(&pieces, word) {
                let range = units[found.start].start..units[found.end - 1].end;
                places.push((range, n));
            }
        }
    }
    places.sort_by_key(|(range, n)| (range.start, *n));
    let window = window(seen, &units, &places);
    (places, window)
}

/// The part that has the most words, from a word's beginning to a word's end.
fn window(seen: &Visible, units: &[Unit], places: &[Place]) -> Range<usize> {
    let text = &seen.text;
    let best = places
        .iter()
        .enumerate()
        .rev()
        .max_by_key(|(n, (from, _))| {
            let reach = forward(text, from.start, COLUMNS - BEFORE);
            let mut within: Vec<usize> = places[*n..]
                .iter()
                .take_while(|(place, _)| place.end <= reach)
                .map(|(_, word)| *word)
                .collect();
            within.sort_unstable();
            within.dedup();
            within.len()
        });
    let first = best.map_or(0, |(_, (place, _))| place.start);
    let lead = back(text, first, BEFORE);
    // Words begin where units do that are not inside one.
    let begins = |unit: &&Unit| unit.joint != Joint::Inside;
    let start = if lead == 0 {
        0
    } else {
        units
            .iter()
            .filter(begins)
            .map(|unit| unit.start)
            .find(|start| (lead..=first).contains(start))
            .unwrap_or(first)
    };
    let reach = forward(text, start, COLUMNS);
    let end = if reach == text.len() {
        reach
    } else {
        let ends = units.iter().map(|unit| unit.end);
        ends.take_while(|end| *end <= reach)
            .last()
            .unwrap_or(reach)
            .max(start)
    };
    start..end
}

fn width(c: char) -> usize {
    if c.is_ascii() { 1 } else { 2 }
}

/// The place up to so many columns further on.
fn forward(text: &str, from: usize, columns: usize) -> usize {
    let mut left = columns;
    for (at, c) in text[from..].char_indices() {
        if width(c) > left {
            return from + at;
        }
        left -= width(c);
    }
    text.len()
}

/// The place up to so many columns before.
fn back(text: &str, from: usize, columns: usize) -> usize {
    let mut left = columns;
    for (at, c) in text[..from].char_indices().rev() {
        if width(c) > left {
            return at + c.len_utf8();
        }
        left -= width(c);
    }
    0
}

/// The window, with marks at its ends whole.
fn with_marks(seen: &Visible, window: Range<usize>) -> Range<usize> {
    let Range { mut start, mut end } = window;
    for mark in &seen.marks {
        if mark.range.contains(&start) && start - mark.range.start <= MARK {
            start = mark.range.start;
        }
        if mark.range.start < end && end < mark.range.end && mark.range.end - end <= MARK {
            end = mark.range.end;
        }
    }
    start..end
}

/// What is open at a character: the mark, and whether it is one of the places.
type Open = (Option<usize>, bool);

fn write(seen: &Visible, window: Range<usize>, places: &[Place]) -> Excerpt {
    let mut out = Excerpt::default();
    let mut open: Open = (None, false);
    if window.start > 0 {
        out.html.push('…');
    }
    let shown = seen.text[window.clone()].char_indices();
    let mut space: Option<Open> = None;
    let mut begun = false;
    for (at, c) in shown {
        let at = window.start + at;
        let mark = seen.marks.iter().position(|mark| mark.range.contains(&at));
        let hit = places.iter().any(|(place, _)| place.contains(&at));
        if c.is_whitespace() {
            space = Some((mark, hit)).filter(|_| begun);
            continue;
        }
        begun = true;
        // One space for all that lie together, and none at the end.
        if let Some(of_space) = space.take() {
            change(&mut out, seen, &mut open, of_space);
            out.html.push(' ');
        }
        change(&mut out, seen, &mut open, (mark, hit));
        match c {
            '&' => out.html.push_str("&amp;"),
            '<' => out.html.push_str("&lt;"),
            '>' => out.html.push_str("&gt;"),
            '"' => out.html.push_str("&quot;"),
            c => out.html.push(c),
        }
    }
    change(&mut out, seen, &mut open, (None, false));
    if window.end < seen.text.trim_end().len() {
        out.html.push('…');
    }
    out
}

fn change(out: &mut Excerpt, seen: &Visible, open: &mut Open, next: Open) {
    if *open == next {
        return;
    }
    if open.1 {
        out.html.push_str("</strong>");
    }
    if open.0 != next.0 {
        if open.0.is_some() {
            out.html.push_str("</mark>");
        }
        if let Some(mark) = next.0.and_then(|at| seen.marks.get(at)) {
            out.html.push_str(&mark.tag);
            if !out.kinds.contains(&mark.kind) {
                out.kinds.push(mark.kind.clone());
            }
        }
    }
    if next.1 {
        out.html.push_str("<strong class=\"hit\">");
    }
    *open = next;
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(html: &str, query: &str) -> Excerpt {
        excerpt(html, &Query::parse(query, |_| false))
    }

    #[test]
    fn what_was_looked_for_is_visible_and_marks_stay() {
        let html = "<p>A &amp; <em>B</em></p>\n<p>打<mark class=\"pd\" data-kind=\"phone\" aria-describedby=\"mark-phone\">0912</mark>問路燈</p>";
        let found = shown(html, "路燈 912 0912 &");
        assert_eq!(
            found.html,
            "A &amp; B 打<mark class=\"pd\" data-kind=\"phone\" aria-describedby=\"mark-phone\"><strong class=\"hit\">0912</strong></mark>問<strong class=\"hit\">路燈</strong>"
        );
        assert_eq!(found.kinds, ["phone"]);
    }

    #[test]
    fn a_long_text_is_shown_where_it_has_the_words() {
        let html = format!(
            "<p>{}路燈壞了{}</p>",
            "前面的話。".repeat(100),
            "後面的話。".repeat(100)
        );
        let found = shown(&html, "路燈").html;
        assert!(found.starts_with('…') && found.ends_with('…'), "{found}");
        assert!(
            found.contains("<strong class=\"hit\">路燈</strong>"),
            "{found}"
        );
        assert!(found.chars().count() < 200, "{found}");
    }

    #[test]
    fn a_long_word_without_spaces_ends() {
        let found = shown(&format!("<p>{}</p>", "x".repeat(5000)), "y").html;
        assert!(found.len() < 300, "{found}");
    }

    proptest! {
        #[test]
        fn whatever_is_shown_is_whole_html(text in "[a-c&<>\"路燈愛 \n\u{200b}]{0,400}", query in "[a-c&路燈愛\" ]{0,10}") {
            let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
            let found = shown(&format!("<p>{escaped}</p>"), &query).html;
            let plain = found.replace("<strong class=\"hit\">", "").replace("</strong>", "");
            prop_assert!(!plain.contains(['<', '>', '"']), "{}", found);
            for (at, _) in plain.match_indices('&') {
                let whole = ["&amp;", "&lt;", "&gt;", "&quot;"].iter().any(|entity| plain[at..].starts_with(entity));
                prop_assert!(whole, "{}", found);
            }
            prop_assert_eq!(found.matches("<strong").count(), found.matches("</strong>").count());
        }
    }
}
