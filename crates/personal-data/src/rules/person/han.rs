//! Chinese names: before honorifics, after introductions, and in signatures.

use super::latin::latin_name;
use crate::{
    Kind, Role,
    context::{before, is_han, next, pattern, previous},
    hit::Hit,
    rules::surnames::{is_everyday, is_word, surname},
};
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use regex::Regex;
use std::sync::LazyLock;

/// What follows the name of a private person.
const HONORIFICS: &[&str] = &[
    "先生",
    "小姐",
    "女士",
    "太太",
    "夫人",
    "老師",
    "老师",
    "里長",
    "鄰長",
    "主委",
    "財委",
    "監委",
    "總幹事",
    "幹事",
    "媽媽",
    "爸爸",
    "阿姨",
    "叔叔",
    "伯伯",
    "伯母",
    "阿伯",
    "伯",
    "大哥",
    "大姐",
    "大姊",
    "奶奶",
    "爺爺",
    "阿嬤",
    "阿公",
    "醫師",
    "醫生",
    "医生",
    "護理師",
    "護士",
    "律師",
    "老闆娘",
    "老闆",
    "老板",
    "經理",
    "店長",
    "主任",
    "組長",
    "課長",
    "股長",
    "專員",
    "助理",
    "秘書",
    "教官",
    "教練",
    "教授",
    "導師",
    "校長",
    "師傅",
    "師父",
    "師姐",
    "同學",
    "警員",
    "警官",
    "員警",
    "隊長",
    "房東",
    "媽咪",
];
/// What follows the name of a person in a public role.
const OFFICES: &[&str] = &[
    "市長",
    "副市長",
    "縣長",
    "總統",
    "部長",
    "院長",
    "局長",
    "處長",
    "區長",
    "議員",
    "立委",
    "立法委員",
    "委員",
];
static TITLES: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .kind(Some(AhoCorasickKind::ContiguousNFA))
        .build([HONORIFICS, OFFICES].concat())
        .expect("the words of the program build")
});
/// Words whose last character only looks like a surname before an honorific.
const NO_SURNAME: &[&str] = &[
    "首任", "任何", "如何", "為何", "有何", "幾何", "感謝", "謝謝", "多謝", "致謝", "酬謝", "答謝",
    "拜謝", "母校", "國文", "英文", "中文", "語文", "作文", "數學", "地方", "對方", "官方", "警方",
    "校方", "院方", "雙方", "女方", "男方", "我方", "現任", "前任", "歷任", "新任", "主任", "責任",
    "擔任", "信任", "兼任", "專任", "級任", "科任", "代管", "保管", "主管", "單單", "名單", "清單",
    "大安", "保安", "公安", "早安", "晚安", "午安", "日常", "平常", "非常", "經常", "各位", "安全",
    "海關", "機關", "相關", "有關", "開關", "麵包", "書包", "打包", "白金", "現金", "資金", "獎金",
    "租金", "基金", "水石", "公司", "上司", "阿公", "老公", "中古", "考古", "計程", "工程", "課程",
    "過程", "健康", "安康", "麻花", "開花", "棉花",
];

/// The name alone in front, up to four characters after the words of an introduction.
static INTRODUCTION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(?P<strong>我叫做?|他叫|她叫|名字(?:是|叫|為|:)?|姓名(?:為|是)?|戶名(?:為|是)?|署名|聯絡人|聯繫人|申請人|陳情人|投訴人|檢舉人|當事人|收件人|寄件人|寄件者|收件者|提案人|連署人|登記人|承租人|負責人|屋主叫?|車主叫?|戶長|病患|患者)(?:是|為)?[ :]{0,3}|(?P<weak>我是|名叫|叫做|本人|敝人|在下|這裡是)[ :]{0,2}|(?P<family>我姓|敝姓|他姓|她姓|姓)",
    )
});
/// A name with a dot inside, as indigenous and foreign names are written.
static DOTTED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^\p{Han}{1,5} ?[.·‧・•] ?[\p{Han}&&[^的是在說也跟和與住要來去有]]{1,6}")
});
static SIGNATURE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"[ ]{0,3}(?:敬上|謹上|敬啟|謹啟|拜上|鞠躬|上\n|上$|留\n|留$|筆\n|筆$)")
});

