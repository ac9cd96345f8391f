//! Training of the conditional random field: stochastic gradients with AdaGrad, small L1.

use personal_data::names::{
    decode::{B, E, I, O, S, may_begin, may_end, may_follow},
    model::LABELS,
};

/// A sentence's tokens: features, row of transitions, gold label. Tokens that end a sentence
/// have no features and can only be outside.
pub struct Sentence {
    pub features: Vec<Vec<u32>>,
    pub sides: Vec<u8>,
    pub gold: Vec<u8>,
    pub weight: f32,
}

pub struct Crf {
    pub weights: Vec<[f32; LABELS]>,
    squares: Vec<[f32; LABELS]>,
    pub transitions: [[[f32; LABELS]; LABELS]; 2],
    transition_squares: [[[f32; LABELS]; LABELS]; 2],
    rate: f32,
    l1: f32,
    drop: f32,
    rng: fastrand::Rng,
    /// Sums for the averaged weights.
    pub sums: Vec<[f32; LABELS]>,
}

impl Crf {
    pub fn new(features: usize, rate: f32, l1: f32, drop: f32) -> Self {
        Crf {
            weights: vec![[0.0; LABELS]; features],
            squares: vec![[0.0; LABELS]; features],
            transitions: Default::default(),
            transition_squares: Default::default(),
            rate,
            l1,
            drop,
            rng: fastrand::Rng::with_seed(7),
            sums: Vec::new(),
        }
    }

    fn emissions(&self, features: &[Vec<u32>]) -> Vec<[f32; LABELS]> {
        features
            .iter()
            .map(|features| {
                let mut row = [0.0; LABELS];
                if features.is_empty() {
                    row = [-1000.0; LABELS];
                    row[O] = 0.0;
                    return row;
                }
                for feature in features {
                    for (score, weight) in row.iter_mut().zip(self.weights[*feature as usize]) {
                        *score += weight;
                    }
                }
                row.map(|score| score / (1.0 - self.drop))
            })
            .collect()
    }

    /// Learns from one sentence; returns its loss.
    pub fn learn(&mut self, sentence: &Sentence) -> f32 {
        let n = sentence.gold.len();
        let kept: Vec<Vec<u32>> = sentence
            .features
            .iter()
            .map(|features| {
                let mut kept: Vec<u32> = features.clone();
                if self.drop > 0.0 && kept.len() > 1 {
                    kept.retain(|_| self.rng.f32() >= self.drop);
                    if kept.is_empty() {
                        kept.push(features[0]);
                    }
                }
                kept
            })
            .collect();
        let scores = self.emissions(&kept);
        let emission: Vec<[f32; LABELS]> = scores
            .iter()
            .map(|row| row.map(|x| libm::expf(x.clamp(-30.0, 30.0))))
            .collect();
        let mut table = [[[0.0f32; LABELS]; LABELS]; 2];
        for side in 0..2 {
            for from in 0..LABELS {
                for to in 0..LABELS {
                    if may_follow(from, to) {
                        table[side][from][to] = libm::expf(self.transitions[side][from][to]);
                    }
                }
            }
        }
        let mut forward = vec![[0.0f32; LABELS]; n];
        let mut scale = vec![0.0f32; n];
        let mut loss = 0.0;
        for at in 0..n {
            let mut row = [0.0; LABELS];
            for to in 0..LABELS {
                row[to] = emission[at][to]
                    * if at == 0 {
                        f32::from(u8::from(may_begin(to)))
                    } else {
                        let table = &table[sentence.sides[at] as usize];
                        (0..LABELS).map(|from| forward[at - 1][from] * table[from][to]).sum()
                    };
            }
            let sum: f32 = row.iter().sum::<f32>().max(1e-30);
            scale[at] = sum;
            loss += libm::logf(sum);
            forward[at] = row.map(|x| x / sum);
        }
        let mut backward = vec![[0.0f32; LABELS]; n];
        let mut total = 0.0;
        for label in 0..LABELS {
            if may_end(label) {
                backward[n - 1][label] = 1.0;
                total += forward[n - 1][label];
            }
        }
        let total: f32 = f32::max(total, 1e-30);
        loss += libm::logf(total);
        backward[n - 1] = backward[n - 1].map(|x| x / total);
        for at in (0..n - 1).rev() {
            let table = &table[sentence.sides[at + 1] as usize];
            for from in 0..LABELS {
                backward[at][from] = (0..LABELS)
                    .map(|to| table[from][to] * emission[at + 1][to] * backward[at + 1][to])
                    .sum::<f32>()
                    / scale[at + 1];
            }
        }
        for at in 0..n {
            let gold = sentence.gold[at] as usize;
            loss -= scores[at][gold];
            let mut gradient = [0.0f32; LABELS];
            for label in 1..LABELS {
                gradient[label] = forward[at][label] * backward[at][label];
            }
            if gold != O {
                gradient[gold] -= 1.0;
            }
            if gradient.iter().any(|g| g.abs() > 1e-4) {
                for feature in &kept[at] {
                    self.step(*feature as usize, &gradient, sentence.weight);
                }
            }
            if at == 0 {
                continue;
            }
            let side = sentence.sides[at] as usize;
            let before = sentence.gold[at - 1] as usize;
            loss -= self.transitions[side][before][gold];
            for from in 0..LABELS {
                for to in 0..LABELS {
                    let p = forward[at - 1][from] * table[side][from][to] * emission[at][to]
                        * backward[at][to]
                        / scale[at];
                    let g = p - f32::from(u8::from(from == before && to == gold));
                    if g.abs() > 1e-6 {
                        let square = &mut self.transition_squares[side][from][to];
                        *square += g * g;
                        self.transitions[side][from][to] -=
                            self.rate * g / (libm::sqrtf(*square) + 1.0);
                    }
                }
            }
        }
        loss
    }

    fn step(&mut self, feature: usize, gradient: &[f32; LABELS], weight: f32) {
        for label in [B, I, E, S] {
            let g = gradient[label] * weight / (1.0 - self.drop);
            if g.abs() < 1e-5 {
                continue;
            }
            let square = &mut self.squares[feature][label];
            *square += g * g;
            let rate = self.rate / (libm::sqrtf(*square) + 0.1);
            let moved = self.weights[feature][label] - rate * g;
            let shrink = rate * self.l1;
            self.weights[feature][label] = if moved > shrink {
                moved - shrink
            } else if moved < -shrink {
                moved + shrink
            } else {
                0.0
            };
        }
    }
}
