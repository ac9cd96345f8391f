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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names::{
        features::cells,
        model::{
            Model,
            tests::{bucket, file},
        },
        token::tokens,
    };
    use std::collections::BTreeSet;

    /// The features of the name in `text` between the bars, and its role by `weights`.
    fn role(text: &str, weights: &[u8]) -> (BTreeSet<u64>, f32) {
        let model = Model::read(weights).expect("a model");
        let parts: Vec<&str> = text.split('|').collect();
        let text = parts.concat();
        let (start, end) = (parts[0].len(), parts[0].len() + parts[1].len());
        let mut list = Vec::new();
        tokens(&text, 0, text.len(), &model.lexicon, &mut list);
        let mut marks = Vec::new();
        cells(&list, &model.lexicon, &mut marks);
        let view = View::new(&list, &marks);
        let at = |byte: usize| {
            list.iter()
                .filter(|token| (token.start as usize) < byte)
                .count()
        };
        let name = at(start)..at(end);
        let mut seen = BTreeSet::new();
        features(&view, &name, 0, |key| {
            seen.insert(key);
        });
        (seen, public(&view, &name, 0, &model.weights))
    }

    fn seen(text: &str) -> BTreeSet<u64> {
        role(text, &file(bucket(&[]))).0
    }

    #[test]
    fn where_nothing_speaks_it_is_even() {
        assert_eq!(role("|王小明|說", &file(bucket(&[]))).1, 0.5);
    }

    #[test]
    fn weights_decide() {
        let text = "市長|王小明|說";
        let key = *seen(text).first().expect("features");
        let mark = (key as u16).max(1);
        for (steps, expected) in [(16, 0.731), (-16, 0.269), (127, 0.9996)] {
            let weights = file(bucket(&[(mark, [steps, 99, 99, 99])]));
            let (_, public) = role(text, &weights);
            assert!((public - expected).abs() < 1e-3, "{steps}: {public}");
        }
    }

    #[test]
    fn the_words_around_and_the_name_count() {
        let one = seen("昨天市長|王小明|說話");
        assert_eq!(one, seen("昨天市長|王小明|說話"));
        for other in [
            "昨天鄰居|王小明|說話",
            "昨天市長|王小華|說話",
            "昨天市長|王小|說話",
            "昨天市長|王小明|打人",
        ] {
            assert_ne!(one, seen(other), "{other}");
        }
        // What is far away does not.
        let far = "一二三四五六七";
        assert_eq!(
            seen(&format!("{far}|王小明|{far}")),
            seen(&format!("他{far}|王小明|{far}他"))
        );
    }

    #[test]
    fn a_name_at_the_edges_of_a_text() {
        for text in ["|王小明|", "|Bob|", "|王|", "a|王|"] {
            assert!(!seen(text).is_empty(), "{text}");
        }
    }
}
