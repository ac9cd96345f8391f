//! Tokens: a Chinese character, a word in letters, a number, any other sign. Spaces are
//! no tokens but are remembered by the one that follows.

use super::{hash::extend, lexicon::Lexicon};
use crate::context::is_han;
use unicode_normalization::char::decompose_canonical;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    Han,
    Word,
    Number,
    Sign,
}

#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// Bytes in the folded text.
    pub start: u32,
    pub end: u32,
    pub class: Class,
    /// Whether a space stands before it.
    pub spaced: bool,
    /// Letters: how it is written; others: 0.
    pub shape: u8,
    /// What the dictionaries know of it: buckets of a character or bits of a word.
    pub info: u32,
    /// Its identity: the Simplified character, a hash of the plain lower-case word.
    pub unit: u64,
    /// Words: hashes of the first and last one to three letters.
    pub affixes: [u32; 6],
}

/// How a word is written.
pub mod shape {
    pub const LOWER: u8 = 1;
    pub const CAPITAL: u8 = 2;
    pub const UPPER: u8 = 3;
    pub const INITIAL: u8 = 4;
    pub const MIXED: u8 = 5;
    pub const HYPHEN: u8 = 6;
    pub const APOSTROPHE: u8 = 7;
}

fn letter(c: char) -> bool {
    c.is_alphabetic() && !is_han(c) || matches!(c, '\u{300}'..='\u{36f}')
}

/// Cuts `text[from..to]` (folded) into tokens.
pub fn tokens(text: &str, from: usize, to: usize, lexicon: &Lexicon, out: &mut Vec<Token>) {
    let mut at = from;
    let mut spaced = false;
    while let Some(c) = text[at..to].chars().next() {
        let start = at;
        let mut token = Token {
            start: start as u32,
            end: 0,
            class: Class::Sign,
            spaced,
            shape: 0,
            info: 0,
            unit: 0,
            affixes: [0; 6],
        };
        spaced = false;
        if c == ' ' {
            spaced = true;
            at += 1;
            continue;
        } else if is_han(c) {
            at += c.len_utf8();
            let (plain, info) = lexicon.character(c);
            token.class = Class::Han;
            token.unit = u64::from(plain);
            token.info = info;
        } else if c.is_ascii_digit() {
            at += text[at..to].bytes().take_while(u8::is_ascii_digit).count();
            token.class = Class::Number;
            token.unit = (1 << 32) | (at - start).min(6) as u64;
        } else if letter(c) {
            at = word_end(text, at, to);
            token.class = Class::Word;
            word(&text[start..at], lexicon, &mut token);
        } else {
            at += c.len_utf8();
            token.unit = (2 << 32) | u64::from(u32::from(c));
        }
        token.end = at as u32;
        out.push(token);
    }
}

/// Words hold hyphens and apostrophes between letters, but not a possessive `'s`.
fn word_end(text: &str, start: usize, to: usize) -> usize {
    let mut end = start;
    let mut chars = text[start..to].char_indices().peekable();
    while let Some((offset, c)) = chars.next() {
        let joint = matches!(c, '-' | '\'')
            && chars.peek().is_some_and(|&(_, next)| letter(next))
            && !possessive(&text[start + offset..to]);
        if !letter(c) && !joint {
            break;
        }
        end = start + offset + c.len_utf8();
    }
    end
}

fn possessive(rest: &str) -> bool {
    let mut chars = rest.chars();
    chars.next() == Some('\'')
        && matches!(chars.next(), Some('s' | 'S'))
        && !chars.next().is_some_and(letter)
}