pub(crate) fn find(text: &str, hits: &mut Vec<Hit>) {
    honorifics(text, hits);
    introductions(text, hits);
    signatures(text, hits);
}

fn honorifics(text: &str, hits: &mut Vec<Hit>) {
    for honorific in TITLES.find_iter(text) {
        let follows = next(text, honorific.end());
        // 唐伯虎 and 羅伯特 are no uncles.
        let uncle = &text[honorific.range()] != "伯"
            || follows.is_none_or(|c| {
                !is_han(c) || "說講的在家很也都是有把跟和來去又不就會給幫".contains(c)
            });
        if !uncle || follows == Some('們') {
            continue;
        }
        // A space may part a full name from its honorific, not a surname: 高 先生 is a list.
        let end = text[..honorific.start()].trim_end_matches(' ').len();
        let spaced = end < honorific.start();
        let Some((start, full)) = name_before(text, end).filter(|(_, full)| *full || !spaced)
        else {
            continue;
        };
        let public = honorific.pattern().as_usize() >= HONORIFICS.len();
        let confidence = if full { 0.88 } else { 0.9 };
        let mut hit = Hit::new(Kind::Person, start..end, confidence, "honorific");
        if public {
            hit.role = Role::Public;
        }
        hits.push(hit);
    }
}

/// The name that ends at byte `end`: a full name behind a boundary, else the surname alone.
fn name_before(text: &str, end: usize) -> Option<(usize, bool)> {
    let run: Vec<usize> = text[..end]
        .char_indices()
        .rev()
        .take(6)
        .take_while(|(_, c)| is_han(*c))
        .map(|(at, _)| at)
        .collect();
    let one = *run.first()?;
    let alone = |length: usize| -> Option<usize> {
        let start = *run.get(length - 1)?;
        (surname(&text[start..]) == Some(end - start)).then_some(start)
    };
    let full = |length: usize| -> Option<usize> {
        let start = *run.get(length - 1)?;
        let surname = surname(&text[start..])?;
        let given = text[start + surname..end].chars().count();
        let plain = (1..=2).contains(&given)
            && !is_word(&text[start..end])
            && is_given(&text[start + surname..end]);
        plain.then_some(start)
    };
    let lead = before(text, end, 2);
    if NO_SURNAME.contains(&lead) {
        return None;
    }
    if let Some(start) = alone(2) {
        return Some((start, false));
    }
    let begins = |start: usize| begins_name(text, start);
    if alone(1).is_some() {
        // A surname can be a given name's last character: 林大方先生.
        return match full(3).filter(|start| begins(*start)) {
            Some(start) => Some((start, true)),
            None => (!is_everyday(&text[one..end]) || begins(one)).then_some((one, false)),
        };
    }
    let clear = |start: usize| {
        begins(start) || !is_everyday(&text[start..end]) && !is_office(&text[start..end])
    };
    let start = full(4)
        .filter(|start| begins(*start))
        .or_else(|| full(3).filter(|start| clear(*start)))
        .or_else(|| full(2).filter(|start| begins(*start)))?;
    Some((start, true))
}

/// Whether a would-be name holds characters of offices and ranks: 華視總 before 經理.
fn is_office(name: &str) -> bool {
    name.contains(|c: char| "總副首校軍視球市縣區院部處局會隊班組署".contains(c))
}

/// Whether a name may begin here: behind a boundary or a word that leads up to a name.
fn begins_name(text: &str, start: usize) -> bool {
    previous(text, start).is_none_or(|c| {
        !is_han(c) || "的找請是叫跟和與給位向替讓被由對問謝以及對師生員任者主長委".contains(c)
    })
}

fn is_given(given: &str) -> bool {
    !given.contains(|c: char| "的了是在有和跟與也都就很這那個們位我你他她您不嗎吧啊先小女老大里太叔伯阿媽爸某各是為及或但而".contains(c) && !"大小".contains(c))
}

