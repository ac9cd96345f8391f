//! National IDs and resident certificates by their checksums, and companies' uniform
//! numbers, which rule other kinds out.
//!
//! Source of the checksums: 內政部戶政司 (national ID), 內政部移民署 (統一證號, both forms).

use crate::{
    Kind,
    context::{before, in_address, is_word, pattern, stands_alone},
    fold::Folded,
    hit::Hit,
};
use regex::Regex;
use std::{ops::Range, sync::LazyLock};

static SHAPE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^[A-Za-z][ \-._/\n]{0,2}[A-Da-d1289](?:[ \-._/\n]{0,2}[0-9]){8}"));
static KEYWORD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)身[分份]證|身[分份]字號|統一證號|居留證|居留|證號|ID ?字號|外僑|(?-u:\b)(?:arc|aprc|ui ?no|national ?id|id ?(?:no|number|card)?|identity)(?-u:\b)",
    )
});
/// Words of somebody's papers, enough for a valid number in small letters.
static OWN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)本人|我|他|她|證|國籍|(?-u:\b)(?:permit|residen(?:t|ce)|mine|hers?|his|my|id)(?-u:\b)",
    )
});
static OTHER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)案號|案件|單號|訂單|發票|流水號|序號|型號|貨號|料號|學號|批號|票號|條碼|工單|(?-u:\b)(?:order|invoice|receipt|tracking|case|serial|s/n|txn|ticket)(?-u:\b)",
    )
});

/// `A 123 456 789`: a number written in more pieces than that is several.
const MOST_SEPARATORS: usize = 3;

pub(crate) fn find(folded: &Folded, hits: &mut Vec<Hit>) {
    let text = folded.text();
    if !text.bytes().any(|b| b.is_ascii_digit()) {
        return;
    }
    let bytes = text.as_bytes();
    let mut done = 0;
    for (at, letter) in bytes.iter().enumerate() {
        let begins = letter.is_ascii_alphabetic()
            && at >= done
            && !(at > 0 && (bytes[at - 1].is_ascii_alphanumeric() || bytes[at - 1] == b'_'));
        if !begins {
            continue;
        }
        let Some(shape) = SHAPE.find(&text[at..]) else {
            continue;
        };
        let range = at..at + shape.len();
        let number: String = shape
            .as_str()
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect();
        if !is_word(text, range.start, range.end) {
            continue;
        }
        let Some(kind) = kind_of(&number.to_ascii_uppercase()) else {
            continue;
        };
        let lead = before(text, range.start, 20);
        let keyword = KEYWORD.find_iter(lead).last();
        let other = OTHER.find_iter(lead).last();
        let small = number.contains(|c: char| c.is_ascii_lowercase());
        let plain = shape.len() - number.len() <= MOST_SEPARATORS
            && !shape.as_str().contains(['.', '_', '/', '\n'])
            && (!small || OWN.is_match(before(text, range.start, 40)));
        let named = keyword.is_some_and(|k| other.is_none_or(|o| o.start() < k.start()));
        if named {
            hits.push(Hit::new(kind, range.clone(), 0.99, "checksum and keyword"));
        } else if plain
            && other.is_none()
            && (stands_alone(text, range.start, range.end) || in_address(text, range.start))
        {
            hits.push(Hit::new(kind, range.clone(), 0.97, "checksum"));
        } else {
            continue;
        }
        done = range.end;
    }
}

/// Which document bears `number` (ten capital letters and digits), if its checksum holds.
pub(crate) fn kind_of(number: &str) -> Option<Kind> {
    let bytes = number.as_bytes();
    let (first, second) = (*bytes.first()?, *bytes.get(1)?);
    let kind = match second {
        b'1' | b'2' => Kind::NationalId,
        b'8' | b'9' | b'A'..=b'D' => Kind::ResidentId,
        _ => return None,
    };
    let area = area_code(first)?;
    let second = if second.is_ascii_digit() {
        u32::from(second - b'0')
    } else {
        area_code(second)? % 10
    };
    let mut sum = area / 10 + area % 10 * 9 + second * 8;
    for (digit, weight) in bytes[2..].iter().zip([7, 6, 5, 4, 3, 2, 1, 1]) {
        sum += u32::from(digit.checked_sub(b'0')?) * weight;
    }
    (bytes.len() == 10 && sum.is_multiple_of(10)).then_some(kind)
}

