//! A text in units: characters of Chinese, words of letters, figures; each with its place, and with
//! what lies between it and the one before.

use std::sync::LazyLock;

use jieba_rs::Jieba;

use super::{
    fold::{Class, fold, is_han},
    spelling,
};

/// A longer word of letters is cut: nobody looks for its end.
const LONGEST_WORD: usize = 40;

/// What lies between a unit and the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Joint {
    /// They are one word.
    Inside,
    /// Nothing, but a new word begins.
    Adjacent,
    /// A hyphen between words of letters: `Wi-Fi`.
    Hyphen,
    /// A space, or what links.
    Apart,
    /// A sentence's end, a comma, a new line; or there is none before.
    Break,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unit {
    pub text: String,
    /// The text itself but for words of letters.
    pub stem: String,
    pub is_han: bool,
    pub joint: Joint,
    /// Bytes of the source.
    pub start: usize,
    pub end: usize,
}

/// Everyday words and places of Taiwan, which jieba's dictionary lacks.
const TAIWAN: [&str; 2] = [
    include_str!("../../crates/personal-data/training/lists/taiwan-words.txt"),
    include_str!("../../crates/personal-data/training/lists/places.txt"),
];

/// Words for the same thing, a line each.
pub(super) const ALIKE: &str = include_str!("alike.txt");

static JIEBA: LazyLock<Jieba> = LazyLock::new(|| {
    let mut jieba = Jieba::new();
    let lists = TAIWAN.iter().flat_map(|list| list.lines());
    let alike = ALIKE
        .split_whitespace()
        .filter(|word| word.starts_with(is_han));
    for word in lists.chain(alike) {
        let mut folded = String::new();
        for c in word.chars() {
            fold(c, |c, _| folded.push(c));
        }
        jieba.add_word(&folded, None, None);
    }
    jieba
});

pub(super) fn warm_up() {
    LazyLock::force(&JIEBA);
}

/// The units of a text.
pub(super) fn units(text: &str) -> Vec<Unit> {
    let mut reader = Reader::default();
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        fold(c, |folded, class| reader.character(folded, class, at, end));
    }
    reader.end_word();
    let mut units = reader.units;
    for run in runs(&units) {
        segment(&mut units[run]);
    }
    units
}

#[derive(Default)]
struct Reader {
    units: Vec<Unit>,
    word: String,
    class: Option<Class>,
    start: usize,
    end: usize,
    /// What has been read since the last unit.
    between: Option<Joint>,
    apostrophe: bool,
}

impl Reader {
    fn character(&mut self, c: char, class: Class, start: usize, end: usize) {
        match class {
            Class::Nothing => {}
            Class::Letter | Class::Digit => {
                if self.class != Some(class) {
                    self.end_word();
                    self.class = Some(class);
                    self.start = start;
                }
                self.apostrophe = false;
                self.word.push(c);
                self.end = end;
            }
            // "neighbour's", "o'clock"
            Class::Apostrophe if self.class == Some(Class::Letter) => self.apostrophe = true,
            Class::Han => {
                self.end_word();
                self.push(c.to_string(), None, true, start, end);
            }
            Class::Hyphen => self.gap(Joint::Hyphen),
            Class::Space | Class::Link => self.gap(Joint::Apart),
            Class::Break | Class::Apostrophe => self.gap(Joint::Break),
        }
    }

    fn gap(&mut self, joint: Joint) {
        self.end_word();
        self.between = self.between.max(Some(joint));
    }

    fn end_word(&mut self) {
        let closing = std::mem::take(&mut self.apostrophe);
        let Some(class) = self.class.take() else {
            return;
        };
        let mut word = std::mem::take(&mut self.word);
        if let Some((at, _)) = word.char_indices().nth(LONGEST_WORD) {
            word.truncate(at);
        }
        let stem = match class {
            Class::Letter => {
                word = spelling::spelled(&word);
                Some(spelling::stem(&word))
            }
            _ => None,
        };
        let (start, end) = (self.start, self.end);
        self.push(word, stem, false, start, end);
        if closing {
            self.between = Some(Joint::Break);
        }
    }

