//! Licence plates of Taiwan. The current car format is a shape alone; with words of the road
//! around it and for all older, shorter and special formats it is more.
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

/// A plate's letters and joint before or after a run of digits have at most this many characters.
const REACH: usize = 8;

static SHAPE: LazyLock<Regex> = LazyLock::new(|| {
    let joint = r"(?: {0,2}- {0,2}|[ ._]?)";
    pattern(&format!(
        r"(?-u:\b)(?:[A-Za-z]{{2,3}}{joint}[0-9]{{3,5}}|[A-Za-z][0-9]{joint}[0-9]{{4}}|[0-9][A-Za-z]{joint}[0-9]{{4}}|(?:[A-Za-z][0-9][A-Za-z]|[A-Za-z]{{2}}[0-9]|[0-9][A-Za-z]{{2}})[\-.][0-9]{{3}}|[0-9]{{3,4}}{joint}(?:[A-Za-z]{{2,3}}|[A-Za-z][0-9]|[0-9][A-Za-z]))|(?:軍[A-Z]?|外|使|領|試|臨)[\- ][0-9]{{3,5}}"
    ))
});
/// Letters and digits with spaces between, after a word that says what they are.
static SPACED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:車牌|車號|牌照|(?-u:\b)plate)(?:號碼|號| no\.?| number)?(?:是|為| is)?[ :]{0,3}((?:[a-z0-9] ){1,3}(?:- )?(?:[a-z0-9] ){1,3}[a-z0-9])(?-u:\b)",
    )
});
static ROAD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)車|重機|違停|併排|停在|停放|占用|佔用|擋|擦撞|追撞|撞到|撞我|肇事|逃逸|紅燈|騎|駕駛|行照|排氣|喇叭|罰單|拖吊|那台|這台|那輛|這輛|一台|兩台|三台|輛|(?-u:\b)(?:plates?|licen[cs]e no|scooter|motorcycle|motorbike|moped|vespa|bike|car|cab|taxi|truck|pickup|van|suv|sedan|gogoro|vehicle|park(?:ed|s|ing)?|driver|driving|hit|honda|toyota|yamaha|kymco|sym|tesla|bmw|benz|uber|eTag|traffic|rental)(?-u:\b)",
    )
});
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:車牌|車號|牌照|車尾)(?:號碼|號)?(?:是|為)?[ :(「]{0,3}$|(?-u:\b)(?:plate|license plate)(?: ?(?:no\.?|number|is))?[ :#]{0,2}$",
    )
});
static OTHER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:型號|機型|案號|案件|單號|編號|編碼|代碼|代號|序號|貨號|訂單|發票|航班|班機|班次|機號|學號|工號|料號|票號|文號|箱號|房號|櫃號|桿號|燈號|站號|路線|會員|收據|憑證|合約|契約|條碼|產品|儀器|設備|監視器|相機|鏡頭|手機|電腦|印表機|冷氣|課程|(?-u:\b)(?:model|serial|s/n|order|invoice|flight|case|sku|part|ver|version|bus|route|room|course|error|code|ref|receipt|ticket|pole))[^0-9A-Za-z\n]{0,4}(?:no\.?|number|#)?[ :]{0,2}$",
    )
});
/// Letters before a number that name a standard or a list, not a car.
const NAMES: &[&str] = &[
    "CVE", "RFC", "CNS", "USB", "PDF", "SQL", "MRT", "BUS", "KHH", "TPE", "TXN", "ABS", "GPS",
    "LED", "SDG", "GTX", "RTX", "THSR", "ETH", "BTC", "NTD", "USD", "TWD", "EUR", "JPY", "AED",
    "SUV", "ISO", "BR", "CI", "JX", "IT", "GE", "AE", "B7", "CX", "JL", "NH", "BUS", "NT", "PM",
    "AM", "APP", "AED", "COVID", "SN", "NO", "TEL", "FAX", "EXT", "ROC",
];
/// Units that stand after a number.
const MEASURES: &[&str] = &[
    "km", "cm", "mm", "kg", "am", "pm", "ml", "kw", "cc", "hz", "khz", "mhz", "ghz", "mb", "gb",
    "tb", "kb", "db", "ah", "mah", "ppm", "kwh", "ad", "bc", "st", "nd", "rd", "th", "px", "fps",
    "ntd", "twd", "usd", "min", "sec", "hrs", "hr", "ft", "in", "lb", "oz",
];

/// What stands on the plate of every example.
const EXAMPLES: &[&str] = &["ABC-1234", "ABC-123", "AB-1234", "XYZ-1234", "AAA-0000"];

