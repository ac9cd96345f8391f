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

/// The stretches of tokens that may hold names: scores at `least` or above, with a token
/// outside on either side where no other stretch has it.
pub fn runs(scores: &[Scores], least: i32) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    let mut given = 0;
    std::iter::from_fn(move || {
        let loud = |score: &Scores| score.best() >= least;
        let start = at + scores[at..].iter().position(loud)?;
        let most = scores.len().min(start + MOST_TOKENS);
        at = scores[start..most]
            .iter()
            .position(|score| !loud(score))
            .map_or(most, |length| start + length);
        let run = start.saturating_sub(1).max(given)..scores.len().min(at + 1);
        given = run.end;
        at = at.max(given);
        Some(run)
    })
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
    /// Of a token that is no part of a name.
    pub const OUTSIDE: Scores = Scores([-1000; 4]);

    /// The best label but outside, against outside.
    #[inline(always)]
    pub fn best(&self) -> i32 {
        self.0.into_iter().fold(i32::MIN, i32::max)
    }

    #[inline(always)]
    pub fn add(&mut self, row: Option<Row>) {
        let Some(row) = row else { return };
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
        for (label, cell) in next.iter_mut().enumerate() {
            if may_end(label) {
                *cell = 1.0;
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
                let end = path * table[label][E] * self.emission[at][E] / self.scale[at]
                    * self.backward[at][E];
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

#[cfg(test)]
#[expect(
    clippy::single_range_in_vec_init,
    reason = "spans are compared as lists of ranges, also where there is one"
)]
mod tests {
    use super::*;
    use crate::names::{
        hash::extend,
        lexicon::{Lexicon, Table},
        token::tokens,
    };

    /// Every label that may follow follows equally well.
    fn even() -> [[[f32; LABELS]; LABELS]; 2] {
        let mut table = [[0.0; LABELS]; LABELS];
        for (from, row) in table.iter_mut().enumerate() {
            for (to, factor) in row.iter_mut().enumerate() {
                if may_follow(from, to) {
                    *factor = 1.0;
                }
            }
        }
        [table; 2]
    }

    /// Scores of a token for which one label speaks, or none.
    fn only(label: usize) -> Scores {
        let mut scores = [-160; 4];
        if label != O {
            scores[label - 1] = 160;
        }
        Scores(scores)
    }

    fn decoded(labels: &[usize], least: f32) -> Vec<Span> {
        decoded_with(labels, &even(), least)
    }

    fn decoded_with(
        labels: &[usize],
        transitions: &[[[f32; LABELS]; LABELS]; 2],
        least: f32,
    ) -> Vec<Span> {
        let scores: Vec<Scores> = labels.iter().map(|label| only(*label)).collect();
        let mut out = Vec::new();
        Lattice::default().decode(&scores, |_| 0, transitions, least, &mut out);
        out
    }

    fn ranges(spans: &[Span]) -> Vec<Range<usize>> {
        spans.iter().map(|span| span.tokens.clone()).collect()
    }

    #[test]
    fn clear_names() {
        for (labels, names) in [
            (&[O, S, O][..], &[1..2][..]),
            (&[O, B, E, O], &[1..3]),
            (&[B, I, I, E], &[0..4]),
            (&[S], &[0..1]),
            (&[S, S], &[0..1, 1..2]),
            (&[B, E, O, O, S], &[0..2, 4..5]),
            (&[O, O], &[]),
            (&[], &[]),
        ] {
            let spans = decoded(labels, 0.5);
            assert_eq!(ranges(&spans), names, "{labels:?}");
            assert!(
                spans
                    .iter()
                    .all(|span| span.exact > 0.9 && span.touched > 0.9),
                "{spans:?}"
            );
        }
    }

    #[test]
    fn probabilities() {
        // Two labels that score alike and nothing else.
        let none = -10_000;
        let mut out = Vec::new();
        let scores = [Scores([none, none, none, 0])];
        Lattice::default().decode(&scores, |_| 0, &even(), 0.4, &mut out);
        assert_eq!(ranges(&out), [0..1]);
        assert!((out[0].exact - 0.5).abs() < 1e-3, "{out:?}");
        assert!((out[0].touched - 0.5).abs() < 1e-3, "{out:?}");
        out.clear();
        Lattice::default().decode(&scores, |_| 0, &even(), 0.6, &mut out);
        assert!(out.is_empty());
        // Steps are sixteenths of natural logarithms: e^1 / (e^1 + 1).
        let scores = [Scores([none, none, none, STEPS as i32])];
        Lattice::default().decode(&scores, |_| 0, &even(), 0.4, &mut out);
        assert!((out[0].exact - 0.731).abs() < 1e-3, "{out:?}");
    }

    #[test]
    fn two_ways_to_cut_share_what_is_likely() {
        // Either the two tokens are one name or the first alone is: some name for certain.
        let scores = [
            Scores([160, -9_999, -9_999, 160]),
            Scores([-9_999, -9_999, 0, -9_999]),
        ];
        let mut out = Vec::new();
        Lattice::default().decode(&scores, |_| 0, &even(), 0.5, &mut out);
        assert_eq!(out.len(), 1, "{out:?}");
        assert!((out[0].exact - 0.5).abs() < 0.01, "{out:?}");
        assert!(out[0].touched > 0.99, "{out:?}");
    }

    /// Every sequence of labels that may be, with its weight.
    fn sequences(
        scores: &[Scores],
        transitions: &[[[f32; LABELS]; LABELS]; 2],
    ) -> Vec<(Vec<usize>, f64)> {
        let mut all = vec![(Vec::<usize>::new(), 1.0)];
        for (at, score) in scores.iter().enumerate() {
            let mut longer = Vec::new();
            for (labels, weight) in &all {
                for label in [O, B, I, E, S] {
                    let factor = match labels.last() {
                        None => f32::from(u8::from(may_begin(label))),
                        Some(last) => transitions[0][*last][label],
                    };
                    let steps = if label == O { 0 } else { score.0[label - 1] };
                    let factor = f64::from(factor) * (f64::from(steps) / 16.0).exp();
                    if factor > 0.0 && (at + 1 < scores.len() || may_end(label)) {
                        longer.push(([&labels[..], &[label]].concat(), weight * factor));
                    }
                }
            }
            all = longer;
        }
        all
    }

    /// Whether a sequence of labels has exactly this name.
    fn names(labels: &[usize], name: &Range<usize>) -> bool {
        match labels[name.clone()] {
            [S] => true,
            [B, ref inside @ .., E] => inside.iter().all(|label| *label == I),
            _ => false,
        }
    }

    /// Against every sequence of labels counted one by one; labels that may not follow each
    /// other are in none.
    #[test]
    fn probabilities_of_short_sentences() {
        let mut transitions = even();
        transitions[0][O][B] = 0.3;
        transitions[0][B][I] = 2.0;
        transitions[0][E][S] = 0.1;
        let mut seen = 0;
        let mut state = 7u64;
        for round in 0..400 {
            let scores: Vec<Scores> = (0..1 + round % 5)
                .map(|_| {
                    Scores(std::array::from_fn(|_| {
                        state = extend(state, 1);
                        (state >> 40) as i32 % 100 - 50
                    }))
                })
                .collect();
            let all = sequences(&scores, &transitions);
            let total: f64 = all.iter().map(|(_, weight)| weight).sum();
            let share = |test: &dyn Fn(&[usize]) -> bool| -> f64 {
                let some: f64 = all
                    .iter()
                    .filter(|(labels, _)| test(labels))
                    .map(|(_, weight)| weight)
                    .sum();
                some / total
            };
            let mut out = Vec::new();
            Lattice::default().decode(&scores, |_| 0, &transitions, 0.3, &mut out);
            for span in &out {
                let exact = share(&|labels| names(labels, &span.tokens));
                assert!(
                    (f64::from(span.exact) - exact).abs() < 1e-3,
                    "{span:?} {exact}"
                );
                let touched = span
                    .tokens
                    .clone()
                    .map(|at| share(&|labels| labels[at] != O))
                    .fold(0.0, f64::max);
                assert!(
                    (f64::from(span.touched) - touched).abs() < 1e-3,
                    "{span:?} {touched}"
                );
                assert!(span.touched >= 0.3);
                seen += 1;
            }
            assert!(
                out.windows(2)
                    .all(|pair| pair[0].tokens.end <= pair[1].tokens.start)
            );
        }
        assert!(seen > 300, "{seen}");
    }

    #[test]
    fn a_name_that_cannot_end_or_begin_is_none() {
        for labels in [&[O, B][..], &[B], &[I, O], &[I], &[E], &[O, I, O]] {
            assert!(decoded(labels, 0.5).is_empty(), "{labels:?}");
        }
    }

    #[test]
    fn transitions_of_the_token_that_follows_count() {
        // Of the second row nothing may follow but outside.
        let mut transitions = even();
        for row in &mut transitions[1] {
            for factor in &mut row[B..] {
                *factor = 0.0;
            }
        }
        let scores = [only(O), only(S), only(O)];
        let mut out = Vec::new();
        Lattice::default().decode(
            &scores,
            |at| usize::from(at == 1),
            &transitions,
            0.5,
            &mut out,
        );
        assert!(ranges(&out).is_empty());
        Lattice::default().decode(
            &scores,
            |at| usize::from(at == 2),
            &transitions,
            0.5,
            &mut out,
        );
        assert_eq!(ranges(&out), [1..2]);
    }

    #[test]
    fn names_have_a_longest_length() {
        let mut labels = vec![I; LONGEST];
        labels[0] = B;
        labels[LONGEST - 1] = E;
        assert_eq!(ranges(&decoded(&labels, 0.5)), [0..LONGEST]);
        labels.insert(1, I);
        assert!(ranges(&decoded(&labels, 0.5)).is_empty());
    }

    #[test]
    fn the_memory_holds_nothing_from_before() {
        let mut lattice = Lattice::default();
        let mut out = Vec::new();
        let long: Vec<Scores> = [B, I, E, S, S, O].map(only).to_vec();
        lattice.decode(&long, |_| 0, &even(), 0.5, &mut out);
        assert_eq!(out.len(), 3);
        // What is there stays, and what comes is added.
        lattice.decode(&[only(S)], |_| 0, &even(), 0.5, &mut out);
        assert_eq!(ranges(&out), [0..3, 3..4, 4..5, 0..1]);
    }

    #[test]
    fn runs_with_a_token_outside_on_either_side() {
        let scored = |loud: &str| -> Vec<Range<usize>> {
            let scores: Vec<Scores> = loud
                .bytes()
                .map(|b| Scores([if b == b'x' { -5 } else { -6 }; 4]))
                .collect();
            runs(&scores, -5).collect()
        };
        assert!(scored("").is_empty());
        assert!(scored("...").is_empty());
        assert_eq!(scored("x"), [0..1]);
        assert_eq!(scored("..xx.."), [1..5]);
        assert_eq!(scored("xx"), [0..2]);
        assert_eq!(scored(".x.x."), [0..3, 3..5]);
        assert_eq!(scored("..x...x"), [1..4, 5..7]);
        // One label is enough.
        let scores = [Scores::OUTSIDE, Scores([-6, -6, 3, -6])];
        assert_eq!(runs(&scores, 3).collect::<Vec<_>>(), [0..2]);
        // A long run is cut, and nothing is left out.
        let long = runs(&[Scores([0; 4]); 1_000], 0).collect::<Vec<_>>();
        assert!(
            long.iter().all(|run| run.len() <= MOST_TOKENS + 2),
            "{long:?}"
        );
        assert!((0..1_000).all(|at| long.iter().any(|run| run.contains(&at))));
    }

    fn cut(text: &str) -> Vec<Token> {
        let lexicon = Lexicon {
            characters: &[],
            han: Table { buckets: &[] },
            latin: Table { buckets: &[] },
        };
        let mut out = Vec::new();
        tokens(text, 0, text.len(), &lexicon, &mut out);
        out
    }

    #[test]
    fn sentences_end_with_their_sign() {
        for (text, ends) in [
            ("", &[][..]),
            ("王。李", &[0..2, 2..3]),
            ("王、李、張", &[0..2, 2..4, 4..5]),
            ("王\n\n李", &[0..2, 2..3, 3..4]),
            ("王,李.", &[0..4]),
            ("A: b!", &[0..2, 2..4]),
        ] {
            assert_eq!(sentences(&cut(text)), ends, "{text:?}");
        }
        let long = sentences(&cut(&"王".repeat(600)));
        assert_eq!(long, [0..256, 256..512, 512..600]);
    }

    #[test]
    fn rows_of_transitions() {
        let sides: Vec<usize> = cut("王Bob7,").iter().map(side).collect();
        assert_eq!(sides, [0, 1, 1, 1]);
    }

    #[test]
    fn weights_are_summed_up() {
        let mut scores = Scores::default();
        scores.add(Some([1, -2, 3, 127]));
        scores.add(None);
        scores.add(Some([1, -2, 3, 127]));
        assert_eq!(scores.0, [2, -4, 6, 254]);
        assert_eq!(scores.best(), 254);
    }
}
