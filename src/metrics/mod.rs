//! What is counted while Plaza runs: numbers in memory, each node's own, which nothing is decided by.
//!
//! A number is named by words that stand in the source (`count::Words`, or the templates of the route
//! catalogue): what somebody typed, an address or an id can be no label, for a label is a
//! `&'static str`. Which numbers there are and how they are written out, `operations` says; whoever
//! does something counts it here.

pub mod count;
pub mod exposition;
mod ids;
pub mod pools;
pub mod process;
mod queues;
pub mod relay;
pub mod requests;
mod runs;
pub mod texts;

use std::{sync::OnceLock, time::Instant};

use self::{
    count::Counts,
    relay::{Outcome, Relay},
    requests::Requests,
};
pub use self::{
    ids::Ids,
    queues::{Kept, Queues, Waiting},
    runs::{Run, Runs, Shared},
};

/// The numbers of one running Plaza.
pub struct Metrics {
    /// Since when it runs.
    pub since: Instant,
    /// The names of requests and of the jobs' runs.
    pub ids: Ids,
    pub runs: Runs,
    pub mails: Counts<Outcome>,
    pub relay: Relay,
    /// What waits, as it was read last.
    pub queues: Kept<Queues>,
    requests: OnceLock<Requests>,
}

impl Default for Metrics {
    fn default() -> Self {
        Self {
            since: Instant::now(),
            ids: Ids::default(),
            runs: Runs::default(),
            mails: Counts::default(),
            relay: Relay::default(),
            queues: Kept::default(),
            requests: OnceLock::new(),
        }
    }
}

impl Metrics {
    /// The requests, by route; `routes` are the method and the template of each, the same ones always.
    pub fn requests(
        &self,
        routes: impl FnOnce() -> Vec<(&'static str, &'static str)>,
    ) -> &Requests {
        self.requests.get_or_init(|| Requests::of(routes()))
    }

    /// The requests, where there were any.
    pub fn answered(&self) -> Option<&Requests> {
        self.requests.get()
    }
}