fn word(text: &str, lexicon: &Lexicon, token: &mut Token) {
    let mut plain = [0u8; 32];
    let mut length = 0;
    let (mut upper, mut lower, mut marks) = (0, 0, 0);
    let mut first_upper = false;
    let (mut hyphen, mut apostrophe) = (false, false);
    let mut push = |c: char, length: &mut usize| {
        if *length < plain.len() {
            plain[*length] = if c.is_ascii() {
                c.to_ascii_lowercase() as u8
            } else {
                // Other scripts are told apart well enough by the low bits.
                0x80 | (u32::from(c) & 0x7f) as u8
            };
            *length += 1;
        }
    };
    for (index, c) in text.chars().enumerate() {
        match c {
            '-' => hyphen = true,
            '\'' => apostrophe = true,
            _ => {}
        }
        if c.is_uppercase() {
            upper += 1;
            first_upper |= index == 0;
        } else if c.is_lowercase() {
            lower += 1;
        }
        if c.is_ascii() {
            push(c, &mut length);
        } else {
            marks += 1;
            match c {
                'đ' | 'Đ' => push('d', &mut length),
                'ł' | 'Ł' => push('l', &mut length),
                'ø' | 'Ø' => push('o', &mut length),
                _ => decompose_canonical(c, |part| {
                    if !matches!(part, '\u{300}'..='\u{36f}') {
                        push(part.to_lowercase().next().unwrap_or(part), &mut length);
                    }
                }),
            }
        }
    }
    let plain = &plain[..length];
    token.unit = key(plain);
    token.info = lexicon.word(token.unit);
    if hyphen && token.info == 0 {
        token.info = plain
            .split(|&b| b == b'-')
            .map(|part| lexicon.word(key(part)))
            .fold(0, |all, info| all | info);
    }
    token.shape = match (upper, lower) {
        (0, _) => shape::LOWER,
        (1, 0) => shape::INITIAL,
        (_, 0) => shape::UPPER,
        _ if hyphen && first_upper => shape::HYPHEN,
        _ if apostrophe && first_upper => shape::APOSTROPHE,
        (1, _) if first_upper => shape::CAPITAL,
        _ => shape::MIXED,
    } | if marks > 0 { 8 } else { 0 };
    for count in 1..=3 {
        let head = &plain[..count.min(length)];
        let tail = &plain[length - count.min(length)..];
        token.affixes[count - 1] = key(head) as u32;
        token.affixes[count + 2] = key(tail) as u32;
    }
}

