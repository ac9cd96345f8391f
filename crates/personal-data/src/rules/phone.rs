//! Telephone numbers: Taiwan's mobile, landline and VoIP numbers in national and
//! international writing with extensions, and other countries' with their code.
//!
//! Source of the lengths: 國家通訊傳播委員會, 電信網路編碼計畫. Service numbers (110, 1999,
//! 0800 …) are nobody's own and no findings.

use crate::{
    Kind,
    context::{after, before, next, pattern, previous},
    digits::{Chain, chains},
    fold::Folded,
    hit::Hit,
};
use regex::Regex;
use std::sync::LazyLock;

const MOST_GROUPS: usize = 6;
const MOST_DIGITS: usize = 16;

static EXTENSION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^,? {0,2}(?:#|extension|ext|x|轉|转|分機號碼|分機號|分機|分机) {0,2}[:.]? {0,2}[0-9]{1,6}(?-u:\b)",
    )
});
static KEYWORD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)電話|电话|手機|手机|市話|家電|聯絡|連絡|联系|聯繫|洽|打給|打到|請打|撥|來電|致電|傳真|號碼|簡訊|行動|zalo|whatsapp|(?-u:\b)(?:call|tel|phone|mobile|cell|text|fax|contact|reach|ring|sms|home|work|office|direct|[tmoph]:)",
    )
});
/// A keyword directly before the number, enough for a landline without its area code.
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:電話|电话|市話|手機|傳真|(?-u:\b)(?:tel|phone|fax))(?:號碼|是|為|no\.?|number)?[ .:]{0,3}$",
    )
});
static OTHER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:案號|案件編號|單號|訂單|編號|統編|統一編號|流水號|序號|發票|帳號|(?-u:\b)(?:order|invoice|tracking|case|serial|s/n|txn|no\.|id))[^0-9]{0,4}$",
    )
});

pub(crate) fn find(folded: &Folded, hits: &mut Vec<Hit>) {
    let text = folded.text();
    for chain in chains(text) {
        let mut first = 0;
        while first < chain.groups.len() {
            first = match number_at(text, &chain, first) {
                Some((last, hit)) => {
                    hits.extend(hit);
                    last + 1
                }
                None => first + 1,
            };
        }
    }
}

/// The longest number that begins with group `first`: its last group, and the hit unless
/// it is a service number.
fn number_at(text: &str, chain: &Chain, first: usize) -> Option<(usize, Option<Hit>)> {
    let digits_start = chain.groups[first].start;
    let start = lead(text, digits_start);
    let plus = text[start..digits_start].contains('+');
    if !free_before(text, start) {
        return None;
    }
    let last = chain.groups.len().min(first + MOST_GROUPS) - 1;
    for last in (first..=last).rev() {
        let Some(digits) = chain.digits(text, first, last, MOST_DIGITS) else {
            continue;
        };
        let Some(verdict) = judge(text, chain, first, last, start, plus, &digits) else {
            continue;
        };
        let (mut end, mut last) = (chain.groups[last].end, last);
        if !free_after(text, chain, last, end) {
            continue;
        }
        let Verdict::Number(confidence, why) = verdict else {
            return Some((last, None));
        };
        if let Some(extension) = EXTENSION.find(after(text, end, 18)) {
            end += extension.end();
            while chain
                .groups
                .get(last + 1)
                .is_some_and(|group| group.start < end)
            {
                last += 1;
            }
        }
        // An opening bracket belongs to the number only if the closing one does.
        let start = if text[digits_start..end].contains(')') {
            start
        } else {
            text[start..digits_start]
                .find('+')
                .map_or(digits_start, |plus| start + plus)
        };
        return Some((
            last,
            Some(Hit::new(Kind::Phone, start..end, confidence, why)),
        ));
    }
    None
}

