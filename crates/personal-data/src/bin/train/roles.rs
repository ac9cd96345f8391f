//! Training of the line between private persons and those in public roles.

use crate::{corpus::Sample, file::Row, sentence::inside};
use fastrand::Rng;
use personal_data::{
    Role,
    fold::Folded,
    names::{
        features::{View, cells, known},
        lexicon::Lexicon,
        role::features,
        token::tokens,
    },
};
use std::collections::BTreeMap;

/// A private person taken for a public one weighs more.
const PRIVATE: f32 = 2.0;
const ROUNDS: usize = 8;
const RATE: f32 = 0.05;
const DROP: f32 = 0.4;
/// What a weight keeps each time it is touched.
const KEPT: f32 = 0.998;

/// The weight of each feature, in the first place of its row.
pub fn learn(posts: &[Sample], lexicon: &Lexicon, rng: &mut Rng) -> Vec<Row> {
    let names: Vec<(Vec<u64>, bool)> = posts
        .iter()
        .flat_map(|post| examples(post, lexicon))
        .collect();
    let mut weights: BTreeMap<u64, (f32, f32, u32)> = BTreeMap::new();
    let mut order: Vec<usize> = (0..names.len()).collect();
    for _ in 0..ROUNDS {
        rng.shuffle(&mut order);
        for &at in &order {
            let (keys, public) = &names[at];
            let kept: Vec<u64> = keys.iter().copied().filter(|_| rng.f32() >= DROP).collect();
            let score: f32 = kept
                .iter()
                .filter_map(|key| weights.get(key))
                .map(|(weight, ..)| weight / (1.0 - DROP))
                .sum();
            let likely = 1.0 / (1.0 + libm::expf(-score));
            let gradient = if *public {
                likely - 1.0
            } else {
                likely * PRIVATE
            };
            for key in kept {
                let (weight, square, met) = weights.entry(key).or_default();
                *met += 1;
                *square += gradient * gradient;
                *weight -= RATE * gradient / (libm::sqrtf(*square) + 0.1);
                *weight *= KEPT;
            }
        }
    }
    println!("{} names with a role", names.len());
    weights
        .into_iter()
        .map(|(key, (weight, _, met))| Row {
            key,
            weights: [weight, 0.0, 0.0, 0.0],
            met: met / ROUNDS as u32,
        })
        .collect()
}

/// The features of each name of a post and whether its role is public.
fn examples(post: &Sample, lexicon: &Lexicon) -> Vec<(Vec<u64>, bool)> {
    let folded = Folded::new(&post.text);
    let text = folded.text();
    let (mut list, mut marks) = (Vec::new(), Vec::new());
    tokens(text, 0, text.len(), lexicon, &mut list);
    cells(&list, lexicon, &mut marks);
    let view = View::new(&list, &marks);
    post.names
        .iter()
        .filter_map(|name| {
            let range = inside(&list, &folded, &name.range)?;
            let known = known(&list[range.clone()], lexicon);
            let mut keys = Vec::new();
            features(&view, &range, known, |key| keys.push(key));
            Some((keys, name.role? == Role::Public))
        })
        .collect()
}
