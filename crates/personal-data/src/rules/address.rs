//! Postal addresses down to the house number, in Chinese and English order. A road, a
//! crossing or a district alone is a place, not somebody's address; nor is the house
//! number of an office that stands before it.
//!
//! A Chinese address is read from its 號: what stands between the nearest township's name
//! (or the village's, or the road's) and the number must be units of an address only.

mod english;

use super::places::{county_before, road_before, short_county_before, township_before};
use crate::{
    Kind, Role,
    context::{after, before, is_han, pattern, previous},
    fold::Folded,
    hit::Hit,
};
use regex::Regex;
use std::sync::LazyLock;

/// The longest stretch from the township to the number.
const LONGEST: usize = 44;
const NUMBER: &str = r"(?:[0-9]{1,4}|[一二三四五六七八九十百千零〇兩]{1,7})";
const HAN: &str = r"\p{Han}";

/// What may stand between a township and 號: village and neighbourhood, road with section,
/// lane and alley; a local name only where no road is.
static AFTER_TOWNSHIP: LazyLock<Regex> = LazyLock::new(|| {
    let village = format!(r"{HAN}{{1,4}}?(?:里|村|社區|部落) ?");
    let neighbours = format!(r"{NUMBER} ?[鄰邻] ?");
    let section = format!(r" ?(?:[東西南北中]? ?{NUMBER} ?段)?");
    let road =
        format!(r"(?:{HAN}{{1,7}}?|[A-Z0-9]{{1,3}})(?:大道|路|街){section} ?(?:{neighbours})?");
    let lanes = format!(r"(?:(?:{HAN}{{0,4}}?|{NUMBER}) ?巷 ?)?(?:{NUMBER} ?[弄衖] ?){{0,2}}");
    let house = format!(r"[臨附特]? ?{NUMBER}(?: ?[之\-] ?{NUMBER})? ?$");
    pattern(&format!(
        r"^[ ,]{{0,2}}(?:(?:{village})?(?:{neighbours})?{road}{lanes}{house}|(?P<rural>(?:{village}(?:{neighbours})?|{neighbours})(?P<local>{HAN}{{0,5}}?) ?{lanes}{house})|(?P<lane>{HAN}{{1,4}}?(?:巷|莊|庄|新村|社區|寮|厝) ?{lanes}{house}))"
    ))
});
/// From the road's unit on, where no township stands before.
static FROM_ROAD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?:大道|路|街)(?: ?[東西南北中]? ?{NUMBER} ?段)?(?: ?(?:{HAN}{{1,3}}?|{NUMBER}) ?巷)?(?: ?{NUMBER} ?[弄衖]){{0,2}} ?臨? ?{NUMBER}(?: ?[之\-] ?{NUMBER})? ?$"
    ))
});
/// A village without its township: 港東村民生路22號.
static VILLAGE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?P<name>{HAN}{{2}})(?:村|里)(?: ?{NUMBER} ?[鄰邻])? ?$"
    ))
});
/// What the two characters before 里 or 村 are when they name none.
const NO_VILLAGES: &[&str] = &[
    "我們", "你們", "他們", "咱們", "隔壁", "這個", "那個", "各個", "公寓", "眷", "農", "鄉",
    "住在", "位於", "哪", "這", "那", "本", "該", "全", "各", "同",
];
/// Building, floor and room after the number.
static REST: LazyLock<Regex> = LazyLock::new(|| {
    let floor = format!(
        r"(?:地下 ?)?{NUMBER} ?[樓楼層](?: ?[之\-] ?{NUMBER}| ?[A-Z][0-9]{{0,2}}(?-u:\b))?|B?[0-9]{{1,2}} ?[Ff](?-u:\b)(?: ?[之\-] ?{NUMBER})?|B[0-9](?-u:\b)|地下室"
    );
    let building = format!(r"(?:[A-Za-z0-9]{{1,2}}|[甲乙丙丁]|{NUMBER}) ?[棟幢]");
    let room = r"[A-Z]?[0-9]{0,4}(?:-[0-9]{1,2})? ?室";
    pattern(&format!(
        r"^(?: ?[之\-] ?{NUMBER})?(?: ?{building})?(?:[, ]{{0,2}}(?:{floor})| ?\((?:{floor})\))?(?: ?{room})?"
    ))
});

