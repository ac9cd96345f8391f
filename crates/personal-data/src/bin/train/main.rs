//! Makes the name model: `cargo run -p personal-data --release --bin train -- --data DIR`.

mod corpus;
mod crf;
mod lists;
mod swap;

use corpus::{Sample, read_lines, read_posts};
use crf::{Crf, Sentence};
use fastrand::Rng;
use lists::Lists;
use personal_data::{
    fold::Folded,
    names::{
        Finder,
        decode::{B, E, I, O, S, ends, sentences, side},
        features::{View, words},
        lexicon::{Lexicon, Table},
        model::{FORMAT, LABELS, MAGIC, Model, ROWS, STEPS, Weights},
        token::{Token, tokens},
    },
};
use std::{collections::HashMap, env, fs, path::Path};

fn main() {
    let arguments: Vec<String> = env::args().collect();
    let value = |name: &str| {
        arguments
            .iter()
            .position(|a| a == name)
            .and_then(|at| arguments.get(at + 1).cloned())
    };
    let number = |name: &str, default: f64| value(name).map_or(default, |v| v.parse().expect(name));
    let data = value("--data").expect("--data DIR");
    let data = Path::new(&data);
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("training");
    let posts = value("--posts").unwrap_or_else(|| home.join("posts").display().to_string());
    let lists = Lists::read(&home.join("lists"));
    let swapper = swap::Swapper::new(&lists);
    let mut rng = Rng::with_seed(number("--seed", 20.0) as u64);

    // Corpora once as they are and some times with other names.
    let copies = number("--copies", 2.0) as usize;
    let mut samples: Vec<(Sample, f32)> = Vec::new();
    let hold = value("--hold").is_some();
    let mut held: std::collections::BTreeMap<&str, Vec<Sample>> = Default::default();
    let skip = value("--skip").unwrap_or_default();
    for (file, weight) in [
        ("gsd-trad/train.jsonl", 1.0),
        ("weibo/train.nam.jsonl", 1.0),
        ("wnut17/train.jsonl", 1.0),
        ("broad-twitter/train.nomention.jsonl", 1.0),
    ] {
        if skip.split(',').any(|s| !s.is_empty() && file.contains(s)) {
            continue;
        }
        for (at, sample) in read_lines(&data.join(file)).into_iter().enumerate() {
            if hold && at % 8 == 3 {
                held.entry(file).or_default().push(sample);
                continue;
            }
            if !sample.names.is_empty() {
                for _ in 0..copies {
                    samples.push((swapper.swapped(&sample, 0.8, &mut rng), weight));
                }
            }
            samples.push((sample, weight));
        }
    }
    let mut files: Vec<_> = fs::read_dir(&posts)
        .expect("posts")
        .map(|entry| entry.expect("entry").path())
        .filter(|path| path.extension().is_some_and(|e| e == "txt"))
        .collect();
    files.sort();
    let written_copies = number("--written", 4.0) as usize;
    for file in files {
        if skip.split(',').any(|s| !s.is_empty() && file.display().to_string().contains(s)) {
            continue;
        }
        for sample in read_posts(&file) {
            if !sample.names.is_empty() {
                for _ in 0..written_copies {
                    samples.push((swapper.swapped(&sample, 0.8, &mut rng), 1.0));
                }
            }
            samples.push((sample, 1.0));
        }
    }
    // Some English without capitals.
    let mut lowered = Vec::new();
    for (sample, weight) in &samples {
        if sample.text.is_ascii() && !sample.names.is_empty() && rng.f64() < 0.06 {
            let mut sample = sample.clone();
            sample.text = sample.text.to_ascii_lowercase();
            lowered.push((sample, *weight));
        }
    }
    samples.extend(lowered);
    println!("samples {}", samples.len());

    let mut general: HashMap<char, f64> = HashMap::new();
    for (sample, _) in &samples {
        for c in sample.text.chars() {
            *general.entry(lists.plain(c)).or_default() += 1.0;
        }
    }
    let characters = lists.character_table(&general);
    let han = lists.han_table();
    let latin = lists.latin_table();
    let lexicon = Lexicon {
        characters: characters.as_chunks().0,
        han: Table { buckets: han.as_chunks().0 },
        latin: Table { buckets: latin.as_chunks().0 },
    };

    let mut index: HashMap<u64, u32> = HashMap::new();
    let mut counts: Vec<u32> = Vec::new();
    let mut all: Vec<Sentence> = Vec::new();
    for (sample, weight) in &samples {
        prepare(sample, *weight, &lexicon, &mut all, |key| {
            let next = counts.len() as u32;
            let id = *index.entry(key).or_insert(next);
            if id == next {
                counts.push(0);
            }
            counts[id as usize] += 1;
            id
        });
    }
    let least = number("--least", 3.0) as u32;
    let mut renamed = vec![u32::MAX; counts.len()];
    let mut kept = 0;
    for (id, count) in counts.iter().enumerate() {
        if *count >= least {
            renamed[id] = kept;
            kept += 1;
        }
    }
    for sentence in &mut all {
        for features in &mut sentence.features {
            features.retain_mut(|id| {
                *id = renamed[*id as usize];
                *id != u32::MAX
            });
        }
    }
    let tokens: usize = all.iter().map(|s| s.gold.len()).sum();
    println!("sentences {} tokens {tokens} features {} of {}", all.len(), kept, counts.len());

    let mut crf = Crf::new(kept as usize, number("--rate", 0.1) as f32, number("--l1", 0.0) as f32, number("--drop", 0.2) as f32);
    let epochs = number("--epochs", 8.0) as usize;
    let mut order: Vec<usize> = (0..all.len()).collect();
    let file = value("--out").unwrap_or_else(|| "/tmp/names.model".into());
    for epoch in 0..epochs {
        rng.shuffle(&mut order);
        let mut loss = 0.0f64;
        if epoch >= epochs / 2 {
            if crf.sums.is_empty() { crf.sums = vec![[0.0; LABELS]; crf.weights.len()]; }
        }
        for &at in &order {
            loss += f64::from(crf.learn(&all[at]));
        }
        for (sum, w) in crf.sums.iter_mut().zip(&crf.weights) { for l in 0..LABELS { sum[l] += w[l]; } }
        println!("epoch {epoch} loss {:.4}", loss / tokens as f64);
    }
    let n = (epochs - epochs / 2) as f32;
    for (sum, w) in crf.sums.iter().zip(&mut crf.weights) { for l in 0..LABELS { w[l] = sum[l] / n; } }
    let mut rows: Vec<(u64, [f32; LABELS])> = index
        .iter()
        .filter(|(_, id)| renamed[**id as usize] != u32::MAX)
        .map(|(key, id)| (*key, crf.weights[renamed[*id as usize] as usize]))
        .filter(|(_, row)| row.iter().any(|w| w.abs() * STEPS >= 0.5))
        .collect();
    let size = |row: &[f32; LABELS]| row.iter().map(|w| w.abs()).fold(0.0, f32::max);
    rows.sort_by(|a, b| size(&b.1).total_cmp(&size(&a.1)).then(a.0.cmp(&b.0)));
    let buckets = number("--buckets", 36000.0) as usize;
    let (weights, lost) = pack(&rows, buckets);
    println!("rows {} lost {lost}", rows.len());
    let mut out = Vec::new();
    out.extend(MAGIC);
    out.extend(FORMAT.to_le_bytes());
    let transitions: Vec<u8> = crf
        .transitions
        .iter()
        .flatten()
        .flatten()
        .flat_map(|w| w.to_le_bytes())
        .collect();
    let sections = [&characters, &han, &latin, &transitions, &weights];
    for section in sections {
        out.extend((section.len() as u32).to_le_bytes());
        println!("section {}", section.len());
    }
    for section in sections {
        out.extend(section);
    }
    fs::write(&file, &out).expect("the model is written");
    println!("{file}: {} bytes", out.len());
    evaluate(&out, data, value("--show").is_some(), held, number("--cut", 0.5) as f32);
}

