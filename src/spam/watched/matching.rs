//! Where watched words and patterns stand in a text: in the one form of it that search has too, so
//! that capitals, full-width letters, 臺 and 台 or a space that nobody sees hide nothing.

use std::{
    collections::HashMap,
    ops::Range,
    sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError},
};

use regex::{Regex, RegexBuilder};

use super::{Effect, Kind, Watched};
use crate::search::Folded;

/// What a pattern may grow to when it is compiled, in bytes: how long a text takes is bounded by that.
pub(super) const LARGEST: usize = 256 << 10;
/// What a search may remember of where it was, in bytes.
const REMEMBERED: usize = 1 << 20;
/// How deep groups may stand in each other.
const DEEPEST: u32 = 32;
/// So many patterns are kept compiled.
const KEPT: usize = 2_000;
/// So many places of one word are told.
const MOST_PLACES: usize = 20;

/// Ordinary sentences of a city's forum. What stands in more than half of those of one language would
/// hold nearly everything back.
const ORDINARY: [[&str; 10]; 2] = [
    [
        "請問愛河邊的路燈什麼時候會修好？",
        "昨天晚上公車等了四十分鐘，站牌沒有顯示到站時間。",
        "我家附近的公園很漂亮，謝謝清潔人員。",
        "建議在國小門口加一個紅綠燈，小朋友過馬路比較安全。",
        "垃圾車現在改成幾點來？",
        "這個週末圖書館有說故事活動，大家可以帶孩子去。",
        "人行道被機車停滿，坐輪椅的人過不去。",
        "捷運站的電梯又壞了，已經第三次了。",
        "夜市旁邊的排水溝有異味，希望市府派人來看。",
        "我覺得新的腳踏車道不錯，只是轉彎的地方看不清楚。",
    ],
    [
        "When will the street light beside the river be repaired?",
        "The bus was forty minutes late last night and the sign showed nothing.",
        "The park near my house is lovely, thank you to the cleaners.",
        "Please put a traffic light in front of the school, it is safer for children.",
        "At what time does the rubbish truck come now?",
        "The library reads stories to children this weekend, everybody can come.",
        "Scooters block the pavement, so a wheelchair cannot pass.",
        "The lift of the metro station is broken again, for the third time.",
        "The drain beside the night market smells; could somebody have a look?",
        "I like the new cycle lane, but the bend is hard to see.",
    ],
];

/// Why something cannot be watched for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It stands in a text without any character.
    Nothing,
    /// It stands in more than half of the ordinary sentences.
    Everything,
    /// It is no regular expression.
    Syntax,
    /// It grows too large when it is compiled.
    Size,
}

impl Refused {
    /// The code of its message.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Nothing => "watched-nothing",
            Self::Everything => "watched-everything",
            Self::Syntax => "watched-syntax",
            Self::Size => "watched-size",
        }
    }
}

/// A field of a text, as it was typed and as a reader sees it.
#[derive(Clone, Debug, Default)]
pub struct Said {
    pub field: &'static str,
    pub source: String,
    pub seen: String,
}

/// A watched word that stands in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    pub word: i64,
    pub effect: Effect,
    pub field: &'static str,
    /// What stands there, as it was typed.
    pub found: String,
    /// The bytes of the source; none where formatting parts it, and only a reader sees it whole.
    pub place: Option<Range<usize>>,
}

/// What is looked for, ready to be.
enum Needle {
    Word(String),
    Pattern(Arc<Regex>),
}

/// What makes a regular expression of a pattern.
type Compile = fn(&str) -> Result<Arc<Regex>, Refused>;

impl Needle {
    fn of(kind: Kind, words: &str, compile: Compile) -> Result<Self, Refused> {
        match kind {
            Kind::Word => {
                let word = Folded::of(words.trim()).text;
                if word.is_empty() {
                    Err(Refused::Nothing)
                } else {
                    Ok(Self::Word(word))
                }
            }
            Kind::Pattern => compile(words).map(Self::Pattern),
        }
    }

    /// Where it stands in a text that was brought into the one form.
    fn places(&self, text: &str) -> Vec<Range<usize>> {
        match self {
            Self::Word(word) => text
                .match_indices(word.as_str())
                .map(|(at, found)| at..at + found.len())
                .filter(|place| stands_alone(text, place))
                .take(MOST_PLACES)
                .collect(),
            Self::Pattern(pattern) => pattern
                .find_iter(text)
                .map(|found| found.range())
                .filter(|place| !place.is_empty())
                .take(MOST_PLACES)
                .collect(),
        }
    }

