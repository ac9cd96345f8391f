//! The mixed text: half Chinese and half English by characters, all forum posts in it.

use serde_json::Value;
use std::{
    collections::VecDeque,
    error::Error,
    fs,
    path::{Path, PathBuf},
};

/// The texts of the JSON Lines files below `folder`, every file whose folder's name begins
/// with `forum` wholly, of the others as many as make both languages equally long. The
/// languages take turns, so that every part of the list is as mixed as the whole.
pub fn mixed(folder: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    let mut files = Vec::new();
    collect(folder, &mut files)?;
    let (mut posts, mut chinese, mut english) = (Vec::new(), Vec::new(), Vec::new());
    for file in files {
        let of_forum = file
            .parent()
            .and_then(Path::file_name)
            .is_some_and(|name| name.to_string_lossy().starts_with("forum"));
        for text in read(&file)? {
            if of_forum {
                posts.push(text);
            } else if is_chinese(&text) {
                chinese.push(text);
            } else {
                english.push(text);
            }
        }
    }
    let of_posts = |wanted: bool| {
        let all = posts.iter().filter(|text| is_chinese(text) == wanted);
        all.map(|text| length(text)).sum::<usize>()
    };
    let size = |texts: &[String]| texts.iter().map(|text| length(text)).sum::<usize>();
    let (posts_chinese, posts_english) = (of_posts(true), of_posts(false));
    let half = (size(&chinese) + posts_chinese).min(size(&english) + posts_english);
    if half == 0 {
        return Err(format!("{}: not texts of both languages", folder.display()).into());
    }
    let chinese = spread(chinese, half.saturating_sub(posts_chinese));
    let english = spread(english, half.saturating_sub(posts_english));
    let (chinese_posts, english_posts): (Vec<_>, Vec<_>) =
        posts.into_iter().partition(|text| is_chinese(text));
    Ok(take_turns(
        chinese_posts.into_iter().chain(chinese).collect(),
        english_posts.into_iter().chain(english).collect(),
    ))
}

/// Every so many texts, about `wanted` characters in all.
pub fn spread(texts: Vec<String>, wanted: usize) -> Vec<String> {
    let all: usize = texts.iter().map(|text| length(text)).sum();
    let (mut seen, mut taken) = (0, 0);
    texts
        .into_iter()
        .filter(|text| {
            seen += length(text);
            let due = taken * all < seen * wanted.min(all);
            taken += if due { length(text) } else { 0 };
            due
        })
        .collect()
}

/// Whether a fifth of the characters or more are Han.
pub fn is_chinese(text: &str) -> bool {
    let han = text
        .chars()
        .filter(|c| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}'))
        .count();
    han * 5 >= length(text)
}

/// In Unicode characters.
pub fn length(text: &str) -> usize {
    text.chars().count()
}

fn take_turns(one: VecDeque<String>, other: VecDeque<String>) -> Vec<String> {
    let mut sides = [(0, one), (0, other)];
    let mut mixed = Vec::new();
    loop {
        sides.sort_by_key(|(taken, rest)| (rest.is_empty(), *taken));
        let (taken, rest) = &mut sides[0];
        let Some(text) = rest.pop_front() else {
            return mixed;
        };
        *taken += length(&text);
        mixed.push(text);
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    let entries = fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.map(|e| e.path()))
        .collect::<Result<_, _>>()?;
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|e| e == "jsonl") {
            files.push(path);
        }
    }
    Ok(())
}

fn read(file: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    let mut texts = Vec::new();
    for (index, line) in fs::read_to_string(file)?.lines().enumerate() {
        let place = || format!("{}:{}", file.display(), index + 1);
        let value: Value = serde_json::from_str(line).map_err(|e| format!("{}: {e}", place()))?;
        let text = value["text"].as_str();
        texts.push(
            text.ok_or_else(|| format!("{}: no text", place()))?
                .to_owned(),
        );
    }
    Ok(texts)
}