fn pack(rows: &[(u64, [f32; LABELS])], buckets: usize) -> (Vec<u8>, usize) {
    let mut table = vec![[0u8; 64]; buckets];
    let mut filled = vec![0usize; buckets];
    let mut lost = 0;
    for (key, row) in rows {
        let (bucket, fingerprint) = Weights::place(*key, buckets);
        let at = filled[bucket];
        if at == ROWS {
            lost += 1;
            continue;
        }
        filled[bucket] += 1;
        table[bucket][at * 2..at * 2 + 2].copy_from_slice(&fingerprint.to_le_bytes());
        for label in 1..LABELS {
            let steps = libm::roundf(row[label] * STEPS).clamp(-127.0, 127.0) as i8;
            table[bucket][2 * ROWS + at * 4 + label - 1] = steps as u8;
        }
    }
    (table.into_iter().flatten().collect(), lost)
}

fn prepare(
    sample: &Sample,
    weight: f32,
    lexicon: &Lexicon,
    all: &mut Vec<Sentence>,
    mut id: impl FnMut(u64) -> u32,
) {
    let folded = Folded::new(&sample.text);
    let mut list: Vec<Token> = Vec::new();
    tokens(folded.text(), 0, folded.text().len(), lexicon, &mut list);
    let mut marks = Vec::new();
    words(&list, lexicon, &mut marks);
    let mut gold = vec![O as u8; list.len()];
    for (range, _, _) in &sample.names {
        let inside: Vec<usize> = (0..list.len())
            .filter(|&at| {
                let place = folded.original(&(list[at].start as usize..list[at].end as usize));
                place.start < range.end && range.start < place.end
            })
            .collect();
        match inside[..] {
            [] => {}
            [one] => gold[one] = S as u8,
            [first, .., last] => {
                for at in first..=last {
                    gold[at] = I as u8;
                }
                gold[first] = B as u8;
                gold[last] = E as u8;
            }
        }
    }
    let view = View {
        tokens: &list,
        words: &marks,
    };
    for sentence in sentences(&list) {
        let mut out = Sentence {
            features: Vec::new(),
            sides: Vec::new(),
            gold: gold[sentence.clone()].to_vec(),
            weight,
        };
        for at in sentence {
            let mut features = Vec::new();
            if ends(&list[at]) {
                let last = out.features.len();
                out.gold[last] = O as u8;
            } else {
                view.features(at, |key| features.push(id(key)));
            }
            out.features.push(features);
            out.sides.push(side(&list[at]) as u8);
        }
        // A name that a cut went through.
        let broken = out.gold.first().is_some_and(|l| matches!(*l as usize, I | E))
            || out.gold.last().is_some_and(|l| matches!(*l as usize, B | I))
            || out.gold.windows(2).any(|pair| {
                !personal_data::names::decode::may_follow(pair[0] as usize, pair[1] as usize)
            });
        if !broken {
            all.push(out);
        }
    }
}

