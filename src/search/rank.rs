//! What comes first: how well a text has the words, then how new it is.
//!
//! Made here and not by the databases, so that both put the same text first. A word weighs more in
//! a title, in a short text, as a word of its own (天台, but not in 今天台鐵) and in the form that was
//! typed.

use std::collections::HashMap;

use super::{
    document::{MOST_UNITS, Piece, pieces},
    query::{Query, Word},
    units::{Joint, Unit},
};

/// What a word in a title weighs against one in the text.
const TITLE: f64 = 2.5;
/// How soon more of the same says nothing more (BM25's k).
const ENOUGH: f64 = 1.2;
/// How much a long text is held back (BM25's b), and what is an ordinary length.
const LENGTH: f64 = 0.6;
const ORDINARY: f64 = 60.0;
const ORDINARY_TITLE: f64 = 10.0;
/// What an occurrence is worth that begins or ends within a word, or does both.
const HALF_A_WORD: f64 = 0.4;
const NO_WORD: f64 = 0.1;
/// What another form of a word is worth.
const OTHER_FORM: f64 = 0.5;
/// What another word for the same is worth.
const OTHER_WORD: f64 = 0.6;
/// What words that stand together as they were typed add.
const TOGETHER: f64 = 0.5;
/// What a text that lacks a word is worth, and how much of the query it must have.
const PARTLY: f64 = 0.5;
const LEAST: f64 = 0.34;
/// How much a single Chinese character says beside whole words.
const CHARACTER: f64 = 0.4;
/// What a word in the title of the topic that a text answers is worth.
const CONTEXT: f64 = 0.3;
/// How much of its worth a very old text keeps, and in how many days half of the rest is gone.
const OLD: f64 = 0.8;
const HALF_LIFE: f64 = 180.0;

/// A text that may have what is looked for.
pub struct Candidate {
    pub id: i64,
    /// As [`super::Document`] has them.
    pub title: String,
    pub body: String,
    /// The title of the topic that it answers, for a text without one of its own. It can complete a
    /// text that has some of the words, and finds none by itself.
    pub context: String,
    /// Its age in days.
    pub age: f64,
}

/// A text that has it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ranked {
    pub id: i64,
    pub score: f64,
    /// Whether it has every word.
    pub is_whole: bool,
}

/// Those that have what is looked for, the best first. `rarity` weighs each of the query's pieces.
pub fn rank(query: &Query, rarity: &[f64], candidates: &[Candidate]) -> Vec<Ranked> {
    let all = query.words.iter().chain(&query.together);
    let pieces = query.pieces.iter();
    let all = all.chain(pieces.flat_map(|piece| std::iter::once(piece).chain(&piece.others)));
    let looked_for = LookedFor::new(all.collect());
    let mut ranked: Vec<Ranked> = candidates
        .iter()
        .filter_map(|candidate| {
            let text = Text::of(candidate, &looked_for);
            let (worth, is_whole) = text.worth(query, rarity)?;
            Some(Ranked {
                id: candidate.id,
                score: worth * freshness(candidate.age),
                is_whole,
            })
        })
        .collect();
    ranked.sort_by(|one, other| {
        other
            .score
            .total_cmp(&one.score)
            .then(other.id.cmp(&one.id))
    });
    ranked
}

fn freshness(age: f64) -> f64 {
    OLD + (1.0 - OLD) * 0.5_f64.powf(age.max(0.0) / HALF_LIFE)
}

/// What each word is worth in the parts of a text, in the order of [`LookedFor`].
struct Text {
    own: Vec<f64>,
    context: Vec<f64>,
}

impl Text {
    fn of(candidate: &Candidate, looked_for: &LookedFor<'_>) -> Self {
        let title = weigh(&candidate.title, looked_for, ORDINARY_TITLE);
        let body = weigh(&candidate.body, looked_for, ORDINARY);
        let context = weigh(&candidate.context, looked_for, ORDINARY_TITLE);
        let own = title.into_iter().zip(body);
        Self {
            own: own.map(|(title, body)| title * TITLE + body).collect(),
            context: context.into_iter().map(|worth| worth * CONTEXT).collect(),
        }
    }

