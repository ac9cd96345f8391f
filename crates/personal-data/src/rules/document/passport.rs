//! Numbers of passports.

use super::{FURTHEST, crossed, leads_back};
use crate::{
    Kind,
    context::{after, answer_line, before, pattern, stands_labelled},
    hit::Hit,
};
use regex::Regex;
use std::{ops::Range, sync::LazyLock};

pub(super) const WORDS: &[&str] = &[
    "護照",
    "护照",
    "旅券",
    "パスポート",
    "passport",
    "passports",
    "pass port",
    "passport's",
    "pasport",
    "paspor",
    "pasaporte",
    "passeport",
    "reisepass",
    "hộ chiếu",
    "ho chieu",
    "หนังสือเดินทาง",
    "พาสปอร์ต",
    "여권",
];

/// In groups as specimens show them: `CCB 204 118`, `P 1234 567A`, `L 898 902 C3`.
const APART: &str =
    r"(?-i:[A-Z]{1,3})[ \-]?[0-9]{2,6}(?:[ \-][0-9]{2,5}){1,3}(?: (?-i:[A-Z])[0-9]|(?-i:[A-Z]))?";

static PASSPORT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i){APART}|[A-Z]{{2}}-?[0-9]{{6,7}}|(?-i:[A-Z]{{2,3}}) [0-9]{{6,7}}|[A-Z]-?[0-9]{{6,8}}[A-Z]?|(?-i:[A-Z]) [0-9]{{6,8}}[A-Z]?|[A-Z]{{3}}[0-9]{{6}}|[0-9](?:[ \-]?[0-9]){{8}}|[0-9]{{2}}(?-i:[A-Z]{{2}})[0-9]{{5}}|(?-i:[CFGHJKLMNPRTVWXYZ][0-9A-Z]{{8}})"
    ))
});
/// Capitals before numbers that no issuer writes.
const NO_SERIES: &[&str] = &[
    "NO", "NT", "NTD", "TWD", "US", "USD", "HK", "RMB", "RM", "IS", "ID", "TEL", "FAX", "EXP",
    "FEE", "DOB", "ARC", "UI", "ON", "AT", "BY", "IN", "OR", "TO", "JAN", "FEB", "MAR", "APR",
    "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
];

/// Reports the numbers around the word at `start..end`.
pub(super) fn find(text: &str, start: usize, end: usize, hits: &mut Vec<Hit>) {
    forward(text, end, hits);
    if let Some(line) = answer_line(text, start, end) {
        forward(text, line, hits);
    }
    let window = before(text, start, 36);
    let offset = start - window.len();
    if let Some(found) = PASSPORT.find_iter(window).last() {
        let number = offset + found.start()..offset + found.end();
        if leads_back(&text[number.end..start], &text[end..]) && is_number(text, &number) {
            hits.push(Hit::new(Kind::Passport, number, 0.9, "keyword"));
        }
    }
}

fn forward(text: &str, end: usize, hits: &mut Vec<Hit>) {
    let window = after(text, end, FURTHEST);
    let mut from = end;
    let mut at = 0;
    while let Some(found) = PASSPORT.find_at(window, at) {
        at = found.start() + 1;
        let number = end + found.start()..end + found.end();
        if crossed(&text[from..number.start]) {
            break;
        }
        if is_number(text, &number) {
            at = found.end();
            from = number.end;
            hits.push(Hit::new(Kind::Passport, number, 0.94, "keyword"));
        }
    }
}

fn is_number(text: &str, number: &Range<usize>) -> bool {
    let written = &text[number.clone()];
    let digits = written.bytes().filter(u8::is_ascii_digit).count();
    let parts: Vec<&str> = written.split([' ', '-']).collect();
    let letters = written.len()
        - written
            .trim_start_matches(|c: char| c.is_ascii_alphabetic())
            .len();
    let apart = parts.len() > 1 + usize::from(parts[0].len() == letters);
    let fits = if letters == 0 {
        let spaces = parts.len() - 1;
        spaces <= 3 || spaces == 8
    } else {
        !apart || (6..=9).contains(&digits) && !is_date(&parts)
    };
    let series = &written[..letters];
    // No issuer begins with a zero; every area code does.
    !written.starts_with('0')
        && digits >= 4
        && fits
        && !NO_SERIES
            .iter()
            .any(|word| series.eq_ignore_ascii_case(word))
        && stands_labelled(text, number.start, number.end)
}

/// `2024 03 11` among the groups.
fn is_date(parts: &[&str]) -> bool {
    parts.windows(3).any(|three| {
        let sizes = [three[0].len(), three[1].len(), three[2].len()];
        let year = |part: &str| part.starts_with("19") || part.starts_with("20");
        sizes == [4, 2, 2] && year(three[0]) || sizes == [2, 2, 4] && year(three[2])
    })
}

#[cfg(test)]
mod tests {
    use crate::{Kind, rules::testing::check};

    #[test]
    fn passports() {
        check(
            Kind::Passport,
            &[
                ("Norwegian passport CCB 204 118 夾在", &["CCB 204 118"]),
                ("her passport no L 898 902 C3?", &["L 898 902 C3"]),
                ("護照Ｎｏ３６１１８８０４２", &["３６１１８８０４２"]),
                ("護照號碼：\n361 188 042", &["361 188 042"]),
                ("passport fee NT 1300 2024 price", &[]),
                ("my passport expires 2025 03 11", &[]),
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
}
