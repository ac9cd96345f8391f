//! Names in the open text: a linear-chain conditional random field over characters of
//! Chinese and words of other scripts, with dictionaries.
//!
//! Reads the folded text and reports hits, as a rule does. How the model is made is
//! `train`'s work (`src/bin/train`), which uses the same tokens and features as here.

pub mod decode;
pub mod features;
pub mod hash;
pub mod lexicon;
pub mod model;
pub mod role;
pub mod token;

use crate::{
    Kind, Role,
    context::{after, before, is_han},
    fold::Folded,
    hit::Hit,
};
use decode::{Lattice, Scores, Span, side};
use features::{Cell, View};
use model::Model;
use std::{cell::RefCell, ops::Range, sync::LazyLock};
use token::{Class, Token};

/// The model that is built in; `model/CARD.md` tells what it was made from.
static MODEL: LazyLock<Model<'static>> = LazyLock::new(|| {
    Model::read(include_bytes!("../../model/names.bin"))
        .expect("the built-in model is of this format")
});

/// How likely a name must be to be reported: Chinese, other scripts. Chosen on the
/// development parts (`model/CARD.md`).
pub const LEAST: [f32; 2] = [0.5, 0.4];
/// How likely a public role must be. In the training a private person taken for a public one
/// weighs double, as missing it costs more than marking a public one.
const PUBLIC: f32 = 0.5;
/// A name by the model alone may be one; that it is one, only a rule says.
const MOST: f32 = 0.84;
/// Where the telling features speak so much against a name, in steps, no others are asked:
/// Chinese, other scripts. Hardly a name is lost by it and most tokens are done with.
const GIVE_UP: [i32; 2] = [-20, -6];
/// A token this far below, in steps, is no part of a likely name.
const SILENT: i32 = -56;
/// Text is read in stretches of about so many bytes, so that memory stays small.
const STRETCH: usize = 16 * 1024;

thread_local! {
    /// Kept from one text to the next, so that short texts allocate nothing here.
    static FINDER: RefCell<Finder> = RefCell::default();
}

/// Reports the names of a text.
pub(crate) fn find(folded: &Folded, hits: &mut Vec<Hit>) {
    FINDER.with_borrow_mut(|finder| find_with(finder, folded.text(), hits));
}

fn find_with(finder: &mut Finder, text: &str, hits: &mut Vec<Hit>) {
    let mut from = 0;
    while from < text.len() {
        let to = stretch(text, from);
        let first = hits.len();
        finder.find(text, from..to, &MODEL, |name| {
            let han = text[name.range.clone()].ends_with(is_han);
            if in_link(text, name.range.start) || han && names_a_place(text, &name.range) {
                return;
            }
            let hit = Hit {
                kind: Kind::Person,
                range: name.range,
                confidence: name.touched * MOST,
                role: if name.public >= PUBLIC {
                    Role::Public
                } else {
                    Role::Private
                },
                why: "model",
            };
            match hits[first..].last_mut() {
                Some(last) if both_scripts(text, &last.range, &hit.range) => {
                    last.range.end = hit.range.end;
                    last.confidence = last.confidence.max(hit.confidence);
                }
                _ => hits.push(hit),
            }
        });
        from = to;
    }
}

/// Whether a given name in letters stands directly before a Chinese surname: `Kevin 林`.
fn both_scripts(text: &str, given: &Range<usize>, surname: &Range<usize>) -> bool {
    matches!(text.get(given.end..surname.start), Some("" | " "))
        && text[given.clone()].chars().all(char::is_alphabetic)
        && !text[given.clone()].contains(is_han)
        && text[surname.clone()].chars().count() == 1
        && text[surname.clone()].contains(is_han)
}

/// Whether byte `at` lies in a link, where no name stands in the open text.
fn in_link(text: &str, at: usize) -> bool {
    let lead = before(text, at, 200);
    let is_link = |word: &str| word.contains("://") || word.starts_with("www.");
    let ascii = lead.rsplit(|c: char| !c.is_ascii_graphic()).next();
    // Chinese letters in a link stand directly behind a slash.
    let whole = lead.rsplit(char::is_whitespace).next();
    ascii.is_some_and(is_link) || lead.ends_with('/') && whole.is_some_and(is_link)
}

/// Whether what stands behind a Chinese name makes it a school's, a road's or a building's.
fn names_a_place(text: &str, name: &Range<usize>) -> bool {
    const PLACES: &[&str] = &[
        "國小",
        "国小",
        "國中",
        "国中",
        "高中",
        "高職",
        "高工",
        "高商",
        "大學",
        "科大",
        "幼兒園",
        "醫院",
        "紀念館",
        "纪念馆",
        "公園",
        "公园",
        "故居",
        "大道",
        "捷運站",
        "車站",
        "宮",
        "寺",
    ];
    const NO_ROADS: &[&str] = &["路過", "路人", "路邊", "路上", "路跑", "街頭", "街舞"];
    let behind = after(text, name.end, 8);
    let road = behind.trim_start_matches([
        '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '東', '西', '南', '北', '中',
    ]);
    PLACES.iter().any(|place| behind.starts_with(place))
        || road.starts_with(['路', '街']) && !NO_ROADS.iter().any(|word| road.starts_with(word))
}

