//! Which mails this program has leased and not begun. Whoever takes one out has it alone: whoever would
//! send it, or an administrator who does something else with it.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use super::Claim;
use crate::db::Timestamp;

/// Until when each is leased: by this a lease is known.
#[derive(Default)]
pub struct InHand(Mutex<HashMap<i64, Timestamp>>);

impl InHand {
    fn lock(&self) -> MutexGuard<'_, HashMap<i64, Timestamp>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn add(&self, claims: impl Iterator<Item = Claim>) {
        self.lock()
            .extend(claims.map(|claim| (claim.id, claim.until)));
    }

    /// Takes a mail out that is begun now; `false` where somebody else has it.
    pub fn begin(&self, claim: Claim) -> bool {
        self.take(claim.id, claim.until)
    }

    /// Takes a mail out that is leased until then; `false` where it is begun, or in another program's hand.
    pub(in crate::mail) fn take(&self, id: i64, until: Timestamp) -> bool {
        let mut held = self.lock();
        let is_there = held.get(&id) == Some(&until);
        if is_there {
            held.remove(&id);
        }
        is_there
    }

    /// Takes out what nobody begins any more.
    pub(super) fn forget(&self, claims: &[Claim]) {
        for claim in claims {
            self.take(claim.id, claim.until);
        }
    }
}