pub(crate) fn find(folded: &Folded, hits: &mut Vec<Hit>) {
    let text = folded.text();
    let bytes = text.as_bytes();
    let (mut at, mut done) = (0, 0);
    while let Some(digits) = bytes[at..].iter().position(u8::is_ascii_digit) {
        let start = at + digits;
        let length = bytes[start..]
            .iter()
            .take_while(|b| b.is_ascii_digit())
            .count();
        at = start + length;
        if length > 5 {
            continue;
        }
        let lead = before(text, start, REACH);
        // A word that is cut in two is no plate's letters.
        let cut = previous(text, start - lead.len()).is_some_and(|c| c.is_ascii_alphanumeric());
        let skip = lead
            .bytes()
            .take_while(|b| cut && b.is_ascii_alphanumeric())
            .count();
        let from = (start - lead.len() + skip).max(done);
        let window = &text[from..at + after(text, at, REACH).len()];
        for shape in SHAPE.find_iter(window) {
            let range = from + shape.start()..from + shape.end();
            if range.end <= start || range.start > start {
                continue;
            }
            if let Some((confidence, why)) = judge(text, range.start, range.end) {
                done = range.end;
                hits.push(Hit::new(Kind::Plate, range, confidence, why));
            }
        }
    }
    if hits.len() + at > 0
        && (text.contains("車") || text.contains("牌照") || text.contains("late"))
    {
        for spaced in SPACED.captures_iter(text).filter_map(|found| found.get(1)) {
            let plate: String = spaced.as_str().replace([' ', '-'], "");
            let digits = plate.bytes().filter(u8::is_ascii_digit).count();
            if (5..=7).contains(&plate.len()) && (3..plate.len()).contains(&digits) {
                hits.push(Hit::new(Kind::Plate, spaced.range(), 0.92, "keyword"));
            }
        }
    }
}

fn judge(text: &str, start: usize, end: usize) -> Option<(f32, &'static str)> {
    let plate = &text[start..end];
    let lead = before(text, start, 24);
    if !stands_alone(text, start, end)
        || matches!(previous(text, start), Some('$' | '#' | '-'))
        || next(text, end) == Some('-')
        || OTHER.is_match(lead)
    {
        return None;
    }
    let letters: String = plate.chars().filter(char::is_ascii_alphabetic).collect();
    let digits = plate.chars().filter(char::is_ascii_digit).count();
    let mixed = letters.contains(|c: char| c.is_ascii_lowercase())
        && letters.contains(|c: char| c.is_ascii_uppercase());
    let capital = letters.chars().all(|c| c.is_ascii_uppercase());
    let all: String = letters.to_ascii_uppercase();
    if mixed
        || NAMES.contains(&all.as_str())
        || MEASURES.contains(&letters.to_ascii_lowercase().as_str())
    {
        return None;
    }
    if LABEL.is_match(lead) {
        return Some((0.93, "keyword"));
    }
    if EXAMPLES.contains(&plate) || digits == 5 && letters.len() > 1 {
        return None;
    }
    let hyphen = plate.contains(['-', '_', '.', '軍']);
    let three = letters.len() == 3;
    let usual = !(three && all.contains(['I', 'O']));
    let near = near_road(text, start, end);
    let current = hyphen && three && digits == 4 && usual;
    if near
        && usual
        && (hyphen && (capital || three || plate.starts_with(|c: char| c.is_ascii_digit()))
            || capital && three && digits == 4)
    {
        return Some((0.88, "format and context"));
    }
    (capital && current && plate.contains('-') && plate.len() == 8)
        .then_some((0.65, "current format"))
}

fn near_road(text: &str, start: usize, end: usize) -> bool {
    let (lead, rest) = (before(text, start, 40), after(text, end, 24));
    ROAD.is_match(lead) || ROAD.is_match(rest)
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
                ("兩台違停 2A-3456、1234-A2", &["2A-3456", "1234-A2"]),
                ("計程車 763-L9 拒載", &["763-L9"]),
                ("遊覽車 219-VV KAA-9036", &["219-VV", "KAA-9036"]),
                ("他撞到我的車（ＢＸＫ１２０７）", &["ＢＸＫ１２０７"]),
                (
                    "車尾 ＲＣＧ一８２６０ 另一台機車 K6N·502",
                    &["ＲＣＧ一８２６０", "K6N·502"],
                ),
                ("車號八二七六－ＱＲ，", &["八二七六－ＱＲ"]),
                ("車牌a l p - 6 0 2 1，", &["a l p - 6 0 2 1"]),
                ("my scooter 789-mkt: I", &["789-mkt"]),
                ("軍車 軍A-20117 還有一台 外-0388", &["軍A-20117", "外-0388"]),
                ("the plate number 7726-ZK", &["7726-ZK"]),
                ("車號 KEB—0127", &["KEB—0127"]),
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
                ("機號 XRX-7835 的車", &[]),
                ("排氣量 125 CC 的機車", &[]),
                ("車子在 Lane 283. My mother drove", &[]),
                ("班機 CI-102 和 BR-0123，再坐計程車", &[]),
                ("such as ABC-1234 for cars", &[]),
            ],
        );
    }
}