    /// What it is worth, and whether it has every word; `None` when it has too little.
    fn worth(&self, query: &Query, rarity: &[f64]) -> Option<(f64, bool)> {
        let (words, rest) = self.own.split_at(query.words.len());
        let (together, pieces) = rest.split_at(query.together.len());
        let (of_words, of_rest) = self.context.split_at(query.words.len());
        let mut pieces = pieces.iter().zip(&of_rest[query.together.len()..]);
        let together = together.iter().filter(|worth| **worth > 0.0).count() as f64 * TOGETHER;
        let whole = words.iter().zip(of_words).map(|(own, around)| own + around);
        let whole: Vec<f64> = whole.collect();
        let has_own = words.iter().any(|worth| *worth > 0.0);
        if has_own && whole.iter().all(|worth| *worth > 0.0) {
            let mean = whole.iter().sum::<f64>() / whole.len() as f64;
            return Some((mean + together, true));
        }
        let lacks_phrase = query
            .words
            .iter()
            .zip(words)
            .any(|(word, worth)| word.is_phrase && *worth == 0.0);
        let (mut all, mut has, mut worth) = (0.0, 0.0, 0.0);
        for (n, piece) in query.pieces.iter().enumerate() {
            let alone = piece.units.len() == 1 && piece.units[0].is_han;
            let says = rarity.get(n).copied().unwrap_or(1.0) * if alone { CHARACTER } else { 1.0 };
            let (own, around) = pieces.next()?;
            let others = pieces.by_ref().take(piece.others.len());
            let others = others.map(|(worth, _)| worth * OTHER_WORD);
            let of_piece = others.fold(*own, f64::max);
            all += says;
            // By chance alone is not at all.
            if of_piece > NO_WORD {
                has += says;
            }
            worth += of_piece.max(*around) * says;
        }
        let share = has / all;
        if lacks_phrase || share.is_nan() || share < LEAST {
            return None;
        }
        Some(((worth / all * share + together) * PARTLY, false))
    }
}

/// For each word 0 when the text lacks it, near 1 when it is full of it.
fn weigh(text: &str, looked_for: &LookedFor<'_>, ordinary: f64) -> Vec<f64> {
    let text = pieces(text);
    let mut found = vec![0.0; looked_for.words.len()];
    looked_for.in_text(&text, |n, occurrence| found[n] += occurrence.worth);
    let length = text.len() as f64 / ordinary;
    let worth = |found: f64| found / (found + ENOUGH * (1.0 - LENGTH + LENGTH * length));
    found.into_iter().map(worth).collect()
}

/// A place where a word stands: units from `start` to before `end`.
pub(super) struct Occurrence {
    pub start: usize,
    pub end: usize,
    worth: f64,
}

/// Words, by what they begin with: a text is gone through once, however many they are.
pub(super) struct LookedFor<'a> {
    words: Vec<&'a Word>,
    by_first: HashMap<&'a str, Vec<usize>>,
    /// All of them, where the first may be in two parts.
    every: Vec<usize>,
}

impl<'a> LookedFor<'a> {
    pub fn new(words: Vec<&'a Word>) -> Self {
        let mut by_first: HashMap<&str, Vec<usize>> = HashMap::new();
        for (n, word) in words.iter().enumerate() {
            let Some(first) = word.units.first() else {
                continue;
            };
            by_first.entry(&first.text).or_default().push(n);
            if first.stem != first.text {
                by_first.entry(&first.stem).or_default().push(n);
            }
        }
        Self {
            every: (0..words.len()).collect(),
            words,
            by_first,
        }
    }

