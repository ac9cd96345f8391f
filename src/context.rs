//! What every room above the ground is handed: database, objects, clock, randomness, configuration.

use std::{
    ops::Deref,
    sync::{Arc, RwLock},
};

use personal_data::{Detector, Officials};

use crate::{
    calendar::Calendar,
    clock::{Clock, Random},
    config::Config,
    db::{Db, Timestamp},
    mail::outbox::InHand,
    metrics::Metrics,
    objects::Store,
};

/// The ground under one running Plaza; clones share it.
#[derive(Clone)]
pub struct Context(Arc<Parts>);

pub struct Parts {
    pub db: Db,
    pub clock: Clock,
    pub random: Random,
    pub config: Arc<Config>,
    pub objects: Store,
    /// The mails that are leased here and not begun.
    pub in_hand: InHand,
    pub metrics: Arc<Metrics>,
    detector: RwLock<Arc<Detector>>,
    calendar: RwLock<Arc<Calendar>>,
}

impl Context {
    /// The city's own telephone and address are official contacts from the start.
    pub fn new(db: Db, clock: Clock, random: Random, config: Config) -> Self {
        let detector = detector(&config, Vec::new());
        Self(Arc::new(Parts {
            db,
            clock,
            random,
            objects: Store::new(config.attachments.place.clone()),
            in_hand: InHand::default(),
            metrics: Arc::default(),
            config: Arc::new(config),
            detector: RwLock::new(Arc::new(detector)),
            calendar: RwLock::new(Calendar::shipped()),
        }))
    }

    /// The same ground at another time, where the clock stands still: for content with an age.
    pub fn at(&self, time: Timestamp) -> Self {
        Self(Arc::new(Parts {
            db: self.db.clone(),
            clock: Clock::owned(time),
            random: self.random.clone(),
            config: Arc::clone(&self.config),
            objects: self.objects.clone(),
            in_hand: InHand::default(),
            metrics: Arc::clone(&self.metrics),
            detector: RwLock::new(self.detector()),
            calendar: RwLock::new(self.calendar()),
        }))
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

    /// Goes by other working days from now on.
    pub fn know_days(&self, calendar: Arc<Calendar>) {
        *self
            .calendar
            .write()
            .unwrap_or_else(std::sync::PoisonError::into_inner) = calendar;
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

fn detector(config: &Config, mut contacts: Vec<String>) -> Detector {
    let city = &config.city;
    contacts.extend([city.phone.clone(), city.email.clone()]);
    contacts.extend(city.officials.iter().cloned());
    Detector::new().officials(Officials::new(contacts))
}
