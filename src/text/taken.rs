//! Words that a moderator takes out of a text: which they are, and the text without them. A mark
//! stands where they stood, and nothing else changes: nobody puts words into another's mouth.
//!
//! They are known as passages, and each goes wherever it stands. Which of them are taken,
//! `cuts` finds out; who may take them and how they come back, `moderation` knows.

use std::ops::Range;

use personal_data::Detector;
use serde::{Deserialize, Serialize};
use similar::{Algorithm, DiffOp, DiffTag, capture_diff_slices};

use super::{
    Field,
    cuts::{is_alone, is_inside_word, is_word},
    publication::{Published, Whose},
    quote,
    rewrite::{Rewritten, again, bytes, newly_found, overlaps, replaced},
};

/// A part of a passage that somebody quotes goes as well, unless it is shorter than this: that may
/// be anybody's words.
const SHORTEST: usize = 4;

/// What was taken out of a post.
#[derive(Clone, Serialize, Deserialize)]
pub struct Taken {
    /// An empty one is not known any more: its words went for good.
    passages: Vec<String>,
    /// What stands in their place.
    mark: String,
}

/// What is left of a text from which words were taken out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Becomes {
    /// Whether any word stands in it beside the marks; also where nothing is taken out.
    pub has_words: bool,
    /// In characters, with the marks.
    pub length: usize,
}

impl Taken {
    pub fn new(mut passages: Vec<String>, mark: String) -> Self {
        passages.sort();
        passages.dedup();
        Self { passages, mark }
    }

    pub fn mark(&self) -> &str {
        &self.mark
    }

    /// Where its words stand in a text, in bytes.
    pub fn places(&self, source: &str) -> Vec<Range<usize>> {
        places(source, &self.passages)
    }

    /// What a text becomes without them.
    pub fn become_of(&self, source: &str) -> Becomes {
        let places = self.places(source);
        let mut left = String::with_capacity(source.len());
        let mut done = 0;
        for place in &places {
            left.push_str(&source[done..place.start]);
            done = place.end;
        }
        left.push_str(&source[done..]);
        Becomes {
            has_words: places.is_empty() || left.chars().any(is_word),
            length: left.chars().count() + places.len() * self.mark.chars().count(),
        }
    }

    /// Whether it is not known any more what all of them were.
    pub fn is_lost(&self) -> bool {
        self.passages.iter().any(String::is_empty)
    }

    /// Writes the passages anew where `anew` has others; gives whether it had.
    pub fn rewrite(&mut self, anew: impl Fn(&str) -> Option<String>) -> bool {
        let mut changed = false;
        for passage in self.passages.iter_mut().filter(|known| !known.is_empty()) {
            if let Some(new) = anew(passage) {
                *passage = new;
                changed = true;
            }
        }
        changed
    }

    /// Forgets the passages that stand nowhere any more.
    pub fn retain(&mut self, stands: impl Fn(&str) -> bool) {
        for passage in &mut self.passages {
            if !stands(passage) {
                passage.clear();
            }
        }
    }

    /// What it took from `old` it takes from `new` as well, which came in its place: there other
    /// words may stand between the same ones.
    pub fn follow(&mut self, old: &str, new: &str) {
        let (before, after): (Vec<char>, Vec<char>) =
            (old.chars().collect(), new.chars().collect());
        let operations = capture_diff_slices(Algorithm::Myers, &before, &after);
        for range in self.places(old) {
            let start = old[..range.start].chars().count();
            let end = start + old[range].chars().count();
            let place = begin(&operations, start)..end_of(&operations, end);
            if place.is_empty() {
                continue;
            }
            let place = whole_words(&after, place);
            let words: String = after.get(place).unwrap_or_default().iter().collect();
            let words = words.trim().to_owned();
            if !words.is_empty() && !self.passages.contains(&words) {
                self.passages.push(words);
            }
        }
    }

    /// What goes out of quotes: of a passage its lines and sentences, too.
    fn pieces(&self) -> Vec<String> {
        let parts = self.passages.iter().flat_map(|passage| {
            let lines = passage.lines().map(str::trim);
            lines.flat_map(|line| {
                let sentences = line.split_inclusive(['。', '！', '？', '；', '!', '?']);
                std::iter::once(line).chain(sentences.map(str::trim))
            })
        });
        let long = |part: &&str| part.chars().filter(|c| c.is_alphanumeric()).count() >= SHORTEST;
        let mut pieces: Vec<String> = parts.filter(long).map(str::to_owned).collect();
        pieces.extend(self.passages.iter().cloned());
        pieces
    }
}

