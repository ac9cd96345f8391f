//! What stands at the end of a mail by itself: a signature, and what a telephone adds.

use super::new_text::{is_blank, is_space};

/// Lines that telephones and programs put at the end by themselves, as they begin, in lower case.
const SENT_FROM: [&str; 8] = [
    "sent from my ",
    "sent from outlook for ",
    "get outlook for ",
    "從我的 ",
    "從我的i",
    "傳送自我的 ",
    "取得 outlook for ",
    "下載 outlook for ",
];

/// How many lines a signature has at most; what is longer may be words below a line that parts them.
const LONGEST_SIGNATURE: usize = 8;

/// Without what follows the last line of two hyphens (RFC 3676), unless that would be all.
pub(super) fn without_signature<'a>(lines: &[&'a str]) -> Vec<&'a str> {
    let mark = lines
        .iter()
        .rposition(|line| line.trim_matches(is_space) == "--");
    let end = mark.filter(|mark| {
        let (above, below) = lines.split_at(*mark);
        let of = below[1..].iter().filter(|line| !is_blank(line)).count();
        !above.iter().all(|line| is_blank(line)) && of <= LONGEST_SIGNATURE
    });
    let mut kept = lines[..end.unwrap_or(lines.len())].to_vec();
    while let Some(last) = kept.last() {
        let line = last.trim_matches(is_space).to_lowercase();
        let is_sent_from =
            line.chars().count() <= 60 && SENT_FROM.iter().any(|begin| line.starts_with(begin));
        if !line.is_empty() && !is_sent_from {
            break;
        }
        kept.pop();
    }
    kept
}
