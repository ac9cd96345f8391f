//! Postal addresses down to the house number, in Chinese and English order. A road, a
//! crossing or a district alone is a place, not somebody's address; nor is the house
//! number of an office that stands before it.

use super::places::{county_before, township_before};
use crate::{
    Kind, Role,
    context::{before, is_han, next, pattern, previous},
    fold::Folded,
    hit::Hit,
};
use regex::Regex;
use std::sync::LazyLock;

const NUMBER: &str = r"(?:[0-9]{1,4}|[一二三四五六七八九十百千零〇兩]{1,7})";

/// From the unit of the road (or of the village) to the number and floor.
static TAIL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?:大道|路|街|(?:里|村|社區|部落|巷|莊|庄) ?(?:{NUMBER} ?[鄰邻])?)(?: ?{NUMBER} ?段)?(?: ?{NUMBER} ?巷)?(?: ?{NUMBER} ?[弄衖])? ?{NUMBER}(?: ?[之\-] ?{NUMBER})? ?[號号](?: ?之 ?{NUMBER})?(?:[, ]{{0,2}}(?:地下)?(?:{NUMBER} ?[樓楼]|B?[0-9]{{1,2}} ?[Ff](?-u:\b))(?: ?[之\-] ?{NUMBER})?)?(?: ?[0-9A-Z]{{1,4}} ?室)?"
    ))
});

/// Words that lead up to a road and are no part of its name.
const LEADS: &[&str] = &[
    "地址",
    "住址",
    "位於",
    "位在",
    "住在",
    "搬到",
    "寄到",
    "送到",
    "就在",
    "就是",
    "地點",
    "戶籍地",
    "附近",
    "我家",
    "門牌",
    "在",
    "到",
    "往",
    "住",
    "敲",
    "於",
    "去",
    "從",
    "是",
    "至",
    "就",
    "由",
    "找",
    "寄",
    "送",
    "我",
    "家",
    "的",
    "跟",
    "和",
    "與",
    "及",
    "為",
    "沿",
    "走",
    "經",
    "過",
    "收",
];
/// What an office or a shop calls itself: its address is no resident's.
const PUBLIC: &[&str] = &[
    "市府",
    "市政府",
    "中心",
    "公所",
    "分局",
    "派出所",
    "市場",
    "醫院",
    "診所",
    "學校",
    "國小",
    "國中",
    "高中",
    "大學",
    "圖書館",
    "館",
    "局",
    "處",
    "所",
    "站",
    "廟",
    "宮",
    "教會",
    "郵局",
    "銀行",
    "餐廳",
    "門市",
    "總店",
    "分店",
    "公司",
];

/// What bears a number of its own beside a road.
const THINGS: &[&str] = &[
    "出口",
    "公車",
    "路燈",
    "燈桿",
    "電桿",
    "電線桿",
    "公園",
    "水門",
    "橋",
    "碼頭",
    "月台",
    "機台",
];

pub(crate) fn find(folded: &Folded, hits: &mut Vec<Hit>) {
    let text = folded.text();
    for tail in TAIL.find_iter(text) {
        let road = tail.as_str().starts_with(['路', '街', '大']);
        // 覺民路12號路燈 is a street lamp.
        if THINGS
            .iter()
            .any(|thing| text[tail.end()..].starts_with(thing))
        {
            continue;
        }
        let Some(start) = beginning(text, tail.start(), road) else {
            continue;
        };
        let mut hit = Hit::new(Kind::Address, start..tail.end(), 0.92, "house number");
        let lead = text[..start].strip_suffix('(').unwrap_or(&text[..start]);
        if lead.len() < start && PUBLIC.iter().any(|office| lead.ends_with(office)) {
            hit.role = Role::Public;
        }
        hits.push(hit);
    }
    english(text, hits);
}

