//! What every room above the ground is handed: database, clock, randomness, configuration.

use std::{ops::Deref, sync::Arc};

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
    pub config: Config,
}

impl Context {
    pub fn new(db: Db, clock: Clock, random: Random, config: Config) -> Self {
        Self(Arc::new(Parts {
            db,
            clock,
            random,
            config,
        }))
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
