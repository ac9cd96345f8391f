//! The domain of an e-mail address, with dots in words and Chinese labels.

use super::{is_accented, is_kana};
use crate::context::{after, is_han, next, pattern, previous};
use regex::Regex;
use std::{net::IpAddr, sync::LazyLock};

const LONGEST_DOMAIN: usize = 255;

/// A dot in words or in brackets, or one with spaces.
static WORDY_DOT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"^(?: {0,2}[(\[{<【「『《〔〈"'] {0,2}(?i:dot|\.|點|点) {0,2}[)\]}>】」』》〕〉"'] {0,2}| {0,2}[點点] {0,2}| ?[ _\-](?i:dot)[ _\-] ?|DOT| {1,2}\. {0,2}|\. {1,2}|。)"#,
    )
});

/// Endings that are taken on trust in hidden addresses, where every label could be a word.
const ENDINGS: &[&str] = &[
    "com",
    "net",
    "org",
    "edu",
    "gov",
    "mil",
    "int",
    "info",
    "biz",
    "name",
    "pro",
    "mobi",
    "dev",
    "app",
    "xyz",
    "online",
    "site",
    "shop",
    "store",
    "tech",
    "club",
    "cloud",
    "page",
    "email",
    "mail",
    "blog",
    "life",
    "live",
    "world",
    "taipei",
    "asia",
    "tw",
    "jp",
    "cn",
    "hk",
    "mo",
    "sg",
    "my",
    "th",
    "vn",
    "id",
    "ph",
    "kr",
    "in",
    "uk",
    "us",
    "ca",
    "au",
    "nz",
    "de",
    "fr",
    "es",
    "it",
    "nl",
    "be",
    "ch",
    "at",
    "se",
    "no",
    "dk",
    "fi",
    "pl",
    "cz",
    "pt",
    "ie",
    "eu",
    "ru",
    "ua",
    "br",
    "mx",
    "za",
    "io",
    "me",
    "co",
    "cc",
    "tv",
    "ai",
    "gg",
    "test",
    "example",
    "台灣",
    "台湾",
    "臺灣",
    "中国",
    "中國",
    "香港",
    "澳門",
    "公司",
    "网络",
    "網路",
    "网址",
    "商城",
    "在线",
    "集团",
    "移动",
    "新加坡",
];
const FILES: &[&str] = &[
    "png", "jpg", "jpeg", "gif", "svg", "webp", "pdf", "js", "ts", "css", "html", "htm", "zip",
    "mp4", "txt",
];

pub(crate) struct Domain {
    pub end: usize,
    /// No dot was hidden or spaced.
    pub plain_dots: bool,
    /// Every dot was a word or in brackets.
    pub worded_dots: bool,
    /// The last label is one of [`ENDINGS`].
    pub known: bool,
    /// An address of the network in brackets.
    pub literal: bool,
}

/// Hosts after which a comma or a space is a dot: `gmail,com`.
const HOSTS: &[&str] = &["gmail", "yahoo", "hotmail", "outlook", "icloud"];

/// The domain from byte `from` on: at least two labels, or an address in brackets.
pub(crate) fn domain(text: &str, from: usize) -> Option<Domain> {
    if let Some(rest) = text[from..].strip_prefix('[') {
        let end = rest.bytes().take(48).position(|b| b == b']')?;
        let inner = rest[..end].strip_prefix("IPv6:").unwrap_or(&rest[..end]);
        let _: IpAddr = inner.parse().ok()?;
        return Some(Domain {
            end: from + end + 2,
            plain_dots: true,
            worded_dots: false,
            known: true,
            literal: true,
        });
    }
    let mut at = from;
    let (mut plain_dots, mut worded_dots) = (true, true);
    let mut labels = 0;
    let mut best: Option<Domain> = None;
    let mut previous_known = false;
    loop {
        let mut end = label(text, at)?;
        if labels > 0
            && let Some(ending) = glued_ending(&text[at..end])
        {
            end = at + ending;
        }
        if end == at || end - from > LONGEST_DOMAIN {
            break;
        }
        let word = &text[at..end];
        let known = is_known(word);
        let starts_sentence =
            previous_known && word.starts_with(|c: char| c.is_ascii_uppercase()) && !known;
        if starts_sentence {
            break;
        }
        labels += 1;
        let ending = known
            || plain_dots
                && word.len() >= 2
                && (word.bytes().all(|b| b.is_ascii_alphabetic()) || word.starts_with("xn--"));
        if labels > 1 && ending && !FILES.contains(&word.to_ascii_lowercase().as_str()) {
            best = Some(Domain {
                end,
                plain_dots,
                worded_dots,
                known,
                literal: false,
            });
        }
        previous_known = known && labels > 1;
        let rest = after(text, end, 10);
        if labels == 1
            && HOSTS.iter().any(|host| host.eq_ignore_ascii_case(word))
            && let Some(tail) = rest.strip_prefix([',', ' '])
            && tail.starts_with("com")
            && !tail[3..].starts_with(|c: char| c.is_ascii_alphanumeric())
        {
            (plain_dots, worded_dots) = (false, false);
            at = end + 1;
            continue;
        }
        let dot = WORDY_DOT.find(rest);
        let typed = dot.is_some_and(|dot| matches!(dot.as_str().trim(), "." | "。"));
        if let Some(tail) = rest
            .strip_prefix('.')
            .filter(|tail| !tail.starts_with([' ', '.']))
        {
            worded_dots = false;
            at = end + rest.len() - tail.len();
        } else if let Some(dot) = dot.filter(|dot| {
            !(previous_known && typed)
                || dot.as_str().starts_with(' ')
                    && label(text, end + dot.end())
                        .is_some_and(|last| is_known(&text[end + dot.end()..last]))
        }) {
            worded_dots &= !typed;
            plain_dots = false;
            at = end + dot.end();
        } else {
            break;
        }
        if !next(text, at).is_some_and(|c| c.is_alphanumeric()) {
            break;
        }
    }
    best
}

fn is_known(label: &str) -> bool {
    ENDINGS
        .iter()
        .any(|ending| ending.eq_ignore_ascii_case(label))
}

/// The length of a known ending after which the next word begins without a space: `comTel`.
fn glued_ending(label: &str) -> Option<usize> {
    ["com", "tw", "net", "org", "edu"]
        .iter()
        .find(|ending| {
            label.strip_prefix(**ending).is_some_and(|rest| {
                rest.len() > 1 && rest.starts_with(|c: char| c.is_ascii_uppercase())
            })
        })
        .map(|ending| ending.len())
}

/// The end of the label that begins at `at`. A label in Chinese characters ends with a
/// known ending or before a dot, as running text may follow it.
fn label(text: &str, at: usize) -> Option<usize> {
    if text[at..].starts_with('-') {
        return None;
    }
    let mut end = at;
    let mut han = false;
    for (offset, c) in text[at..].char_indices().take(64) {
        let fits = c.is_ascii_alphanumeric() || c == '-' || is_accented(c);
        let fits_han = (is_han(c) || is_kana(c)) && c != '點' && c != '点' && (offset == 0 || han);
        if !(fits && !(han && offset > 0 && c != '-' && !c.is_ascii_digit()) || fits_han) {
            break;
        }
        han |= fits_han;
        end = at + offset + c.len_utf8();
    }
    if han && next(text, end) != Some('.') {
        let run = &text[at..end];
        end = ENDINGS
            .iter()
            .filter(|ending| run.starts_with(**ending))
            .map(|ending| at + ending.len())
            .max()?;
    }
    while end > at && previous(text, end) == Some('-') {
        end -= 1;
    }
    Some(end)
}