    fn stands_in(&self, text: &str) -> bool {
        match self {
            Self::Word(_) => !self.places(text).is_empty(),
            Self::Pattern(pattern) => pattern.is_match(text),
        }
    }
}

/// Whether nothing goes on at its ends: "ass" stands in no "class". Chinese has no spaces, and what
/// stands beside a Chinese word says nothing.
fn stands_alone(text: &str, place: &Range<usize>) -> bool {
    let is_spaced = |c: char| c.is_alphanumeric() && c < '\u{2e80}';
    let goes_on = |one: Option<char>, next: Option<char>| {
        one.is_some_and(is_spaced) && next.is_some_and(is_spaced)
    };
    let found = &text[place.clone()];
    let (before, after) = (&text[..place.start], &text[place.end..]);
    !goes_on(before.chars().next_back(), found.chars().next())
        && !goes_on(found.chars().next_back(), after.chars().next())
}

/// Patterns that are watched for, compiled.
static KNOWN: LazyLock<Mutex<HashMap<String, Arc<Regex>>>> = LazyLock::new(Mutex::default);

fn known() -> MutexGuard<'static, HashMap<String, Arc<Regex>>> {
    KNOWN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The pattern, compiled once for all texts.
fn kept(pattern: &str) -> Result<Arc<Regex>, Refused> {
    if let Some(regex) = known().get(pattern) {
        return Ok(Arc::clone(regex));
    }
    let regex = compiled(pattern)?;
    let mut known = known();
    if known.len() >= KEPT {
        known.clear();
    }
    known.insert(pattern.to_owned(), Arc::clone(&regex));
    Ok(regex)
}

/// The pattern, compiled. Its time grows with the text's length alone (no backtracking), and its size
/// is bounded.
fn compiled(pattern: &str) -> Result<Arc<Regex>, Refused> {
    compiled_within(pattern, LARGEST)
}

/// As [`compiled`], where it needs no more than this, in bytes.
pub(super) fn compiled_within(pattern: &str, size: usize) -> Result<Arc<Regex>, Refused> {
    let regex = RegexBuilder::new(&in_one_form(pattern))
        .case_insensitive(true)
        .size_limit(size)
        .dfa_size_limit(REMEMBERED)
        .nest_limit(DEEPEST)
        .build();
    regex.map(Arc::new).map_err(|error| match error {
        regex::Error::CompiledTooBig(_) => Refused::Size,
        _ => Refused::Syntax,
    })
}

/// Signs of a pattern are ASCII and stay; what else stands in it is brought into the form of the
/// texts, and means itself.
fn in_one_form(pattern: &str) -> String {
    let mut formed = String::with_capacity(pattern.len());
    for c in pattern.chars() {
        if c.is_ascii() {
            formed.push(c);
        } else {
            let mut typed = [0; 4];
            let folded = Folded::of(c.encode_utf8(&mut typed)).text;
            formed.push_str(&regex::escape(&folded));
        }
    }
    formed
}

/// Whether something can be watched for. Nothing of it is kept.
pub fn check(kind: Kind, words: &str) -> Result<(), Refused> {
    let needle = Needle::of(kind, words, compiled)?;
    if needle.stands_in("") {
        return Err(Refused::Nothing);
    }
    for sentences in ORDINARY {
        let found = sentences
            .iter()
            .filter(|sentence| needle.stands_in(&Folded::of(sentence).text));
        if found.count() * 2 > sentences.len() {
            return Err(Refused::Everything);
        }
    }
    Ok(())
}

/// What of the watched stands in a text. What cannot be looked for any more is passed over.
pub fn hits(watched: &[Watched], said: &Said) -> Vec<Hit> {
    let text = Text::of(said);
    let watched = watched.iter().filter(|one| !one.retired);
    watched.flat_map(|one| text.hits(one, kept)).collect()
}

/// Where one stands that is only tried: nothing of it is kept.
pub(super) fn hits_once(one: &Watched, said: &Said) -> Vec<Hit> {
    Text::of(said).hits(one, compiled)
}

/// A field in the form in which it is looked through.
struct Text<'a> {
    said: &'a Said,
    source: Folded,
    seen: Folded,
}

impl<'a> Text<'a> {
    fn of(said: &'a Said) -> Self {
        Self {
            said,
            source: Folded::of(&said.source),
            seen: Folded::of(&said.seen),
        }
    }

