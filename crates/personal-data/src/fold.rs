//! Folding: one plain form for the many ways of writing the same characters, with
//! the way back to the original.
//!
//! Rules read the folded text only, so a trick handled here is handled for every
//! kind. What a rule means by a shape does not belong here.

use crate::context::pattern;
use regex::Regex;
use std::{ops::Range, sync::LazyLock};
use unicode_normalization::char::decompose_compatible;

/// The words of digits.
const DIGIT_WORDS: &[(&str, char)] = &[
    ("zero", '0'),
    ("oh", '0'),
    ("one", '1'),
    ("two", '2'),
    ("three", '3'),
    ("four", '4'),
    ("five", '5'),
    ("six", '6'),
    ("seven", '7'),
    ("eight", '8'),
    ("nine", '9'),
];

static WORDS: LazyLock<Regex> = LazyLock::new(|| {
    let word = "(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)";
    pattern(&format!(
        r"(?i)(?-u:\b){word}(?:[ ,\-]{{1,2}}{word}){{2,}}(?-u:\b)"
    ))
});

/// A folded text. Byte offsets into [`Folded::text`] lead back to characters of the original.
pub struct Folded {
    text: String,
    /// For every byte of `text`, the original characters from which it came.
    origin: Vec<Span>,
}

#[derive(Clone, Copy)]
struct Span {
    start: u32,
    end: u32,
}