fn evaluate(file: &[u8], data: &Path, show: bool, held: std::collections::BTreeMap<&str, Vec<Sample>>, cut: f32) {
    let model = Model::read(file).expect("the file reads back");
    let mut finder = Finder::default();
    let mut sets: Vec<(&str, Vec<Sample>)> = Vec::new();
    for name in [
        "gsd-trad/dev.jsonl",
        "weibo/dev.nam.jsonl",
        "wnut17/dev.jsonl",
        "broad-twitter/dev.nomention.jsonl",
        "ewt/dev.jsonl",
        "forum-dev/forum.jsonl",
    ] {
        sets.push((name, read_lines(&data.join(name))));
    }
    sets.push(("blind-a", read_lines(Path::new("/work/corpus/blind-a.jsonl"))));
    sets.extend(held);
    let _ = (show, cut);
    for (name, samples) in sets {
        let started = std::time::Instant::now();
        let mut characters = 0;
        let mut gold = 0;
        let cuts = [0.15f32, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6];
        let mut tallies = vec![[0usize; 4]; cuts.len()];
        for sample in &samples {
            characters += sample.text.chars().count();
            let folded = Folded::new(&sample.text);
            let names: Vec<_> = finder
                .find(folded.text(), &model, 0.15)
                .into_iter()
                .map(|name| (folded.original(&name.range), name.touched))
                .collect();
            let expected: Vec<_> = sample.names.iter().map(|(range, _, _)| range.clone()).collect();
            let touch = |a: &std::ops::Range<usize>, b: &std::ops::Range<usize>| a.start < b.end && b.start < a.end;
            gold += expected.len();
            for (cut, t) in cuts.iter().zip(&mut tallies) {
                let names: Vec<_> = names.iter().filter(|(_, p)| p >= cut).map(|(n, _)| n).collect();
                t[0] += names.len();
                t[1] += names.iter().filter(|n| expected.contains(n)).count();
                t[2] += names.iter().filter(|n| expected.iter().any(|e| touch(e, n))).count();
                t[3] += expected.iter().filter(|e| names.iter().any(|n| touch(e, n))).count();
            }
        }
        let share = |a: usize, b: usize| a as f64 / b.max(1) as f64;
        let forum = name.contains("forum") || name.contains("blind");
        let cells: Vec<String> = cuts.iter().zip(&tallies).map(|(cut, t)| if forum {
            format!("{cut}:{:.3}/{:.3}", share(t[2], t[0]), share(t[3], gold))
        } else {
            format!("{cut}:{:.3}", share(2 * t[1], t[0] + gold))
        }).collect();
        println!("{:20} {gold:4} {} | {:.2} M/s", name.chars().take(20).collect::<String>(), cells.join(" "), characters as f64 / started.elapsed().as_secs_f64() / 1e6);
    }
}
