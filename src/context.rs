//! What every room above the ground is handed: database, clock, randomness, configuration.

use std::{
    ops::Deref,
    sync::{Arc, RwLock},
};

use personal_data::Officials;

use crate::{
    clock::{Clock, Random},
    config::Config,
    db::{Db, Timestamp},
};

/// The ground under one running Plaza; clones share it.
#[derive(Clone)]
pub struct Context(Arc<Parts>);

pub struct Parts {
    pub db: Db,
    pub clock: Clock,
    pub random: Random,
    pub config: Arc<Config>,
    officials: RwLock<Arc<Officials>>,
}

impl Context {
    /// The city's own telephone and address are official contacts from the start.
    pub fn new(db: Db, clock: Clock, random: Random, config: Config) -> Self {
        let officials = Officials::new([&config.city.phone, &config.city.email]);
        Self(Arc::new(Parts {
            db,
            clock,
            random,
            config: Arc::new(config),
            officials: RwLock::new(Arc::new(officials)),
        }))
    }

    /// The same ground at another time, where the clock stands still: for content with an age.
    pub fn at(&self, time: Timestamp) -> Self {
        Self(Arc::new(Parts {
            db: self.db.clone(),
            clock: Clock::owned(time),
            random: self.random.clone(),
            config: Arc::clone(&self.config),
            officials: RwLock::new(self.officials()),
        }))
    }

    /// Contacts that are no personal data, because the operator says so.
    pub fn officials(&self) -> Arc<Officials> {
        let officials = self.officials.read();
        Arc::clone(&officials.unwrap_or_else(std::sync::PoisonError::into_inner))
    }

    /// Adds the offices' contacts to the city's own.
    pub fn know_officials(&self, contacts: Vec<String>) {
        let city = [
            self.config.city.phone.clone(),
            self.config.city.email.clone(),
        ];
        let officials = Officials::new(contacts.into_iter().chain(city));
        *self
            .officials
            .write()
            .unwrap_or_else(std::sync::PoisonError::into_inner) = Arc::new(officials);
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