    fn push(&mut self, text: String, stem: Option<String>, is_han: bool, start: usize, end: usize) {
        let joint = match self.between.take() {
            _ if self.units.is_empty() => Joint::Break,
            Some(Joint::Hyphen)
                if !(is_word(&text)
                    && self.units.last().is_some_and(|last| is_word(&last.text))) =>
            {
                Joint::Apart
            }
            Some(between) => between,
            None => Joint::Adjacent,
        };
        self.units.push(Unit {
            stem: stem.unwrap_or_else(|| text.clone()),
            text,
            is_han,
            joint,
            start,
            end,
        });
    }
}

/// Whether it is a word of letters without figures.
fn is_word(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_lowercase())
}

impl Unit {
    /// This unit and the one behind a hyphen as one: `wifi`.
    pub(super) fn with(&self, next: &Self) -> Self {
        let text = spelling::spelled(&format!("{}{}", self.text, next.text));
        Self {
            stem: spelling::stem(&text),
            text,
            end: next.end,
            ..self.clone()
        }
    }
}

/// The same units, with what hyphens hold together as one.
pub(super) fn hyphens_joined(units: &[Unit]) -> Vec<Unit> {
    let mut joined: Vec<Unit> = Vec::with_capacity(units.len());
    for unit in units {
        match joined.last_mut() {
            Some(last) if unit.joint == Joint::Hyphen => *last = last.with(unit),
            _ => joined.push(unit.clone()),
        }
    }
    joined
}

/// The shorter words that a Chinese word is made of (流感疫苗: 流感, 疫苗), where it is made of any.
pub(super) fn within(word: &[Unit]) -> Vec<&[Unit]> {
    let text: String = word.iter().map(|unit| unit.text.as_str()).collect();
    let shorter = JIEBA.cut_for_search(&text, false).into_iter();
    let mut found = Vec::new();
    let mut reached = 0;
    for inner in shorter.filter(|inner| inner.end - inner.start < word.len()) {
        if inner.start == reached {
            found.push(&word[inner.start..inner.end]);
            reached = inner.end;
        }
    }
    // Only where they make up all of it: half of a word is another word.
    if reached == word.len() {
        found
    } else {
        Vec::new()
    }
}

/// The ranges of units that are Chinese with nothing between them.
fn runs(units: &[Unit]) -> Vec<std::ops::Range<usize>> {
    let mut runs = Vec::new();
    let mut start = 0;
    for chunk in
        units.chunk_by(|one, next| one.is_han && next.is_han && next.joint == Joint::Adjacent)
    {
        if chunk.len() > 1 {
            runs.push(start..start + chunk.len());
        }
        start += chunk.len();
    }
    runs
}

/// Joins the characters of each word.
fn segment(run: &mut [Unit]) {
    let text: String = run.iter().map(|unit| unit.text.as_str()).collect();
    let mut at = 0;
    for word in JIEBA.cut(&text, false) {
        let length = word.end - word.start;
        for unit in run.iter_mut().skip(at + 1).take(length.saturating_sub(1)) {
            unit.joint = Joint::Inside;
        }
        at += length;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `|` where a word begins, `_` for a space, `.` for a break.
    fn shown(text: &str) -> String {
        let mut out = String::new();
        for (n, unit) in units(text).iter().enumerate() {
            out.push_str(match unit.joint {
                _ if n == 0 => "",
                Joint::Inside => "",
                Joint::Adjacent => "|",
                Joint::Hyphen => "-",
                Joint::Apart => "_",
                Joint::Break => ".",
            });
            out.push_str(&unit.text);
        }
        out
    }

    #[test]
    fn words_letters_and_figures() {
        for (text, units) in [
            ("今天臺鐵又誤點，MRT紅線", "今天|台铁|又|误点.mrt|红线"),
            ("YouBike2.0 站", "youbike|2_0_站"),
            ("Wi-Fi covid-19", "wi-fi_covid_19"),
            ("my neighbour's o'clock.", "my_neighbors_oclock"),
            ("\u{200b}，。", ""),
            ("１９９９打不通", "1999|打|不通"),
        ] {
            assert_eq!(shown(text), units, "{text}");
        }
    }

    #[test]
    fn a_unit_knows_its_place() {
        let text = "去 Ｃａｆé's 愛河";
        let places: Vec<&str> = units(text)
            .iter()
            .map(|unit| &text[unit.start..unit.end])
            .collect();
        assert_eq!(places, ["去", "Ｃａｆé's", "愛", "河"]);
    }
}