/// Where the address begins whose road (or village) has its unit at byte `unit`.
fn beginning(text: &str, unit: usize, road: bool) -> Option<usize> {
    let lead = before(text, unit, 12);
    let base = unit - lead.len();
    let is_unit = |c: char| matches!(c, '區' | '区' | '鄉' | '乡' | '鎮' | '镇' | '市');
    // The nearest unit of a township or city before the road's own name.
    let township = lead
        .char_indices()
        .rev()
        .filter(|(_, c)| is_unit(*c))
        .find_map(|(offset, c)| {
            let name = township_before(text, base + offset);
            let county = county_before(text, base + offset + c.len_utf8());
            let between = &text[base + offset + c.len_utf8()..unit];
            let joined = between.chars().all(|c| is_han(c) || c == ' ');
            name.or(county)
                .filter(|_| joined && between.chars().count() <= 9)
        });
    if let Some(start) = township {
        let trimmed = text[..start].trim_end_matches(' ');
        return Some(county_before(text, trimmed.len()).unwrap_or(start));
    }
    if !road {
        return None;
    }
    let run: Vec<usize> = text[..unit]
        .char_indices()
        .rev()
        .take(8)
        .take_while(|(_, c)| is_han(*c))
        .map(|(at, _)| at)
        .collect();
    let mut start = *run.last()?;
    let mut stripped = false;
    while let Some(skip) = LEADS
        .iter()
        .filter_map(|word| text[start..unit].rfind(word).map(|at| at + word.len()))
        .filter(|skip| unit - start >= skip + 3)
        .max()
    {
        start += skip;
        stripped = true;
    }
    let name = text[start..unit].chars().count();
    let ordinal =
        previous(text, unit).is_some_and(|c| "一二三四五六七八九十東西南北中".contains(c));
    let usual = if ordinal { 3 } else { 2 };
    if name > 4 || !stripped && name > usual && run.len() >= 4 {
        start = *run.get(usual - 1)?;
    }
    (start < unit && text[start..unit].chars().count() >= 1).then_some(start)
}

static ENGLISH: LazyLock<Regex> = LazyLock::new(|| {
    let part = r"(?:(?:Kaohsiung|Taipei|New Taipei|Taichung|Tainan|Taoyuan|Hsinchu|Keelung|Chiayi|Pingtung|Taiwan)(?: City| County)?(?: [0-9]{3,6})?|B?[0-9]{1,3} ?F(?:\.?-[0-9]{1,3})?\.?|[0-9]{1,3}(?:st|nd|rd|th) (?:Floor|Fl)\.?|(?:Rm|Room|Apt|Unit)\.? ?[0-9A-Z]{1,5}|No\. ?[0-9]{1,5}(?:-[0-9]{1,3})?|(?:Aly|Alley|Ln|Lane)\.? ?[0-9]{1,4}|Sec(?:tion|\.)? ?[0-9]{1,2}|(?:[A-Z][A-Za-z'\-]{1,15} ){1,3}(?:[0-9](?:st|nd|rd|th) )?(?:(?:N|S|E|W|North|South|East|West)\.? )?(?:Road|Rd|Street|St|Boulevard|Blvd|Avenue|Ave|District|Dist|Township|City|County|Village)\.?)";
    pattern(&format!(r"(?-u:\b){part}(?:(?:, ?| ){part}){{1,9}}"))
});
static HOUSE: LazyLock<Regex> = LazyLock::new(|| pattern(r"No\. ?[0-9]"));
static STREET: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:Rd|Road|St|Street|Blvd|Boulevard|Ave|Avenue|Lane|Ln)(?-u:\b)"));
/// Western order: `123 Main Street, Springfield`.
static WESTERN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?-u:\b)[0-9]{1,5}[A-Z]? (?:(?:N|S|E|W|North|South|East|West)\.? )?(?:[A-Z][A-Za-z'\-]{1,15} ){1,3}(?:[0-9](?:st|nd|rd|th) )?(?:Street|Road|Avenue|Boulevard|Lane|Drive|Court|Rd|St|Ave|Blvd|Ln|Dr)(?-u:\b)\.?(?:,? (?:Apt|Unit|Suite|#)\.? ?[0-9A-Z]{1,5})?(?:, [A-Z][A-Za-z]{1,15}(?: [A-Z][a-z]{1,15})?)?(?:, [A-Z]{2} [0-9]{5})?",
    )
});

