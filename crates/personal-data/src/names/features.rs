//! What the model looks at around a token. `train` and the detector share this, so that a
//! feature means the same in both; any change here asks for a new model file.

use super::{
    hash::{extend, mix},
    lexicon::{Lexicon, bucket},
    token::{Class, Token},
};

/// The longest word of the Chinese dictionaries, in characters.
pub const LONGEST: usize = 6;

/// How many tokens to each side the features reach.
pub const REACH: usize = 2;

/// A token as its neighbours' features see it.
#[derive(Clone, Copy, Debug)]
pub struct Cell {
    unit: u64,
    /// Class, shape or sign.
    look: u64,
    /// What the dictionaries know of a word in letters; the class of others.
    latin: u64,
    /// The buckets of a Chinese character.
    info: u32,
    /// The longest Chinese word that holds this character: length, place in it, how common.
    covers: u8,
    /// The longest known person's name that begins, ends here or holds this character:
    /// length and sort.
    person_begins: u8,
    person_ends: u8,
    person_covers: u8,
}

impl Cell {
    /// Beyond the text.
    const EDGE: Cell = Cell {
        unit: 3 << 32,
        look: 0,
        latin: 9,
        info: 0,
        covers: 0,
        person_begins: 0,
        person_ends: 0,
        person_covers: 0,
    };

    fn new(token: &Token) -> Self {
        let (look, latin) = match token.class {
            Class::Han => (1, 0),
            Class::Number => (2, 2),
            Class::Sign => (3 | (token.unit & 0xffff) << 4, 3),
            Class::Word => (
                4 | u64::from(token.shape) << 4,
                0x100 | u64::from(token.info),
            ),
        };
        Cell {
            unit: token.unit,
            look,
            latin,
            info: match token.class {
                Class::Han => token.info,
                _ => 0,
            },
            ..Cell::EDGE
        }
    }

    /// Without how common the word is.
    fn join(self) -> u64 {
        u64::from(self.covers >> 3)
    }
}

/// A word's value in the dictionary: whether it is a word, how common (0 to 3), which sort of
/// person bears it (0 none), whether longer words begin with it.
pub mod value {
    pub const WORD: u8 = 1;
    pub const CONTINUES: u8 = 2;
    pub fn new(size: u8, person: u8) -> u8 {
        size << 4 | person << 6
    }
    pub fn size(value: u8) -> u8 {
        value >> 4 & 3
    }
    pub fn person(value: u8) -> u8 {
        value >> 6
    }
}

/// The cells of a stretch of tokens, with [`REACH`] edges before and behind.
pub fn cells(tokens: &[Token], lexicon: &Lexicon, out: &mut Vec<Cell>) {
    out.clear();
    out.extend([Cell::EDGE; REACH]);
    out.extend(tokens.iter().map(Cell::new));
    out.extend([Cell::EDGE; REACH]);
    words(tokens, lexicon, &mut out[REACH..]);
}

/// Looks every run of Chinese characters up in the dictionary.
fn words(tokens: &[Token], lexicon: &Lexicon, out: &mut [Cell]) {
    for start in 0..tokens.len() {
        if tokens[start].class != Class::Han {
            continue;
        }
        let mut key = extend(0, tokens[start].unit);
        let mut longest = LONGEST;
        let mut length = 1;
        while length < longest {
            length += 1;
            let Some(token) = tokens.get(start + length - 1) else {
                break;
            };
            if token.class != Class::Han || token.spaced {
                break;
            }
            key = extend(key, token.unit);
            let value = lexicon.han.get(key);
            if length == 2 && value & value::CONTINUES == 0 {
                longest = 2;
            }
            let (first, last) = (start, start + length - 1);
            if value & value::WORD != 0 {
                for (offset, word) in out[first..=last].iter_mut().enumerate() {
                    let place = match offset {
                        0 => 1,
                        _ if offset == length - 1 => 3,
                        _ => 2,
                    };
                    let cover = (length as u8 - 1) << 5 | place << 3 | value::size(value);
                    word.covers = word.covers.max(cover);
                }
            }
            if value::person(value) != 0 {
                let mark = (length as u8 - 1) << 2 | value::person(value);
                out[first].person_begins = out[first].person_begins.max(mark);
                out[last].person_ends = out[last].person_ends.max(mark);
                for word in &mut out[first..=last] {
                    word.person_covers = word.person_covers.max(mark);
                }
            }
        }
    }
}

