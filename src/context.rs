//! What every room above the ground is handed: database, objects, clock, randomness, configuration.

use std::{
    ops::Deref,
    sync::{
        Arc, RwLock,
        atomic::{AtomicBool, Ordering},
    },
};

use chrono::NaiveDate;
use personal_data::{Detector, Officials};
use tokio::sync::watch;

use crate::{
    calendar::Calendar,
    clock::{Clock, Random},
    config::Config,
    db::{Db, InHand, Timestamp},
    i18n::Both,
    kept::Kept,
    keys::Cost,
    metrics::Metrics,
    objects::Store,
};

/// The ground under one running Plaza; clones share it. A request or a round of a job keeps the one that it
/// began with, so that it sees one configuration.
#[derive(Clone)]
pub struct Context(Arc<Parts>);

pub struct Parts {
    pub db: Db,
    pub clock: Clock,
    pub random: Random,
    /// What holds: what the file says, and for what it leaves open what was set on pages.
    pub config: Arc<Config>,
    /// What the file and the environment say.
    pub file: Arc<Config>,
    /// The number of the newest setting of a page that `config` goes by; 0 where it goes by none.
    pub set: i64,
    pub objects: Store,
    /// The mails that are leased here and not begun.
    pub in_hand: Arc<InHand>,
    /// Whole pages for readers of whom nothing is known.
    pub kept: Kept,
    pub metrics: Arc<Metrics>,
    /// How much work it is to hash a new password.
    pub password_cost: Cost,
    leaving: Arc<AtomicBool>,
    detector: RwLock<Arc<Detector>>,
    calendar: RwLock<Arc<Calendar>>,
    frame: RwLock<Arc<Frame>>,
}

/// What stands on every page and is changed on pages, as it was last read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// The pages of the operator's own that its foot leads to.
    pub foot: Vec<FootLink>,
    /// The major revisions of the privacy policy, the newest first: the pages tell of one for a while.
    pub revisions: Vec<Revision>,
}

/// A major revision of the privacy policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    pub number: i32,
    pub effective_on: NaiveDate,
    /// What it changes.
    pub particulars: Both,
}

/// Where the foot of every page leads to: a page of the operator's own, with its title in each language that
/// it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FootLink {
    /// Its name in addresses.
    pub slug: String,
    pub title_zh: String,
    pub title_en: String,
}

impl Context {
    /// The city's own telephone and address are official contacts from the start.
    pub fn new(db: Db, clock: Clock, random: Random, config: Config) -> Self {
        let (detector, config) = (detector(&config, Vec::new()), Arc::new(config));
        Self(Arc::new(Parts {
            db,
            clock,
            random,
            objects: Store::new(config.attachments.place.clone()),
            in_hand: Arc::default(),
            leaving: Arc::default(),
            kept: Kept::new(config.server.page_cache),
            metrics: Arc::default(),
            password_cost: Cost::CITY,
            file: Arc::clone(&config),
            set: 0,
            config,
            detector: RwLock::new(Arc::new(detector)),
            calendar: RwLock::new(Calendar::shipped()),
            frame: RwLock::default(),
        }))
    }

    /// This ground, which nobody shares yet, where passwords are hashed with so much work: for tests.
    ///
    /// # Panics
    ///
    /// Where somebody shares it.
    #[must_use]
    pub fn hashing(mut self, cost: Cost) -> Self {
        let parts = Arc::get_mut(&mut self.0).expect("nobody shares it");
        parts.password_cost = cost;
        self
    }

    /// The same ground at another time, where the clock stands still: for content with an age.
    pub fn at(&self, time: Timestamp) -> Self {
        Self(Arc::new(Parts {
            db: self.db.clone(),
            clock: Clock::owned(time),
            random: self.random.clone(),
            config: Arc::clone(&self.config),
            file: Arc::clone(&self.file),
            set: self.set,
            objects: self.objects.clone(),
            in_hand: Arc::default(),
            leaving: Arc::default(),
            kept: Kept::new(0),
            metrics: Arc::clone(&self.metrics),
            password_cost: self.password_cost,
            detector: RwLock::new(self.detector()),
            calendar: RwLock::new(self.calendar()),
            frame: RwLock::new(self.frame()),
        }))
    }

    /// The same ground with another configuration, of a file. Of the offices' contacts it has to be told
    /// anew, and of what was set on pages.
    pub fn configured(&self, config: Config) -> Self {
        let (detector, config) = (detector(&config, Vec::new()), Arc::new(config));
        Self(Arc::new(Parts {
            db: self.db.clone(),
            clock: self.clock.clone(),
            random: self.random.clone(),
            objects: self.objects.clone(),
            in_hand: Arc::clone(&self.in_hand),
            // What is kept shows the configuration of before.
            kept: Kept::new(config.server.page_cache),
            metrics: Arc::clone(&self.metrics),
            password_cost: self.password_cost,
            leaving: Arc::clone(&self.leaving),
            detector: RwLock::new(Arc::new(detector)),
            calendar: RwLock::new(self.calendar()),
            frame: RwLock::new(self.frame()),
            file: Arc::clone(&config),
            set: 0,
            config,
        }))
    }

