//! `speed FOLDER [NAME=COMMAND…]`: the detector beside other programs on the same mixed
//! text, in turns, by the processor time each uses.
//!
//! A COMMAND is a program with arguments that is spoken to by lines: it is given a JSON list
//! of texts, answers `ready`, and then answers each line with the seconds of processor time
//! that one pass over the texts took it. It gets a part of the texts only.

use personal_data::Detector;
use personal_data_compare::{
    texts::{self, length},
    time::{median, seconds},
};
use serde_json::json;
use std::{
    env,
    error::Error,
    io::{BufRead, BufReader, Lines, Write},
    path::Path,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

const ROUNDS: usize = 7;
/// Characters that a slow program is given, as mixed as the whole.
const PART: usize = 40_000;
/// Words by which the last line finds its figures.
const CUT: &str = "jieba-rs 0.11.0 cut";
const TAGGING: &str = "jieba 0.42.1 tagging";

type Outcome<T> = Result<T, Box<dyn Error>>;

struct Contestant<'a> {
    name: String,
    characters: usize,
    pass: Box<dyn FnMut() -> Outcome<f64> + 'a>,
    /// Characters per second of processor time, one figure a round.
    speeds: Vec<f64>,
}

fn main() -> Outcome<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let Some((folder, commands)) = arguments.split_first() else {
        return Err("usage: speed FOLDER [NAME=COMMAND…]".into());
    };
    let mixed = texts::mixed(Path::new(folder))?;
    let characters: usize = mixed.iter().map(|text| length(text)).sum();
    let chinese: usize = mixed
        .iter()
        .filter(|text| texts::is_chinese(text))
        .map(|text| length(text))
        .sum();
    println!(
        "{} texts, {characters} characters, {:.0} % of them in Chinese texts; {ROUNDS} rounds in turns",
        mixed.len(),
        100.0 * chinese as f64 / characters as f64
    );
    let part = texts::spread(mixed.clone(), PART);
    let (chinese, english): (Vec<String>, Vec<String>) = mixed
        .iter()
        .cloned()
        .partition(|text| texts::is_chinese(text));

    let detector = Detector::new();
    let new = jieba_new::Jieba::new();
    let old = jieba_old::Jieba::new();
    let mut contestants = vec![
        within("personal-data, all kinds", &mixed, |text| {
            detector.find(text).len()
        }),
        within("  its Chinese half", &chinese, |text| {
            detector.find(text).len()
        }),
        within("  its English half", &english, |text| {
            detector.find(text).len()
        }),
        within(CUT, &mixed, |text| new.cut(text, false).len()),
        within("  its Chinese half", &chinese, |text| {
            new.cut(text, false).len()
        }),
        within("  its English half", &english, |text| {
            new.cut(text, false).len()
        }),
        within("jieba-rs 0.11.0 cut with HMM", &mixed, |text| {
            new.cut(text, true).len()
        }),
        within("jieba-rs 0.7.0 cut", &mixed, |text| {
            old.cut(text, false).len()
        }),
        within("jieba-rs 0.7.0 cut with HMM", &mixed, |text| {
            old.cut(text, true).len()
        }),
    ];
    for command in commands {
        let (name, command) = command.split_once('=').ok_or("a worker is NAME=COMMAND")?;
        contestants.push(without(name, command, &part)?);
    }

    // The first pass reads models and dictionaries; it is not measured.
    for contestant in &mut contestants {
        (contestant.pass)()?;
    }
    for _ in 0..ROUNDS {
        for contestant in &mut contestants {
            let speed = contestant.characters as f64 / (contestant.pass)()?;
            contestant.speeds.push(speed);
        }
    }
    report(&contestants);
    Ok(())
}

/// A library that is called here.
fn within<'a>(
    name: &str,
    texts: &'a [String],
    mut read: impl FnMut(&str) -> usize + 'a,
) -> Contestant<'a> {
    Contestant {
        name: name.into(),
        characters: texts.iter().map(|text| length(text)).sum(),
        pass: Box::new(move || {
            Ok(seconds(|| {
                texts.iter().map(|text| read(text)).sum::<usize>()
            }))
        }),
        speeds: Vec::new(),
    }
}

/// A program of its own.
fn without<'a>(name: &str, command: &str, texts: &[String]) -> Outcome<Contestant<'a>> {
    let mut worker = Worker::start(name, command, texts)?;
    Ok(Contestant {
        name: name.into(),
        characters: texts.iter().map(|text| length(text)).sum(),
        pass: Box::new(move || worker.ask("pass")?.parse().map_err(Into::into)),
        speeds: Vec::new(),
    })
}

struct Worker {
    name: String,
    process: Child,
    input: ChildStdin,
    output: Lines<BufReader<ChildStdout>>,
}

impl Worker {
    fn start(name: &str, command: &str, texts: &[String]) -> Outcome<Self> {
        let mut words = command.split_whitespace();
        let mut process = Command::new(words.next().ok_or("a worker without a command")?)
            .args(words)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let (Some(input), Some(output)) = (process.stdin.take(), process.stdout.take()) else {
            return Err("a worker without pipes".into());
        };
        let mut worker = Worker {
            name: name.into(),
            process,
            input,
            output: BufReader::new(output).lines(),
        };
        let greeting = worker.ask(&json!(texts).to_string())?;
        if greeting != "ready" {
            return Err(format!("{name} says {greeting:?} instead of ready").into());
        }
        Ok(worker)
    }

    fn ask(&mut self, line: &str) -> Outcome<String> {
        writeln!(self.input, "{line}")?;
        self.input.flush()?;
        let answer = self.output.next();
        answer
            .transpose()?
            .ok_or_else(|| format!("{} ended", self.name).into())
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // It may have ended by itself, which is as good.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn report(contestants: &[Contestant]) {
    let own = median(&contestants[0].speeds);
    // A half stands beside the same half.
    let beside = |name: &str| {
        let half = contestants
            .iter()
            .find(|own| name.starts_with(' ') && own.name == name);
        half.map_or(own, |half| median(&half.speeds))
    };
    println!(
        "{:32} {:>12} {:>12} {:>14}",
        "", "characters a", "CPU second", "personal-data"
    );
    println!(
        "{:32} {:>12} {:>12} {:>14}",
        "", "median", "best", "runs at"
    );
    for contestant in contestants {
        let middle = median(&contestant.speeds);
        let best = contestant.speeds.iter().copied().fold(0.0, f64::max);
        println!(
            "{:32} {middle:>12.0} {best:>12.0} {:>14}",
            contestant.name,
            format!("{:.2} times", beside(&contestant.name) / middle)
        );
    }
    let ratio = |name: &str| {
        let found = contestants
            .iter()
            .find(|contestant| contestant.name == name);
        found.map_or("(not measured)".into(), |contestant| {
            format!("{:.2}", own / median(&contestant.speeds))
        })
    };
    println!(
        "detector-speed: {} times jieba-rs cut, {} times jieba tagging",
        ratio(CUT),
        ratio(TAGGING)
    );
}