enum Verdict {
    Number(f32, &'static str),
    Service,
}

fn judge(
    text: &str,
    chain: &Chain,
    first: usize,
    last: usize,
    start: usize,
    plus: bool,
    digits: &str,
) -> Option<Verdict> {
    use Verdict::{Number, Service};
    let gaps: Vec<&str> = (first..last)
        .filter_map(|index| chain.gap(text, index))
        .collect();
    let comma = gaps.iter().any(|gap| gap.contains(','));
    let context =
        || KEYWORD.is_match(before(text, start, 14)) && !OTHER.is_match(before(text, start, 10));
    let international = if plus {
        Some(digits)
    } else {
        digits
            .strip_prefix("002")
            .or(digits.strip_prefix("00"))
            .filter(|rest| rest.starts_with("886"))
    };
    let taiwan = international
        .and_then(|rest| rest.strip_prefix("886"))
        .or_else(|| digits.strip_prefix("886").filter(|_| !plus));
    if comma && !(digits.len() == 10 && digits.starts_with("09") && gaps.len() == 2) {
        return None;
    }
    if let Some(rest) = taiwan {
        let national = format!("0{}", rest.strip_prefix('0').unwrap_or(rest));
        return match national_number(&national)? {
            National::Service => Some(Service),
            National::Mobile => Some(Number(0.96, "country code")),
            National::Landline(_) => (plus || international.is_some() || !gaps.is_empty())
                .then_some(Number(0.95, "country code")),
        };
    }
    if let Some(rest) = international {
        let fits = if rest.starts_with('1') {
            rest.len() == 11
        } else {
            (9..=13).contains(&rest.len())
        };
        return (fits && !rest.starts_with('0')).then_some(Number(0.9, "country code"));
    }
    match national_number(digits) {
        Some(National::Service) => return Some(Service),
        Some(National::Mobile) => {
            return (!OTHER.is_match(before(text, start, 10)) || context())
                .then_some(Number(0.95, "mobile"));
        }
        Some(National::Landline(area)) => {
            let set_off = chain.groups[first].len() == area
                && !gaps.is_empty()
                && gaps[0] != "."
                && gaps[0] != ",";
            let bracketed = gaps.first().is_some_and(|gap| gap.contains(')'));
            return if bracketed {
                Some(Number(0.95, "landline"))
            } else if set_off && !OTHER.is_match(before(text, start, 10)) {
                Some(Number(0.9, "landline"))
            } else if context() {
                Some(Number(0.88, "landline and keyword"))
            } else {
                None
            };
        }
        None => {}
    }
    let labelled = LABEL.is_match(before(text, start, 12));
    if labelled && (7..=8).contains(&digits.len()) && last - first <= 1 && !digits.starts_with('0')
    {
        return Some(Number(0.75, "keyword"));
    }
    let american = digits.len() == 10
        && last - first == 2
        && chain.groups[first].len() == 3
        && chain.groups[first + 1].len() == 3
        && !digits.starts_with(['0', '1']);
    (american && (gaps[0].contains(')') || context())).then_some(Number(0.8, "foreign format"))
}

enum National {
    Mobile,
    /// With the length of the area code.
    Landline(usize),
    Service,
}

/// Judges a number in national writing, with its leading 0 and without extension.
fn national_number(digits: &str) -> Option<National> {
    let length = digits.len();
    if ["0800", "0801", "0809", "0508", "0203", "0204", "0209"]
        .iter()
        .any(|service| digits.starts_with(service))
        && (9..=11).contains(&length)
    {
        return Some(National::Service);
    }
    if digits.starts_with("09") {
        return (length == 10).then_some(National::Mobile);
    }
    if digits.starts_with("070") {
        return (length == 11).then_some(National::Landline(3));
    }
    // Longest codes first, each with the lengths of the whole number.
    const AREAS: &[(&str, &[usize])] = &[
        ("0826", &[9]),
        ("0836", &[9]),
        ("037", &[9]),
        ("049", &[10]),
        ("082", &[9]),
        ("089", &[9]),
        ("02", &[10]),
        ("03", &[9]),
        ("04", &[9, 10]),
        ("05", &[9]),
        ("06", &[9]),
        ("07", &[9]),
        ("08", &[9]),
    ];
    let (code, lengths) = AREAS.iter().find(|(code, _)| digits.starts_with(code))?;
    let subscriber = digits.as_bytes().get(code.len())?;
    (lengths.contains(&length) && *subscriber != b'0').then_some(National::Landline(code.len()))
}

/// Takes in an opening bracket and a plus before the digits.
fn lead(text: &str, digits: usize) -> usize {
    let mut start = digits;
    for c in ['(', '+', '('] {
        if previous(text, start) == Some(c) {
            start -= 1;
        }
    }
    start
}

/// Whether a number may begin here: not inside a longer number, word or price.
fn free_before(text: &str, start: usize) -> bool {
    let Some(c) = previous(text, start) else {
        return true;
    };
    let further = || previous(text, start - c.len_utf8());
    match c {
        '#' | '$' | '_' => false,
        '-' | '.' | '/' => !further().is_some_and(|c| c.is_ascii_alphanumeric()),
        c if c.is_ascii_digit() => false,
        c if c.is_ascii_alphabetic() => {
            let word = before(text, start, 9);
            let from = word
                .rfind(|c: char| !c.is_ascii_alphabetic())
                .map_or(0, |at| at + next(word, at).map_or(1, char::len_utf8));
            [
                "tel", "phone", "call", "mobile", "cell", "fax", "line", "t", "m", "p",
            ]
            .contains(&word[from..].to_ascii_lowercase().as_str())
        }
        _ => true,
    }
}

/// Whether a number may end here.
fn free_after(text: &str, chain: &Chain, last: usize, end: usize) -> bool {
    if EXTENSION.is_match(after(text, end, 18)) {
        return true;
    }
    match chain.gap(text, last) {
        Some("-" | ".") => false,
        _ => !next(text, end).is_some_and(|c| c.is_ascii_alphabetic() || c == '_' || c == '%'),
    }
}

#[cfg(test)]
mod tests {
    use crate::{Kind, rules::testing::check};