/// What the dictionary says of a whole Chinese name.
pub fn known(name: &[Token], lexicon: &Lexicon) -> u8 {
    let key = name.iter().fold(0, |key, token| extend(key, token.unit));
    lexicon.han.get(key)
}

/// A stretch of text as the features see it.
pub struct View<'a> {
    pub tokens: &'a [Token],
    cells: &'a [Cell],
}

type Window = [Cell; 2 * REACH + 1];

impl<'a> View<'a> {
    /// `cells` are those of `tokens`, as [`cells`] makes them.
    pub fn new(tokens: &'a [Token], cells: &'a [Cell]) -> Self {
        View { tokens, cells }
    }

    /// The identity of the token at `at`, of an edge beyond the text.
    pub fn unit(&self, at: isize) -> u64 {
        usize::try_from(at)
            .ok()
            .and_then(|at| self.tokens.get(at))
            .map_or(Cell::EDGE.unit, |token| token.unit)
    }

    #[inline(always)]
    fn window(&self, at: usize) -> &Window {
        self.cells[at..]
            .first_chunk()
            .expect("edges stand behind the last token")
    }

    /// Gives the hash of the telling features of the token at `at` to `sink`: where their
    /// weights rule a name out, [`View::more`] need not be asked.
    #[inline(always)]
    pub fn first(&self, at: usize, sink: impl FnMut(u64)) {
        let window = self.window(at);
        match self.tokens[at].class {
            Class::Han => han_first(window, sink),
            Class::Word => word_first(window, sink),
            Class::Number | Class::Sign => other(window, sink),
        }
    }

    /// Gives the hash of every other feature of the token at `at` to `sink`.
    #[inline(always)]
    pub fn more(&self, at: usize, sink: impl FnMut(u64)) {
        let window = self.window(at);
        match self.tokens[at].class {
            Class::Han => {
                let spaced = |at: usize| self.tokens.get(at).is_some_and(|token| token.spaced);
                let spaces = u64::from(spaced(at)) | u64::from(spaced(at + 1)) << 1;
                han_more(window, spaces, sink);
            }
            Class::Word => word_more(window, &self.tokens[at].affixes, sink),
            Class::Number | Class::Sign => {}
        }
    }
}

use bucket::{FIRST, ONLY, SECOND, SOUND, SURNAME, of};

#[inline(always)]
fn han_first(&[back, before, here, after, two]: &Window, mut sink: impl FnMut(u64)) {
    sink(mix(3, here.unit, 0, 0));
    sink(mix(7, before.unit, here.unit, 0));
    sink(mix(8, here.unit, after.unit, 0));
    let three = |s: u32, f: u32, g: u32| of(s, SURNAME) | of(f, FIRST) << 3 | of(g, SECOND) << 6;
    let given = |f: u32, g: u32| of(f, FIRST) | of(g, SECOND) << 3;
    // Whether the dictionary joins the candidate's characters to each other or to others.
    let joins = |a: Cell, b: Cell, c: Cell| a.join() | b.join() << 8 | c.join() << 16;
    let around = joins(before, here, after);
    sink(mix(
        24,
        three(here.info, after.info, two.info),
        joins(here, after, two),
        0,
    ));
    sink(mix(
        26,
        three(before.info, here.info, after.info),
        around,
        0,
    ));
    sink(mix(
        28,
        three(back.info, before.info, here.info),
        joins(back, before, here),
        0,
    ));
    sink(mix(31, given(here.info, after.info), around, before.look));
    sink(mix(32, given(before.info, here.info), around, after.look));
}