    /// Hands on every place where a word stands, with the word's number. Places of one word do
    /// not overlap.
    pub fn in_text(&self, text: &[Piece<'_>], mut found: impl FnMut(usize, Occurrence)) {
        let mut free = vec![0; self.words.len()];
        for (start, piece) in text.iter().enumerate().take(MOST_UNITS) {
            let next = text.get(start + 1);
            let here = if next.is_some_and(|next| next.joint == Joint::Hyphen) {
                [Some(&self.every), None]
            } else {
                let by_stem = (piece.stem != piece.text).then_some(piece.stem);
                [Some(piece.text), by_stem].map(|first| self.by_first.get(first?))
            };
            for n in here.into_iter().flatten().flatten().copied() {
                if free[n] > start {
                    continue;
                }
                #[cfg(test)]
                tests::LOOKED.with(|looked| looked.set(looked.get() + 1));
                if let Some(occurrence) = at(text, start, self.words[n]) {
                    free[n] = occurrence.end;
                    found(n, occurrence);
                }
            }
        }
    }
}

fn at(text: &[Piece<'_>], start: usize, word: &Word) -> Option<Occurrence> {
    let mut end = start;
    let mut worth = 1.0_f64;
    for (n, unit) in word.units.iter().enumerate() {
        let piece = text.get(end)?;
        if n > 0 && piece.joint > furthest(text, end, word.is_phrase) {
            return None;
        }
        let (length, form) = same(text, end, unit)?;
        worth = worth.min(form);
        end += length;
    }
    let begins = text[start].joint != Joint::Inside;
    let ends = text.get(end).is_none_or(|next| next.joint != Joint::Inside);
    worth *= match (begins, ends) {
        (true, true) => 1.0,
        (false, false) => NO_WORD,
        _ => HALF_A_WORD,
    };
    Some(Occurrence { start, end, worth })
}

/// How far apart a unit may stand from the one before it in the same word.
fn furthest(text: &[Piece<'_>], at: usize, is_phrase: bool) -> Joint {
    let both_han = text[at].is_han && text[at - 1].is_han;
    if both_han && !is_phrase {
        Joint::Adjacent
    } else {
        Joint::Apart
    }
}

/// How many units of the text are this unit, and what their form is worth.
fn same(text: &[Piece<'_>], at: usize, unit: &Unit) -> Option<(usize, f64)> {
    let piece = &text[at];
    if piece.text == unit.text {
        return Some((1, 1.0));
    }
    if piece.stem == unit.stem {
        return Some((1, OTHER_FORM));
    }
    // `Wi-Fi` for wifi.
    let next = text.get(at + 1)?;
    let is_joined = unit.stem.strip_prefix(piece.text) == Some(next.stem)
        || unit.text.strip_prefix(piece.text) == Some(next.text);
    (is_joined && next.joint == Joint::Hyphen).then_some((2, 1.0))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::search::Document;

    thread_local! {
        /// How often it was looked whether a word stands at a place.
        pub(in crate::search) static LOOKED: std::cell::Cell<usize> =
            const { std::cell::Cell::new(0) };
    }

    /// The longest text, of letters that are all looked for.
    pub(in crate::search) fn letters() -> (String, Query) {
        let letters: Vec<String> = ('b'..='y').map(String::from).collect();
        let text = format!("<p>{}</p>", format!("{} ", letters.join(" ")).repeat(420));
        (text, Query::parse(&letters[..12].join(" "), |_| false))
    }

    #[test]
    fn a_text_is_gone_through_once_however_many_words_are_looked_for() {
        let (text, query) = letters();
        let kept = Document::new(None, &text);
        let units = pieces(&kept.body).len();
        assert!(units > 10_000, "{units}");
        LOOKED.set(0);
        let candidate = Candidate {
            id: 1,
            title: kept.title,
            body: kept.body,
            context: String::new(),
            age: 1.0,
        };
        assert_eq!(rank(&query, &[], &[candidate]).len(), 1);
        let looked = LOOKED.get();
        assert!(looked <= 3 * units, "{looked} times at {units} units");
        // A sign that stands for many words makes no text longer than it can be.
        let many = "\u{fdfa}".repeat(LONGEST);
        let kept = Document::new(None, &format!("<p>{many}</p>"));
        assert!(pieces(&kept.body).len() <= MOST_UNITS);
    }

    const LONGEST: usize = 20_000;

    fn order(query: &str, texts: &[(&str, &str, f64)]) -> Vec<i64> {
        let candidates: Vec<Candidate> = texts
            .iter()
            .zip(1..)
            .map(|((title, body, age), id)| {
                let title = (!title.is_empty()).then_some(*title);
                let kept = Document::new(title, body);
                Candidate {
                    id,
                    title: kept.title,
                    body: kept.body,
                    context: String::new(),
                    age: *age,
                }
            })
            .collect();
        let query = Query::parse(query, |_| false);
        let ranked = rank(&query, &[], &candidates);
        ranked.iter().map(|ranked| ranked.id).collect()
    }

    #[test]
    fn what_comes_first() {
        for (query, texts, expected) in [
            // A word of its own.
            (
                "天台",
                [("", "今天台鐵誤點", 1.0), ("", "頂樓天台種菜", 1.0)],
                vec![2, 1],
            ),
            // A title.
            (
                "路燈",
                [("", "那條路燈不亮", 1.0), ("路燈", "壞了", 1.0)],
                vec![2, 1],
            ),
            // The form that was typed.
            (
                "train",
                [("", "training", 1.0), ("", "train", 1.0)],
                vec![2, 1],
            ),
            // The newer.
            ("貓", [("", "貓", 400.0), ("", "貓", 1.0)], vec![2, 1]),
            // All of it.
            (
                "公車 司機",
                [("公車 公車", "公車", 1.0), ("", "公車的司機", 1.0)],
                vec![2, 1],
            ),
            // Not beside each other: no match.
            (
                "停車場",
                [("", "停車，車場", 1.0), ("", "停車場", 1.0)],
                vec![2],
            ),
            (
                "wifi",
                [("", "Wi-Fi很慢", 1.0), ("", "wi fi", 1.0)],
                vec![1],
            ),
            (
                "\"bike lane\"",
                [("", "lane bike", 1.0), ("", "bike lanes", 1.0)],
                vec![2],
            ),
        ] {
            assert_eq!(order(query, &texts), expected, "{query}");
        }
    }
}
