//! What somebody typed into the search field: words, "phrases" and filters. Everything else is
//! plain text; no sign has a meaning for a database.

use std::sync::LazyLock;

use chrono::NaiveDate;

use super::{
    document::terms,
    spelling::says_nothing,
    units::{self, Joint, Unit, hyphens_joined, units, within},
};

/// The longest query, in characters; what follows is not read.
pub const LONGEST: usize = 200;
/// More words than this are not looked for.
const MOST_WORDS: usize = 12;
/// A run of so many Chinese characters is looked for as it stands; a longer one word by word.
const AS_IT_STANDS: usize = 3;

/// Units that must stand beside each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    pub(super) units: Vec<Unit>,
    /// Between quotation marks: spaces may lie between.
    pub(super) is_phrase: bool,
    /// Other words for the same thing.
    pub(super) others: Vec<Word>,
}

impl Word {
    /// The terms of this word and of each other for the same.
    pub fn any_terms(&self) -> Vec<Vec<String>> {
        std::iter::once(self)
            .chain(&self.others)
            .map(Self::terms)
            .collect()
    }

    /// The terms that a text which has this word has, each once.
    pub fn terms(&self) -> Vec<String> {
        let all = terms(&self.units);
        // Two characters beside each other say all that each of them says.
        let singles = self.units.len() > 1;
        let needed = |term: &String| {
            let in_pair = self.units.iter().any(|unit| {
                singles
                    && unit.is_han
                    && unit.text == *term
                    && all
                        .iter()
                        .any(|pair| pair != term && pair.contains(term.as_str()))
            });
            !in_pair
        };
        all.iter().filter(|term| needed(term)).cloned().collect()
    }
}

/// Filters as they were typed or chosen; what is no filter is part of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filters {
    pub board: Option<String>,
    /// The author's public name, exactly.
    pub author: Option<String>,
    /// From this day on.
    pub after: Option<NaiveDate>,
    /// Up to the day before this.
    pub before: Option<NaiveDate>,
    pub kind: Option<String>,
    pub tags: Vec<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// What must be there.
    pub words: Vec<Word>,
    /// The same in smaller pieces, for when too few texts have all of [`Query::words`].
    pub pieces: Vec<Word>,
    /// Everything that was typed beside each other: a text that has it so comes first.
    pub(super) together: Vec<Word>,
    pub filters: Filters,
    /// The query was longer than what is read.
    pub is_cut: bool,
}

impl Query {
    /// Reads what was typed. `is_kind` says which values the filter `kind:` takes.
    pub fn parse(typed: &str, is_kind: impl Fn(&str) -> bool) -> Self {
        let mut query = Self::default();
        let typed = query.bounded(typed);
        for part in parts(&typed) {
            match part {
                Part::Phrase(text) => query.phrase(text),
                Part::Filter(key, value) if query.filter(key, value, &is_kind) => {}
                Part::Filter(key, value) => {
                    query.text(key);
                    query.text(value);
                }
                Part::Text(text) => query.text(text),
            }
        }
        query.finish();
        query
    }

    /// A text in which nothing is a filter, and of which only words that say something count: a
    /// title that is being written.
    pub fn plain(text: &str) -> Self {
        let mut query = Self::default();
        let text = query.bounded(text);
        query.text(&text);
        query.finish();
        query.words.retain(Word::says_something);
        query.pieces.retain(Word::says_something);
        query
    }

    /// Whether nothing is looked for by its words.
    pub fn has_no_words(&self) -> bool {
        self.words.is_empty()
    }

    fn bounded(&mut self, typed: &str) -> String {
        let mut characters = typed.chars();
        // A NUL is no character of a text, and PostgreSQL takes none.
        let text = characters
            .by_ref()
            .take(LONGEST)
            .filter(|c| *c != '\0')
            .collect();
        self.is_cut = characters.next().is_some();
        text
    }

    fn phrase(&mut self, text: &str) {
        let units = units(text);
        if units.is_empty() {
            return;
        }
        let word = Word {
            units,
            is_phrase: true,
            others: Vec::new(),
        };
        self.words.push(word.clone());
        self.pieces.push(word.clone());
        self.together.push(word);
    }

    fn text(&mut self, text: &str) {
        for chunk in text.split_whitespace() {
            let units = units(chunk);
            for run in units.chunk_by(|_, next| next.joint < Joint::Break) {
                // `MRT紅線`: letters and characters each for themselves.
                for same in run.chunk_by(|one, next| one.is_han == next.is_han) {
                    if same[0].is_han && same.len() > AS_IT_STANDS {
                        self.words.extend(words_of(same));
                    } else {
                        self.words.push(word(&hyphens_joined(same)));
                    }
                }
                self.pieces.extend(pieces_of(run));
                if run.len() > 1 {
                    self.together.push(word(run));
                }
            }
        }
    }

