//! A plain text as it comes in: Unicode, without what no text holds.

use unicode_normalization::UnicodeNormalization as _;

use super::{MOST_TEXT, Refused};
use crate::text_rules::readable;

/// Beginnings of what a browser would take for a page or a picture: nobody means it as a text.
const MARKUP: [&str; 8] = [
    "<!", "<?", "<svg", "<html", "<head", "<body", "<script", "<iframe",
];

/// UTF-8, or what a byte-order mark says; lines end with a line feed, characters are composed.
pub(super) fn read(bytes: &[u8]) -> Result<String, Refused> {
    let text = decode(bytes).ok_or(Refused::Unknown)?;
    if text.chars().nth(4 * MOST_TEXT).is_some() {
        return Err(Refused::TooLong);
    }
    let text: String = text
        .replace("\r\n", "\n")
        .replace('\r', "\n")
        .chars()
        .filter(|c| !matches!(c, '\u{feff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
        .nfc()
        .collect();
    let start: String = text.trim_start().chars().take(8).collect();
    let start = start.to_ascii_lowercase();
    if !readable(&text) || MARKUP.iter().any(|markup| start.starts_with(markup)) {
        return Err(Refused::Unknown);
    }
    if text.trim().is_empty() {
        return Err(Refused::Empty);
    }
    if text.chars().nth(MOST_TEXT).is_some() {
        return Err(Refused::TooLong);
    }
    Ok(text)
}

fn decode(bytes: &[u8]) -> Option<String> {
    let units = |bytes: &[u8], of: fn([u8; 2]) -> u16| {
        let (pairs, rest) = bytes.as_chunks::<2>();
        let units: Vec<u16> = pairs.iter().map(|pair| of(*pair)).collect();
        String::from_utf16(&units).ok().filter(|_| rest.is_empty())
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => units(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => units(rest, u16::from_be_bytes),
        bytes => String::from_utf8(bytes.to_vec()).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_text_is_text() {
        assert_eq!(read("a\r\nb\rc".as_bytes()).as_deref(), Ok("a\nb\nc"));
        assert_eq!(read(b"\xef\xbb\xbfx").as_deref(), Ok("x"));
        assert_eq!(read(b"\xff\xfe\x2d\x4e").as_deref(), Ok("中"));
        assert_eq!(read(b"\xfe\xff\x4e\x2d").as_deref(), Ok("中"));
        assert_eq!(read("e\u{301}".as_bytes()).as_deref(), Ok("é"));
        assert_eq!(read("a\u{202e}b".as_bytes()).as_deref(), Ok("ab"));
        for (wrong, refused) in [
            (&b""[..], Refused::Empty),
            (b" \n", Refused::Empty),
            (b"a\0b", Refused::Unknown),
            (b"\xa4\xa4\xa4\xe5", Refused::Unknown),
            (b"\xff\xfe\x00", Refused::Unknown),
            (b"\xff\xfe\x00\xd8", Refused::Unknown),
            (b"MZ\x90\x00", Refused::Unknown),
            (b"\n <SVG onload=alert(1)>", Refused::Unknown),
            (b"<!DOCTYPE html>", Refused::Unknown),
            (b"<?xml version='1.0'?>", Refused::Unknown),
        ] {
            assert_eq!(read(wrong), Err(refused), "{wrong:?}");
        }
        let long = "字".repeat(MOST_TEXT);
        assert!(read(long.as_bytes()).is_ok());
        assert_eq!(read(format!("{long}字").as_bytes()), Err(Refused::TooLong));
        assert_eq!(read(&vec![b'a'; 10_000_000]), Err(Refused::TooLong));
    }
}
