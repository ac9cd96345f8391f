//! A line without the personal data in it: for addresses, and for what other sites show of a page.
//!
//! Whatever is found goes, also what its author made public or said was no personal data: an address
//! is copied, kept and mailed on, and nobody can mask it there.

use std::sync::LazyLock;

use personal_data::Detector;
use unicode_normalization::UnicodeNormalization as _;

use super::{
    Field, Format,
    findings::{Found, find},
};

/// Knows nobody's contacts, so that a line is the same whatever offices there are.
static DETECTOR: LazyLock<Detector> = LazyLock::new(Detector::new);

/// The most characters of a slug.
pub const LONGEST_SLUG: usize = 60;

/// The words of a title as they stand in an address: letters and figures in small letters, with
/// hyphens between. Empty where nothing is left.
pub fn slug(title: &str) -> String {
    let mut slug = String::new();
    let apart = |slug: &mut String| {
        if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    };
    for c in replaced(title, |_| " ".to_owned()).nfkc() {
        if c.is_alphanumeric() {
            slug.extend(c.to_lowercase().filter(|c| c.is_alphanumeric()));
        } else {
            apart(&mut slug);
        }
    }
    shortened(&slug)
}

/// Cuts a slug, where its last word would be cut before that word.
fn shortened(slug: &str) -> String {
    let cut = slug.char_indices().nth(LONGEST_SLUG);
    let short = match cut {
        None => slug,
        Some((at, next)) => {
            let kept = &slug[..at];
            match kept.rfind('-') {
                Some(end) if next.is_ascii_alphanumeric() => &kept[..end],
                _ => kept,
            }
        }
    };
    short.trim_matches('-').to_owned()
}

/// A line in which all that is found is masked.
pub fn masked(line: &str) -> String {
    replaced(line, Found::masked)
}

fn replaced(line: &str, instead: impl Fn(&Found) -> String) -> String {
    let field = Field::new("title", Format::Plain, line);
    let mut out = String::with_capacity(line.len());
    let mut done = 0;
    for found in find(&field, &DETECTOR) {
        out.push_str(&line[done..found.range.start]);
        out.push_str(&instead(&found));
        done = found.range.end;
    }
    out.push_str(&line[done..]);
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_slug_says_what_a_topic_is_about() {
        for (title, expected) in [
            ("公車站牌斜了，沒人修？", "公車站牌斜了-沒人修"),
            ("  The Bus -- is LATE! ", "the-bus-is-late"),
            ("ＭＲＴ 2.0", "mrt-2-0"),
            ("YouBike在愛河邊", "youbike在愛河邊"),
            ("！？", ""),
            ("—", ""),
            ("", ""),
            ("../../etc/passwd%00", "etc-passwd-00"),
            ("a\u{202e}b\u{200b}c", "a-b-c"),
        ] {
            assert_eq!(slug(title), expected, "{title}");
        }
        let words = "word ".repeat(40);
        assert_eq!(
            slug(&words),
            "word-word-word-word-word-word-word-word-word-word-word-word"
        );
        assert_eq!(slug(&"路".repeat(100)).chars().count(), LONGEST_SLUG);
    }

    #[test]
    fn what_is_found_is_in_no_slug_and_masked_elsewhere() {
        for (title, gone) in [
            ("我叫王小明，徵球友", "王小明"),
            ("寫信到wang@example.tw報名", "wang"),
            ("打0912-345-678", "345"),
            ("身分證A123456789掉了", "123456789"),
        ] {
            let slug = slug(title);
            assert!(!slug.contains(gone), "{slug}");
            assert!(!slug.contains("example-tw"), "{slug}");
            assert!(!masked(title).contains(gone), "{}", masked(title));
        }
    }

    proptest! {
        #[test]
        fn any_title_becomes_letters_figures_and_single_hyphens(title in any::<String>()) {
            let slug = slug(&title);
            prop_assert!(slug.chars().all(|c| c == '-' || c.is_alphanumeric()), "{slug}");
            prop_assert!(!slug.contains("--") && !slug.starts_with('-') && !slug.ends_with('-'));
            prop_assert!(slug.chars().count() <= LONGEST_SLUG);
        }
    }
}
