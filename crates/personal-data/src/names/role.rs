//! Whether a person stands in a public role: a line through what surrounds the name and
//! the name itself, learned from posts that name both sorts.

use super::{
    features::{View, value},
    hash::{extend, mix},
    model::{STEPS, Weights},
    token::Class,
};
use std::ops::Range;

/// How far the words around a name are looked at, in tokens.
const AROUND: usize = 6;

/// Gives the hash of every feature of the name in `tokens` of the view to `sink`.
pub fn features(view: &View, name: &Range<usize>, known: u8, mut sink: impl FnMut(u64)) {
    let tokens = view.tokens;
    let unit = |at: usize| view.unit(at as isize);
    let before = |by: isize| view.unit(name.start as isize - by);
    let after = |by: usize| unit(name.end + by);
    let length = name.len().min(5) as u64;
    let han = u64::from(tokens[name.start].class == Class::Han);
    let known = u64::from(value::person(known)) << 2 | u64::from(value::size(known));
    sink(mix(100, han, length, 0));
    sink(mix(101, known, han, length));
    let mut whole = 0;
    for at in name.clone() {
        whole = extend(whole, unit(at));
        if han == 0 {
            sink(mix(102, unit(at), 0, 0));
        }
    }
    sink(mix(103, whole, 0, 0));
    sink(mix(104, before(1), 0, 0));
    sink(mix(105, before(2), before(1), 0));
    sink(mix(106, before(3), before(2), before(1)));
    sink(mix(107, after(0), 0, 0));
    sink(mix(108, after(0), after(1), 0));
    sink(mix(109, after(0), after(1), after(2)));
    let first = name.start.saturating_sub(AROUND);
    for at in first..name.start {
        sink(mix(110, unit(at), unit(at + 1), 0));
    }
    for at in name.end..(name.end + AROUND).min(tokens.len()) {
        sink(mix(111, unit(at), unit(at + 1), 0));
    }
}

/// How likely the name is one of a public role, 0 to 1.
pub fn public(view: &View, name: &Range<usize>, known: u8, weights: &Weights) -> f32 {
    let mut steps = 0;
    features(view, name, known, |key| {
        if let Some([weight, ..]) = weights.get(key) {
            steps += i32::from(weight);
        }
    });
    1.0 / (1.0 + (-(steps as f32) / STEPS).exp())
}
