//! E-mail addresses: as RFC 5321 and 6531 have them, in running text beside Chinese,
//! and in the ways in which people hide them from robots.

mod domain;

use crate::{
    Kind, Role,
    context::{after, before, is_han, next, pattern, previous},
    fold::Folded,
    hit::Hit,
};
use aho_corasick::{AhoCorasick, Match};
use domain::domain;
use regex::Regex;
use std::{ops::Range, sync::LazyLock};

const LONGEST_LOCAL: usize = 64;

/// Where an at sign may stand, in any guise.
static SIGN: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .build(["@", "at", "老鼠", "艾特", "◎", "🐭", "🐁", "🐀", "(a", "[a"])
        .expect("a list of the program compiles")
});
/// An at sign with what belongs to it may begin and end this far from it, in characters.
const REACH: usize = 6;

const OPEN: &str = r#"[(\[{<【「『《〔〈"']"#;
const CLOSE: &str = r#"[)\]}>】」』》〕〉"']"#;

static AT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"^(?: {{0,2}}(?:{OPEN} {{0,2}}(?i:at|@|a|小老鼠|老鼠|艾特) {{0,2}}{CLOSE}|小?老鼠|艾特|@|◎|🐭|🐁|🐀) {{0,2}}| ?[ _\-](?i:at)[ _\-] ?|AT)"
    ))
});

static WORDY_DOT_BACKWARDS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?: {{0,2}}{OPEN} {{0,2}}(?i:dot|\.|點|点) {{0,2}}{CLOSE} {{0,2}}| {{0,2}}[點点] {{0,2}}|[ _\-](?i:dot)[ _\-])$"
    ))
});

/// Words that name what follows up to the at sign as an address, spaces and all.
static SPACED_LOCAL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:信箱|e-?mail|mail|電郵|郵件|郵箱)(?: {0,2}(?:是|為|:|=|is) {0,2}| )([a-z0-9][a-z0-9._\-]{0,20}(?: [a-z0-9._\-]{1,20}){1,5})$",
    )
});
/// Words that are no part of an address with spaces.
const WORDS: &[&str] = &[
    "me", "us", "to", "at", "is", "my", "address", "the", "or", "and", "please", "pls", "on",
    "for", "via", "you", "him", "her", "them", "from", "with", "contact", "directly", "it",
];

/// Every letter with a space after it: `f o o 8 @ g m a i l . c o m`.
static SPELLED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?-u:\b)[a-z0-9](?: [a-z0-9._\-]){1,39} ?@(?: ?[a-z0-9](?: [a-z0-9.\-]){4,39})(?-u:\b)",
    )
});

/// `lake.carp#gmail.com` where the text says that `#` stands for the at sign.
static SUBSTITUTE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)[a-z0-9][a-z0-9._\-]{0,40}[#*$!^~](?:[a-z0-9][a-z0-9\-]{0,40}\.){1,3}[a-z]{2,6}")
});
static SUBSTITUTION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:換成|换成|換為|換|改成|改為|代替|取代|代表|就是|是|=|is|means|replace|instead).{0,6}(?:@|小老鼠|老鼠|\bat\b)|(?:@|小老鼠).{0,4}(?:換成|改成|代替|用)",
    )
});

/// Hosts that are known for mailboxes, so that less is needed around them.
const MAIL_HOSTS: &[&str] = &[
    "gmail.",
    "yahoo.",
    "hotmail.",
    "outlook.",
    "icloud.",
    "msa.hinet.",
    "kimo.",
    "pchome.",
    "protonmail.",
    "live.",
    "me.com",
];

/// Words that stand before " at … dot …" without being an address.
const VERBS: &[&str] = &[
    "us",
    "it",
    "me",
    "look",
    "meet",
    "found",
    "posted",
    "available",
    "visit",
    "here",
    "me",
    "shop",
    "and",
    "is",
    "was",
];

/// Mailboxes of a role; at a government's domain they are nobody's own.
const ROLES: &[&str] = &[
    "service",
    "services",
    "info",
    "webmaster",
    "contact",
    "1999",
    "public",
    "opinion",
    "postmaster",
    "noreply",
    "no-reply",
];

