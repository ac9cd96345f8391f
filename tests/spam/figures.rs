//! How well spam is told from what residents write. What is no spam are the invented posts by which
//! the detector and search are tested, which hold complaints about spam, links and telephone numbers.
//! Spam is made from templates: `spam-train.txt` and `spam-test.txt` share no template, and the half
//! that is learned says nothing of which texts are asked about. Adverts that nobody has met before are
//! told worse than these, so the figures are an upper bound. Of each text only what it shows by itself
//! is looked at: no account, no form and no repetition.
//!
//! `scripts/measure spam` prints the figures.

use plaza::{
    clock::Random,
    keys::Keys,
    spam::{
        bayes::{Counts, Lesson},
        features::{Keyed, buckets, of_text},
    },
};
use serde_json::Value;

const POSTS: [&str; 4] = [
    include_str!("../../crates/personal-data/tests/posts/forum-1.jsonl"),
    include_str!("../../crates/personal-data/tests/posts/forum-2.jsonl"),
    include_str!("../../crates/personal-data/tests/posts/forum-3.jsonl"),
    include_str!("../../crates/personal-data/tests/posts/kinds.jsonl"),
];
const SEARCHED: [&str; 2] = [
    include_str!("../search/corpus-zh.jsonl"),
    include_str!("../search/corpus-en.jsonl"),
];
const LEARNED: &str = include_str!("spam-train.txt");
const ASKED: &str = include_str!("spam-test.txt");

/// What stands in a template's places; `{n}` is a number.
const PLACES: [(&str, &[&str]); 11] = [
    (
        "{sell}",
        &[
            "小額信貸",
            "車貸房貸代辦",
            "快速貸款",
            "線上娛樂城",
            "百家樂",
            "運動彩券投注",
        ],
    ),
    (
        "{gift}",
        &["現金一千元", "千元紅包", "購物金", "免費貼圖", "最新手機"],
    ),
    (
        "{earn}",
        &["日賺三千", "月入十萬", "每天輕鬆賺五千", "獲利翻倍"],
    ),
    (
        "{contact}",
        &[
            "加賴abc{n}",
            "加LINE：money{n}",
            "私訊小編",
            "加Telegram @gold{n}",
        ],
    ),
    (
        "{goods}",
        &["名牌包", "手錶", "減肥藥", "壯陽藥", "電子煙", "名牌球鞋"],
    ),
    (
        "{link}",
        &[
            "http://www.sale{n}.example/go",
            "https://t.example/{n}",
            "https://win{n}.example",
        ],
    ),
    (
        "{sell_en}",
        &[
            "instant loans",
            "payday loans",
            "personal loans",
            "online casino bonus",
        ],
    ),
    (
        "{gift_en}",
        &["a free iPhone", "a $1000 gift card", "the grand prize"],
    ),
    (
        "{earn_en}",
        &[
            "earn $5000 a week",
            "make $300 every day",
            "double your bitcoin",
        ],
    ),
    (
        "{contact_en}",
        &[
            "contact me on WhatsApp +1555{n}",
            "message me on Telegram @cash{n}",
            "send me a private message",
        ],
    ),
    (
        "{goods_en}",
        &[
            "replica watches",
            "designer handbags",
            "viagra",
            "weight loss pills",
            "followers and likes",
        ],
    ),
];

fn below(random: &Random, end: usize) -> usize {
    let drawn = u64::from_be_bytes(random.bytes());
    usize::try_from(drawn % end as u64).unwrap()
}

/// So many texts, the templates in turn.
fn spam(templates: &str, count: usize, seed: u64) -> Vec<String> {
    let random = Random::seeded(seed);
    let templates: Vec<&str> = templates.lines().collect();
    let fill = |template: &&str| {
        let mut text = (*template).to_owned();
        for (place, words) in PLACES {
            while text.contains(place) {
                text = text.replacen(place, words[below(&random, words.len())], 1);
            }
        }
        while text.contains("{n}") {
            text = text.replacen("{n}", &(10 + below(&random, 990)).to_string(), 1);
        }
        assert!(!text.contains('{'), "{text}");
        text
    };
    templates.iter().cycle().take(count).map(fill).collect()
}

fn ham() -> Vec<String> {
    let read = |line: &str| -> Value { serde_json::from_str(line).unwrap() };
    let words = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let posts = POSTS.iter().flat_map(|file| file.lines());
    let mut all: Vec<String> = posts.map(|line| words(&read(line)["text"])).collect();
    for line in SEARCHED.iter().flat_map(|file| file.lines()) {
        let text = read(line);
        all.push(format!(
            "{}\n{}",
            words(&text["title"]),
            words(&text["body"])
        ));
    }
    all
}

/// What a text of such looks, and of these words, would get.
fn score(counts: &Counts, keyed: &Keyed, text: &str) -> i32 {
    let reasons = of_text(text, text.matches("://").count());
    let looks: i32 = reasons.iter().map(|reason| reason.weight).sum();
    (looks + counts.weigh(&buckets(keyed, text))).clamp(0, 100)
}

/// How likely a text that is spam has a higher score than one that is none.
fn area(spam: &[i32], ham: &[i32]) -> f64 {
    let won = |one: &i32| -> f64 {
        let each = ham.iter().map(|other| match one.cmp(other) {
            std::cmp::Ordering::Greater => 1.0,
            std::cmp::Ordering::Equal => 0.5,
            std::cmp::Ordering::Less => 0.0,
        });
        each.sum()
    };
    spam.iter().map(won).sum::<f64>() / (spam.len() * ham.len()) as f64
}

#[test]
fn spam_that_was_never_seen_is_told_from_what_residents_write() {
    let keyed = Keyed::of(&Keys::new([7; 32]));
    let (mut learned, mut asked) = (Vec::new(), Vec::new());
    for (n, text) in ham().into_iter().enumerate() {
        if n % 2 == 0 {
            learned.push(text);
        } else {
            asked.push(text);
        }
    }
    assert!(asked.len() > 400, "the posts were not read");
    let mut counts = Counts::default();
    for text in &learned {
        counts.learn(Lesson::Ham, &buckets(&keyed, text));
    }
    for text in spam(LEARNED, learned.len(), 1) {
        counts.learn(Lesson::Spam, &buckets(&keyed, &text));
    }
    let of = |texts: &[String]| -> Vec<i32> {
        texts
            .iter()
            .map(|text| score(&counts, &keyed, text))
            .collect()
    };
    let (ham, spam) = (of(&asked), of(&spam(ASKED, asked.len(), 2)));
    let hold_at = plaza::config::Spam::default().hold_at;
    let held = |scores: &[i32]| scores.iter().filter(|score| **score >= hold_at).count() as f64;
    let (right, wrong) = (held(&spam), held(&ham));
    let precision = right / (right + wrong).max(1.0);
    let recall = right / spam.len() as f64;
    let false_positives = wrong / ham.len() as f64;
    let area = area(&spam, &ham);
    println!(
        "of {} posts and {} adverts that were not learned, held from {hold_at} on: precision \
         {precision:.3}, recall {recall:.3}, false positives {:.1} %, AUC {area:.3}",
        ham.len(),
        spam.len(),
        false_positives * 100.0,
    );
    assert!(precision >= 0.97, "precision {precision}");
    assert!(recall >= 0.70, "recall {recall}");
    assert!(false_positives <= 0.01, "false positives {false_positives}");
    assert!(area >= 0.97, "AUC {area}");
}