    fn hits(&self, one: &Watched, compile: Compile) -> Vec<Hit> {
        let Ok(needle) = Needle::of(one.kind, &one.words, compile) else {
            return Vec::new();
        };
        let hit = |found: &str, place| Hit {
            word: one.id,
            effect: one.effect,
            field: self.said.field,
            found: found.to_owned(),
            place,
        };
        let places = needle.places(&self.source.text);
        if places.is_empty() {
            let parted = needle.places(&self.seen.text);
            let parted = parted.first().map(|place| {
                let range = self.seen.source(place);
                hit(&self.said.seen[range], None)
            });
            return parted.into_iter().collect();
        }
        let here = |place: &Range<usize>| {
            let range = self.source.source(place);
            hit(&self.said.source[range.clone()], Some(range))
        };
        places.iter().map(here).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn watched(kind: Kind, words: &str) -> Watched {
        Watched {
            id: 1,
            kind,
            words: words.to_owned(),
            effect: Effect::Hold,
            note: String::new(),
            retired: false,
            version: 1,
        }
    }

    fn found(kind: Kind, words: &str, text: &str) -> Vec<String> {
        let said = Said {
            field: "body",
            source: text.to_owned(),
            seen: text.replace('*', ""),
        };
        let hits = hits(&[watched(kind, words)], &said);
        hits.into_iter().map(|hit| hit.found).collect()
    }

    #[test]
    fn a_word_is_found_however_it_is_written() {
        let zh = "快來臺灣賭\u{200b}場，還有台湾赌场";
        assert_eq!(
            found(Kind::Word, "台灣賭場", zh),
            ["臺灣賭\u{200b}場", "台湾赌场"]
        );
        assert_eq!(
            found(Kind::Word, "casino", "a ＣＡＳＩＮＯ!"),
            ["ＣＡＳＩＮＯ"]
        );
        assert!(found(Kind::Word, "ass", "class assess").is_empty());
        assert_eq!(found(Kind::Word, "ass", "my ass."), ["ass"]);
        // Formatting parts what a reader sees whole.
        assert_eq!(found(Kind::Word, "賭場", "**賭**場"), ["賭場"]);
    }

    #[test]
    fn a_pattern_is_found_in_the_same_form() {
        assert_eq!(
            found(Kind::Pattern, r"賴\w*加我", "賴ＡＢ加我"),
            ["賴ＡＢ加我"]
        );
        assert_eq!(found(Kind::Pattern, r"\d{2}%", "打８０％折"), ["８０％"]);
        // A full-width sign is no sign of the pattern.
        assert_eq!(found(Kind::Pattern, "真的？", "真的?"), ["真的?"]);
        assert!(found(Kind::Pattern, "真的？", "真").is_empty());
    }

    #[test]
    fn what_stands_everywhere_or_costs_too_much_is_refused() {
        for (kind, words, why) in [
            (Kind::Word, " \u{200b}", Refused::Nothing),
            (Kind::Word, "的", Refused::Everything),
            (Kind::Pattern, "", Refused::Nothing),
            (Kind::Pattern, "a*", Refused::Nothing),
            (Kind::Pattern, ".", Refused::Everything),
            (Kind::Pattern, r"\b\w", Refused::Everything),
            (Kind::Pattern, "[a-z]", Refused::Everything),
            (Kind::Pattern, r"\p{Han}+", Refused::Everything),
            (Kind::Pattern, "(", Refused::Syntax),
            (Kind::Pattern, "(?=a)", Refused::Syntax),
            (Kind::Pattern, r"(\w{50}){50}", Refused::Size),
            (Kind::Pattern, "((((x{90}){90}){90}){90})", Refused::Size),
            // Each step of a text would be in as many places at once.
            (Kind::Pattern, "1[01]{20000}[xy]", Refused::Size),
        ] {
            assert_eq!(check(kind, words), Err(why), "{words}");
        }
        for (kind, words) in [
            (Kind::Word, "賭場"),
            (Kind::Pattern, "(a+)+$|casino"),
            (Kind::Pattern, r"line\s*id"),
        ] {
            assert_eq!(check(kind, words), Ok(()), "{words}");
        }
    }

    #[test]
    fn what_is_only_checked_or_tried_is_not_kept() {
        let pattern = "only (checked|tried) here";
        assert_eq!(check(Kind::Pattern, pattern), Ok(()));
        let said = Said {
            source: "Only tried here".to_owned(),
            ..Said::default()
        };
        let one = watched(Kind::Pattern, pattern);
        assert_eq!(hits_once(&one, &said).len(), 1);
        assert!(!known().contains_key(pattern));
        assert_eq!(hits(&[one], &said).len(), 1);
        assert!(known().contains_key(pattern));
    }

    #[test]
    fn a_pattern_that_others_hang_on_ends_soon() {
        let text = format!("{}!", "a".repeat(20_000));
        assert!(found(Kind::Pattern, "(a+)+b$", &text).is_empty());
    }
}