    /// The same ground, where this holds of what the file says and what was set on pages up to the change
    /// of number `set`. Contacts stand in the file, so that those that are known stay.
    pub fn with_settings(&self, config: Config, set: i64) -> Self {
        Self(Arc::new(Parts {
            db: self.db.clone(),
            clock: self.clock.clone(),
            random: self.random.clone(),
            objects: self.objects.clone(),
            in_hand: Arc::clone(&self.in_hand),
            kept: Kept::new(config.server.page_cache),
            metrics: Arc::clone(&self.metrics),
            password_cost: self.password_cost,
            leaving: Arc::clone(&self.leaving),
            detector: RwLock::new(self.detector()),
            calendar: RwLock::new(self.calendar()),
            frame: RwLock::new(self.frame()),
            file: Arc::clone(&self.file),
            set,
            config: Arc::new(config),
        }))
    }

    /// Says that this node ends soon: whoever asks whether it is ready is told so.
    pub fn leave(&self) {
        self.leaving.store(true, Ordering::Relaxed);
    }

    /// Whether this node ends soon.
    pub fn is_leaving(&self) -> bool {
        self.leaving.load(Ordering::Relaxed)
    }

    /// What finds personal data: it passes over the contacts that the operator says are none.
    pub fn detector(&self) -> Arc<Detector> {
        let detector = self.detector.read();
        Arc::clone(&detector.unwrap_or_else(std::sync::PoisonError::into_inner))
    }

    /// Adds the offices' contacts to the city's own.
    pub fn know_officials(&self, contacts: Vec<String>) {
        let detector = detector(&self.config, contacts);
        *self
            .detector
            .write()
            .unwrap_or_else(std::sync::PoisonError::into_inner) = Arc::new(detector);
    }

    /// The working days of the city, as they were last read.
    pub fn calendar(&self) -> Arc<Calendar> {
        let calendar = self.calendar.read();
        Arc::clone(&calendar.unwrap_or_else(std::sync::PoisonError::into_inner))
    }

    /// Goes by other working days from now on, where they are others: kept pages hold by those that
    /// they were made by.
    pub fn know_days(&self, calendar: Arc<Calendar>) {
        let known = self.calendar.write();
        let mut known = known.unwrap_or_else(std::sync::PoisonError::into_inner);
        if **known != *calendar {
            *known = calendar;
        }
    }

    /// What stands on every page, as it was last read.
    pub fn frame(&self) -> Arc<Frame> {
        let frame = self.frame.read();
        Arc::clone(&frame.unwrap_or_else(std::sync::PoisonError::into_inner))
    }

    /// Its foot leads to others from now on.
    pub fn know_foot(&self, foot: Vec<FootLink>) {
        self.know_frame(|frame| frame.foot = foot);
    }

    /// From now on these are the revisions that it can tell of. None is ever taken back, so that fewer were read
    /// before the newest was published.
    pub fn know_revisions(&self, revisions: Vec<Revision>) {
        self.know_frame(|frame| {
            if revisions.len() > frame.revisions.len() {
                frame.revisions = revisions;
            }
        });
    }

    /// Another frame only where it differs: kept pages hold by the one that they were made by.
    fn know_frame(&self, change: impl FnOnce(&mut Frame)) {
        let known = self.frame.write();
        let mut known = known.unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut frame = Frame::clone(&known);
        change(&mut frame);
        if **known != frame {
            *known = Arc::new(frame);
        }
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }
}

impl Deref for Context {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

/// The ground as it stands now. A reload puts another in its place; clones see it, too.
#[derive(Clone)]
pub struct Current {
    stands: Arc<watch::Sender<Context>>,
    is_replaced: Arc<AtomicBool>,
}

impl From<Context> for Current {
    fn from(context: Context) -> Self {
        Self {
            stands: Arc::new(watch::Sender::new(context)),
            is_replaced: Arc::default(),
        }
    }
}

impl Current {
    pub fn get(&self) -> Context {
        self.stands.borrow().clone()
    }

    /// What stands now, where it is another than at the start.
    pub fn newer(&self) -> Option<Context> {
        let is_replaced = self.is_replaced.load(Ordering::Acquire);
        is_replaced.then(|| self.get())
    }

    /// Puts another in its place.
    pub fn put(&self, context: Context) {
        let before = self.stands.send_replace(context);
        self.left(&before);
    }

    /// Nobody asks for its pages any more, though the first lives as long as the process; in memory lies no
    /// word that somebody has erased since.
    fn left(&self, before: &Context) {
        self.is_replaced.store(true, Ordering::Release);
        before.kept.forget();
    }

    /// Puts another in its place that goes by newer settings of the same file; says whether it did. Whoever
    /// made it of an older one, or of a file that was read again meanwhile, is too late.
    pub fn advance(&self, context: Context) -> bool {
        let mut before = None;
        let advanced = self.stands.send_if_modified(|stands| {
            let is_newer = Arc::ptr_eq(&stands.file, &context.file) && stands.set < context.set;
            if is_newer {
                before = Some(std::mem::replace(stands, context));
            }
            is_newer
        });
        if let Some(before) = before {
            self.left(&before);
        }
        advanced
    }

    /// Tells of each that is put in its place from now on.
    pub fn changes(&self) -> watch::Receiver<Context> {
        self.stands.subscribe()
    }
}

fn detector(config: &Config, mut contacts: Vec<String>) -> Detector {
    let city = &config.city;
    contacts.extend([city.phone.clone(), city.email.clone()]);
    contacts.extend(city.officials.iter().cloned());
    Detector::new().officials(Officials::new(contacts))
}
