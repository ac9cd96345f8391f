//! The mails that the workers have in hand: leased, and not begun.

use std::collections::{HashMap, VecDeque};

use crate::{
    db::Timestamp,
    mail::outbox::{Claim, Leased},
};

#[derive(Default)]
pub(super) struct Hand {
    /// Those that were leased first, first.
    held: VecDeque<Leased>,
}

impl Hand {
    pub(super) fn len(&self) -> usize {
        self.held.len()
    }

    pub(super) fn add(&mut self, mails: Vec<Leased>) {
        self.held.extend(mails);
    }

    /// How many there are to each domain.
    pub(super) fn by_domain(&self) -> HashMap<Vec<u8>, usize> {
        let mut counts: HashMap<Vec<u8>, usize> = HashMap::new();
        for mail in &self.held {
            *counts.entry(mail.domain.clone()).or_default() += 1;
        }
        counts
    }

    /// The first whose lease lasts until then, and to whose domain one `may` go.
    pub(super) fn take(&mut self, until: Timestamp, may: impl Fn(&[u8]) -> bool) -> Option<Leased> {
        let fits = |mail: &Leased| mail.claim().lasts(until) && may(&mail.domain);
        let found = self.held.iter().position(fits)?;
        self.held.remove(found)
    }

    /// Those whose leases do not last until then.
    pub(super) fn outlived(&mut self, until: Timestamp) -> Vec<Claim> {
        let lasts = |mail: &Leased| mail.claim().lasts(until);
        if self.held.iter().all(lasts) {
            return Vec::new();
        }
        let (kept, outlived): (VecDeque<_>, VecDeque<_>) =
            std::mem::take(&mut self.held).into_iter().partition(lasts);
        self.held = kept;
        outlived.iter().map(Leased::claim).collect()
    }

    /// All of them.
    pub(super) fn empty(&mut self) -> Vec<Claim> {
        self.held.drain(..).map(|mail| mail.claim()).collect()
    }
}
