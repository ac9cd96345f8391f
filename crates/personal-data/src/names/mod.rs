//! Names in the open text: a linear-chain conditional random field over characters of
//! Chinese and words of other scripts, with dictionaries.
//!
//! Reads the folded text and reports hits, as a rule does. How the model is made is
//! `train`'s work (`src/bin/train`), which uses the same tokens and features as here.

pub mod decode;
pub mod features;
pub mod hash;
pub mod lexicon;
pub mod model;
pub mod token;

use decode::{Lattice, Scores, side};
use features::{View, Words};
use model::{LABELS, Model};
use token::Token;

/// Working memory, kept between sentences.
#[derive(Default)]
pub struct Finder {
    tokens: Vec<Token>,
    words: Vec<Words>,
    scores: Vec<Scores>,
    lattice: Lattice,
    spans: Vec<decode::Span>,
}

/// A place that may be a name, in bytes of the folded text.
#[derive(Clone, Debug)]
pub struct Name {
    pub range: std::ops::Range<usize>,
    pub exact: f32,
    pub touched: f32,
}

impl Finder {
    pub fn find(&mut self, text: &str, model: &Model, least: f32) -> Vec<Name> {
        let transitions = exponents(&model.transitions);
        let mut out = Vec::new();
        self.tokens.clear();
        token::tokens(text, 0, text.len(), &model.lexicon, &mut self.tokens);
        features::words(&self.tokens, &model.lexicon, &mut self.words);
        let view = View {
            tokens: &self.tokens,
            words: &self.words,
        };
        for sentence in decode::sentences(&self.tokens) {
            self.scores.clear();
            for at in sentence.clone() {
                let mut scores = Scores::default();
                if decode::ends(&self.tokens[at]) {
                    scores.0 = [-1000; 4];
                } else {
                    view.features(at, |key| {
                        if let Some(row) = model.weights.get(key) {
                            scores.add(row);
                        }
                    });
                }
                self.scores.push(scores);
            }
            self.spans.clear();
            self.lattice.decode(
                &self.scores,
                |at| side(&self.tokens[sentence.start + at]),
                &transitions,
                least,
                &mut self.spans,
            );
            out.extend(self.spans.iter().map(|span| Name {
                range: self.tokens[sentence.start + span.tokens.start].start as usize
                    ..self.tokens[sentence.start + span.tokens.end - 1].end as usize,
                exact: span.exact,
                touched: span.touched,
            }));
        }
        out
    }
}

fn exponents(weights: &[[[f32; LABELS]; LABELS]; 2]) -> [[[f32; LABELS]; LABELS]; 2] {
    let mut out = [[[0.0; LABELS]; LABELS]; 2];
    for side in 0..2 {
        for from in 0..LABELS {
            for to in 0..LABELS {
                if decode::may_follow(from, to) {
                    out[side][from][to] = weights[side][from][to].exp();
                }
            }
        }
    }
    out
}
