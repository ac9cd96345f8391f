//! Numbers of passports, health cards and driver's licences. Their shapes are common, so
//! each needs its keyword close by, and no other document's keyword in between.
//!
//! Source of the shapes: ICAO Doc 9303 and the issuing states' specimens; 健保卡 numbers
//! are twelve digits that begin with 0000 (衛生福利部中央健康保險署).

use crate::{
    Kind,
    context::{after, before, is_word, pattern, stands_alone, words},
    fold::Folded,
    hit::Hit,
    rules::identity::kind_of,
};
use aho_corasick::AhoCorasick;
use regex::Regex;
use std::{ops::Range, sync::LazyLock};

const PASSPORT_WORDS: &[&str] = &[
    "護照",
    "护照",
    "旅券",
    "パスポート",
    "passport",
    "passports",
    "pasport",
    "paspor",
    "pasaporte",
    "hộ chiếu",
    "ho chieu",
    "여권",
];
const LICENCE_WORDS: &[&str] = &[
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
    "driving licence",
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
];
const HEALTH_WORDS: &[&str] = &[
    "健保",
    "健保卡",
    "健保IC卡",
    "健保號",
    "健保署寄的卡",
    "健保卡片",
    "健康保險卡",
    "保險卡",
    "健保 IC卡",
    "health card",
    "healthcard",
    "health cards",
    "health insurance card",
    "health ins. card",
    "insurance card",
    "insurance number",
    "nhi",
    "nhi card",
    "nhi no",
    "thẻ bảo hiểm",
    "kartu kesehatan",
];

static WORDS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    words(
        PASSPORT_WORDS
            .iter()
            .chain(LICENCE_WORDS)
            .chain(HEALTH_WORDS)
            .copied(),
    )
});

static PASSPORT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)[A-Z]{2}-?[0-9]{6,7}|(?-i:[A-Z]{2}) [0-9]{6,7}|[A-Z]-?[0-9]{6,8}[A-Z]?|(?-i:[A-Z]) [0-9]{6,8}[A-Z]?|[A-Z]{3}[0-9]{6}|[0-9](?:[ \-]?[0-9]){8}|[0-9]{2}(?-i:[A-Z]{2})[0-9]{5}|(?-i:[CFGHJKLMNPRTVWXYZ][0-9A-Z]{8})",
    )
});
static LICENCE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)[A-Z]{2,4}-[0-9]{2,6}-[0-9]{4,8}|[A-Z][0-9]{2,4}(?:-[0-9]{1,6}){1,4}|(?-i:[A-Z][A-Z9]{4}) ?[0-9]{6} ?(?-i:[A-Z][A-Z9])[0-9A-Z]{2,3}(?: ?[0-9]{2})?|[A-Z]{1,3}-?[0-9]{5,13}[A-Z]?|(?-i:[A-Z]{1,3}) [0-9]{5,13}[A-Z]?|(?-i:[A-Z][0-9]{2}[0-9A-Z]{8})|[0-9](?:[ \-]?[0-9]){7,13}",
    )
});
static HEALTH: LazyLock<Regex> = LazyLock::new(|| pattern(r"[0-9](?:[ _.\-]?[0-9]){11}"));

/// Between a document's word and a number: words of another number.
static OTHER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)身[分份]|居留|統一證|統編|電話|手機|案號|案件|單號|訂單|訂位|代號|帳號|帳戶|戶頭|匯|生日|出生|發照|到期|日期|效期|車號|車牌|航班|票號|條碼|[公發來]文|[打撥洽]|(?-u:\b)(?:id|arc|ui|permit|tel|phone|mobile|call|text|case|order|ref|booking|flight|ticket|plate|plates|account|born|dob|birth|birthday|expir\w*|since|until|date)(?-u:\b)",
    )
});
static DOCUMENT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)健保|駕照|駕駛|護照|health|nhi|licen[cs]e|passport|信用卡|(?-u:\b)card")
});
/// A number right after these is something else, whatever came before.
static LABELLED_OTHER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:案號|[件單]編號|單號|訂單|序號|條碼|發票|帳號|帳戶|戶頭|電話|手機|悠遊卡\p{Han}{0,4}|(?-u:\b)(?:order|invoice|tracking|case|account|serial|phone|tel)[a-z. ]{0,8})[^0-9\n,]{0,3}$",
    )
});
static LABEL: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)[號码碼编編第]|番号|(?-u:\b)(?:no|number|nr)(?-u:\b)|#"));
/// A number before its document's word: `353018864 是我的護照號碼`.
static LEADS_BACK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)^[ ,(]{0,2}(?:是|為|is|was|this|的|我|他|她|my|his|her|the|新|舊|這本| |')*$")
});
/// What is licensed besides driving.
static TRADE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:business|trade|software|product|company|shop|building|vehicle|plate|windows|fishing) ?$",
    )
});