fn introductions(text: &str, hits: &mut Vec<Hit>) {
    for found in INTRODUCTION.captures_iter(text) {
        let Some(whole) = found.get(0) else { continue };
        let start = whole.end();
        let rest = &text[start..];
        let family_only = found.name("family").is_some();
        if let Some(dotted) = DOTTED.find(rest).filter(|_| !family_only) {
            hits.push(Hit::new(
                Kind::Person,
                start..start + dotted.end(),
                0.85,
                "introduction",
            ));
            continue;
        }
        let quote = rest.len() - rest.trim_start_matches(['"', '“', '「', ' ']).len();
        let latin = latin_name(text, start + quote, 3);
        if latin.len() > 1 && !family_only {
            hits.push(Hit::new(Kind::Person, latin, 0.85, "introduction"));
            continue;
        }
        let Some(family) = surname(rest) else {
            continue;
        };
        if is_word(rest) || found.name("weak").is_some() && is_everyday(rest) {
            continue;
        }
        if family_only {
            let ends = next(text, start + family)
                .is_none_or(|c| !is_han(c) || "的是，名叫住在".contains(c));
            if ends
                && !matches!(
                    previous(text, whole.start()),
                    Some('百' | '同' | '老' | '小' | '大' | '字')
                )
            {
                hits.push(Hit::new(
                    Kind::Person,
                    start..start + family,
                    0.85,
                    "introduction",
                ));
            }
            continue;
        }
        let strong = found.name("strong").is_some();
        if let Some(length) = name_length(rest, family, strong) {
            hits.push(Hit::new(
                Kind::Person,
                start..start + length,
                if strong { 0.9 } else { 0.85 },
                "introduction",
            ));
        }
    }
}

/// The length of the full name with which `rest` begins, if its end can be seen. After
/// `strong` words the usual length is taken where it cannot.
fn name_length(rest: &str, family: usize, strong: bool) -> Option<usize> {
    let run: String = rest
        .chars()
        .take(8)
        .take_while(|c| is_han(*c) || matches!(c, '‧' | '·' | '．'))
        .collect();
    let given: Vec<char> = run[family..].chars().collect();
    let (_, length) = [2, 3, 1]
        .into_iter()
        .filter(|&count| {
            count < 3
                || rest[..family].chars().count() == 2 && run.contains('氏')
                || given.len() == 3 && family == 3 && strong && surname(&run[3..]).is_some()
        })
        .filter(|&count| given.len() >= count)
        .filter(|&count| {
            given.len() == count
                || !is_han(given[count])
                || "的是在住和跟與任也要想有今目來先說上下手電身生於到從家聯（"
                    .contains(given[count])
        })
        .map(|count| {
            (
                count,
                family + given[..count].iter().map(|c| c.len_utf8()).sum::<usize>(),
            )
        })
        .next()
        .or_else(|| {
            (strong && given.len() > 2)
                .then(|| (2, family + given[0].len_utf8() + given[1].len_utf8()))
        })?;
    let name = &rest[..length];
    // 我是高雄人, 我是單親媽媽: what one is, not what one is called.
    let kind_of_person =
        !strong && name.ends_with(|c: char| "人民生師友客戶員主者工長媽爸哥姐家班校".contains(c));
    (is_given(&name[family..]) && !kind_of_person).then_some(length)
}

fn signatures(text: &str, hits: &mut Vec<Hit>) {
    for found in SIGNATURE.find_iter(text) {
        let end = found.start();
        let run: Vec<usize> = text[..end]
            .char_indices()
            .rev()
            .take(5)
            .take_while(|(_, c)| is_han(*c))
            .map(|(at, _)| at)
            .collect();
        let (2..=4) = run.len() else { continue };
        let start = run[run.len() - 1];
        let rest = &text[start..end];
        let named = surname(rest).is_some_and(|family| {
            family < rest.len() && (run.len() < 4 || family > 3) && is_given(&rest[family..])
        });
        if named && !is_word(rest) && TITLES.find(rest).is_none() {
            hits.push(Hit::new(Kind::Person, start..end, 0.85, "signature"));
        }
    }
}
