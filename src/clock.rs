//! Time and randomness, injected so that tests own both.

use std::sync::{
    Arc,
    atomic::{AtomicI64, AtomicU64, Ordering},
};

use chrono::{NaiveDate, NaiveTime, TimeDelta, TimeZone as _, Utc};
use chrono_tz::Tz;
use sha2::{Digest, Sha256};

use crate::db::Timestamp;

/// Where "now" comes from.
#[derive(Clone, Debug)]
pub enum Clock {
    System,
    /// A clock that stands still until [`Clock::advance`] moves it; milliseconds since 1970.
    Owned(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that a test owns, standing at `start`.
    pub fn owned(start: Timestamp) -> Self {
        Self::Owned(Arc::new(AtomicI64::new(start.milliseconds())))
    }

    pub fn now(&self) -> Timestamp {
        match self {
            Self::System => Utc::now().into(),
            Self::Owned(milliseconds) => {
                Timestamp::from_milliseconds(milliseconds.load(Ordering::SeqCst))
                    .unwrap_or_else(|| Utc::now().into())
            }
        }
    }

    /// The day it is now in `zone`.
    pub fn today(&self, zone: Tz) -> NaiveDate {
        self.now().day_in(zone)
    }

    /// Moves an owned clock; the system's clock moves by itself.
    pub fn advance(&self, delta: TimeDelta) {
        if let Self::Owned(milliseconds) = self {
            milliseconds.fetch_add(delta.num_milliseconds(), Ordering::SeqCst);
        }
    }
}

/// When a day begins in `zone`.
pub fn day_begins(day: NaiveDate, zone: Tz) -> Timestamp {
    let midnight = day.and_time(NaiveTime::MIN);
    zone.from_local_datetime(&midnight)
        .earliest()
        .unwrap_or_else(|| zone.from_utc_datetime(&midnight))
        .to_utc()
        .into()
}

/// Where random bytes come from.
#[derive(Clone, Debug)]
pub enum Random {
    System,
    /// Repeatable bytes for tests and never for anything else.
    Seeded {
        seed: u64,
        drawn: Arc<AtomicU64>,
    },
}

impl Random {
    pub fn seeded(seed: u64) -> Self {
        Self::Seeded {
            seed,
            drawn: Arc::default(),
        }
    }

    /// Up to 32 random bytes.
    ///
    /// # Panics
    /// When the operating system has no randomness to give: nothing secure can be done then.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        const { assert!(N <= 32) };
        let mut bytes = [0; N];
        match self {
            Self::System => {
                getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
            }
            Self::Seeded { seed, drawn } => {
                let mut hash = Sha256::new();
                hash.update(seed.to_be_bytes());
                hash.update(drawn.fetch_add(1, Ordering::SeqCst).to_be_bytes());
                bytes.copy_from_slice(&hash.finalize()[..N]);
            }
        }
        bytes
    }
}