    #[test]
    fn mobile() {
        check(
            Kind::Phone,
            &[
                ("請打 0928-417-365 找", &["0928-417-365"]),
                (
                    "手機為０９３７－２２０－８４６，",
                    &["０９３７－２２０－８４６"],
                ),
                ("零九一二　三四五　零六七，", &["零九一二　三四五　零六七"]),
                ("打零九七八，一五二，六六〇", &["零九七八，一五二，六六〇"]),
                ("通知0919330274。", &["0919330274"]),
                ("/ 0966.204.517，", &["0966.204.517"]),
                ("+886 921 560 338（開會", &["+886 921 560 338"]),
                ("(0912345678)", &["0912345678"]),
                ("0912\u{200b}345678", &["0912\u{200b}345678"]),
                (
                    "09l2-345-678 0912-34O-678",
                    &["09l2-345-678", "0912-34O-678"],
                ),
                ("886987123456", &["886987123456"]),
                ("0912345678、0987654321", &["0912345678", "0987654321"]),
            ],
        );
    }

    #[test]
    fn landline_and_extension() {
        check(
            Kind::Phone,
            &[
                ("T (07) 335-9021 #16", &["(07) 335-9021 #16"]),
                ("要，07-5362148轉207，", &["07-5362148轉207"]),
                ("07-2219840分機31。", &["07-2219840分機31"]),
                ("or 07 - 5507 316.", &["07 - 5507 316"]),
                (
                    "o: +886-7-361-4402 ext. 118 m: +886 905 771 236",
                    &["+886-7-361-4402 ext. 118", "+886 905 771 236"],
                ),
                ("(07)2865-117 never", &["(07)2865-117"]),
                ("電話2219840", &["2219840"]),
                ("049-2234567 037-023456", &["049-2234567"]),
                ("whatsapp +44 7700 900 318, I", &["+44 7700 900 318"]),
            ],
        );
    }

    #[test]
    fn no_telephone() {
        check(
            Kind::Phone,
            &[
                ("打1999、110、119、165", &[]),
                ("0800-000-388 和 0800-024-111", &[]),
                ("KH-1130457 案件編號 1130402-1177", &[]),
                ("2024-05-19 18:20", &[]),
                ("NT$4,800 2,500", &[]),
                ("TXN 20240519000482", &[]),
                ("Tracking 9074 5512 3380 6641", &[]),
                ("訂單0912345678", &[]),
                ("198.51.100.24:8080", &[]),
                ("071234567", &[]),
                ("22.6397, 120.3021", &[]),
            ],
        );
    }
}