/// Where a place of the old text begins in the new one.
fn begin(operations: &[DiffOp], at: usize) -> usize {
    let holds = |one: &&DiffOp| one.old_range().contains(&at);
    operations.iter().find(holds).map_or(0, |operation| {
        let new = operation.new_range().start;
        match operation.tag() {
            DiffTag::Equal => new + (at - operation.old_range().start),
            _ => new,
        }
    })
}

/// Where a place of the old text, which is not empty, ends in the new one.
fn end_of(operations: &[DiffOp], at: usize) -> usize {
    let last = at.saturating_sub(1);
    let holds = |one: &&DiffOp| one.old_range().contains(&last);
    operations.iter().find(holds).map_or(0, |operation| {
        let new = operation.new_range();
        match operation.tag() {
            DiffTag::Equal => new.start + (at - operation.old_range().start),
            _ => new.end,
        }
    })
}

/// The place without half a word at its ends.
fn whole_words(text: &[char], mut place: Range<usize>) -> Range<usize> {
    while is_inside_word(text, place.start) {
        place.start -= 1;
    }
    while is_inside_word(text, place.end) {
        place.end += 1;
    }
    place
}

/// The text without what was taken, and with what is published in the rest; nothing where none of it
/// stands there.
pub fn take_out(
    field: &Field,
    detector: &Detector,
    published: &[Published],
    taken: &Taken,
) -> Option<Rewritten> {
    let places = taken.places(&field.source);
    without(field, detector, published, &places, &taken.mark)
}

/// As [`take_out`], in the text's quotes of the posts `of`.
pub fn take_out_quoted(
    field: &Field,
    detector: &Detector,
    published: &[Published],
    of: &[i64],
    taken: &Taken,
) -> Option<Rewritten> {
    let quotes: Vec<Range<usize>> = quote::places(&field.source)
        .into_iter()
        .filter(|place| of.contains(&place.of.post))
        .map(|place| place.range)
        .collect();
    if quotes.is_empty() {
        return None;
    }
    let mut places = places(&field.source, &taken.pieces());
    places.retain(|place| {
        let mut around = quotes.iter();
        around.any(|quote| quote.start <= place.start && place.end <= quote.end)
    });
    without(field, detector, published, &places, &taken.mark)
}

fn places(source: &str, passages: &[String]) -> Vec<Range<usize>> {
    let found = passages.iter().flat_map(|passage| stand(source, passage));
    let mut found: Vec<Range<usize>> = found.collect();
    found.sort_by_key(|range| range.start);
    let mut places: Vec<Range<usize>> = Vec::new();
    for range in found {
        match places.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => places.push(range),
        }
    }
    places
}

/// Where a passage stands, but within a word.
fn stand(source: &str, passage: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let Some(first) = passage.chars().next() else {
        return found;
    };
    let mut from = 0;
    while let Some(at) = source.get(from..).and_then(|rest| rest.find(passage)) {
        let start = from + at;
        let range = start..start + passage.len();
        if is_alone(source, &range) {
            found.push(range);
        }
        from = start + first.len_utf8();
    }
    found
}