/// Networks whose names stand before an at sign and a handle: `IG@some.body`.
const NETWORKS: &[&str] = &[
    "ig",
    "fb",
    "line",
    "tg",
    "x",
    "twitter",
    "threads",
    "tiktok",
    "insta",
    "instagram",
    "telegram",
    "youtube",
    "yt",
    "plurk",
    "discord",
    "dc",
];

/// Hosts whose ending a reader supplies: `somebody@gmail`.
const KNOWN_HOSTS: &[&str] = &["gmail", "hotmail", "yahoo", "outlook", "icloud"];

pub(crate) fn find(folded: &Folded, hits: &mut Vec<Hit>) {
    let text = folded.text();
    let mut done = 0;
    for sign in SIGN.find_iter(text) {
        if sign.start() < done || !may_be_sign(text, &sign) {
            continue;
        }
        let lead = before(text, sign.start(), REACH);
        let from = sign.start() - lead.len();
        let window = &text[from..sign.end() + after(text, sign.end(), REACH).len()];
        let found = window
            .char_indices()
            .take_while(|(at, _)| from + at <= sign.start())
            .filter(|(at, _)| from + at >= done)
            .find_map(|(at, _)| {
                let found = AT.find(&window[at..])?;
                let range = from + at..from + at + found.len();
                (range.end >= sign.end()).then_some(range)
            });
        let Some(at) = found else {
            continue;
        };
        if let Some(hit) = address(text, &at) {
            done = at.end;
            hits.push(hit);
        } else if &text[sign.range()] == "@" {
            hits.extend(spelled(text, sign.start()).or_else(|| without_ending(text, sign.start())));
        }
    }
    substituted(text, hits);
}

/// Addresses with another sign that the text itself explains.
fn substituted(text: &str, hits: &mut Vec<Hit>) {
    // The at sign or its name stands in the explanation.
    if !["@", "老鼠", "at"].iter().any(|sign| text.contains(sign)) {
        return;
    }
    let bytes = text.as_bytes();
    let beside = |at: Option<usize>| {
        at.and_then(|at| bytes.get(at))
            .is_some_and(u8::is_ascii_alphanumeric)
    };
    let mut done = 0;
    for (at, _) in text.match_indices(['#', '*', '$', '!', '^', '~']) {
        if at < done || !beside(at.checked_sub(1)) || !beside(Some(at + 1)) {
            continue;
        }
        let from = (at - before(text, at, 42).len()).max(done);
        let window = &text[from..at + after(text, at, 160).len()];
        let Some(found) = SUBSTITUTE
            .find_iter(window)
            .find(|found| from + found.end() > at)
        else {
            continue;
        };
        done = from + found.end();
        if SUBSTITUTION.is_match(after(text, done, 24)) {
            let range = from + found.start()..done;
            hits.push(Hit::new(Kind::Email, range, 0.9, "hidden address"));
        }
    }
}

