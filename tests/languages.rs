//! Both languages are complete: the same keys, the same arguments, and no text that is missing.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

/// Key to the names of its arguments.
fn messages(language: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(Path::new("locales").join(language)).unwrap() {
        let path = entry.unwrap().path();
        let mut key = String::new();
        for line in fs::read_to_string(&path).unwrap().lines() {
            if !line.starts_with([' ', '#', '*', '}'])
                && let Some((name, _)) = line.split_once(" =")
            {
                key = name.to_owned();
                let twice = all.insert(key.clone(), BTreeSet::new());
                assert!(twice.is_none(), "{key} stands twice in {language}");
            }
            for piece in line.split("{ $").skip(1) {
                let argument: String = piece
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '-' || *c == '_')
                    .collect();
                all.get_mut(&key).unwrap().insert(argument);
            }
        }
    }
    all
}

#[test]
fn both_languages_have_the_same_keys_and_arguments() {
    let (zh, en) = (messages("zh-TW"), messages("en"));
    assert!(en.len() > 100, "the files were not found");
    let keys =
        |all: &BTreeMap<String, BTreeSet<String>>| all.keys().cloned().collect::<BTreeSet<_>>();
    let lacking: Vec<_> = keys(&zh)
        .symmetric_difference(&keys(&en))
        .cloned()
        .collect();
    assert!(lacking.is_empty(), "only in one language: {lacking:?}");
    for (key, arguments) in &en {
        assert_eq!(arguments, &zh[key], "arguments of {key}");
    }
}

/// Every file below a folder that ends so.
fn sources(folder: &str, endings: &[&str]) -> Vec<(String, String)> {
    let mut all = Vec::new();
    let mut folders = vec![Path::new(folder).to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if endings
                .iter()
                .any(|ending| path.to_string_lossy().ends_with(ending))
            {
                all.push((
                    path.display().to_string(),
                    fs::read_to_string(&path).unwrap(),
                ));
            }
        }
    }
    all
}

#[test]
fn every_key_that_is_asked_for_exists() {
    let known = messages("en");
    let mut asked = 0;
    for (file, text) in sources("templates", &[".html", ".txt", ".xml"])
        .into_iter()
        .chain(sources("src", &[".rs"]))
    {
        for call in [".t(\"", ".ta(\"", ".ta2(\"", ".t_with(\"", "lang.ta(\""] {
            for piece in text.split(call).skip(1) {
                let key = piece.split('"').next().unwrap();
                asked += 1;
                assert!(known.contains_key(key), "{file} asks for {key}");
            }
        }
    }
    assert!(asked > 50, "the calls were not found");
}

#[test]
fn every_key_is_used() {
    let sources: Vec<String> = sources("templates", &[".html", ".txt", ".xml"])
        .into_iter()
        .chain(sources("src", &[".rs"]))
        .chain(sources("assets", &[".js"]))
        .map(|(_, text)| text)
        .collect();
    let used: BTreeSet<&str> = sources.iter().flat_map(|text| text.split('"')).collect();
    // Keys that are put together from a code or a name.
    let composed = [
        "file-",
        "kind-",
        "face-error-",
        "problem-",
        "invalid-",
        "done-",
        "state-",
        "record-",
        "role-",
        "mail-",
        "account-gone-",
        "notice-",
        "consent-of-",
        "weekday-",
        "account-event-",
        "api-scope-",
        "cookie-",
        "cookies-mode-",
        "statistics-",
        "webhook-kind-",
        "rate-stars-",
        "notification-",
        "watch-is-",
        "reaction-",
        "profile-kind-",
        "flag-reason-",
        "flag-outcome-",
        "desk-view-",
        "moderation-levels-",
        "digests-rhythm-",
        "spam-",
        "sign-in-way-",
        "setting-",
        "settings-accent",
        "settings-group-",
        "contract-",
    ];
    let unused: Vec<_> = messages("en")
        .into_keys()
        .filter(|key| {
            !used.contains(key.as_str()) && !composed.iter().any(|start| key.starts_with(start))
        })
        .collect();
    assert!(unused.is_empty(), "nothing shows {unused:?}");
}

/// Words that the glossary gives up for another, and what takes their place.
const NOT_OURS: [(&str, &str); 14] = [
    ("論壇", "討論區"),
    ("貼文", "發言"),
    ("意見信箱", "市政建議"),
    ("案件編號", "案號"),
    ("隱私保護聯絡", "個資保護專員"),
    ("民眾", "市民"),
    ("第三人", "第三方"),
    ("帳戶", "帳號"),
    ("搜索", "搜尋"),
    ("鏈接", "連結"),
    ("留意字詞", "監看字詞"),
    ("暫緩", "等候審核 or 暫停公開"),
    ("像廣告", "疑似垃圾訊息"),
    ("版主處理紀錄", "版主每月處理情形"),
];

/// The same in English.
const NOT_OURS_IN_ENGLISH: [(&str, &str); 4] = [
    ("Turn down", "Reject"),
    ("Turned down", "Rejected"),
    ("were upheld", "were granted"),
    ("Middle time", "Median time"),
];

/// `content/GLOSSARY.md`: one word for one thing, and no typed space beside Chinese.
#[test]
fn chinese_keeps_to_the_glossary() {
    let chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c) || "，。、；：".contains(c);
    let latin = |c: char| c.is_ascii_alphanumeric() || "{}`".contains(c);
    let mut wrong = Vec::new();
    let policy = sources("content/moderation", &["zh.md"]);
    for (file, text) in sources("locales/zh-TW", &[".ftl"])
        .into_iter()
        .chain(policy)
    {
        // The space in these examples separates two tags.
        for line in text.lines().filter(|line| !line.starts_with("tags-hint")) {
            for (word, ours) in NOT_OURS {
                if line.contains(word) {
                    wrong.push(format!("{file}: {word} is {ours} here: {line}"));
                }
            }
            let all: Vec<char> = line.chars().collect();
            let spaced = all.windows(3).any(|three| {
                let [before, ' ', after] = *three else {
                    return false;
                };
                (chinese(before) && latin(after)) || (latin(before) && chinese(after))
            });
            if spaced && !line.starts_with('#') {
                wrong.push(format!("{file}: a typed space beside Chinese: {line}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn english_keeps_to_the_glossary() {
    let policy = sources("content/moderation", &["en.md"]);
    let all = sources("locales/en", &[".ftl"]).into_iter().chain(policy);
    let mut wrong = Vec::new();
    let mut read = 0;
    for (file, text) in all {
        read += 1;
        for line in text.lines() {
            for (word, ours) in NOT_OURS_IN_ENGLISH {
                if line.contains(word) {
                    wrong.push(format!("{file}: {word} is {ours} here: {line}"));
                }
            }
        }
    }
    assert!(read > 10, "the files were not found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