impl Folded {
    pub fn new(original: &str) -> Self {
        let mut folded = Folded {
            text: String::with_capacity(original.len()),
            origin: Vec::with_capacity(original.len()),
        };
        let mut at = 0;
        let mut is_coded = false;
        let mut rest = original;
        while let Some(c) = rest.chars().next() {
            let escaped = match c {
                '&' | '%' => escape(rest, folded.text.as_bytes().last().copied(), is_coded),
                _ => None,
            };
            is_coded = escaped.is_some();
            let (characters, bytes) = match escaped {
                Some((decoded, bytes)) => {
                    folded.push_folded(decoded, at, bytes);
                    (bytes, bytes)
                }
                None => {
                    folded.push_folded(c, at, 1);
                    (1, c.len_utf8())
                }
            };
            at += characters;
            rest = &rest[bytes..];
        }
        folded.read_words();
        folded.read_joints();
        folded.read_numerals();
        folded.read_letters_as_digits();
        folded
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// The original's characters (code points) behind a non-empty byte range of the folded text.
    pub fn original(&self, range: &Range<usize>) -> Range<usize> {
        self.origin[range.start].start as usize..self.origin[range.end - 1].end as usize
    }

    fn push_folded(&mut self, c: char, at: usize, characters: usize) {
        // Ranges are counted in u32 to halve the memory; 4 G characters are no forum text.
        let span = Span {
            start: at as u32,
            end: (at + characters) as u32,
        };
        if c.is_ascii() {
            self.push(if c == '\t' { ' ' } else { c }, span);
        } else if matches!(c, '\u{3001}'..='\u{319f}' | '\u{3400}'..='\u{9fff}') {
            // Most of Chinese text needs no further look.
            self.push(c, span);
        } else if is_invisible(c) {
            // A keycap belongs to the digit on it.
            if let ('\u{20e3}' | '\u{fe0f}', Some(last)) = (c, self.origin.last_mut()) {
                last.end = span.end;
            }
        } else if let Some(plain) = look_alike(c) {
            self.push(plain, span);
        } else if has_compatible_form(c) {
            decompose_compatible(c, |part| self.push(part, span));
        } else {
            self.push(c, span);
        }
    }

    fn push(&mut self, c: char, span: Span) {
        self.text.push(c);
        self.origin.extend(std::iter::repeat_n(span, c.len_utf8()));
    }

    /// Writes Chinese positional numerals as digits: runs of at least three (零九一二), and
    /// shorter ones within a long number that begins with a zero (零七 三三五 九零二一) or
    /// has digits directly beside them (09八七654三二一). Other short runs are words more
    /// often than numbers (大昌二路, 三五好友).
    fn read_numerals(&mut self) {
        if !self.text.contains(|c| numeral(c).is_some() || c == 'ㄧ') {
            return;
        }
        let mut plain = Vec::new();
        let mut at = 0;
        while at < self.text.len() {
            let number = Number::read(&self.text, at);
            number.plain(&mut plain);
            at = number.end;
        }
        self.replace(&plain);
    }

    /// Writes each character in place of what stands at its bytes, which are in order.
    fn replace(&mut self, plain: &[(Range<usize>, char)]) {
        if plain.is_empty() {
            return;
        }
        let mut text = String::with_capacity(self.text.len());
        let mut origin = Vec::with_capacity(self.origin.len());
        let mut done = 0;
        for (at, c) in plain {
            text.push_str(&self.text[done..at.start]);
            origin.extend_from_slice(&self.origin[done..at.start]);
            text.push(*c);
            let span = Span {
                start: self.origin[at.start].start,
                end: self.origin[at.end - 1].end,
            };
            origin.extend(std::iter::repeat_n(span, c.len_utf8()));
            done = at.end;
        }
        text.push_str(&self.text[done..]);
        origin.extend_from_slice(&self.origin[done..]);
        self.text = text;
        self.origin = origin;
    }

    /// Writes at least three English words of digits in a row as digits: `three-four-one`.
    fn read_words(&mut self) {
        let digits = self.text.bytes().any(|b| b.is_ascii_digit());
        if !digits
            && !["zero", "Zero", "ZERO", "oh"]
                .iter()
                .any(|word| self.text.contains(word))
        {
            return;
        }
        let mut plain = Vec::new();
        for run in WORDS.find_iter(&self.text) {
            let mut at = run.start();
            for part in run.as_str().split_inclusive([' ', '-', ',']) {
                let word = part.trim_end_matches([' ', '-', ',']);
                let digit = DIGIT_WORDS
                    .iter()
                    .find(|(known, _)| known.eq_ignore_ascii_case(word));
                if let Some((_, digit)) = digit {
                    plain.push((at..at + word.len(), *digit));
                }
                at += part.len();
            }
        }
        self.replace(&plain);
    }

    /// Writes dashes and middle dots as the plain ones where they join letters or digits:
    /// `0917—220—835`. Elsewhere they are punctuation (`—Ann`).
    fn read_joints(&mut self) {
        let joint = |c| match c {
            '—' | '―' | '─' | '━' | '﹘' | 'ー' | 'ㄧ' => Some('-'),
            '·' | '‧' | '•' | '・' | '∙' | '⋅' => Some('.'),
            _ => None,
        };
        let beside = |mut near: std::str::Chars, backwards: bool| {
            let mut step = || {
                if backwards {
                    near.next_back()
                } else {
                    near.next()
                }
            };
            match step() {
                Some(' ') => step(),
                near => near,
            }
            .is_some_and(|c| c.is_ascii_alphanumeric())
        };
        if !self.text.contains(|c| c == '一' || joint(c).is_some()) {
            return;
        }
        let plain: Vec<(Range<usize>, char)> = self
            .text
            .char_indices()
            .filter_map(|(at, c)| {
                let (left, right) = (&self.text[..at], &self.text[at + c.len_utf8()..]);
                // ABC一1234: a numeral after a letter is a dash.
                if c == '一' {
                    return (left.ends_with(|c: char| c.is_ascii_alphabetic())
                        && right.starts_with(|c: char| c.is_ascii_digit()))
                    .then_some((at..at + c.len_utf8(), '-'));
                }
                let plain = joint(c)?;
                (beside(left.chars(), true) && beside(right.chars(), false))
                    .then_some((at..at + c.len_utf8(), plain))
            })
            .collect();
        self.replace(&plain);
    }

    /// Reads the letter O among digits as a zero and l or I as a one.
    fn read_letters_as_digits(&mut self) {
        let bytes = self.text.as_bytes();
        let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
        let changes: Vec<(usize, u8)> = (0..bytes.len())
            .filter_map(|at| {
                let plain = match bytes[at] {
                    b'O' | b'o' => b'0',
                    b'l' | b'I' => b'1',
                    _ => return None,
                };
                let joint = matches!(bytes.get(at + 1), Some(b'-' | b'.'));
                let more = digit(at + 1) || joint && digit(at + 2);
                (at > 0 && digit(at - 1) && more || begins_mobile(bytes, at)).then_some((at, plain))
            })
            .collect();
        if changes.is_empty() {
            return;
        }
        let mut plain = self.text.clone().into_bytes();
        for (at, digit) in changes {
            plain[at] = digit;
        }
        if let Ok(text) = String::from_utf8(plain) {
            self.text = text;
        }
    }
}

/// Whether the letter at `at` stands for the zero of a mobile number: `O912-345-678`.
fn begins_mobile(bytes: &[u8], at: usize) -> bool {
    let word = at > 0 && (bytes[at - 1].is_ascii_alphanumeric() || bytes[at - 1] == b'_');
    if word || !matches!(bytes[at], b'O' | b'o') || bytes.get(at + 1) != Some(&b'9') {
        return false;
    }
    let number = bytes[at + 1..]
        .iter()
        .take(11)
        .take_while(|b| b.is_ascii_digit() || matches!(b, b'-' | b' ' | b'.'));
    number.filter(|b| b.is_ascii_digit()).count() == 9
}

/// Numerals and digits that at most two separators part.
struct Number {
    /// Byte, character and run (numerals and digits directly beside each other).
    items: Vec<(usize, char, usize)>,
    end: usize,
}

/// A number of this many digits is no word.
const LONG_NUMBER: usize = 8;

impl Number {
    /// The number that begins at `from`, or what ends before the next one may begin.
    fn read(text: &str, from: usize) -> Self {
        let mut number = Number {
            items: Vec::new(),
            end: text.len(),
        };
        let (mut gap, mut run) = (0, 0);
        for (offset, c) in text[from..].char_indices() {
            let weak = weak_numeral(c).is_some() && (!number.items.is_empty() || c == '洞');
            if weak || numeral(c).is_some() || c.is_ascii_digit() || c == 'ㄧ' {
                run += usize::from(gap > 0);
                gap = 0;
                number.items.push((from + offset, c, run));
            } else if number.items.is_empty() {
                number.end = from + offset + c.len_utf8();
                return number;
            } else {
                gap += 1;
                if gap > 2 || !matches!(c, ' ' | '-' | '.' | ',' | '、' | '(' | ')') {
                    number.end = from + offset + c.len_utf8();
                    return number;
                }
            }
        }
        number
    }

