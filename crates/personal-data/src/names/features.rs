//! What the model looks at around a token. `train` and the detector share this, so that a
//! feature means the same in both; any change here asks for a new model file.

use super::{
    hash::{extend, mix},
    lexicon::{Lexicon, bucket},
    token::{Class, Token, shape},
};

/// The longest word of the Chinese dictionaries, in characters.
pub const LONGEST: usize = 6;

/// What the Chinese dictionaries say at a token.
#[derive(Clone, Copy, Debug, Default)]
pub struct Words {
    /// The longest word that begins, ends here or holds this character: length and kind.
    begins: u8,
    ends: u8,
    covers: u8,
    /// The same for known persons.
    person_begins: u8,
    person_ends: u8,
    person_covers: u8,
}

/// A word's value in the dictionary: kind, how common, and which sort of person bears it.
pub mod value {
    pub fn new(kind: u8, size: u8, person: u8) -> u8 {
        kind | size << 4 | person << 6
    }
    pub fn kind(value: u8) -> u8 {
        value & 15
    }
    pub fn size(value: u8) -> u8 {
        value >> 4 & 3
    }
    pub fn person(value: u8) -> u8 {
        value >> 6
    }
}

/// Looks every run of Chinese characters up in the dictionary.
pub fn words(tokens: &[Token], lexicon: &Lexicon, out: &mut Vec<Words>) {
    out.clear();
    out.resize(tokens.len(), Words::default());
    for start in 0..tokens.len() {
        if tokens[start].class != Class::Han {
            continue;
        }
        let mut key = extend(0, tokens[start].unit);
        for length in 2..=LONGEST {
            let Some(token) = tokens.get(start + length - 1) else {
                break;
            };
            if token.class != Class::Han || token.spaced {
                break;
            }
            key = extend(key, token.unit);
            let value = lexicon.han.get(key);
            if value == 0 {
                continue;
            }
            let kind = value & 0x3f;
            let (first, last) = (start, start + length - 1);
            if kind & 15 != 0 {
                let mark = (length as u8 - 1) << 5 | (value::kind(value) << 1) | (value::size(value) >> 1);
                out[first].begins = out[first].begins.max(mark);
                out[last].ends = out[last].ends.max(mark);
                for (offset, word) in out[first..=last].iter_mut().enumerate() {
                    let place = if offset == 0 {
                        1
                    } else if offset == length - 1 {
                        3
                    } else {
                        2
                    };
                    // The longer word stands.
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

/// Where a token stands among others of its sentence.
pub struct View<'a> {
    pub tokens: &'a [Token],
    pub words: &'a [Words],
}

impl View<'_> {
    #[inline(always)]
    fn token(&self, at: usize, by: isize) -> Option<&Token> {
        self.tokens.get(at.wrapping_add_signed(by))
    }

    #[inline(always)]
    fn unit(&self, at: usize, by: isize) -> u64 {
        self.token(at, by).map_or(3 << 32, |token| token.unit)
    }

    #[inline(always)]
    fn info(&self, at: usize, by: isize) -> u32 {
        match self.token(at, by) {
            Some(token) if token.class == Class::Han => token.info,
            _ => 0,
        }
    }

    #[inline(always)]
    fn word(&self, at: usize, by: isize) -> Words {
        self.words
            .get(at.wrapping_add_signed(by))
            .copied()
            .unwrap_or_default()
    }

    /// Class, shape and dictionary of a neighbour of any script.
    #[inline(always)]
    fn look(&self, at: usize, by: isize) -> u64 {
        match self.token(at, by) {
            None => 0,
            Some(token) => match token.class {
                Class::Han => 1,
                Class::Number => 2,
                Class::Sign => 3 | (token.unit & 0xffff) << 4,
                Class::Word => 4 | u64::from(token.shape) << 4,
            },
        }
    }

    #[inline(always)]
    fn latin(&self, at: usize, by: isize) -> u64 {
        match self.token(at, by) {
            Some(token) if token.class == Class::Word => 0x100 | u64::from(token.info),
            Some(token) => token.class as u64,
            None => 9,
        }
    }

    /// Gives the hash of every feature of the token at `at` to `sink`.
    #[inline(always)]
    pub fn features(&self, at: usize, mut sink: impl FnMut(u64)) {
        match self.tokens[at].class {
            Class::Han => self.han(at, &mut sink),
            Class::Word => self.latin_word(at, &mut sink),
            Class::Number | Class::Sign => self.other(at, &mut sink),
        }
    }

    #[inline(always)]
    fn han(&self, at: usize, sink: &mut impl FnMut(u64)) {
        let u = |by| self.unit(at, by);
        let (l3, l2, l1, c, r1, r2, r3) = (u(-3), u(-2), u(-1), u(0), u(1), u(2), u(3));
        sink(mix(1, l2, 0, 0));
        sink(mix(2, l1, 0, 0));
        sink(mix(3, c, 0, 0));
        sink(mix(4, r1, 0, 0));
        sink(mix(5, r2, 0, 0));
        sink(mix(6, l2, l1, 0));
        sink(mix(7, l1, c, 0));
        sink(mix(8, c, r1, 0));
        sink(mix(9, r1, r2, 0));
        sink(mix(10, l1, r1, 0));
        sink(mix(11, l2, l1, c));
        sink(mix(12, l1, c, r1));
        sink(mix(13, c, r1, r2));
        sink(mix(14, l3, l2, l1));
        sink(mix(15, r1, r2, r3));

        let (before, here, after) = (self.word(at, -1), self.word(at, 0), self.word(at, 1));
        let w = |a: u8, b: u8, c: u8| u64::from(a) | u64::from(b) << 8 | u64::from(c) << 16;
        sink(mix(16, w(here.begins, here.ends, here.covers), 0, 0));
        sink(mix(17, w(before.covers, here.covers, after.covers), 0, 0));
        sink(mix(18, w(here.covers, before.ends, after.begins), 0, 0));
        sink(mix(19, w(before.ends, here.begins, 0), 0, 0));
        sink(mix(20, w(here.ends, after.begins, 0), 0, 0));
        let two = self.word(at, 2);
        let back = self.word(at, -2);

        let persons = w(here.person_begins, here.person_ends, here.person_covers);
        sink(mix(21, persons, u64::from(here.covers), 0));
        sink(mix(22, w(before.person_begins, here.person_covers, after.person_ends), 0, 0));

        let info = |by| self.info(at, by);
        let (i2, i1, i0, j1, j2) = (info(-2), info(-1), info(0), info(1), info(2));
        use bucket::{FIRST, ONLY, SECOND, SOUND, SURNAME, of};
        let three = |s: u32, f: u32, g: u32| of(s, SURNAME) | of(f, FIRST) << 3 | of(g, SECOND) << 6;
        let pair = |s: u32, g: u32| of(s, SURNAME) | of(g, ONLY) << 3;
        let given = |f: u32, g: u32| of(f, FIRST) | of(g, SECOND) << 3;
        // Whether the dictionary joins the candidate's characters to each other or to others.
        let joins = |a: Words, b: Words, c: Words| {
            u64::from(a.covers >> 3) | u64::from(b.covers >> 3) << 8 | u64::from(c.covers >> 3) << 16
        };
        sink(mix(23, three(i0, j1, j2), 0, 0));
        sink(mix(24, three(i0, j1, j2), joins(here, after, two), 0));
        sink(mix(25, three(i1, i0, j1), 0, 0));
        sink(mix(26, three(i1, i0, j1), joins(before, here, after), 0));
        sink(mix(27, three(i2, i1, i0), 0, 0));
        sink(mix(28, three(i2, i1, i0), joins(back, before, here), 0));
        sink(mix(29, pair(i0, j1), self.look(at, 2), 0));
        sink(mix(30, pair(i1, i0), self.look(at, 1), 0));
        sink(mix(31, given(i0, j1), joins(before, here, after), self.look(at, -1)));
        sink(mix(32, given(i1, i0), joins(before, here, after), self.look(at, 1)));
        // The whole name with what stands before and after it.
        sink(mix(33, three(i0, j1, j2), l1, 0));
        sink(mix(34, three(i2, i1, i0), r1, 0));
        sink(mix(35, pair(i0, j1), l1, 0));
        sink(mix(36, pair(i1, i0), r1, 0));

        let sound = |a: u32, b: u32, c: u32| of(a, SOUND) | of(b, SOUND) << 3 | of(c, SOUND) << 6;
        sink(mix(37, sound(i1, i0, j1), 0, 0));
        sink(mix(38, sound(i0, j1, j2), 0, 0));
        sink(mix(39, sound(i2, i1, i0), 0, 0));
        let sounds = |step: isize| {
            (1..=4)
                .take_while(|by| of(info(by * step), SOUND) >= 4)
                .count() as u64
        };
        sink(mix(40, of(i0, SOUND), sounds(-1), sounds(1)));
        let spaces = u64::from(self.tokens[at].spaced)
            | u64::from(self.token(at, 1).is_some_and(|token| token.spaced)) << 1;
        sink(mix(41, self.look(at, -1), self.look(at, 1), spaces));
        sink(mix(42, of(i0, SURNAME), self.look(at, -1), self.look(at, 1)));
    }

    #[inline(always)]
    fn latin_word(&self, at: usize, sink: &mut impl FnMut(u64)) {
        let token = &self.tokens[at];
        let u = |by| self.unit(at, by);
        let (l2, l1, c, r1, r2) = (u(-2), u(-1), u(0), u(1), u(2));
        sink(mix(51, l2, 0, 0));
        sink(mix(52, l1, 0, 0));
        sink(mix(53, c, 0, 0));
        sink(mix(54, r1, 0, 0));
        sink(mix(55, r2, 0, 0));
        sink(mix(56, l2, l1, 0));
        sink(mix(57, l1, c, 0));
        sink(mix(58, c, r1, 0));
        sink(mix(59, r1, r2, 0));
        sink(mix(60, l1, r1, 0));
        let s = |by| self.look(at, by);
        let (s1, s0, t1) = (s(-1), s(0), s(1));
        sink(mix(61, s0, 0, 0));
        sink(mix(62, s1, s0, t1));
        sink(mix(63, s(-2), s1, s0));
        sink(mix(64, s0, t1, s(2)));
        for (index, affix) in token.affixes.iter().enumerate() {
            sink(mix(65 + index as u64, u64::from(*affix), s0, 0));
        }
        let i = |by| self.latin(at, by);
        let (i1, i0, j1) = (i(-1), i(0), i(1));
        sink(mix(71, i0, 0, 0));
        sink(mix(72, i0, s0, 0));
        sink(mix(73, i1, i0, s0));
        sink(mix(74, i0, j1, s0));
        sink(mix(75, i1, i0, j1));
        sink(mix(76, i0, s0, l1));
        sink(mix(77, i0, s0, r1));
        sink(mix(78, s0, l1, 0));
        sink(mix(79, s0, r1, 0));
        sink(mix(80, s0, l1, l2));
        sink(mix(81, s0, r1, r2));
        sink(mix(82, c, s0, 0));
        sink(mix(83, s1, i1, i(-2)));
        sink(mix(84, t1, j1, i(2)));
        let spaces = u64::from(token.spaced)
            | u64::from(self.token(at, 1).is_some_and(|token| token.spaced)) << 1;
        sink(mix(85, s1, t1, spaces));
    }

    #[inline(always)]
    fn other(&self, at: usize, sink: &mut impl FnMut(u64)) {
        let u = |by| self.unit(at, by);
        sink(mix(91, u(0), 0, 0));
        sink(mix(92, u(-1), u(0), 0));
        sink(mix(93, u(0), u(1), 0));
        let (s1, t1) = (self.look(at, -1), self.look(at, 1));
        sink(mix(94, u(0), s1, t1));
        sink(mix(95, u(0), self.latin(at, -1), self.latin(at, 1)));
        use bucket::{SOUND, of};
        sink(mix(
            96,
            u(0),
            of(self.info(at, -1), SOUND),
            of(self.info(at, 1), SOUND),
        ));
    }

    /// Whether a word's sentence is written without small letters.
    pub fn shouted(&self) -> bool {
        !self
            .tokens
            .iter()
            .any(|token| token.class == Class::Word && token.shape & 7 == shape::LOWER)
    }
}