/// The key of a word in plain lower-case letters.
pub fn key(plain: &[u8]) -> u64 {
    let mut key = 7 << 40;
    for &b in plain {
        key = extend(key, u64::from(b));
    }
    key | (1 << 63)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names::lexicon::{Table, TableMaker};

    /// Nothing in any dictionary.
    const EMPTY: Lexicon = Lexicon {
        characters: &[],
        han: Table { buckets: &[] },
        latin: Table { buckets: &[] },
    };

    fn cut(text: &str) -> Vec<Token> {
        let mut out = Vec::new();
        tokens(text, 0, text.len(), &EMPTY, &mut out);
        out
    }

    fn words(text: &str) -> Vec<&str> {
        cut(text)
            .iter()
            .map(|token| &text[token.start as usize..token.end as usize])
            .collect()
    }

    fn one(text: &str) -> Token {
        let tokens = cut(text);
        assert_eq!(tokens.len(), 1, "{text}: {tokens:?}");
        tokens[0]
    }

    #[test]
    fn cuts() {
        for (text, expected) in [
            ("", &[][..]),
            ("  ", &[]),
            ("王小明", &["王", "小", "明"]),
            ("王Bob12號", &["王", "Bob", "12", "號"]),
            ("Bob Lee", &["Bob", "Lee"]),
            ("Wei-ting", &["Wei-ting"]),
            ("Wei- ting", &["Wei", "-", "ting"]),
            ("-ting-", &["-", "ting", "-"]),
            ("Wei--ting", &["Wei", "-", "-", "ting"]),
            ("A-1", &["A", "-", "1"]),
            ("O'Rourke", &["O'Rourke"]),
            ("'Bob'", &["'", "Bob", "'"]),
            ("Bob's car", &["Bob", "'", "s", "car"]),
            ("BOB'S", &["BOB", "'", "S"]),
            ("D'sa", &["D'sa"]),
            ("Jean-Luc's", &["Jean-Luc", "'", "s"]),
            ("Nguyễn Thị", &["Nguyễn", "Thị"]),
            ("Pha\u{323}m", &["Pha\u{323}m"]),
            ("a.b", &["a", ".", "b"]),
            ("1,200", &["1", ",", "200"]),
            ("😀王\n", &["😀", "王", "\n"]),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
    }

    #[test]
    fn cuts_a_part_of_a_text() {
        let text = "王小明 Bobby";
        let mut out = Vec::new();
        tokens(text, 3, 13, &EMPTY, &mut out);
        let ranges: Vec<_> = out.iter().map(|t| (t.start, t.end)).collect();
        assert_eq!(ranges, [(3, 6), (6, 9), (10, 13)]);
    }

    #[test]
    fn classes_and_spaces() {
        let tokens = cut(" 王 Bob,7");
        let seen: Vec<_> = tokens.iter().map(|t| (t.class, t.spaced)).collect();
        assert_eq!(
            seen,
            [
                (Class::Han, true),
                (Class::Word, true),
                (Class::Sign, false),
                (Class::Number, false)
            ]
        );
    }

    #[test]
    fn one_identity_for_one_word() {
        for (a, b) in [
            ("Bob", "bob"),
            ("BOB", "bob"),
            ("Phạm", "Pham"),
            ("Pha\u{323}m", "Phạm"),
            ("Đức", "duc"),
            ("Łukasz", "lukasz"),
            ("Søren", "soren"),
            ("12", "34"),
        ] {
            assert_eq!(one(a).unit, one(b).unit, "{a} {b}");
        }
        for (a, b) in [
            ("Bob", "Rob"),
            ("王", "玉"),
            ("12", "123"),
            (",", "."),
            ("Wei-ting", "Weiting"),
        ] {
            assert_ne!(one(a).unit, one(b).unit, "{a} {b}");
        }
    }

    #[test]
    fn shapes() {
        for (word, shape) in [
            ("bob", shape::LOWER),
            ("Bob", shape::CAPITAL),
            ("BOB", shape::UPPER),
            ("B", shape::INITIAL),
            ("iPhone", shape::MIXED),
            ("McDonald", shape::MIXED),
            ("Wei-ting", shape::HYPHEN),
            ("wei-ting", shape::LOWER),
            ("O'Rourke", shape::APOSTROPHE),
            ("Phạm", shape::CAPITAL | 8),
        ] {
            assert_eq!(one(word).shape, shape, "{word}");
        }
    }

    #[test]
    fn affixes_are_of_plain_letters() {
        let (plain, marked) = (one("pham"), one("PHẠM"));
        assert_eq!(plain.affixes, marked.affixes);
        let other = one("phan");
        assert_eq!(plain.affixes[..3], other.affixes[..3]);
        assert_ne!(plain.affixes[3], other.affixes[3]);
        // Of a short word the whole word.
        let short = one("li");
        assert_eq!(short.affixes[1], short.affixes[2]);
        assert_eq!(short.affixes[1], short.affixes[4]);
    }

    #[test]
    fn dictionaries_are_asked() {
        let mut maker = TableMaker::new(10);
        assert!(maker.add(key(b"bob"), 3));
        assert!(maker.add(key(b"wei"), 5));
        let bytes = maker.bytes();
        let mut characters = vec![[0; 4]; 2];
        // The second character reads as the first, bucket 7.
        characters[1] = [0x00, 0x34, 7, 0];
        let lexicon = Lexicon {
            characters: &characters,
            latin: Table {
                buckets: bytes.as_chunks::<48>().0,
            },
            ..EMPTY
        };
        let mut out = Vec::new();
        let text = "Bob Rob Wei-Bob \u{3401}\u{3402}";
        tokens(text, 0, text.len(), &lexicon, &mut out);
        let seen: Vec<_> = out.iter().map(|t| t.info).collect();
        // Of a word with hyphens that is in none its parts.
        assert_eq!(seen, [3, 0, 3 | 5, 7, 0]);
        assert_eq!((out[3].unit, out[4].unit), (0x3400, 0x3402));
    }

    #[test]
    fn long_words_are_no_trouble() {
        for text in [
            "a".repeat(5_000),
            "ễ".repeat(5_000),
            "a-".repeat(5_000),
            "a'".repeat(5_000),
            "\u{301}".repeat(5_000),
        ] {
            let tokens = cut(&text);
            assert_eq!(tokens[0].start, 0);
            assert_eq!(tokens[tokens.len() - 1].end as usize, text.len());
        }
    }
}
