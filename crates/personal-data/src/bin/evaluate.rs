//! Measures the detector on labelled text: `evaluate [--all-persons] [--show] PATH…`.
//!
//! PATH is a file of JSON Lines `{"text": …, "spans": [[start, end, KIND], …]}` or a folder
//! with such files. A finding is strictly right if kind, start and end are; it overlaps if it
//! shares a character with a place of its kind.

use personal_data::{Detector, Kind};
use serde_json::Value;
use std::{
    env,
    error::Error,
    ffi::OsString,
    fs,
    io::{self, Write},
    ops::Range,
    path::{Path, PathBuf},
    time::Instant,
};

type Places = Vec<(Range<usize>, Kind)>;

#[derive(Clone, Copy, Default)]
struct Tally {
    expected: usize,
    found: usize,
    exact: usize,
    touched: usize,
    touching: usize,
}

fn main() -> Result<(), Box<dyn Error>> {
    let (options, paths): (Vec<OsString>, Vec<OsString>) = env::args_os()
        .skip(1)
        .partition(|argument| argument.as_encoded_bytes().starts_with(b"--"));
    let known = ["--all-persons", "--show"];
    if paths.is_empty()
        || options
            .iter()
            .any(|o| !known.iter().any(|known| o == known))
    {
        return Err("usage: evaluate [--all-persons] [--show] PATH…".into());
    }
    let asked = |option: &str| options.iter().any(|o| o == option);
    let mut detector = Detector::new();
    if asked("--all-persons") {
        detector = detector.with_public_persons();
    }
    let mut files = Vec::new();
    for path in &paths {
        collect(Path::new(path), &mut files)?;
    }
    // The first use reads the model; that is not measured.
    detector.find("王小明 said hello");
    let mut out = io::stdout().lock();
    for file in files {
        let posts = posts(&file)?;
        match evaluate(&detector, &file, &posts, asked("--show"), &mut out) {
            // Whoever reads has seen enough.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(()),
            done => done?,
        }
    }
    Ok(())
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    if path.is_dir() {
        let mut entries: Vec<PathBuf> = fs::read_dir(path)
            .and_then(|entries| entries.map(|entry| entry.map(|e| e.path())).collect())
            .map_err(|e| format!("{}: {e}", path.display()))?;
        entries.sort();
        for entry in entries {
            if entry.is_dir() || entry.extension().is_some_and(|e| e == "jsonl") {
                collect(&entry, files)?;
            }
        }
    } else {
        files.push(path.to_owned());
    }
    Ok(())
}

fn posts(file: &Path) -> Result<Vec<(String, Places)>, Box<dyn Error>> {
    let text = fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))?;
    text.lines()
        .enumerate()
        .map(|(index, line)| {
            read(line).map_err(|e| format!("{}:{}: {e}", file.display(), index + 1).into())
        })
        .collect()
}

fn evaluate(
    detector: &Detector,
    file: &Path,
    posts: &[(String, Places)],
    show: bool,
    out: &mut impl Write,
) -> io::Result<()> {
    let started = Instant::now();
    let found: Vec<Places> = posts
        .iter()
        .map(|(text, _)| {
            detector
                .find(text)
                .into_iter()
                .map(|f| (f.chars, f.kind))
                .collect()
        })
        .collect();
    let seconds = started.elapsed().as_secs_f64();
    let mut tallies = vec![Tally::default(); Kind::ALL.len()];
    let (mut clean, mut alarms) = (0, 0);
    for ((text, expected), found) in posts.iter().zip(&found) {
        for (kind, tally) in Kind::ALL.iter().zip(&mut tallies) {
            tally.count(*kind, expected, found);
        }
        clean += usize::from(expected.is_empty());
        alarms += usize::from(expected.is_empty() && !found.is_empty());
        if show {
            differences(text, expected, found, out)?;
        }
    }
    let characters: usize = posts.iter().map(|(text, _)| text.chars().count()).sum();
    writeln!(
        out,
        "{}: {} texts, {characters} characters, {:.2} million characters a second",
        file.display(),
        posts.len(),
        characters as f64 / seconds / 1e6
    )?;
    writeln!(
        out,
        "{:15} {:>5} {:>5}  {:^23}  {:^23}",
        "", "", "", "strict", "overlap"
    )?;
    writeln!(
        out,
        "{:15} {:>5} {:>5}  {:>7} {:>7} {:>7}  {:>7} {:>7} {:>7}",
        "kind", "gold", "found", "P", "R", "F1", "P", "R", "F1"
    )?;
    let mut others = Tally::default();
    for (kind, tally) in Kind::ALL.iter().zip(&tallies) {
        if tally.expected > 0 || tally.found > 0 {
            tally.print(kind.as_str(), out)?;
        }
        if *kind != Kind::Person {
            others.add(tally);
        }
    }
    if others.expected > 0 {
        others.print("all but PERSON", out)?;
    } else if others.found > 0 {
        writeln!(out, "other kinds, not labelled here: {}", others.found)?;
    }
    writeln!(
        out,
        "texts without labels that get a mark: {alarms} of {clean}\n"
    )
}