/// Where the stretch from byte `from` on ends: behind a line if there is one.
fn stretch(text: &str, from: usize) -> usize {
    if text.len() - from <= STRETCH {
        return text.len();
    }
    let rest = &text[from..text.ceil_char_boundary(from + STRETCH)];
    let line = rest.rfind('\n').or_else(|| rest.rfind(' '));
    line.map_or(from + rest.len(), |at| from + at + 1)
}

/// A place that may be a name.
#[derive(Clone, Debug)]
pub struct Name {
    /// Bytes of the folded text.
    pub range: Range<usize>,
    /// How likely some name is there, 0 to 1.
    pub touched: f32,
    /// How likely its bearer stands there in a public role, 0 to 1.
    pub public: f32,
}

/// Working memory, kept from one stretch to the next.
#[derive(Default)]
pub struct Finder {
    tokens: Vec<Token>,
    cells: Vec<Cell>,
    scores: Vec<Scores>,
    lattice: Lattice,
    spans: Vec<Span>,
}

impl Finder {
    /// Gives the names in a stretch of a folded text to `report`, in order.
    pub fn find(
        &mut self,
        text: &str,
        stretch: Range<usize>,
        model: &Model,
        mut report: impl FnMut(Name),
    ) {
        self.tokens.clear();
        token::tokens(
            text,
            stretch.start,
            stretch.end,
            &model.lexicon,
            &mut self.tokens,
        );
        features::cells(&self.tokens, &model.lexicon, &mut self.cells);
        let view = View::new(&self.tokens, &self.cells);
        self.scores.clear();
        for (at, token) in self.tokens.iter().enumerate() {
            let mut scores = Scores::OUTSIDE;
            if !decode::ends(token) {
                scores = Scores::default();
                view.first(at, |key| scores.add(model.weights.get(key)));
                if scores.best() >= GIVE_UP[side(token)] {
                    view.more(at, |key| scores.add(model.weights.get(key)));
                } else {
                    scores = Scores::OUTSIDE;
                }
            }
            self.scores.push(scores);
        }
        for run in decode::runs(&self.scores, SILENT) {
            self.spans.clear();
            self.lattice.decode(
                &self.scores[run.clone()],
                |at| side(&self.tokens[run.start + at]),
                &model.transitions,
                LEAST[0].min(LEAST[1]),
                &mut self.spans,
            );
            for span in &self.spans {
                let name = run.start + span.tokens.start..run.start + span.tokens.end;
                let tokens = &self.tokens[name.clone()];
                let han = tokens.iter().any(|token| token.class == Class::Han);
                if span.touched < LEAST[usize::from(!han)] {
                    continue;
                }
                let known = features::known(tokens, &model.lexicon);
                report(Name {
                    range: tokens[0].start as usize..tokens[tokens.len() - 1].end as usize,
                    touched: span.touched,
                    public: role::public(&view, &name, known, &model.weights),
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links() {
        for (text, linked) in [
            ("https://example.tw/Bob", true),
            ("見https://example.tw/a?b=Bob", true),
            ("www.example.tw/Bob", true),
            ("https://example.tw Bob", false),
            ("https://example.tw，Bob", false),
            ("Bob", false),
            ("a/Bob", false),
        ] {
            let at = text.find("Bob").expect("a name");
            assert_eq!(in_link(text, at), linked, "{text}");
        }
    }

    #[test]
    fn stretches_cover_a_text() {
        let size = STRETCH;
        for text in [
            "王".repeat(size),
            "a".repeat(3 * size + 1),
            "😀".repeat(size),
            "王小明\n".repeat(size),
            "Bob Lee ".repeat(size),
            format!("{}\n{}", "王".repeat(10), "王".repeat(size)),
            "\n".repeat(2 * size),
        ] {
            let mut from = 0;
            while from < text.len() {
                let to = stretch(&text, from);
                assert!(to > from && to - from <= size + 3 && text.is_char_boundary(to));
                let last = text[..to].chars().next_back();
                let cuts_word = to < text.len() && !matches!(last, Some('\n' | ' '));
                let whole = text[from..to].contains(['\n', ' ']);
                assert!(!(cuts_word && whole), "{from}..{to}");
                from = to;
            }
        }
        // Lines are kept whole rather than words.
        let text = format!("Bob Lee\nBob {}", "a".repeat(2 * size));
        assert_eq!(stretch(&text, 0), 8);
    }

    #[test]
    fn the_memory_holds_nothing_from_before() {
        let text = "昨天遇到陳志豪跟林淑芬";
        let names = |finder: &mut Finder, text: &str| {
            let mut found = Vec::new();
            finder.find(text, 0..text.len(), &MODEL, |name| {
                found.push((name.range, name.touched.to_bits(), name.public.to_bits()));
            });
            found
        };
        let fresh = names(&mut Finder::default(), text);
        assert_eq!(fresh.len(), 2);
        let mut finder = Finder::default();
        for other in [
            "",
            "Emily Carter and Sarah Johnson",
            &"王小明，".repeat(3_000),
            "。",
        ] {
            names(&mut finder, other);
            assert_eq!(names(&mut finder, text), fresh);
        }
    }
}