pub(crate) fn find(folded: &Folded, hits: &mut Vec<Hit>) {
    let text = folded.text();
    let mut health: Vec<Range<usize>> = Vec::new();
    for word in WORDS.find_iter(text) {
        let (start, end) = (word.start(), word.end());
        if text.is_char_boundary(start + 1) && !is_word(text, start, end) {
            continue;
        }
        let index = word.pattern().as_usize();
        if index < PASSPORT_WORDS.len() {
            passports(text, start, end, hits);
        } else if index < PASSPORT_WORDS.len() + LICENCE_WORDS.len() {
            licences(text, start, end, hits);
        } else {
            health.push(start..end);
        }
    }
    if !health.is_empty() {
        health_cards(text, &health, hits);
    }
}

const FURTHEST: usize = 64;

fn passports(text: &str, start: usize, end: usize, hits: &mut Vec<Hit>) {
    let window = after(text, end, FURTHEST);
    let mut from = end;
    let mut at = 0;
    while let Some(found) = PASSPORT.find_at(window, at) {
        at = found.start() + 1;
        let number = end + found.start()..end + found.end();
        let gap = &text[from..number.start];
        if gap.contains(['\n', '。', '!', '?', ';'])
            || gap.chars().count() > 28
            || OTHER.is_match(gap)
            || DOCUMENT.is_match(gap)
        {
            break;
        }
        if is_passport(text, &number) {
            at = found.end();
            from = number.end;
            hits.push(Hit::new(Kind::Passport, number, 0.94, "keyword"));
        }
    }
    let window = before(text, start, 24);
    let offset = start - window.len();
    if let Some(found) = PASSPORT.find_iter(window).last() {
        let number = offset + found.start()..offset + found.end();
        if LEADS_BACK.is_match(&text[number.end..start]) && is_passport(text, &number) {
            hits.push(Hit::new(Kind::Passport, number, 0.9, "keyword"));
        }
    }
}

fn is_passport(text: &str, number: &Range<usize>) -> bool {
    let written = &text[number.clone()];
    let digits = written.bytes().filter(u8::is_ascii_digit).count();
    let spaces = written.bytes().filter(|b| b" -".contains(b)).count();
    let unbroken =
        written.starts_with(|c: char| c.is_ascii_alphabetic()) || spaces <= 3 || spaces == 8;
    // No issuer begins with a zero; every area code does.
    !written.starts_with('0')
        && digits >= 4
        && unbroken
        && stands_alone(text, number.start, number.end)
}

fn licences(text: &str, start: usize, end: usize, hits: &mut Vec<Hit>) {
    let word = &text[start..end];
    let lead = before(text, start, 28);
    let unclear = word == "執照號碼" && !lead.contains('駕')
        || word.starts_with(['l', 'L']) && TRADE.is_match(lead);
    if unclear {
        return;
    }
    // Much else is licensed, and a SIM has a number too.
    let bare = ["sim a", "sim b", "sim c", "licence", "license"]
        .iter()
        .any(|vague| word.eq_ignore_ascii_case(vague));
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
        let crossed = gap.contains(['\n', '。', '!', '?', ';'])
            || length > 28
            || OTHER.is_match(gap)
            || DOCUMENT.is_match(gap);
        if crossed || bare && (length > 4 || plate_like(written)) {
            break;
        }
        let plain: String = written
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|c| c.to_ascii_uppercase())
            .collect();
        let digits = plain.bytes().all(|b| b.is_ascii_digit());
        let direct = labelled && length <= 8 || LABEL.is_match(gap) || bare;
        // Digits alone can be a date or a telephone number.
        let taken = digits
            && (plain.starts_with("09") && plain.len() == 10
                || plain.starts_with("080") && plain.len() <= 10
                || !direct
                    && (!(10..=12).contains(&plain.len())
                        || plain.starts_with('0')
                        || gap.contains(',')));
        let label = matches!(
            written.get(..3),
            Some("NO " | "No " | "no " | "IS " | "ID ")
        );
        if taken || label || !stands_alone(text, number.start, number.end) {
            continue;
        }
        at = found.end();
        let valid = kind_of(&plain).is_some();
        let (confidence, why) = if valid {
            (0.995, "checksum and keyword")
        } else {
            (0.93, "keyword")
        };
        from = number.end;
        hits.push(Hit::new(Kind::DriverLicence, number, confidence, why));
    }
}

