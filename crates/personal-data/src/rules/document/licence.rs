//! Numbers of driver's licences, of Taiwan and of elsewhere.

use super::{FURTHEST, crossed, leads_back};
use crate::{
    Kind,
    context::{after, answer_line, before, pattern, stands_labelled},
    hit::Hit,
    rules::identity::kind_of,
};
use regex::Regex;
use std::{ops::Range, sync::LazyLock};

pub(super) const WORDS: &[&str] = &[
    "駕照",
    "驾照",
    "駕駛執照",
    "駕駛執照號碼",
    "駕駛證",
    "驾驶证",
    "駕證",
    "行駕照",
    "管轄編號",
    "執照號碼",
    "免許",
    "免許証",
    "driving licence",
    "driving license",
    "driver licence",
    "driver license",
    "drivers licence",
    "drivers license",
    "driver's licence",
    "driver's license",
    "driving permit",
    "licence",
    "license",
    "licence no",
    "license no",
    "licence number",
    "license number",
    "idp no",
    "dl no",
    "dl number",
    "sim a",
    "sim b",
    "sim c",
    "bằng lái",
    "bằng lái xe",
    "giấy phép lái xe",
    "運転免許証",
    "surat izin mengemudi",
    "gplx",
    "gplx số",
    "lisensya",
    "licencia",
    "licencia de conducir",
    "licencia de manejo",
    "permis de conduire",
    "führerschein",
    "ใบขับขี่",
    "international permit",
    "international driving permit",
    "international licence",
    "international license",
    "idp",
    "dl",
    "dl#",
    "idp#",
];

/// Any state's series of capitals and digits without joints: `U1K83P552L`, `12AB34567`.
const SERIES: &str = "(?-i:[A-Z0-9]{8,13})";

static LICENCE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)[A-Z]{{2,4}}-[0-9]{{2,6}}-[0-9]{{4,8}}|[A-Z]{{2,4}}-[A-Z]{{1,2}} ?[0-9]{{5,10}}|[A-Z][0-9]{{2,4}}(?:-[0-9]{{1,6}}){{1,4}}|(?-i:[A-Z][A-Z9]{{4}}) ?[0-9]{{6}} ?(?-i:[A-Z][A-Z9])[0-9A-Z]{{2,3}}(?: ?[0-9]{{2}})?|[0-9]{{5}}/[0-9]{{2}}/[0-9]{{4}}|(?-i:[A-Z]{{1,3}})[ \-][0-9]{{2,6}}(?:[ \-][0-9]{{2,5}}){{1,3}}|[A-Z]{{1,3}}-?[0-9]{{5,13}}[A-Z]?|(?-i:[A-Z]{{1,3}}) [0-9]{{5,13}}[A-Z]?|{SERIES}|[0-9](?:[ \-]?[0-9]){{7,13}}"
    ))
});
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)[號号码碼編编第]|番号|số|(?-u:\b)(?:no|number|num|nr|nomor|numero|número)(?-u:\b)|#",
    )
});
/// What is licensed besides driving.
static TRADE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:business|trade|software|product|company|shop|building|vehicle|plate|windows|fishing) ?$",
    )
});

/// Reports the numbers around the word at `start..end`.
pub(super) fn find(text: &str, start: usize, end: usize, hits: &mut Vec<Hit>) {
    let word = &text[start..end];
    let lead = before(text, start, 28);
    let unclear = word == "執照號碼" && !lead.contains('駕')
        || word.starts_with(['l', 'L']) && TRADE.is_match(lead);
    if unclear {
        return;
    }
    forward(text, word, end, hits);
    if let Some(line) = answer_line(text, start, end) {
        forward(text, word, line, hits);
    }
    if !is_vague(word) {
        let window = before(text, start, 40);
        let offset = start - window.len();
        if let Some(found) = LICENCE.find_iter(window).last() {
            let number = offset + found.start()..offset + found.end();
            let digits_alone = !found.as_str().contains(|c: char| c.is_ascii_alphabetic());
            if leads_back(&text[number.end..start], &text[end..])
                && (!digits_alone || (10..=12).contains(&number.len()))
                && is_number(text, &number)
            {
                report(text, number, 0.9, hits);
            }
        }
    }
}

/// Much else is licensed, and a SIM has a number too.
fn is_vague(word: &str) -> bool {
    [
        "sim a",
        "sim b",
        "sim c",
        "licence",
        "license",
        "licencia",
        "lisensya",
        "dl",
        "idp",
        "international permit",
    ]
    .iter()
    .any(|vague| word.eq_ignore_ascii_case(vague))
}