fn english(text: &str, hits: &mut Vec<Hit>) {
    for found in ENGLISH.find_iter(text) {
        if HOUSE.is_match(found.as_str()) && STREET.is_match(found.as_str()) {
            // The dot of an abbreviation at the end may as well end the sentence.
            let end = found.start() + found.as_str().trim_end_matches('.').len();
            hits.push(Hit::new(
                Kind::Address,
                found.start()..end,
                0.92,
                "house number",
            ));
        }
    }
    for found in WESTERN.find_iter(text) {
        let free = !matches!(
            previous(text, found.start()),
            Some('.' | '-' | '/' | '$' | ':')
        ) && next(text, found.end()) != Some('-');
        if free {
            let end = found.start() + found.as_str().trim_end_matches('.').len();
            hits.push(Hit::new(
                Kind::Address,
                found.start()..end,
                0.75,
                "street and number",
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Kind, rules::testing::check};

    #[test]
    fn chinese() {
        check(
            Kind::Address,
            &[
                (
                    "檢舉：高雄市三民區鼎山街512巷8號5樓之2，",
                    &["高雄市三民區鼎山街512巷8號5樓之2"],
                ),
                (
                    "地點鳳山區五甲二路七百零三巷十二弄六號前",
                    &["鳳山區五甲二路七百零三巷十二弄六號"],
                ),
                (
                    "就是前鎮區瑞隆路226之1號6樓，",
                    &["前鎮區瑞隆路226之1號6樓"],
                ),
                ("敲裕誠路418巷23號的門", &["裕誠路418巷23號"]),
                ("地址 新興區六合二路33號9F。", &["新興區六合二路33號9F"]),
                ("住路竹區中華路114巷3弄7號\n", &["路竹區中華路114巷3弄7號"]),
                (
                    "台北市大安區忠孝東路 四 段 12 號",
                    &["台北市大安區忠孝東路 四 段 12 號"],
                ),
                ("我住美濃區中圳里5鄰12號", &["美濃區中圳里5鄰12號"]),
                ("我家在鼎山街12號", &["鼎山街12號"]),
            ],
        );
    }

    #[test]
    fn english() {
        check(
            Kind::Address,
            &[
                (
                    "is 3F, No. 58, Lane 211, Qingnian 2nd Rd. You",
                    &["3F, No. 58, Lane 211, Qingnian 2nd Rd"],
                ),
                (
                    "at No. 27-3, Lane 118, Wenxin Rd., Gushan Dist., Kaohsiung and",
                    &["No. 27-3, Lane 118, Wenxin Rd., Gushan Dist., Kaohsiung"],
                ),
                (
                    "from 5F.-1, No. 466, Jiuru 1st Rd., Sanmin District to",
                    &["5F.-1, No. 466, Jiuru 1st Rd., Sanmin District"],
                ),
                (
                    "to No. 19, Aly. 4, Ln. 72, Dingli Rd in",
                    &["No. 19, Aly. 4, Ln. 72, Dingli Rd"],
                ),
                ("at 12 Maple Street.", &["12 Maple Street"]),
                (
                    "No.12, Zhonghua 1st Rd., Lingya Dist., Kaohsiung City 802, Taiwan (R.O.C.)",
                    &["No.12, Zhonghua 1st Rd., Lingya Dist., Kaohsiung City 802, Taiwan"],
                ),
            ],
        );
    }

    #[test]
    fn places() {
        check(
            Kind::Address,
            &[
                ("就在覺民路跟大昌二路那個轉角", &[]),
                ("鳳山行政中心（光復路二段132號）三樓", &[]),
                ("中心站4號那支", &[]),
                ("覺民路12號路燈不亮", &[]),
                ("民族一路快車道", &[]),
                ("bike lane on Chungcheng 4th Rd ends", &[]),
            ],
        );
    }
}
