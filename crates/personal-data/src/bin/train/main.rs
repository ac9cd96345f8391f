//! Makes the name model from labelled text, lists and posts:
//! `cargo run -p personal-data --release --bin train -- --data DIR [--out FILE] [--hold FOLDER]`.
//!
//! DIR holds the corpora that `model/CARD.md` names; lists and posts lie in `training/`. The
//! same data gives the same file. With `--hold` an eighth of each corpus is not learned from
//! but written to FOLDER, for `evaluate`.

mod corpus;
mod crf;
mod file;
mod lists;
mod roles;
mod sentence;
mod swap;

use corpus::{Sample, read_lines, read_posts, write_lines};
use crf::Crf;
use fastrand::Rng;
use lists::Lists;
use personal_data::names::lexicon::{Lexicon, Table};
use sentence::Sentences;
use std::{
    collections::HashMap,
    env, fs,
    path::{Path, PathBuf},
    process::ExitCode,
};
use swap::Swapper;

/// The corpora and how much a mistake in each weighs. The smallest weighs double.
const CORPORA: &[(&str, f32)] = &[
    ("gsd-trad/train.jsonl", 1.0),
    ("weibo/train.nam.jsonl", 2.0),
    ("wnut17/train.jsonl", 1.0),
    ("broad-twitter/train.nomention.jsonl", 1.0),
    ("ewt/dev.jsonl", 1.0),
];
/// How often a text of a corpus, a written post with names is seen again with other names.
const CORPUS_COPIES: usize = 2;
const POST_COPIES: usize = 4;
/// How many of the names are others in a copy.
const SWAPPED: f64 = 0.8;
/// How many English texts are seen again without capitals.
const LOWERED: f64 = 0.06;
const EPOCHS: usize = 8;
/// Of every so many texts one is held back.
const HELD: usize = 8;
const SEED: u64 = 77;

struct Options {
    data: PathBuf,
    out: PathBuf,
    hold: Option<PathBuf>,
}

fn main() -> ExitCode {
    match options().and_then(|options| train(&options)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(what) => {
            eprintln!("train: {what}");
            ExitCode::FAILURE
        }
    }
}

fn options() -> Result<Options, String> {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut options = Options {
        data: PathBuf::new(),
        out: home.join("model/names.bin"),
        hold: None,
    };
    let mut arguments = env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let value = arguments
            .next()
            .ok_or(format!("{argument} asks for a value"))?
            .into();
        match argument.as_str() {
            "--data" => options.data = value,
            "--out" => options.out = value,
            "--hold" => options.hold = Some(value),
            _ => return Err(format!("unknown option {argument}")),
        }
    }
    if options.data.as_os_str().is_empty() {
        return Err("usage: train --data DIR [--out FILE] [--hold FOLDER]".into());
    }
    Ok(options)
}

fn train(options: &Options) -> Result<(), String> {
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("training");
    let lists = Lists::read(&home.join("lists"))?;
    let mut rng = Rng::with_seed(SEED);
    let posts = posts(&home.join("posts"))?;
    let samples = samples(options, &posts, &lists, &mut rng)?;

    let characters = lists.character_table(&frequencies(&samples, &lists));
    let han = lists.han_table();
    let latin = lists.latin_table();
    let lexicon = Lexicon {
        characters: characters.as_chunks().0,
        han: Table {
            buckets: han.as_chunks().0,
        },
        latin: Table {
            buckets: latin.as_chunks().0,
        },
    };
    let mut sentences = Sentences::default();
    for (sample, weight) in &samples {
        sentences.add(sample, *weight, &lexicon);
    }
    sentences.forget_rare();
    println!(
        "{} texts, {} sentences, {} features",
        samples.len(),
        sentences.all.len(),
        sentences.features()
    );
    let mut crf = Crf::new(sentences.features());
    crf.train(&sentences.all, EPOCHS, &mut rng);
    let mut rows = sentences.rows(&crf.weights);
    rows.extend(roles::learn(&posts, &lexicon, &mut rng));
    let file = file::write(&characters, &han, &latin, &crf.transitions, rows);
    fs::write(&options.out, &file).map_err(|e| format!("{}: {e}", options.out.display()))?;
    println!("{}: {} bytes", options.out.display(), file.len());
    Ok(())
}

fn posts(folder: &Path) -> Result<Vec<Sample>, String> {
    let entries = fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|e| e == "txt"))
        .collect();
    files.sort();
    let mut posts = Vec::new();
    for file in files {
        posts.extend(read_posts(&file)?);
    }
    Ok(posts)
}

/// Every text that is learned from, with its weight.
fn samples(
    options: &Options,
    posts: &[Sample],
    lists: &Lists,
    rng: &mut Rng,
) -> Result<Vec<(Sample, f32)>, String> {
    let swapper = Swapper::new(lists);
    let mut samples = Vec::new();
    let mut add = |sample: &Sample, copies: usize, weight: f32, rng: &mut Rng| {
        if !sample.names.is_empty() {
            for _ in 0..copies {
                samples.push((swapper.swapped(sample, SWAPPED, rng), weight));
            }
        }
        samples.push((sample.clone(), weight));
    };
    for (file, weight) in CORPORA {
        let all = read_lines(&options.data.join(file))?;
        let mut held = Vec::new();
        for (index, sample) in all.iter().enumerate() {
            if options.hold.is_some() && index % HELD == HELD / 2 {
                held.push(sample);
            } else {
                add(sample, CORPUS_COPIES, *weight, rng);
            }
        }
        if let Some(folder) = &options.hold {
            write_lines(&folder.join(file.replace('/', "-")), &held)?;
        }
    }
    for sample in posts {
        add(sample, POST_COPIES, 1.0, rng);
    }
    let mut lowered = Vec::new();
    for (sample, weight) in &samples {
        if sample.text.is_ascii() && !sample.names.is_empty() && rng.f64() < LOWERED {
            let text = sample.text.to_ascii_lowercase();
            lowered.push((
                Sample {
                    text,
                    ..sample.clone()
                },
                *weight,
            ));
        }
    }
    samples.extend(lowered);
    Ok(samples)
}

/// How often each character stands in the texts, in its Simplified form.
fn frequencies(samples: &[(Sample, f32)], lists: &Lists) -> HashMap<char, f64> {
    let mut counts = HashMap::new();
    for c in samples.iter().flat_map(|(sample, _)| sample.text.chars()) {
        *counts.entry(lists.plain(c)).or_default() += 1.0;
    }
    counts
}