fn read(line: &str) -> Result<(String, Places), Box<dyn Error>> {
    let line: Value = serde_json::from_str(line)?;
    let text = line["text"].as_str().ok_or("a line without text")?;
    let mut places = Vec::new();
    for span in line["spans"].as_array().ok_or("a line without spans")? {
        let place = |index: usize| span[index].as_u64().and_then(|n| usize::try_from(n).ok());
        let (Some(start), Some(end), Some(word)) = (place(0), place(1), span[2].as_str()) else {
            return Err("a span is [start, end, KIND]".into());
        };
        if start >= end || end > text.chars().count() {
            return Err(format!("no span of the text: {start} to {end}").into());
        }
        places.push((
            start..end,
            word.parse::<Kind>().map_err(|e| format!("{e}: {word}"))?,
        ));
    }
    Ok((text.to_owned(), places))
}

impl Tally {
    fn count(&mut self, kind: Kind, expected: &Places, found: &Places) {
        let touch = |a: &Range<usize>, b: &Range<usize>| a.start < b.end && b.start < a.end;
        let of = |all: &Places| -> Vec<Range<usize>> {
            all.iter()
                .filter(|(_, k)| *k == kind)
                .map(|(range, _)| range.clone())
                .collect()
        };
        let (expected, found) = (of(expected), of(found));
        let touches = |one: &Range<usize>, all: &[Range<usize>]| all.iter().any(|r| touch(one, r));
        self.add(&Tally {
            expected: expected.len(),
            found: found.len(),
            exact: found.iter().filter(|f| expected.contains(f)).count(),
            touching: found.iter().filter(|f| touches(f, &expected)).count(),
            touched: expected.iter().filter(|e| touches(e, &found)).count(),
        });
    }

    fn add(&mut self, other: &Tally) {
        self.expected += other.expected;
        self.found += other.found;
        self.exact += other.exact;
        self.touched += other.touched;
        self.touching += other.touching;
    }

    fn print(&self, name: &str, out: &mut impl Write) -> io::Result<()> {
        let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
        let f1 = |p: f64, r: f64| {
            if p + r == 0.0 {
                0.0
            } else {
                2.0 * p * r / (p + r)
            }
        };
        let strict = (
            share(self.exact, self.found),
            share(self.exact, self.expected),
        );
        let overlap = (
            share(self.touching, self.found),
            share(self.touched, self.expected),
        );
        writeln!(
            out,
            "{name:15} {:>5} {:>5}  {:>7.3} {:>7.3} {:>7.3}  {:>7.3} {:>7.3} {:>7.3}",
            self.expected,
            self.found,
            strict.0,
            strict.1,
            f1(strict.0, strict.1),
            overlap.0,
            overlap.1,
            f1(overlap.0, overlap.1)
        )
    }
}

fn differences(
    text: &str,
    expected: &Places,
    found: &Places,
    out: &mut impl Write,
) -> io::Result<()> {
    let quote = |range: &Range<usize>| {
        text.chars()
            .skip(range.start)
            .take(range.len())
            .collect::<String>()
    };
    let around = |range: &Range<usize>| quote(&(range.start.saturating_sub(12)..range.end + 12));
    for (range, kind) in expected.iter().filter(|place| !found.contains(place)) {
        writeln!(
            out,
            "missed {kind} {:?} in {:?}",
            quote(range),
            around(range)
        )?;
    }
    for (range, kind) in found.iter().filter(|place| !expected.contains(place)) {
        writeln!(
            out,
            "wrong  {kind} {:?} in {:?}",
            quote(range),
            around(range)
        )?;
    }
    Ok(())
}
