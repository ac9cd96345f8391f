//! File names as they may be shown and saved: no path, nothing unseen, an ending that is true.

use unicode_normalization::UnicodeNormalization as _;

use super::{Kind, LONGEST_NAME};
use crate::text_rules::plain_line;

/// The longest ending that is taken for one, in characters.
const LONGEST_ENDING: usize = 10;

/// The name of a file of this kind; whatever was given, the result is one.
pub(super) fn clean(given: &str, kind: Kind) -> String {
    let name = given.rsplit(['/', '\\']).next().unwrap_or("");
    let name: String = name
        .nfc()
        .filter(|c| plain_line(c.encode_utf8(&mut [0; 4])) && !"\"<>:|?".contains(*c))
        .collect();
    let stem = match name.rsplit_once('.') {
        Some((stem, ending)) if is_ending(ending) => stem,
        _ => &name,
    };
    with_ending(stem, kind)
}

/// The name again, once personal data was masked or taken out of it.
pub(super) fn again(name: &str, kind: Kind) -> String {
    let ending = format!(".{}", kind.ending());
    with_ending(name.strip_suffix(&ending).unwrap_or(name), kind)
}

fn is_ending(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= LONGEST_ENDING
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn with_ending(stem: &str, kind: Kind) -> String {
    let words: Vec<&str> = stem.split_whitespace().collect();
    let stem: String = words
        .join(" ")
        .trim_matches(['.', ' '])
        .chars()
        .take(LONGEST_NAME)
        .collect();
    let stem = stem.trim_matches(['.', ' ']);
    let stem = if stem.is_empty() { kind.as_str() } else { stem };
    // Windows opens a device by such a name.
    let device = matches!(&*stem.to_ascii_lowercase(), "con" | "prn" | "aux" | "nul")
        || stem.len() == 4
            && stem.is_ascii()
            && matches!(&*stem[..3].to_ascii_lowercase(), "com" | "lpt");
    let underscore = if device { "_" } else { "" };
    format!("{underscore}{stem}.{}", kind.ending())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_name_is_only_a_name() {
        for (given, kind, name) in [
            ("photo.JPG", Kind::Jpeg, "photo.jpg"),
            ("photo.html", Kind::Png, "photo.png"),
            ("../../etc/passwd", Kind::Text, "passwd.txt"),
            ("C:\\Users\\王小明\\a.pdf", Kind::Pdf, "a.pdf"),
            ("", Kind::Pdf, "pdf.pdf"),
            ("...", Kind::Gif, "gif.gif"),
            (".htaccess", Kind::Text, "text.txt"),
            ("a\u{202e}gpj.exe", Kind::Jpeg, "agpj.jpg"),
            ("a\0b\r\nc\".txt", Kind::Text, "abc.txt"),
            ("aux.txt", Kind::Text, "_aux.txt"),
            ("COM1", Kind::Text, "_COM1.txt"),
            ("第1.5版 說明.pdf", Kind::Pdf, "第1.5版 說明.pdf"),
            ("a  b .pdf", Kind::Pdf, "a b.pdf"),
        ] {
            assert_eq!(clean(given, kind), name, "{given:?}");
        }
        assert_eq!(again("李○明.pdf", Kind::Pdf), "李○明.pdf");
        assert_eq!(again(".pdf", Kind::Pdf), "pdf.pdf");
        assert_eq!(again("", Kind::Pdf), "pdf.pdf");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn whatever_is_given_is_safe_and_stays(given in any::<String>()) {
            let name = clean(&given, Kind::Pdf);
            prop_assert!(plain_line(&name) && !name.contains(['/', '\\', '"']));
            prop_assert!(!name.starts_with('.') && name.ends_with(".pdf"));
            prop_assert!(name.chars().count() <= LONGEST_NAME + 5);
            prop_assert_eq!(again(&name, Kind::Pdf), name);
        }
    }
}
