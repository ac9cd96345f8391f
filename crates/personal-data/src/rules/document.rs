//! Numbers of passports, health cards and driver's licences. Their shapes are common, so
//! each needs its keyword close by, and no other document's keyword in between.
//!
//! Source of the shapes: ICAO Doc 9303 and the issuing states' specimens; 健保卡 numbers
//! are twelve digits that begin with 0000 (衛生福利部中央健康保險署).

mod licence;
mod passport;

use crate::{
    Kind,
    context::{before, is_word, pattern, stands_alone, words},
    fold::Folded,
    hit::Hit,
};
use aho_corasick::AhoCorasick;
use regex::Regex;
use std::{ops::Range, sync::LazyLock};

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
        passport::WORDS
            .iter()
            .chain(licence::WORDS)
            .chain(HEALTH_WORDS)
            .copied(),
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
/// A number before its document's word: `353018864 是我的護照號碼`.
static LEADS_BACK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^[ ,(]{0,2}(?:是|為|is|was|this|的|我們?|他|她|本人|這[本張個]|[老太]?[公婆媽爸弟妹姊姐哥]|my|his|her|the|our|old|new|新|舊| |'s?|(?-i:[A-Z][a-z]{3,11}) )*$",
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
        if index < passport::WORDS.len() {
            passport::find(text, start, end, hits);
        } else if index < passport::WORDS.len() + licence::WORDS.len() {
            licence::find(text, start, end, hits);
        } else {
            health.push(start..end);
        }
    }
    if !health.is_empty() {
        health_cards(text, &health, hits);
    }
}

const FURTHEST: usize = 64;

/// Whether something between a word and a number, or between two numbers, parts them.
fn crossed(gap: &str) -> bool {
    gap.contains(['\n', '。', '!', '?', ';'])
        || gap.chars().count() > 28
        || OTHER.is_match(gap)
        || DOCUMENT.is_match(gap)
}

/// Whether a number belongs to the document named behind it, `gap` further on; not so if
/// the document's own number follows in `rest`.
fn leads_back(gap: &str, rest: &str) -> bool {
    let own = rest
        .trim_start_matches([' ', ':', '('])
        .starts_with(|c: char| c.is_ascii_digit());
    !own && LEADS_BACK.is_match(gap)
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
}