fn area_code(letter: u8) -> Option<u32> {
    const ORDER: &[u8] = b"ABCDEFGHJKLMNPQRSTUVXYWZIO";
    let place = ORDER.iter().position(|&l| l == letter)?;
    u32::try_from(place).ok().map(|place| place + 10)
}

static UNIFORM: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:統編|統一編號|(?-u:\b)(?:GUI|VAT|BAN)(?: ?(?:no\.?|number))?)[^0-9A-Za-z\n]{0,4}([0-9]{8})(?-u:\b)",
    )
});

/// Companies' uniform numbers (統一編號): nobody's personal data.
pub(crate) fn uniform_numbers(folded: &Folded) -> Vec<Range<usize>> {
    UNIFORM
        .captures_iter(folded.text())
        .filter_map(|found| found.get(1))
        .map(|number| number.range())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::check;

    #[test]
    fn checksums_decide() {
        for valid in [
            "A123456789",
            "F131104093",
            "O158238845",
            "Y123456788",
            "Z277018381",
        ] {
            assert_eq!(kind_of(valid), Some(Kind::NationalId), "{valid}");
        }
        for valid in [
            "AB23456789",
            "AA00000009",
            "TD00251124",
            "A800000014",
            "A930196810",
            "A890000011",
        ] {
            assert_eq!(kind_of(valid), Some(Kind::ResidentId), "{valid}");
        }
        for invalid in [
            "A123456788",
            "A323456789",
            "AE23456785",
            "A800000000",
            "FG31104091",
            "A185034995",
        ] {
            assert_eq!(kind_of(invalid), None, "{invalid}");
        }
    }

    #[test]
    fn in_running_text() {
        check(
            Kind::NationalId,
            &[
                ("身分證S218190931生日", &["S218190931"]),
                ("本人Ｑ１７０３４２３６６，", &["Ｑ１７０３４２３６６"]),
                ("證號是a123456789", &["a123456789"]),
                ("身分證 A123-456-789", &["A123-456-789"]),
                ("ID-A123456789", &["A123456789"]),
                ("案號A123456789", &[]),
                ("A123456788", &[]),
                ("xA123456789", &[]),
                ("A1234567890", &[]),
                ("KA-A123456789", &[]),
                ("看https://x.tw/A123456789", &["A123456789"]),
                ("https://x.tw/u/A123456789/", &["A123456789"]),
                ("A 123 456 789", &["A 123 456 789"]),
                ("A-123-456-789。", &["A-123-456-789"]),
                ("a 123 456 789", &[]),
                ("a123456789", &[]),
                ("本人 a123456789", &["a123456789"]),
                ("身分證 A12345\n6789", &["A12345\n6789"]),
                ("身分證A壹貳參肆伍陸柒捌玖", &["A壹貳參肆伍陸柒捌玖"]),
                ("駕照號碼同身分證A123456789", &["A123456789"]),
                ("A1 2 3 4 5 6 7 8 9", &[]),
            ],
        );
        check(
            Kind::ResidentId,
            &[
                ("統一證號E930477154，", &["E930477154"]),
                ("舊證DD50047435", &["DD50047435"]),
                ("發票 AB23456789", &[]),
            ],
        );
    }

    #[test]
    fn a_company_is_ruled_out() {
        check(Kind::Phone, &[("電話 統編53912047", &[])]);
        check(Kind::Passport, &[("護照影印店統編53912047", &[])]);
    }
}
