//! From weights to names: forward and backward probabilities of a sentence's labels.

use super::{
    model::{LABELS, Row, STEPS},
    token::{Class, Token},
};
use std::ops::Range;

/// Outside, begin, inside, end, single.
pub const O: usize = 0;
pub const B: usize = 1;
pub const I: usize = 2;
pub const E: usize = 3;
pub const S: usize = 4;

/// Longest name, in tokens.
const LONGEST: usize = 12;
/// Longest stretch that is decoded as one.
const MOST_TOKENS: usize = 256;

/// Whether a label may follow another.
pub fn may_follow(from: usize, to: usize) -> bool {
    match from {
        B | I => matches!(to, I | E),
        _ => matches!(to, O | B | S),
    }
}

/// Whether a sentence may begin with the label.
pub fn may_begin(label: usize) -> bool {
    matches!(label, O | B | S)
}

/// Whether a sentence may end with the label.
pub fn may_end(label: usize) -> bool {
    matches!(label, O | E | S)
}

/// Where sentences end: no name goes over a line break or a full stop of Chinese.
pub fn sentences(tokens: &[Token]) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = 0;
    for (at, token) in tokens.iter().enumerate() {
        if ends(token) || at + 1 - start == MOST_TOKENS {
            out.push(start..at + 1);
            start = at + 1;
        }
    }
    if start < tokens.len() {
        out.push(start..tokens.len());
    }
    out
}

/// Whether a token ends a sentence and can be no part of a name.
pub fn ends(token: &Token) -> bool {
    token.class == Class::Sign
        && char::from_u32(token.unit as u32)
            .is_some_and(|c| matches!(c, '\n' | '。' | '!' | '?' | ';' | ':' | '、'))
}

/// Which row of transitions a token takes.
pub fn side(token: &Token) -> usize {
    usize::from(token.class != Class::Han)
}

/// Scores of a token's labels, in steps.
#[derive(Clone, Copy, Default)]
pub struct Scores(pub [i32; 4]);

impl Scores {
    #[inline(always)]
    pub fn add(&mut self, row: Row) {
        for (score, weight) in self.0.iter_mut().zip(row) {
            *score += i32::from(weight);
        }
    }
}

/// A name that may be: tokens, how likely exactly these, how likely any name there.
#[derive(Clone, Debug)]
pub struct Span {
    pub tokens: Range<usize>,
    pub exact: f32,
    pub touched: f32,
}

/// Working memory of [`Lattice::decode`].
#[derive(Default)]
pub struct Lattice {
    emission: Vec<[f32; LABELS]>,
    forward: Vec<[f32; LABELS]>,
    backward: Vec<[f32; LABELS]>,
    scale: Vec<f32>,
}

impl Lattice {
    /// Finds the names of one sentence. `sides` tells each token's row of `transitions`, which
    /// are exponents already, 0 where a label may not follow. A span is reported where a name
    /// is at least `least` likely; spans are disjoint and sorted.
    pub fn decode(
        &mut self,
        scores: &[Scores],
        sides: impl Fn(usize) -> usize,
        transitions: &[[[f32; LABELS]; LABELS]; 2],
        least: f32,
        out: &mut Vec<Span>,
    ) {
        let n = scores.len();
        if n == 0 {
            return;
        }
        self.emission.clear();
        for score in scores {
            let mut row = [1.0; LABELS];
            for (label, steps) in score.0.iter().enumerate() {
                row[label + 1] = ((*steps as f32 / STEPS).clamp(-30.0, 30.0)).exp();
            }
            self.emission.push(row);
        }
        self.forward.clear();
        self.scale.clear();
        let mut last = [0.0; LABELS];
        for at in 0..n {
            let mut row = [0.0; LABELS];
            if at == 0 {
                for (label, cell) in row.iter_mut().enumerate() {
                    if may_begin(label) {
                        *cell = self.emission[0][label];
                    }
                }
            } else {
                let table = &transitions[sides(at)];
                for from in 0..LABELS {
                    for to in 0..LABELS {
                        row[to] += last[from] * table[from][to];
                    }
                }
                for (cell, weight) in row.iter_mut().zip(self.emission[at]) {
                    *cell *= weight;
                }
            }
            let sum: f32 = row.iter().sum::<f32>().max(f32::MIN_POSITIVE);
            for cell in &mut row {
                *cell /= sum;
            }
            self.scale.push(sum);
            self.forward.push(row);
            last = row;
        }
        self.backward.clear();
        self.backward.resize(n, [0.0; LABELS]);
        let mut next = [0.0; LABELS];
        let mut total = 0.0;
        for label in 0..LABELS {
            if may_end(label) {
                next[label] = 1.0;
                total += self.forward[n - 1][label];
            }
        }
        for cell in &mut next {
            *cell /= total.max(f32::MIN_POSITIVE);
        }
        self.backward[n - 1] = next;
        for at in (0..n - 1).rev() {
            let table = &transitions[sides(at + 1)];
            let mut row = [0.0; LABELS];
            for from in 0..LABELS {
                for to in 0..LABELS {
                    row[from] += table[from][to] * self.emission[at + 1][to] * next[to];
                }
                row[from] /= self.scale[at + 1];
            }
            self.backward[at] = row;
            next = row;
        }
        self.spans(n, sides, transitions, least, out);
    }

    fn posterior(&self, at: usize, label: usize) -> f32 {
        self.forward[at][label] * self.backward[at][label]
    }

    fn spans(
        &self,
        n: usize,
        sides: impl Fn(usize) -> usize,
        transitions: &[[[f32; LABELS]; LABELS]; 2],
        least: f32,
        out: &mut Vec<Span>,
    ) {
        let named = |at: usize| 1.0 - self.posterior(at, O);
        let mut found: Vec<Span> = Vec::new();
        for start in 0..n {
            if named(start) < least / 4.0 {
                continue;
            }
            let single = self.posterior(start, S);
            if single > 0.02 {
                found.push(Span {
                    tokens: start..start + 1,
                    exact: single,
                    touched: named(start),
                });
            }
            if self.posterior(start, B) < 0.02 {
                continue;
            }
            let mut path = self.forward[start][B];
            let mut label = B;
            let mut touched = named(start);
            for at in start + 1..n.min(start + LONGEST) {
                let table = &transitions[sides(at)];
                touched = touched.max(named(at));
                let end =
                    path * table[label][E] * self.emission[at][E] / self.scale[at] * self.backward[at][E];
                if end > 0.02 {
                    found.push(Span {
                        tokens: start..at + 1,
                        exact: end,
                        touched,
                    });
                }
                path *= table[label][I] * self.emission[at][I] / self.scale[at];
                label = I;
                if path < 1e-6 {
                    break;
                }
            }
        }
        found.retain(|span| span.touched >= least);
        found.sort_by(|a, b| b.exact.total_cmp(&a.exact));
        let first = out.len();
        for span in found {
            let free = out[first..].iter().all(|taken| {
                taken.tokens.end <= span.tokens.start || span.tokens.end <= taken.tokens.start
            });
            if free {
                out.push(span);
            }
        }
        out[first..].sort_by_key(|span| span.tokens.start);
    }
}
