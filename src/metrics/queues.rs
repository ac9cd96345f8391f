//! What waits, as it was read from the database last: plain numbers. `operations` reads them.

use std::sync::Arc;

use chrono::TimeDelta;
use tokio::sync::Mutex;

use crate::db::{DbError, Timestamp};

/// How many wait, and since when the oldest of them does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    pub count: i64,
    pub since: Option<Timestamp>,
}

/// What waits in the city, on whatever node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Queues {
    /// When it was read.
    pub at: Timestamp,
    /// Mails that nobody has tried yet.
    pub mails: Waiting,
    /// Mails that were tried in vain, and since when the first of them is.
    pub delayed: Waiting,
    /// Mails that are tried no more.
    pub dead: i64,
    /// Mails that came in and have no place.
    pub inbox: Waiting,
    /// What is decided in the review queue, by kind.
    pub review: Vec<(&'static str, Waiting)>,
    /// What is decided in a room of its own, and has a day of its own.
    pub matters: Vec<(&'static str, Waiting)>,
    /// What members of offices are told in their next digest.
    pub digests: i64,
    /// Events that are to be delivered, and those that are tried no more.
    pub webhooks: Waiting,
    pub webhooks_dead: i64,
    /// Endpoints that were switched off because nothing arrived there.
    pub webhooks_off: i64,
    pub database_bytes: i64,
}

impl Queues {
    /// All that waits to be decided in the review queue.
    pub fn reviews(&self) -> Waiting {
        let oldest = self.review.iter().filter_map(|(_, waiting)| waiting.since);
        Waiting {
            count: self.review.iter().map(|(_, waiting)| waiting.count).sum(),
            since: oldest.min(),
        }
    }

    /// Every kind of what waits for review, wherever it is decided.
    pub fn kinds(&self) -> impl Iterator<Item = &(&'static str, Waiting)> {
        self.review.iter().chain(&self.matters)
    }
}

/// For how long what was read is good enough.
const GOOD: TimeDelta = TimeDelta::seconds(5);

/// Something that is read at most once in a while, and by one at a time: whoever comes meanwhile gets
/// what the first reads.
pub struct Kept<T>(Mutex<Option<(Timestamp, Arc<T>)>>);

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self(Mutex::new(None))
    }
}

impl<T> Kept<T> {
    pub async fn or_read<F>(
        &self,
        now: Timestamp,
        read: impl FnOnce() -> F,
    ) -> Result<Arc<T>, DbError>
    where
        F: Future<Output = Result<T, DbError>>,
    {
        let mut kept = self.0.lock().await;
        if let Some((at, found)) = &*kept
            && *at <= now
            && now <= *at + GOOD
        {
            return Ok(Arc::clone(found));
        }
        let found = Arc::new(read().await?);
        *kept = Some((now, Arc::clone(&found)));
        Ok(found)
    }
}
