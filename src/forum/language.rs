//! Which language a text is in: for `lang` on a page in the other language.

use crate::i18n::Lang;

/// Chinese where at least a fifth of the letters are Chinese (a word of it says as much as
/// five Latin letters), English where there are others; `otherwise` for a text without letters.
pub fn of(text: &str, otherwise: Lang) -> Lang {
    let (mut chinese, mut other) = (0_usize, 0_usize);
    for character in text.chars().filter(|character| character.is_alphabetic()) {
        match character {
            '\u{3100}'..='\u{312f}' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}' => {
                chinese += 1;
            }
            _ => other += 1,
        }
    }
    match (chinese, other) {
        (0, 0) => otherwise,
        _ if chinese * 4 >= other => Lang::Zh,
        _ => Lang::En,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_the_letters_that_carry_the_text() {
        for (text, lang) in [
            ("請問YouBike怎麼租", Lang::Zh),
            ("How do you keep mould away?", Lang::En),
            ("Is the lunch place near 鹽埕 open on Sundays?", Lang::En),
            ("12345", Lang::Zh),
        ] {
            assert_eq!(of(text, Lang::Zh), lang, "{text}");
        }
    }
}