fn forward(text: &str, word: &str, end: usize, hits: &mut Vec<Hit>) {
    let bare = is_vague(word);
    let labelled = LABEL.is_match(word);
    let window = after(text, end, FURTHEST);
    let mut from = end;
    let mut at = 0;
    while let Some(found) = LICENCE.find_at(window, at) {
        at = found.start() + 1;
        let number = end + found.start()..end + found.end();
        let written = found.as_str();
        let gap = &text[from..number.start];
        let length = gap.chars().count();
        let near = length <= 4 || length <= 9 && LABEL.is_match(gap);
        if crossed(gap) || bare && (!near || plate_like(written)) {
            break;
        }
        if !is_number(text, &number) {
            continue;
        }
        let plain: String = plain(written);
        let digits = plain.bytes().all(|b| b.is_ascii_digit());
        let touching = gap.chars().all(|c| " :(「=".contains(c)) && !is_date(&plain);
        let direct = labelled && length <= 8 || LABEL.is_match(gap) || bare || touching;
        // Digits alone can be a date or a telephone number.
        let taken = digits
            && (plain.starts_with("09") && plain.len() == 10
                || plain.starts_with("080") && plain.len() <= 10
                || !direct
                    && (!(10..=12).contains(&plain.len())
                        || plain.starts_with('0')
                        || gap.contains(',')));
        if taken {
            continue;
        }
        at = found.end();
        from = number.end;
        report(text, number, 0.93, hits);
    }
}

fn report(text: &str, number: Range<usize>, confidence: f32, hits: &mut Vec<Hit>) {
    let (confidence, why) = if kind_of(&plain(&text[number.clone()])).is_some() {
        (0.995, "checksum and keyword")
    } else {
        (confidence, "keyword")
    };
    hits.push(Hit::new(Kind::DriverLicence, number, confidence, why));
}

fn plain(written: &str) -> String {
    written
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

fn is_number(text: &str, number: &Range<usize>) -> bool {
    let written = &text[number.clone()];
    let digits = written.bytes().filter(u8::is_ascii_digit).count();
    let label = [
        "NO ", "IS ", "ID ", "DL ", "IDP ", "LIC ", "SIM ", "NT ", "NTD ", "TEL ", "EXP ", "NO-",
    ]
    .iter()
    .any(|label| {
        written
            .get(..label.len())
            .is_some_and(|lead| lead.eq_ignore_ascii_case(label))
    });
    digits >= 4 && !label && stands_labelled(text, number.start, number.end)
}

/// A day of this century or the last, year first or last.
fn is_date(digits: &str) -> bool {
    let number = |range: Range<usize>| digits.get(range).and_then(|part| part.parse::<u32>().ok());
    let fits = |year: Option<u32>, one: Option<u32>, other: Option<u32>| {
        year.is_some_and(|year| (1900..=2100).contains(&year))
            && [one, other]
                .iter()
                .all(|part| part.is_some_and(|part| (1..=31).contains(&part)))
    };
    digits.len() == 8
        && (fits(number(0..4), number(4..6), number(6..8))
            || fits(number(4..8), number(0..2), number(2..4)))
}

/// Three letters and up to four digits hang on a vehicle.
fn plate_like(written: &str) -> bool {
    written.bytes().filter(u8::is_ascii_digit).count() < 6
}

#[cfg(test)]
mod tests {
    use crate::{Kind, rules::testing::check};

    #[test]
    fn licences() {
        check(
            Kind::DriverLicence,
            &[
                ("licence number CDMX-A01938827 and", &["CDMX-A01938827"]),
                ("international permit IDP 00482913 were", &["00482913"]),
                ("driver's license U1K83P552L 監理站", &["U1K83P552L"]),
                ("D1234567 is my driver's license number", &["D1234567"]),
                ("license plate reader A01938827", &[]),
                ("駕照號碼：123456789012", &["123456789012"]),
                ("driver's license no. D1234567.", &["D1234567"]),
                ("駕照管轄編號 60-0381-7724，", &["60-0381-7724"]),
                (
                    "駕駛執照被撞壞人拿走，執照號碼H147977326，",
                    &["H147977326"],
                ),
                ("駕照號碼T118625278", &["T118625278"]),
                ("駕照字號 K123456783", &["K123456783"]),
                ("SIM A 9401-1234-567890", &["9401-1234-567890"]),
                ("國際駕照 no. IDP-2023-0481172 在", &["IDP-2023-0481172"]),
                (
                    "UK driving licence OKAFO 853114 M99IJ 32 跟",
                    &["OKAFO 853114 M99IJ 32"],
                ),
                ("My licence no. is D4419027 (California)", &["D4419027"]),
                ("我出示駕照（3300 5518 2046）", &["3300 5518 2046"]),
                ("husband's licence (B072RRE2I55, German)", &["B072RRE2I55"]),
                (
                    "my driver license S530-4601-2217-0 (Florida)",
                    &["S530-4601-2217-0"],
                ),
                (
                    "我的 license 是 N01-11-004829（Philippines）",
                    &["N01-11-004829"],
                ),
                ("駕照到期 2024", &[]),
                ("駕照審驗逾期罰 1800-3600元", &[]),
                ("driver's licence renewal at 0800-231-035", &[]),
                ("駕照到期日 20251231", &[]),
                ("駕照掉了，請打 0912345678", &[]),
                ("business license no. 84088964", &[]),
                ("license plate NQA-8077", &[]),
            ],
        );
        check(
            Kind::NationalId,
            &[("駕照號碼同身分證T118625278", &["T118625278"])],
        );
    }
}
