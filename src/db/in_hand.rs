//! Which rows of one kind this program has leased and not begun. Whoever takes one out has it alone:
//! whoever would begin it, or somebody who does something else with it.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use super::Timestamp;

/// Until when each is leased: by this a lease is known.
#[derive(Default)]
pub struct InHand(Mutex<HashMap<i64, Timestamp>>);

impl InHand {
    fn lock(&self) -> MutexGuard<'_, HashMap<i64, Timestamp>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a row that is leased until then.
    pub fn add(&self, id: i64, until: Timestamp) {
        self.lock().insert(id, until);
    }

    /// Takes a row out that is leased until then; `false` where it is begun, or in another program's hand.
    pub fn take(&self, id: i64, until: Timestamp) -> bool {
        let mut held = self.lock();
        let is_there = held.get(&id) == Some(&until);
        if is_there {
            held.remove(&id);
        }
        is_there
    }
}