/// Words that lead up to a road and are no part of its name.
const LEADS: &[&str] = &[
    "我們",
    "他們",
    "你們",
    "我家",
    "他家",
    "老家",
    "公司",
    "隔壁",
    "對面",
    "樓上",
    "樓下",
    "房子",
    "透天",
    "整修",
    "蹛佇",
    "佇",
    "前往",
    "位置",
    "檢舉",
    "戶籍",
    "設籍",
    "租",
    "買",
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
    "出入口",
    "入口",
    "公車",
    "路燈",
    "燈",
    "燈桿",
    "電桿",
    "電線桿",
    "公園",
    "水門",
    "閘門",
    "橋",
    "碼頭",
    "月台",
    "機台",
    "攤",
    "窗口",
    "櫃台",
    "櫃檯",
    "候選人",
    "投開票所",
    "停車格",
    "車格",
    "座位",
    "教室",
    "會議室",
    "病房",
    "病床",
    "道路",
    "省道",
    "縣道",
    "颱風",
    "議案",
    "提案",
    "球場",
    "球道",
    "倉庫",
    "線",
];

pub(crate) fn find(folded: &Folded, hits: &mut Vec<Hit>) {
    let text = folded.text();
    let mut taken = 0;
    for unit in ["號", "号"] {
        for (at, _) in text.match_indices(unit) {
            let Some(start) = beginning(text, at) else {
                continue;
            };
            let mut end = at + unit.len();
            // 覺民路12號路燈 is a street lamp.
            if start < taken && unit == "號"
                || THINGS.iter().any(|thing| text[end..].starts_with(thing))
            {
                continue;
            }
            end += REST
                .find(after(text, end, 24))
                .map_or(0, |rest| rest.as_str().trim_end().len());
            taken = end;
            let mut hit = Hit::new(Kind::Address, start..end, 0.92, "house number");
            let lead = text[..start].strip_suffix('(').unwrap_or(&text[..start]);
            if lead.len() < start && PUBLIC.iter().any(|office| lead.ends_with(office)) {
                hit.role = Role::Public;
            }
            hits.push(hit);
        }
    }
    english::find(text, hits);
}

/// Where the address begins whose 號 stands at byte `at`.
fn beginning(text: &str, at: usize) -> Option<usize> {
    let numbered = previous(
        text[..at].trim_end_matches(' '),
        text[..at].trim_end_matches(' ').len(),
    )
    .is_some_and(|c| c.is_ascii_digit() || "一二三四五六七八九十百零〇".contains(c));
    if !numbered {
        return None;
    }
    let lead = before(text, at, LONGEST);
    let lead = lead.rfind('\n').map_or(lead, |line| &lead[line + 1..]);
    let base = at - lead.len();
    let fits = |from: usize| {
        AFTER_TOWNSHIP
            .captures(&text[from..at])
            .is_some_and(|found| {
                let local = found.name("local").map_or("", |local| local.as_str());
                let lane = found.name("lane").map_or("", |lane| lane.as_str());
                !["第", "長", "的", "有", "站", "辦公"]
                    .iter()
                    .any(|word| local.contains(word) || lane.contains(word))
            })
    };
    let is_unit = |c: char| matches!(c, '區' | '区' | '鄉' | '乡' | '鎮' | '镇' | '市' | '縣');
    let township = lead
        .char_indices()
        .rev()
        .filter(|(_, c)| is_unit(*c))
        .find_map(|(offset, c)| {
            let unit = base + offset;
            let end = unit + c.len_utf8();
            let name = township_before(text, unit).filter(|_| c != '縣');
            let start = name.or_else(|| county_before(text, end))?;
            fits(end).then_some(start)
        });
    if let Some(start) = township {
        return Some(with_county(text, start));
    }
    let road = FROM_ROAD.find(lead);
    // 高雄建工路415號, 三民區 without its unit.
    let road_start = road.and_then(|road| road_name(text, base + road.start()));
    if let Some(start) = road_start {
        if let Some(village) = village_before(text, start) {
            return Some(village);
        }
        let trimmed = text[..start].trim_end_matches(' ').len();
        return Some(short_county_before(text, trimmed).unwrap_or(start));
    }
    None
}

/// The county before a township that starts at byte `start`, if one stands there.
fn with_county(text: &str, start: usize) -> usize {
    let trimmed = text[..start].trim_end_matches([' ', ',']).len();
    let Some(county) = county_before(text, trimmed) else {
        return start;
    };
    let country = text[..county].trim_end_matches(' ');
    ["台灣省", "臺灣省", "台灣", "臺灣"]
        .iter()
        .find_map(|name| country.strip_suffix(name))
        .map_or(county, str::len)
}

