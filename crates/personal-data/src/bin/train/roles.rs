//! Training of the line between private persons and those in public roles.

use crate::corpus::Sample;
use fastrand::Rng;
use personal_data::{
    fold::Folded,
    names::{
        features::{View, cells, known},
        lexicon::Lexicon,
        role::features,
        token::tokens,
    },
};
use std::collections::BTreeMap;

/// Names with a type of a written post carry a role; those of the corpora do not.
const TYPES: &str = "fsgntjhaELKRVIJX";
/// A private person taken for a public one weighs more.
const PRIVATE: f32 = 2.0;
const DROP: f32 = 0.4;
const DECAY: f32 = 0.998;

/// The weight of each feature.
pub fn learn(samples: &[&Sample], lexicon: &Lexicon, rng: &mut Rng) -> Vec<(u64, f32)> {
    let mut names: Vec<(Vec<u64>, bool)> = Vec::new();
    let (mut list, mut marks) = (Vec::new(), Vec::new());
    for sample in samples {
        if !sample.names.iter().any(|(_, kind, _)| TYPES.contains(*kind)) {
            continue;
        }
        let folded = Folded::new(&sample.text);
        list.clear();
        tokens(folded.text(), 0, folded.text().len(), lexicon, &mut list);
        cells(&list, lexicon, &mut marks);
        let view = View::new(&list, &marks);
        for (range, _, public) in &sample.names {
            let inside: Vec<usize> = (0..list.len())
                .filter(|&at| {
                    let place = folded.original(&(list[at].start as usize..list[at].end as usize));
                    place.start < range.end && range.start < place.end
                })
                .collect();
            let (Some(first), Some(last)) = (inside.first(), inside.last()) else {
                continue;
            };
            let name = *first..*last + 1;
            let known = known(&list[name.clone()], lexicon);
            let mut keys = Vec::new();
            features(&view, &name, known, |key| keys.push(key));
            names.push((keys, *public));
        }
    }
    let held: Vec<(Vec<u64>, bool)> = if std::env::var("ROLEHOLD").is_ok() { let mut i = 0; let mut out = vec![]; names.retain(|n| { i += 1; if i % 5 == 0 { out.push(n.clone()); false } else { true } }); out } else { vec![] };
    let mut weights: BTreeMap<u64, (f32, f32, f32)> = BTreeMap::new();
    let mut order: Vec<usize> = (0..names.len()).collect();
    const EPOCHS: usize = 8;
    for epoch in 0..EPOCHS {
        rng.shuffle(&mut order);
        let mut wrong = 0;
        for &at in &order {
            let (keys, public) = &names[at];
            let keys: Vec<u64> = keys.iter().copied().filter(|_| rng.f32() >= DROP).collect();
            let score: f32 = keys
                .iter()
                .map(|key| weights.get(key).map_or(0.0, |(weight, _, _)| *weight))
                .sum::<f32>()
                / (1.0 - DROP);
            let likely = 1.0 / (1.0 + libm::expf(-score));
            wrong += usize::from((likely > 0.5) != *public);
            let gradient = (likely - f32::from(u8::from(*public))) * if *public { 1.0 } else { PRIVATE };
            for key in &keys {
                let (weight, square, _) = weights.entry(*key).or_default();
                *square += gradient * gradient;
                *weight -= 0.05 * gradient / (libm::sqrtf(*square) + 0.1);
                *weight *= DECAY;
            }
        }
        if epoch + 1 == EPOCHS {
            println!("roles: {} names, {wrong} wrong in the last round", names.len());
        }
    }
    for cut in [0.5, 0.6, 0.7, 0.8] {
        let mut t = [[0; 2]; 2];
        for (keys, public) in &held { let score: f32 = keys.iter().map(|k| weights.get(k).map_or(0.0, |w| w.0)).sum(); let likely = 1.0 / (1.0 + libm::expf(-score)); t[usize::from(*public)][usize::from(likely > cut)] += 1; }
        println!("roles held {cut}: private kept {:.3} of {}, public found {:.3} of {}", t[0][0] as f64 / (t[0][0] + t[0][1]) as f64, t[0][0] + t[0][1], t[1][1] as f64 / (t[1][0] + t[1][1]) as f64, t[1][0] + t[1][1]);
    }
    weights
        .into_iter()
        .map(|(key, (weight, _, _))| (key, weight))
        .filter(|(_, weight)| weight.abs() >= 0.06)
        .collect()
}