    /// The digits to be written for its numerals.
    fn plain(&self, plain: &mut Vec<(Range<usize>, char)>) {
        let zero = self
            .items
            .first()
            .is_some_and(|(_, c, _)| matches!(c, '0' | '零' | '〇' | '○' | '洞'));
        let whole = zero && self.items.len() >= LONG_NUMBER;
        let spelled = self.items.windows(2).all(|pair| pair[0].2 != pair[1].2);
        for run in self.items.chunk_by(|a, b| a.2 == b.2) {
            let strong = |c: char| numeral(c).or((c == 'ㄧ').then_some('1'));
            let mixed = run.len() >= LONG_NUMBER;
            // 0911-530-862 一直: a numeral alone ends no number of longer groups.
            let whole = whole && (run.len() > 1 || spelled);
            for part in run.chunk_by(|a, b| strong(a.1).is_some() == strong(b.1).is_some()) {
                let all = whole || mixed || part.len() >= 3;
                plain.extend(part.iter().filter_map(|&(at, c, _)| {
                    let digit = strong(c).or(weak_numeral(c).filter(|_| whole))?;
                    all.then_some((at..at + c.len_utf8(), digit))
                }));
            }
        }
    }
}

/// How digits are read over the radio; ordinary words elsewhere.
fn weak_numeral(c: char) -> Option<char> {
    Some(match c {
        '洞' => '0',
        '么' | '幺' => '1',
        '兩' | '两' => '2',
        '拐' => '7',
        '勾' => '9',
        _ => return None,
    })
}

/// The digit that a Chinese positional numeral stands for.
pub(crate) fn numeral(c: char) -> Option<char> {
    Some(match c {
        '零' | '〇' | '○' => '0',
        '一' | '壹' => '1',
        '二' | '貳' => '2',
        '三' | '參' => '3',
        '四' | '肆' => '4',
        '五' | '伍' => '5',
        '六' | '陸' => '6',
        '七' | '柒' => '7',
        '八' | '捌' => '8',
        '九' | '玖' => '9',
        _ => return None,
    })
}

/// The folded form of one character, for code that reads a text in place.
pub(crate) fn fold_char(c: char) -> char {
    if let Some(plain) = look_alike(c) {
        return plain;
    }
    let mut plain = c;
    if has_compatible_form(c) {
        let mut parts = 0;
        decompose_compatible(c, |part| {
            parts += 1;
            plain = part;
        });
        if parts != 1 {
            return c;
        }
    }
    plain
}

/// `&#64;`, `&commat;` and the like, and `%40` within a word: the character and its length.
/// `is_coded` tells that the character before was written so too.
fn escape(text: &str, before: Option<u8>, is_coded: bool) -> Option<(char, usize)> {
    match text.as_bytes() {
        [b'&', rest @ ..] => {
            let end = rest.iter().take(9).position(|&b| b == b';')?;
            let name = text.get(1..1 + end)?;
            let c = match name {
                "commat" => '@',
                "period" => '.',
                "lowbar" => '_',
                "nbsp" => ' ',
                "hyphen" | "dash" => '-',
                _ => {
                    let digits = name.strip_prefix('#')?;
                    let code = match digits.strip_prefix(['x', 'X']) {
                        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                        None => digits.parse().ok()?,
                    };
                    char::from_u32(code).filter(|c| !c.is_control())?
                }
            };
            Some((c, end + 2))
        }
        [b'%', high, low, rest @ ..] => {
            let hex = |digit: &u8| char::from(*digit).to_digit(16);
            let c = char::from_u32(hex(high)? * 16 + hex(low)?)?;
            let within = before.is_some_and(|b| b.is_ascii_alphanumeric());
            let plain = match c {
                '@' | '.' | '-' => within,
                ' ' | '(' | ')' => {
                    within
                        && rest
                            .first()
                            .is_some_and(|b| b.is_ascii_digit() || *b == b'%')
                }
                '+' => before.is_some_and(|b| b"=:/".contains(&b)),
                // A code alone may be a share: 50%30.
                '0'..='9' => {
                    rest.first() == Some(&b'%')
                        || before.is_some_and(|b| b"=:/+".contains(&b))
                        || within && is_coded
                }
                _ => false,
            };
            plain.then_some((c, 3))
        }
        _ => None,
    }
}

fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{20e3}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{e0000}'..='\u{e01ef}')
}

