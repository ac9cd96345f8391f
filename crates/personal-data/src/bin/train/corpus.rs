//! What the model learns from: sentences with the places of their names.

use personal_data::Role;
use serde_json::{Value, json};
use std::{fs, ops::Range, path::Path};

/// A name in a text.
#[derive(Clone, Debug)]
pub struct Name {
    /// In characters.
    pub range: Range<usize>,
    /// How to swap it: a type of `training/README.md`, or a digit guessed from its form.
    pub kind: char,
    /// Its bearer's role, where the text says so.
    pub role: Option<Role>,
}

/// A text and its names, in order.
#[derive(Clone, Debug)]
pub struct Sample {
    pub text: String,
    pub names: Vec<Name>,
}

fn read(file: &Path) -> Result<String, String> {
    fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))
}

/// Reads JSON Lines `{"text": …, "spans": [[start, end, "PERSON"], …]}`.
pub fn read_lines(file: &Path) -> Result<Vec<Sample>, String> {
    let wrong = |index: usize| format!("{}:{}: no labelled text", file.display(), index + 1);
    read(file)?
        .lines()
        .enumerate()
        .map(|(index, line)| sample(line).ok_or_else(|| wrong(index)))
        .collect()
}

fn sample(line: &str) -> Option<Sample> {
    let line: Value = serde_json::from_str(line).ok()?;
    let text = line["text"].as_str()?.to_owned();
    let mut names = Vec::new();
    for span in line["spans"].as_array()? {
        let place = |at: usize| span[at].as_u64().and_then(|n| usize::try_from(n).ok());
        let range = place(0)?..place(1)?;
        if span[2] == "PERSON" {
            let name: String = text.chars().skip(range.start).take(range.len()).collect();
            names.push(Name {
                range,
                kind: guess(&name),
                role: None,
            });
        }
    }
    Some(Sample { text, names })
}

/// Writes what [`read_lines`] reads.
pub fn write_lines(file: &Path, samples: &[&Sample]) -> Result<(), String> {
    let lines: Vec<String> = samples
        .iter()
        .map(|sample| {
            let spans: Vec<Value> = sample
                .names
                .iter()
                .map(|name| json!([name.range.start, name.range.end, "PERSON"]))
                .collect();
            json!({"text": sample.text, "spans": spans}).to_string() + "\n"
        })
        .collect();
    fs::write(file, lines.concat()).map_err(|e| format!("{}: {e}", file.display()))
}

/// Reads written posts: pieces between lines `%%`, names as `⟦t:name⟧`, in public roles
/// `⟦*t:name⟧`.
pub fn read_posts(file: &Path) -> Result<Vec<Sample>, String> {
    read(file)?
        .split("\n%%\n")
        .map(|piece| piece.trim_matches(['\n', '%']))
        .filter(|piece| !piece.is_empty())
        .map(|piece| post(piece).ok_or(format!("{}: a broken mark in {piece}", file.display())))
        .collect()
}

fn post(piece: &str) -> Option<Sample> {
    let mut sample = Sample {
        text: String::new(),
        names: Vec::new(),
    };
    let mut at = 0;
    let mut rest = piece;
    while let Some((before, marked)) = rest.split_once('⟦') {
        let (mark, after) = marked.split_once('⟧')?;
        let (kind, name) = mark.split_once(':')?;
        at += before.chars().count();
        let length = name.chars().count();
        sample.text.push_str(before);
        sample.text.push_str(name);
        sample.names.push(Name {
            range: at..at + length,
            kind: kind.chars().last()?,
            role: Some(if kind.starts_with('*') {
                Role::Public
            } else {
                Role::Private
            }),
        });
        at += length;
        rest = after;
    }
    sample.text.push_str(rest);
    Some(sample)
}

fn guess(name: &str) -> char {
    let han = |c: char| ('\u{3400}'..='\u{9fff}').contains(&c);
    let length = name.chars().count();
    if name.chars().all(han) {
        match length {
            2 | 3 => '2',
            _ => '4',
        }
    } else if name.chars().any(han) {
        if name.contains(['·', '．', '•', '‧']) {
            't'
        } else {
            'X'
        }
    } else {
        match name.split(' ').count() {
            1 => '1',
            2 => '3',
            _ => 'X',
        }
    }
}
