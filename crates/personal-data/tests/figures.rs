//! The written posts are found as well as they were: a change that loses much is seen.

use personal_data::{Detector, Kind};
use serde_json::Value;
use std::{fs, ops::Range, path::Path};

type Places = Vec<(Range<usize>, Kind)>;

/// The posts of a file: what is labelled and what is found.
fn posts(file: &str) -> Vec<(Places, Places)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/posts")
        .join(file);
    let detector = Detector::new();
    fs::read_to_string(path)
        .expect("the posts")
        .lines()
        .map(|line| {
            let line: Value = serde_json::from_str(line).expect("JSON");
            let place = |span: &Value, at: usize| span[at].as_u64().expect("a place") as usize;
            let labelled = line["spans"]
                .as_array()
                .expect("spans")
                .iter()
                .map(|span| {
                    let kind = span[2].as_str().and_then(|word| word.parse().ok());
                    (place(span, 0)..place(span, 1), kind.expect("a kind"))
                })
                .collect();
            let found = detector
                .find(line["text"].as_str().expect("a text"))
                .into_iter()
                .map(|finding| (finding.chars, finding.kind))
                .collect();
            (labelled, found)
        })
        .collect()
}

fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}

#[test]
fn all_kinds_but_names() {
    for file in [
        "forum-1.jsonl",
        "forum-2.jsonl",
        "forum-3.jsonl",
        "kinds.jsonl",
    ] {
        let (mut labelled, mut found, mut exact) = (0, 0, 0);
        for (gold, ours) in posts(file) {
            let other = |place: &&(Range<usize>, Kind)| place.1 != Kind::Person;
            labelled += gold.iter().filter(other).count();
            found += ours.iter().filter(other).count();
            exact += ours
                .iter()
                .filter(other)
                .filter(|p| gold.contains(p))
                .count();
        }
        let f1 = share(2 * exact, labelled + found);
        assert!(f1 >= 0.95, "{file}: {f1:.3}");
    }
}

#[test]
fn private_persons() {
    for file in ["forum-1.jsonl", "forum-2.jsonl", "forum-3.jsonl"] {
        let touch = |a: &Range<usize>, b: &Range<usize>| a.start < b.end && b.start < a.end;
        let names = |all: &Places| -> Vec<Range<usize>> {
            let persons = all.iter().filter(|(_, kind)| *kind == Kind::Person);
            persons.map(|(range, _)| range.clone()).collect()
        };
        let (mut labelled, mut found, mut touched, mut touching) = (0, 0, 0, 0);
        for (gold, ours) in posts(file) {
            let (gold, ours) = (names(&gold), names(&ours));
            labelled += gold.len();
            found += ours.len();
            touched += gold
                .iter()
                .filter(|g| ours.iter().any(|o| touch(g, o)))
                .count();
            touching += ours
                .iter()
                .filter(|o| gold.iter().any(|g| touch(g, o)))
                .count();
        }
        let (precision, recall) = (share(touching, found), share(touched, labelled));
        assert!(
            precision >= 0.9 && recall >= 0.86,
            "{file}: {precision:.3} {recall:.3}"
        );
    }
}

#[test]
fn posts_without_personal_data_are_left_alone() {
    let (mut clean, mut marked) = (0, 0);
    for file in [
        "forum-1.jsonl",
        "forum-2.jsonl",
        "forum-3.jsonl",
        "kinds.jsonl",
    ] {
        for (gold, ours) in posts(file) {
            clean += usize::from(gold.is_empty());
            marked += usize::from(gold.is_empty() && !ours.is_empty());
        }
    }
    assert!(share(marked, clean) < 0.05, "{marked} of {clean}");
}
