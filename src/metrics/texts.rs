//! What is done with texts: the detector's looks and the renders. Functions that know a text alone know
//! no context, so that these numbers are the process's own.

use std::{sync::LazyLock, time::Duration};

use personal_data::Kind;

use super::count::{Counter, Counts, Histogram, SECONDS, Words};

impl Words for Kind {
    const ALL: &'static [Self] = Self::ALL;

    fn word(self) -> &'static str {
        self.as_str()
    }

    fn place(self) -> usize {
        self as usize
    }
}

/// The numbers of this process.
pub static TEXTS: LazyLock<Texts> = LazyLock::new(Texts::default);

pub struct Texts {
    /// How long each look of the detector at a text took.
    pub looked: Histogram,
    pub found: Counts<Kind>,
    pub rendered: Counter,
}

impl Default for Texts {
    fn default() -> Self {
        Self {
            looked: Histogram::new(SECONDS),
            found: Counts::default(),
            rendered: Counter::new(),
        }
    }
}

impl Texts {
    /// The detector looked at a text and found these.
    pub fn looked(&self, took: Duration, kinds: impl Iterator<Item = Kind>) {
        self.looked.took(took);
        for kind in kinds {
            self.found.one(kind);
        }
    }
}