/// Blocks whose characters stand for plain ones (full width, circled, mathematical, compatibility).
fn has_compatible_form(c: char) -> bool {
    matches!(c,
        '\u{b2}' | '\u{b3}' | '\u{b9}' | '\u{2024}'..='\u{2026}' | '\u{2070}'..='\u{209c}' | '\u{2100}'..='\u{214f}'
        | '\u{2160}'..='\u{217f}' | '\u{2460}'..='\u{24ea}' | '\u{3200}'..='\u{33ff}' | '\u{f900}'..='\u{faff}'
        | '\u{fe10}'..='\u{fe6f}' | '\u{ff01}'..='\u{ffef}' | '\u{1d400}'..='\u{1d7ff}' | '\u{1f100}'..='\u{1f16f}')
}

/// Characters that a reader takes for another, plain one.
fn look_alike(c: char) -> Option<char> {
    if ('\u{4e00}'..='\u{9fff}').contains(&c) {
        return None;
    }
    Some(match c {
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => {
            ' '
        }
        '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
        '\u{2010}'..='\u{2013}' | '\u{2212}' | '\u{2043}' => '-',
        '\u{2018}' | '\u{2019}' | '\u{2bc}' => '\'',
        'а' | 'α' => 'a',
        'А' | 'Α' => 'A',
        'В' | 'Β' => 'B',
        'с' | 'ϲ' => 'c',
        'С' => 'C',
        'ԁ' => 'd',
        'е' => 'e',
        'Е' | 'Ε' => 'E',
        'һ' => 'h',
        'Н' | 'Η' => 'H',
        'і' | 'ι' => 'i',
        'І' | 'Ι' => 'I',
        'ј' => 'j',
        'Ј' => 'J',
        'К' | 'Κ' => 'K',
        'М' | 'Μ' => 'M',
        'Ν' => 'N',
        'о' | 'ο' => 'o',
        'О' | 'Ο' => 'O',
        'р' | 'ρ' => 'p',
        'Р' | 'Ρ' => 'P',
        'ѕ' => 's',
        'Ѕ' => 'S',
        'Т' | 'Τ' => 'T',
        'υ' => 'u',
        'ν' => 'v',
        'х' | 'χ' => 'x',
        'Х' | 'Χ' => 'X',
        'у' => 'y',
        'У' | 'Υ' => 'Y',
        'Ζ' => 'Z',
        _ => return foreign_digit(c),
    })
}

