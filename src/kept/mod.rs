//! Whole pages, kept in memory for readers of whom nothing is known: as bytes under an address, with what
//! they hold by. Which pages may be kept, and what is put into them for each reader, the web says.
//!
//! A page is given out while the database numbers what it shows as it did before the page was made
//! (`db::Stamp`), while the time is within the bounds that its own words set, and by the working days and
//! the frame that it went by. Nothing outlives the process: a new program, with new templates and another
//! pipeline, begins with none.

mod spliced;

use std::{
    collections::{HashMap, hash_map::Entry},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use moka::sync::Cache;
use tokio::sync::Semaphore;

pub use self::spliced::{Body, Slot};
use crate::{
    calendar::Calendar,
    context::Frame,
    db::{Stamp, Timestamp},
};

/// No page is kept longer, whatever it says and whatever happens.
pub const LONGEST: Duration = Duration::from_secs(600);
/// About how much a page takes beside its words.
const BESIDE: usize = 400;

/// Under what a page is kept. The language stands in its address.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// Path and query.
    pub address: String,
    /// Whether it is kept packed, for readers who take it so.
    pub packed: bool,
}

/// By what a page holds.
#[derive(Clone, Debug)]
pub struct Holds {
    pub stamp: Stamp,
    pub from: Timestamp,
    /// The moment from which on it would say something else.
    pub until: Timestamp,
    pub calendar: Arc<Calendar>,
    /// What stands on every page.
    pub frame: Arc<Frame>,
}

impl Holds {
    fn at(&self, now: &Now<'_>) -> bool {
        self.stamp == now.stamp
            && (self.from..self.until).contains(&now.time)
            && Arc::ptr_eq(&self.calendar, now.calendar)
            && Arc::ptr_eq(&self.frame, now.frame)
    }
}

/// What holds now.
#[derive(Clone, Copy, Debug)]
pub struct Now<'a> {
    pub stamp: Stamp,
    pub time: Timestamp,
    pub calendar: &'a Arc<Calendar>,
    pub frame: &'a Arc<Frame>,
}

/// A page as it is given to everybody.
#[derive(Debug)]
pub struct Page {
    /// Names and values that go before it.
    pub headers: Vec<(String, String)>,
    /// A name for these very words; none where each reader gets some of their own.
    pub tag: Option<String>,
    pub body: Body,
    pub holds: Holds,
}

impl Page {
    fn weight(&self, key: &Key) -> usize {
        let headers = self.headers.iter();
        let headers: usize = headers.map(|(name, value)| name.len() + value.len()).sum();
        BESIDE + key.address.len() + headers + self.body.len()
    }
}

/// The pages that this process keeps.
pub struct Kept {
    pages: Option<Cache<Key, Arc<Page>>>,
    making: Mutex<HashMap<Key, Arc<Semaphore>>>,
    hits: AtomicU64,
    misses: AtomicU64,
}

impl Kept {
    /// Keeps no more than so many bytes, those that are asked for most; with none, nothing.
    pub fn new(bytes: u64) -> Self {
        let pages = || {
            Cache::builder()
                .weigher(|key: &Key, page: &Arc<Page>| {
                    u32::try_from(page.weight(key)).unwrap_or(u32::MAX)
                })
                .max_capacity(bytes)
                .time_to_live(LONGEST)
                .build()
        };
        Self {
            pages: (bytes > 0).then(pages),
            making: Mutex::default(),
            hits: AtomicU64::new(0),
            misses: AtomicU64::new(0),
        }
    }

    pub const fn is_on(&self) -> bool {
        self.pages.is_some()
    }

    /// The page, if it is here and holds.
    pub fn find(&self, key: &Key, now: Now<'_>) -> Option<Arc<Page>> {
        let pages = self.pages.as_ref()?;
        let page = pages.get(key)?;
        if page.holds.at(&now) {
            self.hits.fetch_add(1, Ordering::Relaxed);
            return Some(page);
        }
        // It may show what somebody has had erased: it lies in memory no longer than it must.
        if page.holds.stamp.is_past(now.stamp) {
            pages.invalidate_all();
        } else {
            pages.invalidate(key);
        }
        None
    }

    /// Whether whoever found no page makes it, or somebody else does at this moment.
    pub fn turn(&self, key: &Key) -> Turn<'_> {
        match held(&self.making).entry(key.clone()) {
            Entry::Occupied(made) => Turn::After(Waiting(Arc::clone(made.get()))),
            Entry::Vacant(free) => {
                free.insert(Arc::new(Semaphore::new(0)));
                Turn::First(Lead {
                    kept: self,
                    key: key.clone(),
                })
            }
        }
    }

    /// That a page had to be made which might have been kept.
    pub fn missed(&self) {
        self.misses.fetch_add(1, Ordering::Relaxed);
    }

    /// Keeps a page, in place of what stood there.
    pub fn keep(&self, key: Key, page: Arc<Page>) {
        if let Some(pages) = &self.pages {
            pages.insert(key, page);
        }
    }

    /// Forgets all, where pages are kept elsewhere from now on: whoever still holds this holds no page.
    pub fn forget(&self) {
        if let Some(pages) = &self.pages {
            pages.invalidate_all();
            pages.run_pending_tasks();
        }
    }

    /// How many pages were given out as they were kept, and how many had to be made.
    pub fn counts(&self) -> (u64, u64) {
        let read = |count: &AtomicU64| count.load(Ordering::Relaxed);
        (read(&self.hits), read(&self.misses))
    }

    /// About how many bytes are kept.
    pub fn bytes(&self) -> u64 {
        self.pages.as_ref().map_or(0, |pages| {
            pages.run_pending_tasks();
            pages.weighted_size()
        })
    }
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Who makes a page that is not here.
pub enum Turn<'a> {
    First(Lead<'a>),
    After(Waiting),
}

