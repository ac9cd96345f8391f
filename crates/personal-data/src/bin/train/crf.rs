//! Training of the conditional random field: stochastic gradients with AdaGrad, features
//! left out by chance, weights averaged over the later rounds.

use crate::sentence::Sentence;
use fastrand::Rng;
use personal_data::names::{
    decode::{B, E, I, O, S, may_begin, may_end, may_follow},
    model::LABELS,
};

const RATE: f32 = 0.1;
/// The share of features that is left out each time.
const DROP: f32 = 0.3;

type Row = [f32; LABELS];
type Transitions = [[Row; LABELS]; 2];

/// The weights as they are learned.
pub struct Crf {
    pub weights: Vec<Row>,
    squares: Vec<Row>,
    pub transitions: Transitions,
    transition_squares: Transitions,
}

/// Probabilities of a sentence's labels, scaled at each token.
struct Lattice {
    emission: Vec<Row>,
    table: Transitions,
    forward: Vec<Row>,
    backward: Vec<Row>,
    scale: Vec<f32>,
}

impl Crf {
    pub fn new(features: usize) -> Self {
        Crf {
            weights: vec![[0.0; LABELS]; features],
            squares: vec![[0.0; LABELS]; features],
            transitions: Default::default(),
            transition_squares: Default::default(),
        }
    }

    /// Goes through all sentences so many times; the weights are the average over the later
    /// half of the rounds.
    pub fn train(&mut self, sentences: &[Sentence], rounds: usize, rng: &mut Rng) {
        let mut order: Vec<usize> = (0..sentences.len()).collect();
        let mut sums = vec![[0.0; LABELS]; self.weights.len()];
        let later = rounds / 2;
        for round in 0..rounds {
            rng.shuffle(&mut order);
            for &at in &order {
                self.learn(&sentences[at], rng);
            }
            println!("round {} of {rounds}", round + 1);
            if round >= later {
                for (sum, weight) in sums.iter_mut().flatten().zip(self.weights.iter().flatten()) {
                    *sum += weight / (rounds - later) as f32;
                }
            }
        }
        self.weights = sums;
    }

    /// Learns from one sentence.
    fn learn(&mut self, sentence: &Sentence, rng: &mut Rng) {
        let kept: Vec<Vec<u32>> = sentence
            .features
            .iter()
            .map(|features| dropped(features, rng))
            .collect();
        let lattice = Lattice::new(self.emissions(&kept), &sentence.sides, &self.transitions);
        for (at, features) in kept.iter().enumerate() {
            let gold = sentence.gold[at] as usize;
            let mut gradient = [0.0; LABELS];
            for label in [B, I, E, S] {
                let right = f32::from(u8::from(label == gold));
                gradient[label] = lattice.posterior(at, label) - right;
            }
            if gradient.iter().any(|g: &f32| g.abs() > 1e-4) {
                for feature in features {
                    self.step(*feature as usize, &gradient, sentence.weight);
                }
            }
            if at > 0 {
                self.step_transitions(&lattice, sentence, at);
            }
        }
    }

    fn emissions(&self, features: &[Vec<u32>]) -> Vec<Row> {
        features
            .iter()
            .map(|features| {
                let mut row = [0.0; LABELS];
                if features.is_empty() {
                    // The end of a sentence is no part of a name.
                    row = [-1000.0; LABELS];
                    row[O] = 0.0;
                }
                for feature in features {
                    for (score, weight) in row.iter_mut().zip(self.weights[*feature as usize]) {
                        *score += weight / (1.0 - DROP);
                    }
                }
                row
            })
            .collect()
    }

    fn step(&mut self, feature: usize, gradient: &Row, weight: f32) {
        for label in [B, I, E, S] {
            let g = gradient[label] * weight / (1.0 - DROP);
            if g.abs() < 1e-5 {
                continue;
            }
            let square = &mut self.squares[feature][label];
            *square += g * g;
            self.weights[feature][label] -= RATE * g / (libm::sqrtf(*square) + 0.1);
        }
    }

    fn step_transitions(&mut self, lattice: &Lattice, sentence: &Sentence, at: usize) {
        let side = sentence.sides[at] as usize;
        let right = (sentence.gold[at - 1] as usize, sentence.gold[at] as usize);
        for from in 0..LABELS {
            for to in 0..LABELS {
                let g = lattice.pair(at, side, from, to) - f32::from(u8::from((from, to) == right));
                if g.abs() > 1e-6 {
                    let square = &mut self.transition_squares[side][from][to];
                    *square += g * g;
                    self.transitions[side][from][to] -= RATE * g / (libm::sqrtf(*square) + 1.0);
                }
            }
        }
    }
}

/// Leaves features out by chance, so that none leans on others; one always stays.
fn dropped(features: &[u32], rng: &mut Rng) -> Vec<u32> {
    let mut kept = features.to_vec();
    kept.retain(|_| rng.f32() >= DROP);
    if kept.is_empty() {
        kept.extend(features.first());
    }
    kept
}

impl Lattice {
    fn new(scores: Vec<Row>, sides: &[u8], transitions: &Transitions) -> Self {
        let n = scores.len();
        let emission: Vec<Row> = scores
            .iter()
            .map(|row| row.map(|x| libm::expf(x.clamp(-30.0, 30.0))))
            .collect();
        let mut table = Transitions::default();
        for side in 0..2 {
            for from in 0..LABELS {
                for to in (0..LABELS).filter(|to| may_follow(from, *to)) {
                    table[side][from][to] = libm::expf(transitions[side][from][to]);
                }
            }
        }
        let mut forward = vec![[0.0; LABELS]; n];
        let mut scale = vec![0.0; n];
        for at in 0..n {
            let mut row = [0.0; LABELS];
            for (to, cell) in row.iter_mut().enumerate() {
                let arrives: f32 = if at == 0 {
                    f32::from(u8::from(may_begin(to)))
                } else {
                    let table = &table[sides[at] as usize];
                    (0..LABELS)
                        .map(|from| forward[at - 1][from] * table[from][to])
                        .sum()
                };
                *cell = arrives * emission[at][to];
            }
            scale[at] = row.iter().sum::<f32>().max(1e-30);
            forward[at] = row.map(|x| x / scale[at]);
        }
        let mut backward = vec![[0.0; LABELS]; n];
        let total: f32 = (0..LABELS)
            .filter(|label| may_end(*label))
            .map(|label| forward[n - 1][label])
            .sum();
        for label in (0..LABELS).filter(|label| may_end(*label)) {
            backward[n - 1][label] = 1.0 / total.max(1e-30);
        }
        for at in (0..n - 1).rev() {
            let table = &table[sides[at + 1] as usize];
            for from in 0..LABELS {
                let leaves: f32 = (0..LABELS)
                    .map(|to| table[from][to] * emission[at + 1][to] * backward[at + 1][to])
                    .sum();
                backward[at][from] = leaves / scale[at + 1];
            }
        }
        Lattice {
            emission,
            table,
            forward,
            backward,
            scale,
        }
    }

    fn posterior(&self, at: usize, label: usize) -> f32 {
        self.forward[at][label] * self.backward[at][label]
    }

    /// How likely `from` stands before the token at `at` and `to` on it.
    fn pair(&self, at: usize, side: usize, from: usize, to: usize) -> f32 {
        self.forward[at - 1][from]
            * self.table[side][from][to]
            * self.emission[at][to]
            * self.backward[at][to]
            / self.scale[at]
    }
}