fn without(
    field: &Field,
    detector: &Detector,
    published: &[Published],
    places: &[Range<usize>],
    mark: &str,
) -> Option<Rewritten> {
    let marks = places.iter().cloned().map(|place| (place, mark.to_owned()));
    let new = replaced(field, detector, published, marks.collect())?;
    // What is left of something published that went in part is published as before.
    let parted: Vec<(&str, Whose)> = published
        .iter()
        .map(|finding| (bytes(&field.source, finding), finding.whose))
        .filter(|(range, _)| places.iter().any(|place| overlaps(place, range)))
        .map(|(range, whose)| (&field.source[range], whose))
        .collect();
    let left = Field {
        source: new.source.clone(),
        ..field.clone()
    };
    let mut findings = new.findings.clone();
    for found in newly_found(&left, detector, &new.findings) {
        let of = parted.iter().find(|(words, _)| words.contains(&found.text));
        let Some((_, whose)) = of else { continue };
        let characters = found.characters(&left.source);
        findings.push(Published {
            kind: found.kind,
            start: characters.start,
            end: characters.end,
            confidence: found.confidence,
            whose: *whose,
        });
    }
    if findings.len() == new.findings.len() {
        return Some(new);
    }
    findings.sort_by_key(|finding| finding.start);
    Some(again(&left, detector, findings))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Format;

    const MARK: &str = "【版主移除】";

    fn taken(passages: &[&str]) -> Taken {
        let passages = passages.iter().map(|&words| words.to_owned());
        Taken::new(passages.collect(), MARK.to_owned())
    }

    fn body(source: &str) -> Field {
        Field::new("body", Format::Markdown, source)
    }

    fn left(source: &str, taken: &Taken) -> Option<String> {
        let new = take_out(&body(source), &Detector::new(), &[], taken);
        new.map(|new| new.source)
    }

    #[test]
    fn a_passage_goes_wherever_it_stands_and_not_from_within_a_word() {
        let text = "他是笨蛋。cat, concatenate, cat; 笨蛋!";
        let new = left(text, &taken(&["笨蛋", "cat"]));
        let expected = "他是【版主移除】。【版主移除】, concatenate, 【版主移除】; 【版主移除】!";
        assert_eq!(new.as_deref(), Some(expected));
        assert_eq!(left("誰都好", &taken(&["笨蛋"])), None);
    }

    #[test]
    fn what_is_left_is_told_of_every_place() {
        let becomes = taken(&["垃圾"]).become_of("垃圾！垃圾！");
        assert!(!becomes.has_words);
        assert_eq!(becomes.length, 2 * MARK.chars().count() + 2);
        let becomes = taken(&["垃圾"]).become_of("垃圾！好");
        assert!(becomes.has_words);
        assert!(taken(&["別的"]).become_of("！").has_words, "nothing goes");
    }

    #[test]
    fn what_touches_or_overlaps_has_one_mark() {
        let new = left("甲乙丙丁戊", &taken(&["乙丙", "丙丁", "戊"]));
        assert_eq!(new.as_deref(), Some("甲【版主移除】"));
    }

    #[test]
    fn quotes_lose_its_lines_and_sentences_and_the_quoter_keeps_the_own_words() {
        let taken = taken(&["他收了錢。全部都是他拿的！\n\n去問他就知道。"]);
        let text = "> [quote:7:1]\n> 他收了錢。\n>\n> 去問他就知道。\n\n去問他就知道。是嗎？";
        let of = |post: i64| {
            take_out_quoted(&body(text), &Detector::new(), &[], &[post], &taken)
                .map(|new| new.source)
        };
        let expected = "> [quote:7:1]\n> 【版主移除】\n>\n> 【版主移除】\n\n去問他就知道。是嗎？";
        assert_eq!(of(7).as_deref(), Some(expected));
        assert_eq!(of(8), None);
    }

    #[test]
    fn what_was_taken_goes_from_a_text_in_which_other_words_came_back() {
        let mut one = taken(&["請打0912-***-678找他"]);
        one.follow("看到請打0912-***-678找他。", "看到請打0912-345-678找他。");
        let new = left("看到請打0912-345-678找他。", &one);
        assert_eq!(new.as_deref(), Some("看到【版主移除】。"));
        let mut half = taken(&["***@example.tw"]);
        half.follow("寫信到 w***@example.tw 吧", "寫信到 wang@example.tw 吧");
        let new = left("寫信到 wang@example.tw 吧", &half);
        assert_eq!(new.as_deref(), Some("寫信到 【版主移除】 吧"));
    }

    #[test]
    fn what_is_left_of_something_published_stays_marked() {
        let source = "住在高雄市苓雅區四維三路2號5樓，歡迎。";
        let field = body(source);
        let found = crate::text::findings::find(&field, &Detector::new());
        let published: Vec<Published> = found
            .iter()
            .map(|found| {
                let characters = found.characters(source);
                Published {
                    kind: found.kind,
                    start: characters.start,
                    end: characters.end,
                    confidence: found.confidence,
                    whose: Whose::Mine,
                }
            })
            .collect();
        assert!(!published.is_empty());
        let new = take_out(&field, &Detector::new(), &published, &taken(&["5樓"]));
        let new = new.expect("it stands there");
        assert!(!new.findings.is_empty(), "{}", new.source);
        assert!(new.html.contains("<mark"), "{}", new.html);
    }
}