/// Whoever holds it makes the page; those who come meanwhile wait until it is dropped.
pub struct Lead<'a> {
    kept: &'a Kept,
    key: Key,
}

impl Drop for Lead<'_> {
    fn drop(&mut self) {
        if let Some(waiting) = held(&self.kept.making).remove(&self.key) {
            waiting.close();
        }
    }
}

/// Waits for somebody else's page.
pub struct Waiting(Arc<Semaphore>);

impl Waiting {
    pub async fn done(self) {
        // There is nothing to acquire: it ends when it is closed.
        let _ = self.0.acquire().await;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use chrono::{TimeDelta, TimeZone as _, Utc};

    use super::*;
    use crate::db::{Numbers, Part};

    fn key(address: &str) -> Key {
        Key {
            address: address.to_owned(),
            packed: false,
        }
    }

    fn page(holds: Holds, text: &str) -> Arc<Page> {
        Arc::new(Page {
            headers: Vec::new(),
            tag: None,
            body: Body::new(text, &[], false).expect("no slots"),
            holds,
        })
    }

    fn time(minute: u32) -> Timestamp {
        let at = Utc.with_ymd_and_hms(2026, 3, 2, 10, minute, 0);
        at.single().expect("a moment").into()
    }

    fn stamp(number: i64) -> Stamp {
        Numbers::all(number).stamp(Part::City)
    }

    static FRAME: LazyLock<Arc<Frame>> = LazyLock::new(Arc::default);

    fn holds(calendar: &Arc<Calendar>) -> Holds {
        Holds {
            stamp: stamp(1),
            from: time(10),
            until: time(11),
            calendar: Arc::clone(calendar),
            frame: Arc::clone(&FRAME),
        }
    }

    #[test]
    fn a_page_is_given_while_all_holds_by_which_it_was_made() {
        let (calendar, other) = (Calendar::shipped(), Arc::new(Calendar::default()));
        let kept = Kept::new(100_000);
        let found = |number, time, other| {
            // What holds no more is not kept either.
            kept.keep(key("/en"), page(holds(&calendar), "words"));
            let now = Now {
                stamp: stamp(number),
                time,
                calendar: other,
                frame: &FRAME,
            };
            kept.find(&key("/en"), now).is_some()
        };
        assert!(found(1, time(10), &calendar));
        assert!(!found(2, time(10), &calendar), "something has changed");
        assert!(!found(1, time(11), &calendar), "its time is over");
        assert!(
            !found(1, time(10) + TimeDelta::seconds(-1), &calendar),
            "the clock went back"
        );
        assert!(!found(1, time(10), &other), "other working days");
        assert_eq!(kept.counts(), (1, 0));
        kept.keep(key("/en"), page(holds(&calendar), "words"));
        let now = Now {
            stamp: stamp(1),
            time: time(10),
            calendar: &calendar,
            frame: &Arc::default(),
        };
        assert!(kept.find(&key("/en"), now).is_none(), "another frame");
    }

    #[test]
    fn what_holds_no_more_goes() {
        let calendar = Calendar::shipped();
        let kept = Kept::new(100_000);
        for address in ["/en", "/zh"] {
            kept.keep(key(address), page(holds(&calendar), "words"));
        }
        let bytes = kept.bytes();
        let mut now = Now {
            stamp: stamp(1),
            time: time(11),
            calendar: &calendar,
            frame: &FRAME,
        };
        assert!(kept.find(&key("/en"), now).is_none());
        assert_eq!(kept.bytes() * 2, bytes, "this one alone");
        now.stamp = stamp(2);
        assert!(kept.find(&key("/zh"), now).is_none());
        assert_eq!(kept.bytes(), 0);
    }

    #[test]
    fn what_is_kept_is_bounded_and_nothing_is_where_it_is_off() {
        let calendar = Calendar::shipped();
        let kept = Kept::new(50_000);
        for number in 0..1000 {
            let page = page(holds(&calendar), &"x".repeat(1000));
            kept.keep(key(&format!("/en?after={number}")), page);
        }
        let bytes = kept.bytes();
        assert!((1000..=50_000).contains(&bytes), "{bytes}");
        let off = Kept::new(0);
        off.keep(key("/en"), page(holds(&calendar), "words"));
        assert!(!off.is_on());
        assert_eq!(off.bytes(), 0);
    }

    #[test]
    fn of_many_who_ask_at_once_one_makes_the_page() {
        let kept = Kept::new(1000);
        let Turn::First(lead) = kept.turn(&key("/en")) else {
            panic!("nobody else makes it");
        };
        let Turn::After(waiting) = kept.turn(&key("/en")) else {
            panic!("somebody makes it");
        };
        assert!(matches!(kept.turn(&key("/zh")), Turn::First(_)));
        assert!(!waiting.0.is_closed());
        drop(lead);
        assert!(waiting.0.is_closed());
        assert!(matches!(kept.turn(&key("/en")), Turn::First(_)));
    }
}