#[inline(always)]
fn han_more(&[back, before, here, after, two]: &Window, spaces: u64, mut sink: impl FnMut(u64)) {
    sink(mix(1, back.unit, 0, 0));
    sink(mix(2, before.unit, 0, 0));
    sink(mix(4, after.unit, 0, 0));
    sink(mix(5, two.unit, 0, 0));
    sink(mix(6, back.unit, before.unit, 0));
    sink(mix(9, after.unit, two.unit, 0));
    sink(mix(10, before.unit, after.unit, 0));
    sink(mix(12, before.unit, here.unit, after.unit));
    let three = |a: u8, b: u8, c: u8| u64::from(a) | u64::from(b) << 8 | u64::from(c) << 16;
    sink(mix(
        17,
        three(before.covers, here.covers, after.covers),
        0,
        0,
    ));
    let person = three(here.person_begins, here.person_ends, here.person_covers);
    sink(mix(21, person, u64::from(here.covers), 0));
    let near = three(before.person_begins, here.person_covers, after.person_ends);
    sink(mix(22, near, 0, 0));
    let pair = |s: u32, g: u32| of(s, SURNAME) | of(g, ONLY) << 3;
    sink(mix(29, pair(here.info, after.info), two.look, 0));
    sink(mix(30, pair(before.info, here.info), after.look, 0));
    let sounds = of(before.info, SOUND) | of(here.info, SOUND) << 3 | of(after.info, SOUND) << 6;
    sink(mix(37, sounds, 0, 0));
    sink(mix(41, before.look, after.look, spaces));
}

#[inline(always)]
fn word_first(&[_, before, here, after, _]: &Window, mut sink: impl FnMut(u64)) {
    sink(mix(53, here.unit, 0, 0));
    sink(mix(62, before.look, here.look, after.look));
    sink(mix(72, here.latin, here.look, 0));
    sink(mix(73, before.latin, here.latin, here.look));
    sink(mix(74, here.latin, after.latin, here.look));
    sink(mix(76, here.latin, here.look, before.unit));
    sink(mix(77, here.latin, here.look, after.unit));
    sink(mix(82, here.unit, here.look, 0));
}

#[inline(always)]
fn word_more(
    &[back, before, here, after, two]: &Window,
    affixes: &[u32; 6],
    mut sink: impl FnMut(u64),
) {
    sink(mix(51, back.unit, 0, 0));
    sink(mix(52, before.unit, 0, 0));
    sink(mix(54, after.unit, 0, 0));
    sink(mix(55, two.unit, 0, 0));
    sink(mix(56, back.unit, before.unit, 0));
    sink(mix(57, before.unit, here.unit, 0));
    sink(mix(58, here.unit, after.unit, 0));
    sink(mix(59, after.unit, two.unit, 0));
    sink(mix(60, before.unit, after.unit, 0));
    sink(mix(61, here.look, 0, 0));
    sink(mix(63, back.look, before.look, here.look));
    sink(mix(64, here.look, after.look, two.look));
    for (index, affix) in affixes.iter().enumerate() {
        sink(mix(65 + index as u64, u64::from(*affix), here.look, 0));
    }
    sink(mix(71, here.latin, 0, 0));
    sink(mix(75, before.latin, here.latin, after.latin));
    sink(mix(78, here.look, before.unit, 0));
    sink(mix(79, here.look, after.unit, 0));
}

#[inline(always)]
fn other(&[_, before, here, after, _]: &Window, mut sink: impl FnMut(u64)) {
    sink(mix(91, here.unit, 0, 0));
    sink(mix(92, before.unit, here.unit, 0));
    sink(mix(93, here.unit, after.unit, 0));
    sink(mix(94, here.unit, before.look, after.look));
    sink(mix(95, here.unit, before.latin, after.latin));
    sink(mix(
        96,
        here.unit,
        of(before.info, SOUND),
        of(after.info, SOUND),
    ));
}
