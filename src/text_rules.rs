//! What any text that a person typed must satisfy before a rule of its subject looks at it.
//!
//! Which fields there are and how long they may be is their room's business.

use std::borrow::Cow;

use chrono::NaiveDate;
use unicode_normalization::char::is_combining_mark;
use validator::{ValidateEmail as _, ValidationError, ValidationErrors};

/// The longest e-mail address that SMTP can carry (RFC 5321, 4.5.3.1.3), in bytes.
pub const LONGEST_EMAIL: usize = 254;

/// Characters that a text may hold: no control characters but line end and tab (a NUL ends
/// strings in databases and mail).
pub fn readable(text: &str) -> bool {
    !text
        .chars()
        .any(|character| character.is_control() && !matches!(character, '\n' | '\r' | '\t'))
}

/// Marks over one letter of a name or title: more than any script needs.
const MOST_MARKS: usize = 6;

/// Whether a spreadsheet would take a cell of a table for a formula, and reckon it.
pub fn is_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// Characters that a name or title may hold: none that breaks the line, turns its
/// direction or cannot be seen, for with those one name can pose as another; and no pile of
/// marks that covers the lines around it.
pub fn plain_line(text: &str) -> bool {
    let mut marks = 0;
    let piled = text.chars().any(|character| {
        marks = if is_combining_mark(character) {
            marks + 1
        } else {
            0
        };
        marks > MOST_MARKS
    });
    !piled
        && !text.chars().any(|character| {
            character.is_control()
                || matches!(
                    character,
                    '\u{ad}'
                        | '\u{61c}'
                        | '\u{200b}'
                        | '\u{200e}'
                        | '\u{200f}'
                        | '\u{2028}'..='\u{202e}'
                        | '\u{2060}'..='\u{2069}'
                        | '\u{feff}'
                        | '\u{fff9}'..='\u{fffb}'
                )
        })
}

/// Whether a reader sees anything of `text`: more than spaces, marks and characters that take no
/// ink, for a link with nothing in it can be neither seen nor heard.
pub fn is_visible(text: &str) -> bool {
    text.chars().any(|character| {
        !(character.is_whitespace()
            || character.is_control()
            || is_combining_mark(character)
            || matches!(
                character,
                '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
                    | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
                    | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
                    | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}'
            ))
    })
}

/// Whether mail can be addressed to `text`. Addresses at a number in brackets are refused.
pub fn email(text: &str) -> bool {
    text.len() <= LONGEST_EMAIL
        && !text
            .chars()
            .any(|character| character.is_control() || character.is_whitespace())
        && !text.contains(['[', ']'])
        && text.validate_email()
}

/// Whether `text` can name something in addresses and files: 2 to `longest` letters a–z, digits, and
/// hyphens between them.
pub fn is_slug(text: &str, longest: usize) -> bool {
    let known = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (2..=longest).contains(&text.len())
        && text.chars().all(known)
        && !text.starts_with('-')
        && !text.ends_with('-')
}

/// Adds a field's error by the code of its message, `invalid-CODE`.
///
/// `validator`'s derive keeps the refused value beside the error, which covered data
/// and passwords must not be; their rooms call this instead.
pub fn refuse(errors: &mut ValidationErrors, field: &'static str, code: &'static str) {
    errors.add(field, ValidationError::new(code));
}

/// One error of one field; see [`refuse`].
pub fn refused(field: &'static str, code: &'static str) -> ValidationErrors {
    let mut errors = ValidationErrors::new();
    refuse(&mut errors, field, code);
    errors
}

/// Adds `length` with its bounds, in characters.
pub fn refuse_length(errors: &mut ValidationErrors, field: &'static str, min: usize, max: usize) {
    let mut error = ValidationError::new("length");
    error.add_param(Cow::Borrowed("min"), &min);
    error.add_param(Cow::Borrowed("max"), &max);
    errors.add(field, error);
}

/// Adds a limit that is reached, with how much it allows.
pub fn refuse_most(
    errors: &mut ValidationErrors,
    field: &'static str,
    code: &'static str,
    most: i64,
) {
    let mut error = ValidationError::new(code);
    error.add_param(Cow::Borrowed("max"), &most);
    errors.add(field, error);
}

/// Adds what does not go until a day is over, with that day.
pub fn refuse_until(
    errors: &mut ValidationErrors,
    field: &'static str,
    code: &'static str,
    last: NaiveDate,
) {
    let mut error = ValidationError::new(code);
    error.add_param(Cow::Borrowed("until"), &last);
    errors.add(field, error);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_be_mailed_to_is_an_address() {
        for right in ["a@example.tw", "a.b+c@高雄.台灣", "A@EXAMPLE.TW"] {
            assert!(email(right), "{right}");
        }
        for wrong in [
            "",
            "a",
            "@example.tw",
            "a@",
            "a b@example.tw",
            "a@example.tw\r\nBcc: b@example.tw",
            "a@evil\r\n[127.0.0.1]",
            "a@[127.0.0.1]",
            "a\0@example.tw",
        ] {
            assert!(!email(wrong), "{wrong:?}");
        }
        assert!(!email(&format!("{}@example.tw", "a".repeat(300))));
    }

    #[test]
    fn a_line_holds_no_break_and_nothing_unseen() {
        assert!(plain_line("王小明 Wang 👩‍👩‍👧 Nguyê\u{303}n น้ำ"));
        assert!(!plain_line(&format!("Z{}", "\u{335}".repeat(7))));
        for wrong in ["a\nb", "a\0b", "a\u{202e}b", "a\u{200b}b", "a\u{2028}b"] {
            assert!(!plain_line(wrong), "{wrong:?}");
        }
    }

    #[test]
    fn what_nobody_sees_is_no_text() {
        for seen in ["a", "。", "👩‍👩‍👧", " \u{3164}字", "\u{200f}א"] {
            assert!(is_visible(seen), "{seen:?}");
        }
        for unseen in [
            "",
            " \n",
            "\u{3164}",
            "\u{2800}\u{2800}",
            "\u{200d}",
            "\u{301}",
            "\u{e0041}",
        ] {
            assert!(!is_visible(unseen), "{unseen:?}");
        }
    }

    #[test]
    fn a_text_holds_lines_and_no_other_controls() {
        assert!(readable("one\r\n\ttwo"));
        assert!(!readable("a\0b"));
        assert!(!readable("a\u{1b}b"));
    }
}
