//! Random names for requests and for the jobs' runs, by which lines of the log are found together. They
//! stand for nothing else, and nothing is kept under them.

use std::{
    hash::{BuildHasher as _, RandomState},
    sync::atomic::{AtomicU64, Ordering},
};

/// Draws them: what nobody can guess of the process, over a number that grows. Not from the context's
/// randomness, which tests repeat: how many requests there were must change nothing else.
#[derive(Default)]
pub struct Ids {
    secret: RandomState,
    drawn: AtomicU64,
}

impl Ids {
    /// A name that was not given before: 32 hexadecimal digits.
    pub fn draw(&self) -> String {
        let number = self.drawn.fetch_add(1, Ordering::Relaxed);
        let [one, two] = [0_u8, 1].map(|half| self.secret.hash_one((number, half)));
        format!("{one:016x}{two:016x}")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_name_is_given_twice_and_none_tells_the_next() {
        let (ids, others) = (Ids::default(), Ids::default());
        let drawn: BTreeSet<String> = (0..1000).map(|_| ids.draw()).collect();
        assert_eq!(drawn.len(), 1000);
        let hex = |name: &String| name.len() == 32 && name.bytes().all(|c| c.is_ascii_hexdigit());
        assert!(drawn.iter().all(hex));
        assert!(!drawn.contains(&others.draw()), "each process has its own");
    }
}
