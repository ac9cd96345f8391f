//! Time and randomness, injected so that tests own both.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use chrono::{NaiveDate, NaiveTime, TimeDelta, TimeZone as _, Utc};
use chrono_tz::Tz;
use sha2::{Digest, Sha256};

use crate::db::{Said, Timestamp};

/// What took longer to answer says too little of the time.
const TOO_LATE: Duration = Duration::from_secs(2);

/// Where "now" comes from.
#[derive(Clone, Debug)]
pub enum Clock {
    System,
    /// The clock of the database, by which all its nodes go: as it was last asked, and what has passed since.
    /// What becomes of this machine's own clock does not matter.
    Shared(Arc<Shared>),
    /// A clock that stands still until [`Clock::advance`] moves it; milliseconds since 1970.
    Owned(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that a test owns, standing at `start`.
    pub fn owned(start: Timestamp) -> Self {
        Self::Owned(Arc::new(AtomicI64::new(start.milliseconds())))
    }

    /// The clock of the database that said so, or of this machine where the database has none.
    pub fn of_database(said: Option<Said>) -> Self {
        said.map_or(Self::System, |said| {
            Self::Shared(Arc::new(Shared::new(said)))
        })
    }

    /// Goes by what the database says now, where it is its clock.
    pub fn agree(&self, said: Said) {
        if let Self::Shared(shared) = self
            && said.took() <= TOO_LATE
        {
            shared.agree(said);
        }
    }

    pub fn now(&self) -> Timestamp {
        match self {
            Self::System => Utc::now().into(),
            Self::Shared(shared) => shared.now(),
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

/// A clock that somebody else's is read into.
#[derive(Debug)]
pub struct Shared {
    begun: Instant,
    /// What the other clock showed when this one was begun, as far as is known; milliseconds since 1970.
    then: AtomicI64,
}

impl Shared {
    fn new(said: Said) -> Self {
        let shared = Self {
            begun: said.asked,
            then: AtomicI64::new(0),
        };
        shared.agree(said);
        shared
    }

    /// Changes nothing where what it shows fits to what was said: it would go back and forth by the way of
    /// each answer. Else half of the time that the answer took is taken to be its way.
    fn agree(&self, said: Said) {
        let (at, took) = (said.at.milliseconds(), said.took());
        let fits = at..=at + whole(took) + 1;
        if fits.contains(&self.shows(said.answered)) {
            return;
        }
        let asked = said.asked.saturating_duration_since(self.begun);
        let then = at - whole(asked + took / 2);
        self.then.store(then, Ordering::SeqCst);
    }

    /// What it shows at a moment, in milliseconds since 1970.
    fn shows(&self, moment: Instant) -> i64 {
        let passed = moment.saturating_duration_since(self.begun);
        self.then.load(Ordering::SeqCst) + whole(passed)
    }

    fn now(&self) -> Timestamp {
        let now = self.shows(Instant::now());
        Timestamp::from_milliseconds(now).unwrap_or_else(|| Utc::now().into())
    }
}

/// Whole milliseconds.
fn whole(time: Duration) -> i64 {
    i64::try_from(time.as_millis()).unwrap_or(i64::MAX)
}

/// When a day begins in `zone`.
pub fn day_begins(day: NaiveDate, zone: Tz) -> Timestamp {
    let midnight = day.and_time(NaiveTime::MIN);
    // Where clocks went forward over midnight, the day begins with the first half hour that there was.
    let begins = (0..48).find_map(|half| {
        let later = midnight + TimeDelta::minutes(30 * half);
        zone.from_local_datetime(&later).earliest()
    });
    begins
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

#[cfg(test)]
mod tests {
    use super::*;

    fn said(at: &str, took: Duration) -> Said {
        let at = chrono::DateTime::parse_from_rfc3339(at).expect("a time");
        let asked = Instant::now();
        Said {
            asked,
            answered: asked + took,
            at: at.to_utc().into(),
        }
    }

    /// How far it is from that time, which goes on since it was said.
    fn off(clock: &Clock, at: &str) -> TimeDelta {
        let at = chrono::DateTime::parse_from_rfc3339(at).expect("a time");
        (clock.now().utc() - at.to_utc()).abs()
    }

    #[test]
    fn a_shared_clock_shows_what_the_database_says_and_not_what_the_machine_does() {
        let minute = TimeDelta::minutes(1);
        let first = "2031-05-06T07:08:09Z";
        let clock = Clock::of_database(Some(said(first, Duration::ZERO)));
        assert!(off(&clock, first) < minute, "{:?}", clock.now());
        let back = "2031-05-05T07:08:09Z";
        clock.agree(said(back, Duration::from_millis(20)));
        assert!(off(&clock, back) < minute, "{:?}", clock.now());
        clock.agree(said("2040-01-01T00:00:00Z", TOO_LATE * 2));
        assert!(off(&clock, back) < minute, "a late answer says nothing");
        let clones = clock.clone();
        clock.agree(said(first, Duration::ZERO));
        assert!(off(&clones, first) < minute, "clones go by it too");
    }

    #[test]
    fn without_a_clock_of_the_database_it_is_the_machines() {
        let clock = Clock::of_database(None);
        let now: Timestamp = Utc::now().into();
        assert!((clock.now().utc() - now.utc()).abs() < TimeDelta::minutes(1));
        clock.agree(said("2040-01-01T00:00:00Z", Duration::ZERO));
        assert!((clock.now().utc() - now.utc()).abs() < TimeDelta::minutes(1));
    }
}
