//! Measures the detector on JSON Lines `{"text": …, "spans": [[start, end, KIND], …]}`:
//! `cargo run -p personal-data --example score -- FILE [--show]`. A finding is right if kind,
//! start and end are; for persons also the share that touches a right place is shown.

use personal_data::{Kind, find};
use std::{env, error::Error, fs, ops::Range};

#[derive(Default)]
struct Tally {
    expected: usize,
    found: usize,
    exact: usize,
    touched: usize,
    touching: usize,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let file = arguments.next().ok_or("usage: score FILE [--show]")?;
    let show = arguments.next().as_deref() == Some("--show");
    let mut tallies: Vec<Tally> = Kind::ALL.iter().map(|_| Tally::default()).collect();
    for line in fs::read_to_string(file)?.lines() {
        let line: serde_json::Value = serde_json::from_str(line)?;
        let text = line["text"].as_str().ok_or("a line without text")?;
        let found: Vec<(Range<usize>, Kind)> =
            find(text).into_iter().map(|f| (f.range, f.kind)).collect();
        let mut expected = Vec::new();
        for span in line["spans"].as_array().ok_or("a line without spans")? {
            let place = |index: usize| span[index].as_u64().and_then(|n| usize::try_from(n).ok());
            let (Some(start), Some(end), Some(word)) = (place(0), place(1), span[2].as_str())
            else {
                return Err("a span is [start, end, KIND]".into());
            };
            if let Ok(kind) = word.parse::<Kind>() {
                expected.push((start..end, kind));
            }
        }
        for (kind, tally) in Kind::ALL.iter().zip(&mut tallies) {
            count(*kind, &expected, &found, tally);
        }
        if show {
            differences(text, &expected, &found);
        }
    }
    println!(
        "{:15} {:>4} {:>5}  {:>6} {:>6} {:>6}  {:>6} {:>6}",
        "kind", "gold", "found", "P", "R", "F1", "oP", "oR"
    );
    let mut patterns = Tally::default();
    for (kind, tally) in Kind::ALL.iter().zip(&tallies) {
        print(kind.as_str(), tally);
        if *kind != Kind::Person {
            patterns.expected += tally.expected;
            patterns.found += tally.found;
            patterns.exact += tally.exact;
            patterns.touched += tally.touched;
            patterns.touching += tally.touching;
        }
    }
    print("all but PERSON", &patterns);
    Ok(())
}

fn count(
    kind: Kind,
    expected: &[(Range<usize>, Kind)],
    found: &[(Range<usize>, Kind)],
    tally: &mut Tally,
) {
    let touch = |a: &Range<usize>, b: &Range<usize>| a.start < b.end && b.start < a.end;
    let of = |all: &[(Range<usize>, Kind)]| -> Vec<Range<usize>> {
        all.iter()
            .filter(|(_, k)| *k == kind)
            .map(|(range, _)| range.clone())
            .collect()
    };
    let (expected, found) = (of(expected), of(found));
    tally.expected += expected.len();
    tally.found += found.len();
    tally.exact += found
        .iter()
        .filter(|range| expected.contains(range))
        .count();
    tally.touching += found
        .iter()
        .filter(|range| expected.iter().any(|e| touch(e, range)))
        .count();
    tally.touched += expected
        .iter()
        .filter(|range| found.iter().any(|f| touch(f, range)))
        .count();
}

fn print(name: &str, tally: &Tally) {
    let share = |part: usize, whole: usize| {
        if whole == 0 {
            f64::NAN
        } else {
            part as f64 / whole as f64
        }
    };
    let (precision, recall) = (
        share(tally.exact, tally.found),
        share(tally.exact, tally.expected),
    );
    let f1 = share(2 * tally.exact, tally.found + tally.expected);
    println!(
        "{name:15} {:>4} {:>5}  {precision:>6.3} {recall:>6.3} {f1:>6.3}  {:>6.3} {:>6.3}",
        tally.expected,
        tally.found,
        share(tally.touching, tally.found),
        share(tally.touched, tally.expected),
    );
}

fn differences(text: &str, expected: &[(Range<usize>, Kind)], found: &[(Range<usize>, Kind)]) {
    let quote = |range: &Range<usize>| {
        text.chars()
            .skip(range.start)
            .take(range.len())
            .collect::<String>()
    };
    for (range, kind) in expected.iter().filter(|place| !found.contains(place)) {
        println!("missed {kind} {:?}", quote(range));
    }
    for (range, kind) in found.iter().filter(|place| !expected.contains(place)) {
        println!(
            "wrong  {kind} {:?} in {:?}",
            quote(range),
            text.chars().take(60).collect::<String>()
        );
    }
}