/// Three letters and up to four digits hang on a vehicle.
fn plate_like(written: &str) -> bool {
    written.bytes().filter(u8::is_ascii_digit).count() < 6
}

fn health_cards(text: &str, keywords: &[Range<usize>], hits: &mut Vec<Hit>) {
    for found in HEALTH.find_iter(text) {
        let nearest_before =
            keywords[..keywords.partition_point(|k| k.end <= found.start())].last();
        let nearest_after = keywords[keywords.partition_point(|k| k.start < found.end())..].first();
        let zeros = found
            .as_str()
            .bytes()
            .filter(u8::is_ascii_digit)
            .take(4)
            .all(|b| b == b'0');
        // Lists go on for a while after the word; other numbers do not begin with zeros.
        let (ahead, behind) = if zeros { (600, 160) } else { (100, 0) };
        let named = nearest_before.is_some_and(|k| {
            found.start() - k.end <= ahead
                && (zeros || k.len() > "健保".len() && !OTHER.is_match(&text[k.end..found.start()]))
        }) || zeros && nearest_after.is_some_and(|k| k.start - found.end() <= behind);
        if named
            && stands_alone(text, found.start(), found.end())
            && !LABELLED_OTHER.is_match(before(text, found.start(), 14))
        {
            hits.push(Hit::new(Kind::HealthCard, found.range(), 0.945, "keyword"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Kind, rules::testing::check};

    #[test]
    fn health_cards() {
        check(
            Kind::HealthCard,
            &[
                ("健保卡掉在公車上…卡號0000 3817 2946，", &["0000 3817 2946"]),
                (
                    "健保卡號 000029406618、0000-7715-0392 整排",
                    &["000029406618", "0000-7715-0392"],
                ),
                ("my health card 000048120573. Please", &["000048120573"]),
                ("健保卡 12碼卡號:0000_8215_4470", &["0000_8215_4470"]),
                (
                    "健保卡被弄丟：爸 D297082610 / 000070113826\n我 / 000070220417",
                    &["000070113826", "000070220417"],
                ),
                ("0000 7024 1189 是我的健保卡號", &["0000 7024 1189"]),
                ("NHI no. 000082013374", &["000082013374"]),
                ("快遞 000048120573", &[]),
                ("健保卡在櫃台，訂單編號 000048120573", &[]),
                ("健保卡不見，手機 886912345678", &[]),
            ],
        );
    }

    #[test]
    fn passports() {
        check(
            Kind::Passport,
            &[
                ("護照號碼314059827，", &["314059827"]),
                ("護照C6482035、", &["C6482035"]),
                ("my passport P4471902B since", &["P4471902B"]),
                ("paspor X1093587,", &["X1093587"]),
                ("passport (X40718263)", &["X40718263"]),
                ("passport no. AK302917，", &["AK302917"]),
                ("護照號碼寫錯一碼，301774526 才對", &["301774526"]),
                ("護照 36 022 7715", &["36 022 7715"]),
                (
                    "護照影本（我的 318804526，我太太越南 N1904417）",
                    &["318804526", "N1904417"],
                ),
                ("German passport C01X07T48", &["C01X07T48"]),
                ("French passport 19CK48201", &["19CK48201"]),
                ("passport number is 123456789 (USA)", &["123456789"]),
                ("Passport NO 314059827", &["314059827"]),
                ("353018864 是我的護照號碼", &["353018864"]),
                ("旅券番号 TR8840217", &["TR8840217"]),
                ("hộ chiếu số B1234567", &["B1234567"]),
                ("護照要換，2024123", &[]),
                ("單號314059827", &[]),
                ("護照申請中 身分證 Z109501117", &[]),
                ("護照影本傳真 07-3368333", &[]),
                ("護照過期，請打 073359021", &[]),
                ("passport expires 20301231", &[]),
            ],
        );
    }

    #[test]
    fn licences() {
        check(
            Kind::DriverLicence,
            &[
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
