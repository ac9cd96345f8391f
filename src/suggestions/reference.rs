//! Reference numbers: `KH-2026-000042-9`.
//!
//! The city's letters, the year, a running number and a check digit (ISO 7064,
//! MOD 11,10), so that one mistyped digit is told as such.

use std::fmt;

/// A reference number whose check digit is right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference(String);

impl Reference {
    /// The reference of the `number`-th case; `code` is 1 to 4 capital letters.
    pub fn new(code: &str, year: i32, number: i64) -> Self {
        let digits = format!("{year:04}{number:06}");
        let check = check_digit(&digits);
        Self(format!("{code}-{}-{}-{check}", &digits[..4], &digits[4..]))
    }

    /// Reads what a person typed: lower case, spaces and missing dashes are forgiven.
    /// `None` when it is no reference number or its check digit is wrong.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() > 64 {
            return None;
        }
        let plain: String = text
            .chars()
            .filter(|character| {
                !character.is_whitespace() && !matches!(character, '-' | '–' | '—' | '－')
            })
            .map(|character| match character {
                '０'..='９' => char::from(b'0' + (u32::from(character) - u32::from('０')) as u8),
                _ => character.to_ascii_uppercase(),
            })
            .collect();
        let letters = plain.bytes().take_while(u8::is_ascii_uppercase).count();
        let (code, digits) = plain.split_at_checked(letters)?;
        let numeric = digits.len() >= 11
            && digits.len() <= 20
            && digits.bytes().all(|byte| byte.is_ascii_digit());
        if !(1..=4).contains(&letters) || !numeric {
            return None;
        }
        let (body, check) = digits.split_at(digits.len() - 1);
        (check_digit(body).to_string() == check)
            .then(|| Self(format!("{code}-{}-{}-{check}", &body[..4], &body[4..])))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// ISO 7064 MOD 11,10 over decimal digits.
fn check_digit(digits: &str) -> u32 {
    let product = digits.bytes().fold(10, |product, byte| {
        let sum = (product + u32::from(byte - b'0')) % 10;
        (if sum == 0 { 10 } else { sum }) * 2 % 11
    });
    (11 - product) % 10
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_standards_example_holds() {
        // ISO 7064's own example for MOD 11,10: 0794 has the check digit 5.
        assert_eq!(check_digit("0794"), 5);
    }

    #[test]
    fn people_type_it_in_their_way() {
        let reference = Reference::new("KH", 2026, 42);
        let typed = reference.as_str().to_lowercase().replace('-', " ");
        assert_eq!(Reference::parse(&typed), Some(reference.clone()));
        assert_eq!(
            Reference::parse(&reference.as_str().replace('-', "")),
            Some(reference)
        );
        for wrong in [
            "",
            "KH",
            "KH-2026-000042",
            "2026-000042-9",
            "KH-2026-00004\0-7",
            "號碼",
        ] {
            assert_eq!(Reference::parse(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn a_reference_is_read_back_and_a_wrong_digit_is_seen(number in 0_i64..100_000_000, at in 0_usize..10, by in 1_u8..10) {
            let reference = Reference::new("KH", 2026, number);
            prop_assert_eq!(Reference::parse(reference.as_str()), Some(reference.clone()));
            let mut digits: Vec<u8> = reference.as_str().bytes().filter(u8::is_ascii_digit).collect();
            digits[at] = b'0' + (digits[at] - b'0' + by) % 10;
            let typed = format!("KH{}", String::from_utf8_lossy(&digits));
            prop_assert_eq!(Reference::parse(&typed), None);
        }

        #[test]
        fn nothing_makes_it_panic(text in "\\PC*") {
            let _ = Reference::parse(&text);
        }
    }
}
