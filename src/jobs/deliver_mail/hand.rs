//! The mails that the workers have in hand: leased, and not begun.

use std::{
    collections::{HashMap, VecDeque},
    time::{Duration, Instant},
};

use crate::{
    db::Timestamp,
    mail::outbox::{Claim, Leased},
};

/// So soon after it was leased nobody asks whether a mail was taken back meanwhile.
const FRESH: Duration = Duration::from_secs(1);

/// A mail in hand.
pub(super) struct Held {
    pub mail: Leased,
    since: Instant,
}

impl Held {
    pub(super) fn is_fresh(&self) -> bool {
        self.since.elapsed() < FRESH
    }
}

#[derive(Default)]
pub(super) struct Hand {
    /// Those that were leased first, first.
    held: VecDeque<Held>,
}

impl Hand {
    pub(super) fn len(&self) -> usize {
        self.held.len()
    }

    pub(super) fn add(&mut self, mails: Vec<Leased>) {
        let since = Instant::now();
        let mails = mails.into_iter();
        self.held.extend(mails.map(|mail| Held { mail, since }));
    }

    /// How many there are to each domain.
    pub(super) fn by_domain(&self) -> HashMap<Vec<u8>, usize> {
        let mut counts: HashMap<Vec<u8>, usize> = HashMap::new();
        for held in &self.held {
            *counts.entry(held.mail.domain.clone()).or_default() += 1;
        }
        counts
    }

    /// The first whose lease lasts until then, and to whose domain one `may` go.
    pub(super) fn take(&mut self, until: Timestamp, may: impl Fn(&[u8]) -> bool) -> Option<Held> {
        let fits = |held: &Held| held.mail.claim().lasts(until) && may(&held.mail.domain);
        let found = self.held.iter().position(fits)?;
        self.held.remove(found)
    }

    /// Those whose leases do not last until then.
    pub(super) fn outlived(&mut self, until: Timestamp) -> Vec<Claim> {
        let lasts = |held: &Held| held.mail.claim().lasts(until);
        if self.held.iter().all(lasts) {
            return Vec::new();
        }
        let (kept, outlived): (VecDeque<_>, VecDeque<_>) =
            std::mem::take(&mut self.held).into_iter().partition(lasts);
        self.held = kept;
        outlived.iter().map(|held| held.mail.claim()).collect()
    }

    /// All of them.
    pub(super) fn empty(&mut self) -> Vec<Claim> {
        self.held.drain(..).map(|held| held.mail.claim()).collect()
    }
}