    /// Whether it is one.
    fn filter(&mut self, key: &str, value: &str, is_kind: &impl Fn(&str) -> bool) -> bool {
        let filters = &mut self.filters;
        match key {
            "board" => filters.board = Some(value.to_owned()),
            "author" => filters.author = Some(value.to_owned()),
            "tag" => filters.tags.push(value.to_owned()),
            "kind" if is_kind(value) => filters.kind = Some(value.to_owned()),
            "after" | "before" => {
                let Some(day) = day(value) else { return false };
                let filter = if key == "after" {
                    &mut filters.after
                } else {
                    &mut filters.before
                };
                *filter = Some(day);
            }
            _ => return false,
        }
        true
    }

    fn finish(&mut self) {
        for words in [&mut self.words, &mut self.pieces] {
            if words.iter().any(Word::says_something) {
                words.retain(Word::says_something);
            }
            let mut known: Vec<Word> = Vec::new();
            for word in words.drain(..) {
                if known.len() < MOST_WORDS && known.iter().all(|one| !one.is_like(&word)) {
                    known.push(word);
                }
            }
            *words = known;
        }
        self.together.truncate(MOST_WORDS);
        for piece in self.pieces.iter_mut().filter(|piece| !piece.is_phrase) {
            piece.others = alike(&piece.units);
        }
    }
}

impl Word {
    fn says_something(&self) -> bool {
        self.is_phrase || !says_nothing(&self.text())
    }

    fn text(&self) -> String {
        self.units.iter().map(|unit| unit.text.as_str()).collect()
    }

    pub(super) fn is_like(&self, other: &Self) -> bool {
        self.is_phrase == other.is_phrase
            && self.units.len() == other.units.len()
            && self
                .units
                .iter()
                .zip(&other.units)
                .all(|(one, other)| one.stem == other.stem)
    }
}

/// A day as ISO 8601 writes it.
pub fn day(text: &str) -> Option<NaiveDate> {
    // chrono also takes years that no database keeps.
    let (year, _) = text.split_once('-')?;
    let is_year = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .ok()
        .filter(|_| is_year)
}

fn word(units: &[Unit]) -> Word {
    Word {
        units: units.to_vec(),
        is_phrase: false,
        others: Vec::new(),
    }
}

/// The words that a run of units holds.
fn words_of(run: &[Unit]) -> Vec<Word> {
    run.chunk_by(|_, next| next.joint == Joint::Inside)
        .map(word)
        .collect()
}

/// As [`words_of`], a compound in its parts.
fn pieces_of(run: &[Unit]) -> Vec<Word> {
    run.chunk_by(|_, next| next.joint == Joint::Inside)
        .flat_map(|one| {
            let parts = if one.len() > 2 {
                within(one)
            } else {
                Vec::new()
            };
            if parts.is_empty() {
                vec![word(one)]
            } else {
                parts.into_iter().map(word).collect()
            }
        })
        .collect()
}

/// Words for the same thing, a line each.
static ALIKE: LazyLock<Vec<Vec<Word>>> = LazyLock::new(|| {
    units::ALIKE
        .lines()
        .map(|line| {
            line.split(' ')
                .map(|one| word(&hyphens_joined(&units(one))))
                .collect()
        })
        .collect()
});

fn alike(of: &[Unit]) -> Vec<Word> {
    let is_it = |word: &Word| {
        word.units.len() == of.len()
            && word
                .units
                .iter()
                .zip(of)
                .all(|(one, other)| one.stem == other.stem)
    };
    ALIKE
        .iter()
        .filter(|line| line.iter().any(is_it))
        .flat_map(|line| line.iter().filter(|word| !is_it(word)).cloned())
        .collect()
}

