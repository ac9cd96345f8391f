//! Sentences as the training sees them: features by number, and the right labels.

use crate::{
    corpus::{Name, Sample},
    file::Row,
};
use personal_data::{
    fold::Folded,
    names::{
        decode::{B, E, I, O, S, ends, may_begin, may_end, may_follow, sentences, side},
        features::{View, cells},
        lexicon::Lexicon,
        model::LABELS,
        token::{Token, tokens},
    },
};
use std::{collections::HashMap, ops::Range};

/// A feature that is met less often is not learned.
const LEAST: u32 = 3;

/// A sentence's tokens: features, row of transitions, right label. Tokens that end a sentence
/// have no features and can only be outside.
pub struct Sentence {
    pub features: Vec<Vec<u32>>,
    pub sides: Vec<u8>,
    pub gold: Vec<u8>,
    pub weight: f32,
}

/// All sentences, and the number of each feature's hash.
#[derive(Default)]
pub struct Sentences {
    pub all: Vec<Sentence>,
    index: HashMap<u64, u32>,
    counts: Vec<u32>,
}

impl Sentences {
    pub fn features(&self) -> usize {
        self.counts.len()
    }

    /// Adds the sentences of a text; one that a label's place does not fit is left out.
    pub fn add(&mut self, sample: &Sample, weight: f32, lexicon: &Lexicon) {
        let folded = Folded::new(&sample.text);
        let text = folded.text();
        let (mut list, mut marks) = (Vec::new(), Vec::new());
        tokens(text, 0, text.len(), lexicon, &mut list);
        cells(&list, lexicon, &mut marks);
        let gold = labels(&list, &folded, &sample.names);
        let view = View::new(&list, &marks);
        for range in sentences(&list) {
            let gold = gold[range.clone()].to_vec();
            if !possible(&gold) {
                continue;
            }
            let mut sentence = Sentence {
                features: Vec::new(),
                sides: Vec::new(),
                gold,
                weight,
            };
            for at in range {
                let mut features = Vec::new();
                if !ends(&list[at]) {
                    view.first(at, |key| features.push(self.number(key)));
                    view.more(at, |key| features.push(self.number(key)));
                }
                sentence.features.push(features);
                sentence.sides.push(side(&list[at]) as u8);
            }
            self.all.push(sentence);
        }
    }

    fn number(&mut self, key: u64) -> u32 {
        let next = self.counts.len() as u32;
        let number = *self.index.entry(key).or_insert(next);
        if number == next {
            self.counts.push(0);
        }
        self.counts[number as usize] += 1;
        number
    }

    /// Leaves out what is met too rarely, and numbers the rest anew.
    pub fn forget_rare(&mut self) {
        let mut numbers = vec![None; self.counts.len()];
        let mut kept = 0;
        for (number, count) in self.counts.iter().enumerate() {
            if *count >= LEAST {
                numbers[number] = Some(kept);
                kept += 1;
            }
        }
        for features in self.all.iter_mut().flat_map(|s| &mut s.features) {
            *features = features
                .iter()
                .filter_map(|number| numbers[*number as usize])
                .collect();
        }
        self.index = self
            .index
            .iter()
            .filter_map(|(key, number)| numbers[*number as usize].map(|new| (*key, new)))
            .collect();
        self.counts.retain(|count| *count >= LEAST);
    }

    /// Each feature's hash with its weights for the labels but outside, and how often it is met.
    pub fn rows(&self, weights: &[[f32; LABELS]]) -> Vec<Row> {
        self.index
            .iter()
            .map(|(key, number)| {
                let [_, b, i, e, s] = weights[*number as usize];
                Row {
                    key: *key,
                    weights: [b, i, e, s],
                    met: self.counts[*number as usize],
                }
            })
            .collect()
    }
}

/// The tokens that share a character with a place of the original.
pub fn inside(list: &[Token], folded: &Folded, place: &Range<usize>) -> Option<Range<usize>> {
    let touches = |token: &Token| {
        let here = folded.original(&(token.start as usize..token.end as usize));
        here.start < place.end && place.start < here.end
    };
    let first = list.iter().position(touches)?;
    let last = list.iter().rposition(touches)?;
    Some(first..last + 1)
}

fn labels(list: &[Token], folded: &Folded, names: &[Name]) -> Vec<u8> {
    let mut gold = vec![O as u8; list.len()];
    for name in names {
        let Some(range) = inside(list, folded, &name.range) else {
            continue;
        };
        gold[range.clone()].fill(I as u8);
        gold[range.end - 1] = E as u8;
        gold[range.start] = if range.len() == 1 { S } else { B } as u8;
    }
    gold
}

/// Whether no name was cut by a sentence's end.
fn possible(gold: &[u8]) -> bool {
    gold.first().is_some_and(|label| may_begin(*label as usize))
        && gold.last().is_some_and(|label| may_end(*label as usize))
        && gold
            .windows(2)
            .all(|pair| may_follow(pair[0] as usize, pair[1] as usize))
}