/// Leaves out the letters "at" within words.
fn may_be_sign(text: &str, sign: &Match) -> bool {
    if !text[sign.range()].eq_ignore_ascii_case("at") {
        return true;
    }
    let left = previous(text, sign.start());
    let right = next(text, sign.end());
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    if &text[sign.range()] == "AT" && letter(right) {
        // kevinATgmail.com
        return left.is_some_and(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
            && right.is_some_and(|c| c.is_ascii_lowercase());
    }
    left.is_some_and(|c| !c.is_ascii_alphanumeric())
        && right.is_some_and(|c| !c.is_ascii_alphanumeric())
}

/// The address around an at sign.
fn address(text: &str, at: &Range<usize>) -> Option<Hit> {
    let sign = &text[at.clone()];
    let bare = sign == "@";
    let word =
        sign.to_ascii_lowercase().ends_with("at ") || sign.ends_with(['_', '-']) || sign == "AT";
    let domain = domain(text, at.end)?;
    let host = text[at.end..domain.end].to_ascii_lowercase();
    let post = MAIL_HOSTS.iter().any(|mail| host.starts_with(mail));
    // "plus @example.com" speaks of a domain.
    let handle = sign.starts_with(' ') && sign.ends_with('@') && domain.plain_dots;
    let joined = sign.starts_with('_') && sign.ends_with('_');
    if (word && !joined && !domain.worded_dots || handle) && !post || !bare && !domain.known {
        return None;
    }
    let start = local(text, at.start, bare && domain.plain_dots, !bare)?;
    let name = &text[start..at.start];
    let lower = name.to_ascii_lowercase();
    let network = !domain.known && NETWORKS.contains(&lower.as_str());
    let handle = !domain.known && next(text, domain.end) == Some('_');
    let foreign = !domain.known && !domain.literal && !name.is_ascii() && name.contains(is_han);
    let repository = lower == "git" && next(text, domain.end) == Some(':');
    let verb = word && (name.len() < 2 || VERBS.contains(&lower.as_str()));
    // `@name@server` is an account of the fediverse, unless the server keeps mailboxes.
    let handle = handle || bare && !post && text[..start].ends_with('@');
    if network || handle || foreign || repository || verb || in_url(text, start) {
        return None;
    }
    let (confidence, why) = if bare && domain.plain_dots {
        (0.98, "address")
    } else {
        (0.93, "hidden address")
    };
    let mut hit = Hit::new(Kind::Email, start..domain.end, confidence, why);
    if ROLES.contains(&lower.as_str()) && text[at.end..domain.end].ends_with(".gov.tw") {
        hit.role = Role::Public;
    }
    Some(hit)
}

/// `f o o 8 8 @ g m a i l . c o m` around the at sign at byte `at`.
fn spelled(text: &str, at: usize) -> Option<Hit> {
    let apart = |c: Option<char>| c.is_some_and(|c| c == ' ' || c.is_ascii_alphanumeric());
    if !apart(previous(text, at)) || !apart(next(text, at + 1)) {
        return None;
    }
    let from = at - before(text, at, 60).len();
    let found = SPELLED
        .find_iter(&text[from..at + after(text, at, 60).len()])
        .find(|found| (from + found.start()..from + found.end()).contains(&at))?;
    let squeezed = found.as_str().replace(' ', "");
    let sign = squeezed.find('@')?;
    let whole = domain(&squeezed, sign + 1)
        .is_some_and(|domain| domain.known && domain.end == squeezed.len());
    whole.then(|| {
        let range = from + found.start()..from + found.end();
        Hit::new(Kind::Email, range, 0.9, "hidden address")
    })
}

/// `somebody@gmail`, where the ending is left out.
fn without_ending(text: &str, at: usize) -> Option<Hit> {
    let rest = after(text, at + 1, 9).to_ascii_lowercase();
    let host = KNOWN_HOSTS.iter().find(|host| rest.starts_with(**host))?;
    let end = at + 1 + host.len();
    let free = !next(text, end).is_some_and(|c| c.is_ascii_alphanumeric() || "_-@".contains(c));
    let start = atom(text, at);
    (free && at - start >= 3 && !in_url(text, start))
        .then(|| Hit::new(Kind::Email, start..end, 0.8, "address without ending"))
}

/// Where the local part before byte `at` begins.
fn local(text: &str, at: usize, plain: bool, hidden: bool) -> Option<usize> {
    if let Some(quoted) = text[..at].strip_suffix('"') {
        let open = before(quoted, quoted.len(), LONGEST_LOCAL).rfind('"')?;
        let start = quoted.len() - before(quoted, quoted.len(), LONGEST_LOCAL).len() + open;
        return (!text[start..at].contains('\n') && at - start > 2).then_some(start);
    }
    if let Some(spaced) = SPACED_LOCAL
        .captures(before(text, at, 60))
        .and_then(|found| found.get(1))
    {
        let spaced = spaced.as_str();
        let words = spaced
            .split(' ')
            .any(|part| WORDS.contains(&part.to_ascii_lowercase().as_str()));
        if !words && (hidden || spaced.len() > 3) {
            return Some(at - spaced.len());
        }
    }
    if text[..at].ends_with('.') {
        return None;
    }
    let mut start = atom(text, at);
    // foo."bar".baz@example.com
    if let Some(quoted) = text[..start].strip_suffix("\".") {
        let lead = before(quoted, quoted.len(), LONGEST_LOCAL);
        if let Some(open) = lead.rfind('"').filter(|open| lead[..*open].ends_with('.')) {
            start = atom(text, quoted.len() - lead.len() + open - 1);
        }
    }
    if start == at {
        return if plain { international(text, at) } else { None };
    }
    for _ in 0..4 {
        let lead = before(text, start, 9);
        let Some(dot) = WORDY_DOT_BACKWARDS.find(lead) else {
            break;
        };
        let end = start - dot.len();
        let further = atom(text, end);
        if further == end {
            break;
        }
        start = further;
    }
    (at - start <= LONGEST_LOCAL * 2).then_some(start)
}

/// The start of the run of local-part characters that ends at `at`, or `at`.
fn atom(text: &str, at: usize) -> usize {
    let mut start = at;
    for (index, c) in text[..at].char_indices().rev().take(LONGEST_LOCAL + 1) {
        if !(c.is_ascii_alphanumeric() || "._%+-&'~".contains(c) || is_accented(c)) {
            break;
        }
        start = index;
    }
    let mut run = &text[start..at];
    if run.chars().count() > LONGEST_LOCAL {
        return at;
    }
    if let Some(dots) = run.rfind("..") {
        run = &run[dots + 2..];
    }
    run = run.trim_start_matches(['.', '-', '+', '%', '&', '\'', '~']);
    if !run.contains(|c: char| c.is_alphanumeric()) {
        return at;
    }
    at - run.len()
}

fn is_kana(c: char) -> bool {
    matches!(c, 'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー')
}

fn is_accented(c: char) -> bool {
    !c.is_ascii() && c.is_alphabetic() && (c < '\u{250}' || matches!(c, '\u{1e00}'..='\u{1eff}'))
}

/// A local part in Chinese characters (RFC 6531), without the words that lead up to it.
fn international(text: &str, at: usize) -> Option<usize> {
    const LEADS: &[&str] = &[
        "請洽", "請寄", "寄到", "寄至", "寄給", "寫信", "來信", "信箱", "電郵", "郵件", "聯絡",
        "是", "為", "到", "洽", "至", "給",
    ];
    let run = before(text, at, 16);
    let from = run
        .char_indices()
        .rev()
        .take_while(|(_, c)| {
            is_han(*c) || is_kana(*c) || c.is_ascii_alphanumeric() || "._-".contains(*c)
        })
        .last()?
        .0;
    let run = &run[from..];
    let skip = LEADS
        .iter()
        .filter_map(|lead| run.rfind(lead).map(|found| found + lead.len()))
        .max()
        .unwrap_or(0);
    (skip < run.len()).then_some(at - run.len() + skip)
}

/// Whether what begins at `start` is the user part of a web address (`http://user:pass@host`).
fn in_url(text: &str, start: usize) -> bool {
    let lead = before(text, start, 64);
    let token = lead
        .rfind(|c: char| c.is_whitespace())
        .map_or(lead, |space| &lead[space..]);
    token.ends_with("://")
        || token.contains("://") && !token.contains(['?', '#']) && token.ends_with(':')
}

#[cfg(test)]
mod tests {
    use crate::{Detector, Kind, Role, rules::testing::check};

    #[test]
    fn plain() {
        check(
            Kind::Email,
            &[
                ("請洽wang.xm@kcg.gov.tw謝謝", &["wang.xm@kcg.gov.tw"]),
                (
                    "寄ａｂ８８＠ｇｍａｉｌ．ｃｏｍ　，",
                    &["ａｂ８８＠ｇｍａｉｌ．ｃｏｍ"],
                ),
                (
                    "<o'brien+x@a-b.example.com>.",
                    &["o'brien+x@a-b.example.com"],
                ),
                ("Mail foo@example.com. Thanks", &["foo@example.com"]),
                ("foo@example.com.Please", &["foo@example.com"]),
                ("mailto:foo@example.com?subject=x", &["foo@example.com"]),
                ("\"john doe\"@example.com", &["\"john doe\"@example.com"]),
                ("root@[192.0.2.1]", &["root@[192.0.2.1]"]),
                ("j.müller@example.de", &["j.müller@example.de"]),
                ("信箱是王小明@例子.台灣謝謝", &["王小明@例子.台灣"]),
                ("a@b.tw,c@d.tw", &["a@b.tw", "c@d.tw"]),
                ("寫到 gis-小幫手@例子.台灣（", &["gis-小幫手@例子.台灣"]),
                ("Email:foo@example.comTel:0912", &["foo@example.com"]),
                (
                    "test.\"foo\".bar@gmail.co.uk!",
                    &["test.\"foo\".bar@gmail.co.uk"],
                ),
                ("\"test@example.com\"", &["test@example.com"]),
                ("foo&#64;example&#46;com", &["foo&#64;example&#46;com"]),
                ("?mail=foo%40example.com", &["foo%40example.com"]),
            ],
        );
    }

    #[test]
    fn hidden() {
        check(
            Kind::Email,
            &[
                (
                    "來信 kuo.fang 小老鼠 example 點 com 滿十戶",
                    &["kuo.fang 小老鼠 example 點 com"],
                ),
                (
                    "信箱是 guanli (at) tower (dot) example (dot) tw 不要",
                    &["guanli (at) tower (dot) example (dot) tw"],
                ),
                (
                    "write j.whit [at] example [dot] com",
                    &["j.whit [at] example [dot] com"],
                ),
                (
                    "to tomasz dot w at example dot com pls",
                    &["tomasz dot w at example dot com"],
                ),
                (
                    "信箱是 lo ve cat 520 @ gmail . com，",
                    &["lo ve cat 520 @ gmail . com"],
                ),
                (
                    "(a bin) hmwang ＠ example . com",
                    &["hmwang ＠ example . com"],
                ),
                (
                    "寫 lake.carp#gmail.com（#換成小老鼠）",
                    &["lake.carp#gmail.com"],
                ),
                ("foo(at)example.com", &["foo(at)example.com"]),
                (
                    "foo_1◎gmail.com，或 foo_2 at gmail.com",
                    &["foo_1◎gmail.com", "foo_2 at gmail.com"],
                ),
                ("foo【at】gmail.com", &["foo【at】gmail.com"]),
                ("信箱foo88🐭gmail.com", &["foo88🐭gmail.com"]),
                (
                    "foo88@gmail,com 或 foo88ATgmail.com",
                    &["foo88@gmail,com", "foo88ATgmail.com"],
                ),
                (
                    "f o o 8 8 @ g m a i l . c o m",
                    &["f o o 8 8 @ g m a i l . c o m"],
                ),
                (
                    "e-mail big old dog 〔at〕 example 〔dot〕 com",
                    &["big old dog 〔at〕 example 〔dot〕 com"],
                ),
                ("please email me at foo@example.com", &["foo@example.com"]),
                (
                    "to foo\"at\"example\"dot\"com or",
                    &["foo\"at\"example\"dot\"com"],
                ),
                ("foo_at_example.com", &["foo_at_example.com"]),
                ("寄到 foo88@gmail 謝謝", &["foo88@gmail"]),
                ("edu@croydon . gov . uk or", &["edu@croydon . gov . uk"]),
            ],
        );
    }

    #[test]
    fn no_address() {
        check(
            Kind::Email,
            &[
                ("foo@bar", &[]),
                ("IG@some.body", &[]),
                ("貼一張@yu.draws_的貼紙", &[]),
                ("git clone git@github.com:foo/bar.git", &[]),
                ("a cat that sat at home. com", &[]),
                ("icon@2x.png", &[]),
                ("react@18.2.0", &[]),
                ("look at example.com", &[]),
                ("lunch at noon. com", &[]),
                ("http://user:pass@example.com:8080", &[]),
                ("@example.com", &[]),
                ("三點小老鼠跑出來", &[]),
                ("lake#gmail.com", &[]),
                ("last name plus @paulhastings.com", &[]),
            ],
        );
    }

    #[test]
    fn a_government_role_is_nobody() {
        let all = Detector::new()
            .with_public_persons()
            .find("service@kcg.gov.tw");
        assert_eq!((all[0].kind, all[0].role), (Kind::Email, Role::Public));
        check(
            Kind::Email,
            &[
                ("service@kcg.gov.tw", &[]),
                ("service@shop.example.tw", &["service@shop.example.tw"]),
            ],
        );
    }
}