enum Part<'a> {
    Phrase(&'a str),
    Filter(&'a str, &'a str),
    Text(&'a str),
}

const QUOTES: [(char, char); 4] = [('"', '"'), ('“', '”'), ('＂', '＂'), ('「', '」')];

/// Splits at spaces and quotation marks. A mark that nothing closes is none.
fn parts(typed: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = typed.trim_start();
    while !rest.is_empty() {
        let (part, length) = if let Some((inner, length)) = quoted(rest) {
            (Part::Phrase(inner), length)
        } else if let Some((key, value, length)) = filter(rest) {
            (Part::Filter(key, value), length)
        } else {
            let end = rest
                .char_indices()
                .skip(1)
                .find(|(at, c)| c.is_whitespace() || quoted(&rest[*at..]).is_some())
                .map_or(rest.len(), |(at, _)| at);
            (Part::Text(&rest[..end]), end)
        };
        parts.push(part);
        rest = rest[length..].trim_start();
    }
    parts
}

fn quoted(text: &str) -> Option<(&str, usize)> {
    let first = text.chars().next()?;
    let (open, close) = QUOTES.into_iter().find(|(open, _)| *open == first)?;
    let inner = &text[open.len_utf8()..];
    let end = inner.find(close)?;
    Some((&inner[..end], open.len_utf8() + end + close.len_utf8()))
}

fn filter(text: &str) -> Option<(&str, &str, usize)> {
    let end = text.find(|c: char| !c.is_ascii_lowercase())?;
    let colon = text[end..]
        .chars()
        .next()
        .filter(|c| matches!(c, ':' | '：'))?;
    let from = end + colon.len_utf8();
    let (value, length) = quoted(&text[from..]).or_else(|| {
        let end = text[from..]
            .find(char::is_whitespace)
            .unwrap_or(text.len() - from);
        Some((&text[from..from + end], end))
    })?;
    let known = ["board", "author", "after", "before", "kind", "tag"].contains(&&text[..end]);
    (known && !value.trim().is_empty()).then_some((&text[..end], value.trim(), from + length))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parse(typed: &str) -> Query {
        Query::parse(typed, |kind| kind == "topic")
    }

    fn words(typed: &str) -> Vec<String> {
        parse(typed).words.iter().map(Word::text).collect()
    }

    #[test]
    fn words_and_phrases() {
        for (typed, expected) in [
            ("捷運", vec!["捷运"]),
            ("車位費", vec!["车位费"]),
            ("哪裡可以打流感疫苗", vec!["打", "流感疫苗"]),
            ("MRT紅線", vec!["mrt", "红线"]),
            ("how do I extend my visa", vec!["extend", "visa"]),
            ("how do I", vec!["how", "do", "i"]),
            ("\"bike lane\" free", vec!["bikelane", "free"]),
            ("say \"hello", vec!["say", "hello"]),
            ("「夜間施工」", vec!["夜间施工"]),
            ("r24 r24", vec!["r24"]),
            ("，。！", vec![]),
        ] {
            assert_eq!(words(typed), expected, "{typed}");
        }
    }

    #[test]
    fn filters_are_taken_out_and_what_is_none_stays_text() {
        let query = parse(
            "board:roads author:\"Wang Er\" after:2026-01-02 before：2026-02-01 kind:topic tag:a tag:b 燈",
        );
        let filters = &query.filters;
        assert_eq!(filters.board.as_deref(), Some("roads"));
        assert_eq!(filters.author.as_deref(), Some("Wang Er"));
        assert_eq!(filters.after, NaiveDate::from_ymd_opt(2026, 1, 2));
        assert_eq!(filters.before, NaiveDate::from_ymd_opt(2026, 2, 1));
        assert_eq!(filters.kind.as_deref(), Some("topic"));
        assert_eq!(filters.tags, ["a", "b"]);
        assert_eq!(query.words.len(), 1);
        for plain in [
            "kind:secret",
            "after:yesterday",
            "after:2026-13-40",
            "after:12026-01-01",
            "http://a",
            "board:",
            "title:a",
        ] {
            assert_eq!(parse(plain).filters, Filters::default(), "{plain}");
        }
    }

    #[test]
    fn pieces_are_smaller_and_know_other_words() {
        let pieces =
            |typed: &str| -> Vec<String> { parse(typed).pieces.iter().map(Word::text).collect() };
        assert_eq!(pieces("流感疫苗"), ["流感", "疫苗"]);
        // No words make up all of it.
        assert_eq!(pieces("車位費"), ["车位费"]);
        let others: Vec<String> = parse("自行車").pieces[0]
            .others
            .iter()
            .map(Word::text)
            .collect();
        assert_eq!(others, ["脚踏车", "单车"]);
    }

    #[test]
    fn a_word_asks_for_no_more_terms_than_it_must() {
        let terms = |typed: &str| parse(typed).words[0].terms();
        assert_eq!(terms("路燈"), ["路灯"]);
        assert_eq!(terms("停車場"), ["停车", "车场"]);
        assert_eq!(terms("貓"), ["猫"]);
        assert_eq!(terms("r24"), ["24", "r"]);
    }

    proptest! {
        #[test]
        fn any_text_is_a_bounded_query(typed in any::<String>()) {
            let query = parse(&typed);
            prop_assert!(query.words.len() <= MOST_WORDS && query.pieces.len() <= MOST_WORDS);
            for word in query.words.iter().chain(&query.pieces) {
                for term in word.terms() {
                    prop_assert!(!term.is_empty() && term.chars().all(char::is_alphanumeric));
                }
            }
        }

        #[test]
        fn what_looks_like_operators_is_text(typed in "[\"*^():{}+|&!<>\\\\%_' -]{0,20}(OR|AND|NEAR|NOT)?[\"*^():{}0-9]{0,8}") {
            parse(&typed);
        }
    }
}
