//! One form for the many ways of writing a character: full-width and half-width, capitals,
//! accents, Traditional and Simplified, 臺 and 台.

use std::{collections::HashMap, ops::Range, sync::LazyLock};

use unicode_normalization::{
    UnicodeNormalization as _,
    char::{decompose_canonical, is_combining_mark},
};

/// What a folded character is to words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// Written without spaces between words: Chinese, kana, Hangul, Thai.
    Han,
    Letter,
    Digit,
    Space,
    /// Within a word of letters: an apostrophe.
    Apostrophe,
    Hyphen,
    /// Between what belongs together: the point in 2.0.
    Link,
    /// Ends what belongs together.
    Break,
    /// Not there for a reader: zero width.
    Nothing,
}

/// OpenCC's Traditional and Simplified characters, as the detector's model learned them.
static SIMPLIFIED: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    include_str!("../../crates/personal-data/training/lists/fold.txt")
        .lines()
        .filter_map(|pair| {
            let mut pair = pair.chars();
            Some((pair.next()?, pair.next()?))
        })
        .collect()
});

/// Hands on the folded forms of one character, of which there may be several or none.
pub(super) fn fold(c: char, mut each: impl FnMut(char, Class)) {
    if c.is_ascii() {
        let c = c.to_ascii_lowercase();
        return each(c, class(c));
    }
    if is_nothing(c) {
        return each(c, Class::Nothing);
    }
    for compatible in std::iter::once(c).nfkc() {
        if compatible < '\u{2000}' {
            decompose_canonical(compatible, |part| {
                if !matches!(part, '\u{300}'..='\u{36f}') {
                    for lower in part.to_lowercase() {
                        each(lower, class(lower));
                    }
                }
            });
        } else {
            let simple = SIMPLIFIED.get(&compatible).copied().unwrap_or(compatible);
            each(simple, class(simple));
        }
    }
}

fn is_nothing(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
}

fn class(c: char) -> Class {
    match c {
        'a'..='z' => Class::Letter,
        '0'..='9' => Class::Digit,
        '\'' | '\u{2019}' => Class::Apostrophe,
        '-' | '\u{2010}' | '\u{2011}' => Class::Hyphen,
        '.' | '_' | '/' | '&' | '+' | '@' | '#' | '\u{b7}' => Class::Link,
        '\n' | '\r' => Class::Break,
        _ if c.is_whitespace() => Class::Space,
        // What a database is handed is letters and figures, whatever their script.
        _ if !c.is_alphanumeric() && is_combining_mark(c) => Class::Nothing,
        _ if !c.is_alphanumeric() => Class::Break,
        '\u{e00}'..='\u{e7f}'
        | '\u{1100}'..='\u{11ff}'
        | '\u{3005}'..='\u{3007}'
        | '\u{3040}'..='\u{31ff}'
        | '\u{3400}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7af}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}' => Class::Han,
        _ if c.is_alphabetic() => Class::Letter,
        _ => Class::Digit,
    }
}

/// Whether a folded character is one of a script without spaces.
pub(super) fn is_han(c: char) -> bool {
    class(c) == Class::Han
}

/// A text in its one form, which knows what of the text itself each character is of.
#[derive(Clone, Debug, Default)]
pub struct Folded {
    pub text: String,
    /// Of each character where it begins, and the bytes of the source that it is of.
    places: Vec<(usize, Range<usize>)>,
}

impl Folded {
    pub fn of(source: &str) -> Self {
        let mut folded = Self::default();
        for (at, c) in source.char_indices() {
            let length = c.len_utf8();
            fold(c, |c, class| {
                if class != Class::Nothing {
                    let of = at..at + length;
                    folded.places.push((folded.text.len(), of));
                    folded.text.push(c);
                }
            });
        }
        folded
    }

    /// The bytes of the source that these bytes of it are of; they begin and end between characters.
    pub fn source(&self, place: &Range<usize>) -> Range<usize> {
        let index = |byte: usize| self.places.partition_point(|(start, _)| *start < byte);
        let own = index(place.start)..index(place.end).max(index(place.start));
        match self.places.get(own) {
            Some([(_, only)]) => only.clone(),
            Some([(_, first), .., (_, last)]) => first.start..last.end,
            _ => 0..0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_the_one_form_is_one_of_the_source() {
        let source = "到\u{200b}臺 灣ＶＩＰ";
        let folded = Folded::of(source);
        assert_eq!(folded.text, "到台 湾vip");
        for (one_form, typed) in [("台 湾", "臺 灣"), ("vip", "ＶＩＰ"), ("到", "到")] {
            let at = folded.text.find(one_form).expect("it stands there");
            let place = folded.source(&(at..at + one_form.len()));
            assert_eq!(&source[place], typed);
        }
        assert_eq!(folded.source(&(3..3)), 0..0);
    }

    fn folded(text: &str) -> String {
        let mut out = String::new();
        for c in text.chars() {
            fold(c, |c, class| {
                if class != Class::Nothing {
                    out.push(c);
                }
            });
        }
        out
    }

    #[test]
    fn the_ways_of_writing_are_one() {
        for (one, other) in [
            ("臺灣", "台湾"),
            ("ＹｏｕＢｉｋｅ２．０", "youbike2.0"),
            ("Café", "cafe"),
            ("路\u{200b}燈", "路灯"),
            ("巷子裏", "巷子里"),
            ("ﾊﾝ", "ハン"),
        ] {
            assert_eq!(folded(one), folded(other), "{one}");
        }
    }
}
