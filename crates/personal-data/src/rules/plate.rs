//! Licence plates of Taiwan. The current car format speaks for itself; older and shorter
//! ones are found near words of the road.
//!
//! Source of the formats: 交通部公路局, 車輛號牌編碼 (I and O are not used).

use crate::{
    Kind,
    context::{after, before, next, pattern, previous, stands_alone},
    fold::Folded,
    hit::Hit,
};
use regex::Regex;
use std::sync::LazyLock;

static SHAPE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"[A-Za-z]{3}[ \-]{0,2}[0-9]{3,4}|[A-Za-z]{2}[ \-]{0,2}[0-9]{3,4}|[A-Za-z][0-9][ \-]?[0-9]{4}|[0-9]{3}[ \-]?(?:[A-Za-z]{2,3}|[A-Za-z][0-9])|[0-9]{4}[ \-]?[A-Za-z]{2}",
    )
});
static ROAD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)車牌|車號|車主|機車|轎車|汽車|休旅|貨車|卡車|小黃|計程車|公車|違停|併排|停在|占用|佔用|擦撞|肇事|逃逸|闖紅燈|行車|牌照|那台|這台|台車|輛|(?-u:\b)(?:plate|licen[cs]e no|scooter|motorcycle|motorbike|car|taxi|truck|van|suv|gogoro|vehicle|parked|parks|driver|honda|toyota|eTag)(?-u:\b)",
    )
});
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:車牌|車號|牌照)(?:號碼|號)?(?:是|為)?[ :(]{0,3}$|(?-u:\b)(?:plate|license plate)(?: ?(?:no\.?|number|is))?[ :#]{0,2}$",
    )
});
static OTHER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:型號|案號|案件|單號|編號|序號|貨號|訂單|發票|航班|班機|(?-u:\b)(?:model|serial|s/n|order|invoice|flight|case|sku|part|ver|version))[^0-9A-Za-z\n]{0,4}(?:no\.?|number|#)?[ :]{0,2}$",
    )
});
/// Letters before a number that name a standard or a list, not a car.
const NAMES: &[&str] = &[
    "CVE", "RFC", "CNS", "USB", "PDF", "SQL", "MRT", "BUS", "KHH", "TPE", "TXN", "ABS", "GPS",
    "LED", "SDG", "GTX", "RTX", "THSR", "ETH", "BTC", "NTD", "USD", "TWD", "EUR", "JPY", "AED",
    "SUV", "ISO",
];

pub(crate) fn find(folded: &Folded, hits: &mut Vec<Hit>) {
    let text = folded.text();
    for shape in SHAPE.find_iter(text) {
        let plate = shape.as_str();
        let lead = before(text, shape.start(), 24);
        if !stands_alone(text, shape.start(), shape.end())
            || matches!(previous(text, shape.start()), Some('$' | '#' | '-' | ':'))
                && !lead.ends_with(": ")
                && !lead.ends_with(':')
        {
            continue;
        }
        if next(text, shape.end()) == Some('-') || OTHER.is_match(lead) {
            continue;
        }
        let letters: String = plate.chars().filter(char::is_ascii_alphabetic).collect();
        let digits = plate.chars().filter(char::is_ascii_digit).count();
        let capital = letters.chars().all(|c| c.is_ascii_uppercase());
        if NAMES.contains(&letters.to_ascii_uppercase().as_str()) {
            continue;
        }
        let labelled = LABEL.is_match(lead);
        let hyphen = plate.contains('-');
        let current = capital
            && hyphen
            && letters.len() == 3
            && digits == 4
            && !letters.contains(['I', 'O'])
            && plate.len() == 8;
        let hit = if labelled {
            Some((0.93, "keyword"))
        } else if current {
            Some((0.8, "current format"))
        } else if capital
            && (hyphen || letters.len() == 3 && digits == 4)
            && !(letters.len() == 3 && letters.contains(['I', 'O']))
            && near_road(text, shape.start(), shape.end())
        {
            Some((0.78, "format and context"))
        } else {
            None
        };
        if let Some((confidence, why)) = hit {
            hits.push(Hit::new(Kind::Plate, shape.range(), confidence, why));
        }
    }
}

fn near_road(text: &str, start: usize, end: usize) -> bool {
    ROAD.is_match(before(text, start, 24)) || ROAD.is_match(after(text, end, 16))
}

#[cfg(test)]
mod tests {
    use crate::{Kind, rules::testing::check};

    #[test]
    fn plates() {
        check(
            Kind::Plate,
            &[
                ("BKR-5827 這台", &["BKR-5827"]),
                ("車號136-U8，", &["136-U8"]),
                ("車牌：7726-ZK\n", &["7726-ZK"]),
                ("機車 NKL-339 擦撞", &["NKL-339"]),
                ("車牌 bkr5827", &["bkr5827"]),
                ("blue gogoro EPA-2261 across", &["EPA-2261"]),
            ],
        );
    }

    #[test]
    fn no_plates() {
        check(
            Kind::Plate,
            &[
                ("CVE-2024", &[]),
                ("S/N HX-20391177", &[]),
                ("ISO-9001 機車", &[]),
                ("報修編號 KH-1130457", &[]),
                ("KHH-24-00871", &[]),
                ("QX7-00418-TW", &[]),
                ("型號 ABC-1234", &[]),
                ("班次 CI-0123", &[]),
                ("BZF204881", &[]),
                ("2024 AD", &[]),
            ],
        );
    }
}