fn foreign_digit(c: char) -> Option<char> {
    const ZEROS: [u32; 9] = [
        0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xe50, 0xed0, 0x1040, 0x17e0,
    ];
    let code = u32::from(c);
    ZEROS
        .iter()
        .find(|&&zero| (zero..zero + 10).contains(&code))
        .and_then(|zero| char::from_digit(code - zero, 10))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        Folded::new(text).text
    }

    #[test]
    fn one_plain_form() {
        assert_eq!(folded("ａｂ＠ｃ．ｔｗ　９"), "ab@c.tw 9");
        assert_eq!(folded("09\u{200b}12\u{feff}"), "0912");
        assert_eq!(folded("раυl"), "paul");
        assert_eq!(folded("零九一二　三四五"), "0912 345");
        assert_eq!(folded("大昌二路三五好友"), "大昌二路三五好友");
        assert_eq!(
            folded("a&#64;b&#x2E;tw a%40b &lt; 5%40"),
            "a@b.tw a@b &lt; 5@"
        );
        assert_eq!(folded("09O2-l23 LOL"), "0902-l23 LOL");
        assert_eq!(folded("𝟎𝟗①٣"), "0913");
        assert_eq!(folded("零七　三三五　九零二一，一樓"), "07 335 9021,一樓");
        assert_eq!(folded("09八七654三二一 壹貳參"), "0987654321 123");
        assert_eq!(folded("0911-530-862 一直三次"), "0911-530-862 一直三次");
        assert_eq!(
            folded("0917ㄧ220—835 ABC一1234 ㄧ九七號 —Ann"),
            "0917-220-835 ABC-1234 197號 —Ann"
        );
        assert_eq!(folded("07 three-four-one 2 one two"), "07 3-4-1 2 one two");
        assert_eq!(folded("x=%30%39 50%30 %2B8 =%2B8"), "x=09 50%30 %2B8 =+8");
        assert_eq!(folded("O912345678 OK"), "0912345678 OK");
    }

    #[test]
    fn leads_back_to_the_original() {
        let text = "讚\u{200b}ａ&#64;b。";
        let folded = Folded::new(text);
        let at = folded.text.find('a').expect("folded a");
        assert_eq!(folded.original(&(at..at + 3)), 2..9);
        assert_eq!(text.chars().skip(2).take(7).collect::<String>(), "ａ&#64;b");
    }
}
