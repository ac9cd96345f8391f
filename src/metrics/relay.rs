//! How mails leave: what became of each try, and whether the mail server can be used.

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::count::words;
use crate::db::Timestamp;

words! {
    /// What became of a mail that was tried.
    pub enum Outcome {
        /// The server took it.
        Sent = "sent",
        /// It is tried again later.
        Delayed = "delayed",
        /// It is tried no more.
        Refused = "refused",
    }
}

/// That the mail server cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Away {
    pub since: Timestamp,
    /// What it did not do, as the log names it.
    pub step: &'static str,
}

/// Whether the mail server can be used, as far as this node knows.
#[derive(Default)]
pub struct Relay(Mutex<Option<Away>>);

impl Relay {
    /// It cannot, from this moment on.
    pub fn fell_out(&self, since: Timestamp, step: &'static str) {
        *self.lock() = Some(Away { since, step });
    }

    /// It can again.
    pub fn came_through(&self) {
        *self.lock() = None;
    }

    pub fn away(&self) -> Option<Away> {
        *self.lock()
    }

    fn lock(&self) -> MutexGuard<'_, Option<Away>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
