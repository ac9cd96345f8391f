//! Folding: one plain form for the many ways of writing the same characters, with
//! the way back to the original.
//!
//! Rules read the folded text only, so a trick handled here is handled for every
//! kind. What a rule means by a shape does not belong here.

use std::ops::Range;
use unicode_normalization::char::decompose_compatible;

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
        let mut rest = original;
        while let Some(c) = rest.chars().next() {
            let (characters, bytes) = match escape(rest, folded.text.as_bytes().last().copied()) {
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

    /// Writes runs of at least three Chinese positional numerals as digits: 零九一二.
    /// Shorter runs are words more often than numbers (大昌二路, 三五好友).
    fn read_numerals(&mut self) {
        let mut run = 0;
        let runs = self.text.chars().any(|c| {
            run = if numeral(c).is_some() { run + 1 } else { 0 };
            run == 3
        });
        if !runs {
            return;
        }
        let mut out = String::with_capacity(self.text.len());
        let mut origin = Vec::with_capacity(self.origin.len());
        let mut rest = self.text.as_str();
        let mut at = 0;
        while let Some(c) = rest.chars().next() {
            let run = numeral_run(rest);
            let bytes = if run.characters >= 3 {
                run.bytes
            } else {
                run.bytes.max(c.len_utf8())
            };
            for (offset, c) in rest[..bytes].char_indices() {
                let plain = if run.characters >= 3 {
                    numeral(c).unwrap_or(c)
                } else {
                    c
                };
                out.push(plain);
                origin.extend(std::iter::repeat_n(
                    self.origin[at + offset],
                    plain.len_utf8(),
                ));
            }
            at += bytes;
            rest = &rest[bytes..];
        }
        self.text = out;
        self.origin = origin;
    }

    /// Reads the letter O among digits as a zero and l or I as a one.
    fn read_letters_as_digits(&mut self) {
        let bytes = self.text.as_bytes();
        let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
        let changes: Vec<(usize, u8)> = (1..bytes.len())
            .filter_map(|at| {
                let plain = match bytes[at] {
                    b'O' | b'o' => b'0',
                    b'l' | b'I' => b'1',
                    _ => return None,
                };
                let joint = matches!(bytes.get(at + 1), Some(b'-' | b'.'));
                let more = digit(at + 1) || joint && digit(at + 2);
                (digit(at - 1) && more).then_some((at, plain))
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

struct Run {
    characters: usize,
    bytes: usize,
}

fn numeral_run(text: &str) -> Run {
    let mut run = Run {
        characters: 0,
        bytes: 0,
    };
    for c in text.chars().take_while(|&c| numeral(c).is_some()) {
        run.characters += 1;
        run.bytes += c.len_utf8();
    }
    run
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

/// `&#64;`, `&commat;` and the like, and `%40` after a letter or digit: the character and its length.
fn escape(text: &str, before: Option<u8>) -> Option<(char, usize)> {
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
        [b'%', high, low, ..] if before.is_some_and(|b| b.is_ascii_alphanumeric()) => {
            let c = match (high, low.to_ascii_lowercase()) {
                (b'4', b'0') => '@',
                (b'2', b'e') => '.',
                (b'2', b'd') => '-',
                _ => return None,
            };
            Some((c, 3))
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
