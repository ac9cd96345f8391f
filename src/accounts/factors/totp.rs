//! Codes by the time (RFC 6238): HMAC-SHA-1, six digits, a step of half a minute, as every app shows them.
//!
//! SHA-1 is what the apps know; that its collisions are found does no harm to an HMAC.

use ring::hmac;
use unicode_normalization::UnicodeNormalization as _;

use crate::{db::Timestamp, keys::same};

/// The seconds for which an app shows a code.
pub const STEP: i64 = 30;
/// How long a secret is, in bytes: as long as the hash (RFC 4226, section 4).
pub const SECRET: usize = 20;
const DIGITS: usize = 6;

/// The step that a code is of, if it is the one of now, or of one step before or after: clocks differ, and typing
/// takes its time. One of `last` or before it is none: it was taken already.
///
/// Each of the three is compared in a time that does not tell which digits are right.
pub fn step_of(secret: &[u8], typed: &str, now: Timestamp, last: i64) -> Option<i64> {
    let typed: String = typed
        .nfkc()
        .filter(|character| !character.is_whitespace() && *character != '-')
        .take(DIGITS + 1)
        .collect();
    let current = now.utc().timestamp().div_euclid(STEP);
    let mut found = None;
    for step in [current - 1, current, current + 1] {
        let is_same = same(code(secret, step).as_bytes(), typed.as_bytes());
        if is_same && step > last {
            found = Some(step);
        }
    }
    found
}

/// The code of a step.
fn code(secret: &[u8], step: i64) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret);
    let tag = hmac::sign(&key, &step.to_be_bytes());
    let tag = tag.as_ref();
    // Four bytes from where the last one says (RFC 4226, section 5.3), without the sign.
    let at = usize::from(tag[tag.len() - 1] & 0x0f);
    let number = u32::from_be_bytes([tag[at] & 0x7f, tag[at + 1], tag[at + 2], tag[at + 3]]);
    format!("{:0DIGITS$}", number % 1_000_000)
}

/// Bytes as people and apps write them (RFC 4648, base 32 without padding).
pub fn base32(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut text = String::new();
    let (mut held, mut bits) = (0_u32, 0);
    for byte in bytes {
        held = (held << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(char::from(LETTERS[((held >> bits) & 31) as usize]));
        }
        held &= (1 << bits) - 1;
    }
    if bits > 0 {
        text.push(char::from(LETTERS[((held << (5 - bits)) & 31) as usize]));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_milliseconds(seconds * 1000).expect("a time")
    }

    #[test]
    fn the_codes_are_those_of_rfc_6238() {
        // Appendix B, the last six of its eight digits.
        for (seconds, shown) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(code(b"12345678901234567890", seconds / STEP), shown);
        }
    }

    #[test]
    fn a_code_counts_one_step_early_or_late_and_not_twice() {
        let secret = [7; SECRET];
        let typed = code(&secret, 1000);
        let taken = |seconds: i64, last: i64| step_of(&secret, &typed, at(seconds), last);
        for (seconds, counts) in [
            (998 * STEP, false),
            (999 * STEP, true),
            (1000 * STEP, true),
            (1001 * STEP + 29, true),
            (1002 * STEP, false),
        ] {
            assert_eq!(taken(seconds, 0).is_some(), counts, "{seconds}");
        }
        assert_eq!(taken(1000 * STEP, 1000), None);
        assert_eq!(taken(1000 * STEP, 1001), None);
        let spaced = format!("{} {}", &typed[..3], &typed[3..]);
        assert_eq!(step_of(&secret, &spaced, at(1000 * STEP), 0), Some(1000));
        for wrong in ["", "12345", "1234567", "abcdef", &format!("{typed}0")] {
            assert_eq!(step_of(&secret, wrong, at(1000 * STEP), 0), None, "{wrong}");
        }
    }

    #[test]
    fn base_32_is_that_of_rfc_4648() {
        for (bytes, text) in [
            ("", ""),
            ("f", "MY"),
            ("fo", "MZXQ"),
            ("foo", "MZXW6"),
            ("foob", "MZXW6YQ"),
            ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI"),
        ] {
            assert_eq!(base32(bytes.as_bytes()), text);
        }
    }
}
