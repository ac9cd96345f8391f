//! What the model learns from: sentences with the places of their names.

use std::{fs, ops::Range, path::Path};

/// A text and its names, in characters, each with the type that says how to swap it.
#[derive(Clone, Debug)]
pub struct Sample {
    pub text: String,
    pub names: Vec<(Range<usize>, char, bool)>,
}

/// Reads JSON Lines `{"text": …, "spans": [[start, end, "PERSON"], …]}`; names get a guessed type.
pub fn read_lines(file: &Path) -> Vec<Sample> {
    let text = fs::read_to_string(file).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
    text.lines()
        .map(|line| {
            let line: serde_json::Value = serde_json::from_str(line).expect("a JSON line");
            let text = line["text"].as_str().expect("text").to_owned();
            let names = line["spans"]
                .as_array()
                .expect("spans")
                .iter()
                .filter(|span| span[2] == "PERSON")
                .map(|span| {
                    let range = span[0].as_u64().expect("start") as usize
                        ..span[1].as_u64().expect("end") as usize;
                    let name: String = text.chars().skip(range.start).take(range.len()).collect();
                    (range, guess(&name), false)
                })
                .collect();
            Sample { text, names }
        })
        .collect()
}

/// Reads written posts: pieces between lines `%%`, names as `⟦t:name⟧`, `⟦*t:name⟧` in public roles.
pub fn read_posts(file: &Path) -> Vec<Sample> {
    let text = fs::read_to_string(file).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
    text.split("\n%%\n")
        .map(|piece| piece.trim_matches(['\n', '%']))
        .filter(|piece| !piece.is_empty())
        .map(|piece| {
            let mut sample = Sample {
                text: String::new(),
                names: Vec::new(),
            };
            let mut at = 0;
            let mut rest = piece;
            while let Some(open) = rest.find('⟦') {
                let (before, marked) = rest.split_at(open);
                let marked = &marked['⟦'.len_utf8()..];
                let close = marked.find('⟧').expect("a closed mark");
                let (kind, name) = marked[..close].split_once(':').expect("a typed mark");
                let public = kind.starts_with('*');
                at += before.chars().count();
                let length = name.chars().count();
                sample.text.push_str(before);
                sample.text.push_str(name);
                sample
                    .names
                    .push((at..at + length, kind.chars().last().expect("a type"), public));
                at += length;
                rest = &marked[close + '⟧'.len_utf8()..];
            }
            sample.text.push_str(rest);
            sample
        })
        .collect()
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