/// Where the village before a road's name that starts at byte `start` begins.
fn village_before(text: &str, start: usize) -> Option<usize> {
    let lead = before(text, start, 10);
    let found = VILLAGE.captures(lead)?;
    let name = found.name("name")?;
    let none = NO_VILLAGES.iter().any(|word| name.as_str().ends_with(word));
    (!none).then_some(start - lead.len() + name.start())
}

/// Where a road's name starts whose unit begins at byte `unit`.
fn road_name(text: &str, unit: usize) -> Option<usize> {
    if let Some(known) = road_before(text, unit) {
        return Some(known);
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
    let ordinal =
        previous(text, unit).is_some_and(|c| "一二三四五六七八九十東西南北中".contains(c));
    let least = if ordinal { 9 } else { 6 };
    // What ends with a unit of its own is no part of the road's name.
    let units = text[start..unit]
        .rfind(['里', '村', '鄰', '區', '鄉', '鎮', '市'])
        .map_or(0, |at| at + '里'.len_utf8());
    if units > 0 && unit - start - units >= 6 {
        start += units;
        stripped = true;
    }
    while let Some(skip) = LEADS
        .iter()
        .filter_map(|word| text[start..unit].rfind(word).map(|at| at + word.len()))
        .filter(|skip| unit - start >= skip + least)
        .max()
    {
        start += skip;
        stripped = true;
    }
    let name = text[start..unit].chars().count();
    let usual = if ordinal { 3 } else { 2 };
    if name > 4 || !stripped && name > usual && run.len() >= 4 {
        start = *run.get(usual - 1)?;
    }
    (start < unit).then_some(start)
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
                (
                    "住屏東縣萬丹鄉廈北村12鄰廈北路77號，",
                    &["屏東縣萬丹鄉廈北村12鄰廈北路77號"],
                ),
                ("後變 港東村民生路22號，", &["港東村民生路22號"]),
                (
                    "我家嘉義縣竹崎鄉紫雲村灣橋６號之２",
                    &["嘉義縣竹崎鄉紫雲村灣橋６號之２"],
                ),
                (
                    "蹛佇 屏東縣恆春鎮大光里大光路砂尾巷4弄9號，",
                    &["屏東縣恆春鎮大光里大光路砂尾巷4弄9號"],
                ),
                (
                    "台東縣池上鄉萬安村１鄰萬安１之７號",
                    &["台東縣池上鄉萬安村１鄰萬安１之７號"],
                ),
                ("連江縣南竿鄉介壽村76號", &["連江縣南竿鄉介壽村76號"]),
                (
                    "南投縣信義鄉東埔村開高巷12號",
                    &["南投縣信義鄉東埔村開高巷12號"],
                ),
                (
                    "新竹縣竹北市光明六路東一段123號7樓",
                    &["新竹縣竹北市光明六路東一段123號7樓"],
                ),
                (
                    "隔壁新竹縣竹東鎮中豐路三段ㄧ九七號",
                    &["新竹縣竹東鎮中豐路三段ㄧ九七號"],
                ),
                (
                    "住樂利三街３００巷１２弄１衖５號４樓之１ ，",
                    &["樂利三街３００巷１２弄１衖５號４樓之１"],
                ),
                (
                    "木柵路1段 50 巷 7-2 號 B1，",
                    &["木柵路1段 50 巷 7-2 號 B1"],
                ),
                (
                    "建工路415號A棟5樓，建工路417號地下一樓",
                    &["建工路415號A棟5樓", "建工路417號地下一樓"],
                ),
                ("大同路12號13樓A2。", &["大同路12號13樓A2"]),
                ("我們民族一路543巷12號的住戶", &["民族一路543巷12號"]),
                ("寄到高雄建工路415號", &["高雄建工路415號"]),
                ("就在自由二路12號旁", &["自由二路12號"]),
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
                ("國道1號、台17線、第12號議案、五甲二路12巷口", &[]),
                ("文化中心12號攤位，中華路夜市第18號攤", &[]),
                ("三民區的12號公車", &[]),
                ("隔壁3號也是", &[]),
                ("bike lane on Chungcheng 4th Rd ends", &[]),
            ],
        );
    }
}
