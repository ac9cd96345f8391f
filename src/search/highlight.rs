//! Stored HTML with what was looked for made visible: a whole title, or an excerpt of a text.
//!
//! Places are found in what a reader sees and written anew from there, so no entity is ever cut and
//! no element left open. Marks on public personal data stay; everything else of a text's form goes.

use std::{collections::HashMap, ops::Range};

use super::{
    document::Piece,
    query::{Query, Word},
    rank::LookedFor,
    units::{Joint, Unit, units},
    visible::Visible,
};

/// The longest excerpt, in columns: a Chinese character takes two.
const COLUMNS: usize = 200;
/// How much stands before the first place.
const BEFORE: usize = 40;
/// A mark that an excerpt's end would cut is shown whole when it reaches no further than this.
const MARK: usize = 80;

/// So many places of each word are kept of one text: a text that has one more often is full of it.
const MOST_PLACES: usize = 200;

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
    // Each once, with the number of what it says the same as: a query that is one word is that
    // word and its only piece.
    let mut words: Vec<(&Word, usize)> = Vec::new();
    for (n, word) in query.words.iter().chain(&query.pieces).enumerate() {
        for word in std::iter::once(word).chain(&word.others) {
            if words.iter().all(|(known, _)| !known.is_like(word)) {
                words.push((word, n));
            }
        }
    }
    let looked_for = LookedFor::new(words.iter().map(|(word, _)| *word).collect());
    let mut kept = vec![0; words.len()];
    let mut places: Vec<Place> = Vec::new();
    looked_for.in_text(&pieces, |n, found| {
        if kept[n] < MOST_PLACES {
            kept[n] += 1;
            let range = units[found.start].start..units[found.end - 1].end;
            places.push((range, words[n].1));
        }
    });
    let window = window(seen, &units, &places);
    (places, window)
}

/// The place from which most words are within reach, the first of several; `places` stand in the
/// order of their beginnings.
fn best(text: &str, places: &[Place]) -> usize {
    let mut reach = Reach {
        text,
        from: 0,
        to: 0,
        columns: 0,
    };
    let mut within: HashMap<usize, usize> = HashMap::new();
    let mut best = places.first().map_or(0, |(place, _)| place.start);
    let (mut next, mut most) = (0, 0);
    for (from, word) in places {
        let to = reach.from(from.start, COLUMNS - BEFORE);
        while let Some((_, word)) = places.get(next).filter(|(place, _)| place.end <= to) {
            *within.entry(*word).or_default() += 1;
            next += 1;
        }
        if within.len() > most {
            (best, most) = (from.start, within.len());
        }
        // A place that reaches too far itself was never within.
        if let Some(count) = within.get_mut(word) {
            *count -= 1;
            if *count == 0 {
                within.remove(word);
            }
        } else {
            next += 1;
        }
    }
    best
}

/// How far so many columns lead, for beginnings that move on through a text.
struct Reach<'a> {
    text: &'a str,
    from: usize,
    to: usize,
    columns: usize,
}

impl Reach<'_> {
    fn from(&mut self, from: usize, most: usize) -> usize {
        if from >= self.to {
            (self.to, self.columns) = (from, 0);
        } else {
            let left: usize = self.text[self.from..from].chars().map(width).sum();
            self.columns -= left;
        }
        self.from = from;
        for c in self.text[self.to..].chars() {
            if self.columns + width(c) > most {
                break;
            }
            self.columns += width(c);
            self.to += c.len_utf8();
            #[cfg(test)]
            tests::STEPS.with(|steps| steps.set(steps.get() + 1));
        }
        self.to
    }
}

/// The part that has the most words, from a word's beginning to a word's end.
fn window(seen: &Visible, units: &[Unit], places: &[Place]) -> Range<usize> {
    let text = &seen.text;
    let first = best(text, places);
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
    // Both stand in the order of their beginnings, marks apart from each other.
    let mut next_mark = seen
        .marks
        .partition_point(|mark| mark.range.end <= window.start);
    let (mut next_place, mut hit_until) = (0, 0);
    for (at, c) in shown {
        let at = window.start + at;
        while seen
            .marks
            .get(next_mark)
            .is_some_and(|mark| mark.range.end <= at)
        {
            next_mark += 1;
        }
        let here = seen.marks.get(next_mark);
        let mark = here
            .filter(|mark| mark.range.contains(&at))
            .map(|_| next_mark);
        while let Some((place, _)) = places
            .get(next_place)
            .filter(|(place, _)| place.start <= at)
        {
            hit_until = hit_until.max(place.end);
            next_place += 1;
        }
        let hit = at < hit_until;
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
    use crate::search::rank::tests::{LOOKED, letters};

    thread_local! {
        /// How many characters were gone over for the part to show.
        pub(super) static STEPS: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
    }

    #[test]
    fn a_text_full_of_what_is_looked_for_is_gone_through_once() {
        let (html, query) = letters();
        let seen = Visible::of(&html);
        let units = units(&seen.text).len();
        LOOKED.set(0);
        STEPS.set(0);
        let (places, _) = places(&seen, &query);
        assert!(places.len() <= 12 * MOST_PLACES, "{} places", places.len());
        let (looked, steps) = (LOOKED.get(), STEPS.get());
        assert!(looked <= units, "{looked} times at {units} units");
        assert!(steps <= seen.text.len(), "{steps} steps");
        let found = excerpt(&html, &query).html;
        for letter in ["b", "m"] {
            assert!(found.contains(&format!("hit\">{letter}<")), "{found}");
        }
    }

    #[test]
    fn the_part_with_the_most_words_is_shown() {
        let far = "其他的話。".repeat(60);
        let html = format!("<p>公車。{far}公車的司機和路燈{far}司機</p>");
        let found = shown(&html, "公車 司機 路燈").html;
        assert_eq!(found.matches("class=\"hit\"").count(), 3, "{found}");
    }

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
