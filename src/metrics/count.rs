//! Numbers that many threads change: without a lock, and each by itself.

use std::{
    marker::PhantomData,
    sync::atomic::{AtomicI64, AtomicU64, Ordering::Relaxed},
    time::Duration,
};

/// A closed set of words, all of which stand in the source.
pub trait Words: Copy + 'static {
    const ALL: &'static [Self];

    fn word(self) -> &'static str;

    /// Its place in [`Words::ALL`].
    fn place(self) -> usize;
}

/// `words! { pub enum Outcome { Sent = "sent", … } }`: an enumeration that is a set of [`Words`].
macro_rules! words {
    ($(#[$meta:meta])* $vis:vis enum $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        $vis enum $name { $($(#[$variant_meta])* $variant),+ }

        impl $crate::metrics::count::Words for $name {
            const ALL: &'static [Self] = &[$(Self::$variant),+];

            fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            fn place(self) -> usize {
                self as usize
            }
        }
    };
}
pub(crate) use words;

/// What only grows.
#[derive(Default)]
pub struct Counter(AtomicU64);

impl Counter {
    pub const fn new() -> Self {
        Self(AtomicU64::new(0))
    }

    pub fn one(&self) {
        self.add(1);
    }

    pub fn add(&self, number: u64) {
        self.0.fetch_add(number, Relaxed);
    }

    pub fn get(&self) -> u64 {
        self.0.load(Relaxed)
    }
}

/// How many there are at this moment.
#[derive(Default)]
pub struct Level(AtomicI64);

impl Level {
    pub const fn new() -> Self {
        Self(AtomicI64::new(0))
    }

    pub fn add(&self, number: i64) {
        self.0.fetch_add(number, Relaxed);
    }

    /// One more, until what this gives is dropped: in a panic too.
    #[must_use]
    pub fn hold(&self) -> Held<'_> {
        self.add(1);
        Held(self)
    }

    pub fn get(&self) -> i64 {
        self.0.load(Relaxed).max(0)
    }
}

/// One of a [`Level`].
pub struct Held<'a>(&'a Level);

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.0.add(-1);
    }
}

/// A counter for each word of a set.
pub struct Counts<W: Words> {
    counters: Box<[Counter]>,
    words: PhantomData<fn(W)>,
}

impl<W: Words> Default for Counts<W> {
    fn default() -> Self {
        Self {
            counters: W::ALL.iter().map(|_| Counter::new()).collect(),
            words: PhantomData,
        }
    }
}

impl<W: Words> Counts<W> {
    pub fn one(&self, word: W) {
        self.add(word, 1);
    }

    pub fn add(&self, word: W, number: u64) {
        self.counters[word.place()].add(number);
    }

    pub fn get(&self, word: W) -> u64 {
        self.counters[word.place()].get()
    }

    /// Every word with its number.
    pub fn all(&self) -> impl Iterator<Item = (W, u64)> {
        W::ALL.iter().map(|word| (*word, self.get(*word)))
    }
}

/// The bounds between which things are counted, in whole units, and how many units make one of what is
/// written out.
#[derive(Clone, Copy, Debug)]
pub struct Scale {
    pub bounds: &'static [u64],
    pub unit: f64,
}

/// Microseconds, written as seconds.
pub const SECONDS: Scale = Scale {
    bounds: &[
        500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000,
        2_500_000, 10_000_000,
    ],
    unit: 1e6,
};

/// Things that go together.
pub const TOGETHER: Scale = Scale {
    bounds: &[1, 2, 4, 8, 16, 32, 64],
    unit: 1.0,
};

/// How things are spread between bounds.
pub struct Histogram {
    scale: Scale,
    /// How many fell between a bound and the one before it; the last beyond all.
    counters: Box<[Counter]>,
    sum: Counter,
}

/// What a [`Histogram`] holds at one moment.
pub struct Spread {
    /// Each bound, and how many are not beyond it.
    pub until: Vec<(f64, u64)>,
    pub count: u64,
    pub sum: f64,
}

impl Histogram {
    pub fn new(scale: Scale) -> Self {
        Self {
            scale,
            counters: (0..=scale.bounds.len()).map(|_| Counter::new()).collect(),
            sum: Counter::new(),
        }
    }

    pub fn took(&self, time: Duration) {
        self.note(u64::try_from(time.as_micros()).unwrap_or(u64::MAX));
    }

    pub fn note(&self, units: u64) {
        let place = self.scale.bounds.partition_point(|bound| *bound < units);
        self.counters[place].one();
        self.sum.add(units);
    }

    pub fn spread(&self) -> Spread {
        let unit = self.scale.unit;
        let mut count = 0;
        let mut until = Vec::with_capacity(self.scale.bounds.len());
        for (bound, counter) in self.scale.bounds.iter().zip(&self.counters) {
            count += counter.get();
            until.push((*bound as f64 / unit, count));
        }
        let beyond = self.counters.last().map_or(0, Counter::get);
        Spread {
            until,
            count: count + beyond,
            sum: self.sum.get() as f64 / unit,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    words! {
        /// Sorts of fruit.
        pub enum Fruit {
            Plum = "plum",
            Pear = "pear",
        }
    }

    #[test]
    fn each_word_has_a_number_of_its_own() {
        let counts = Counts::default();
        counts.one(Fruit::Pear);
        counts.add(Fruit::Pear, 2);
        let all: Vec<_> = counts.all().collect();
        assert_eq!(all, [(Fruit::Plum, 0), (Fruit::Pear, 3)]);
        for (place, word) in Fruit::ALL.iter().enumerate() {
            assert_eq!(word.place(), place, "{}", word.word());
        }
    }

    #[test]
    fn what_stands_at_a_bound_is_not_beyond_it() {
        let histogram = Histogram::new(TOGETHER);
        for number in [1, 2, 3, 64, 65] {
            histogram.note(number);
        }
        let spread = histogram.spread();
        let counts: Vec<u64> = spread.until.iter().map(|(_, count)| *count).collect();
        assert_eq!(counts, [1, 2, 3, 3, 3, 3, 4]);
        assert_eq!((spread.count, spread.sum), (5, 135.0));
        let times = Histogram::new(SECONDS);
        times.took(Duration::from_millis(250));
        let spread = times.spread();
        assert_eq!(spread.sum, 0.25);
        let until = |bound: f64| spread.until.iter().find(|(at, _)| *at == bound);
        assert_eq!(until(0.25).map(|(_, count)| *count), Some(1));
        assert_eq!(until(0.1).map(|(_, count)| *count), Some(0));
    }

    #[test]
    fn what_is_held_is_given_back_also_in_a_panic() {
        let level = Level::new();
        let held = level.hold();
        let broken = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            let _other = level.hold();
            assert_eq!(level.get(), 2);
            panic!("as a handler may");
        }));
        assert!(broken.is_err());
        assert_eq!(level.get(), 1);
        drop(held);
        assert_eq!(level.get(), 0);
    }
}
