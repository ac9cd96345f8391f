//! The access log (policy, promises 3 and 4): what was visited, and nothing by which a visit
//! could be related to a person.
//!
//! A line has exactly four fields: address, time, browser, what was clicked. Each is made coarse
//! before it is kept, even in memory: the network of the address, the hour, the browser's family,
//! a public path or a route's template. Lines are written in batches whose columns are shuffled
//! each for itself, so that the four fields of a line belong to the batch and not to one visit:
//! who knows from elsewhere that somebody was there learns nothing of what they did. Networks
//! go through a pool besides, from which each comes out at random, batches later: who knows when
//! somebody was there cannot wait for the network that is there whenever they are. A batch that
//! holds fewer than ten networks waits for more, and after the longest wait is written without any.

mod batch;
mod files;
mod pool;
mod visit;

use std::{
    io,
    sync::{Arc, Mutex, PoisonError},
};

use crate::{config, context::Context, db::Timestamp};

use batch::Batch;
use pool::Pool;
pub use visit::Visit;

/// The log of this node; clones share it. Without a folder in the configuration there is none.
#[derive(Clone, Default)]
pub struct AccessLog(Option<Arc<Open>>);

struct Open {
    settings: config::AccessLog,
    kept: Mutex<Kept>,
}

/// What is in memory alone.
#[derive(Default)]
struct Kept {
    batch: Batch,
    pool: Pool,
    /// What was to be written last could not be.
    is_stuck: bool,
}

/// While nothing can be written, visits are kept up to so many batches; those that come then are lost.
const KEPT_BATCHES: usize = 10;

/// Which batches are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Those that may be written now.
    Due,
    /// All: the node ends.
    All,
}

impl AccessLog {
    pub fn new(settings: Option<config::AccessLog>) -> Self {
        Self(settings.map(|settings| {
            Arc::new(Open {
                settings,
                kept: Mutex::default(),
            })
        }))
    }

    /// Adds a visit to the batch in memory.
    pub fn note(&self, visit: Visit, now: Timestamp) {
        if let Some(open) = &self.0 {
            let most = open.settings.records.saturating_mul(KEPT_BATCHES);
            let mut kept = open.lock();
            if !kept.is_stuck || kept.batch.len() < most {
                kept.batch.add(visit, now);
            }
        }
    }

    /// Writes what may be written, and deletes files whose time is over. Blocks.
    ///
    /// On failure the batch is kept for the next time.
    pub fn write(&self, context: &Context, which: Which) -> io::Result<()> {
        let Some(open) = &self.0 else {
            return Ok(());
        };
        let (settings, now) = (&open.settings, context.now());
        let today = now.utc().date_naive();
        let (batch, mut pool) = {
            let mut kept = open.lock();
            if which == Which::All || kept.batch.is_due(settings, now) {
                (std::mem::take(&mut kept.batch), kept.pool.clone())
            } else {
                Default::default()
            }
        };
        if !batch.is_empty() {
            let lines = batch.lines(&mut pool, settings.pool, &context.random);
            if let Err(error) = files::append(&settings.folder, today, &lines) {
                let mut kept = open.lock();
                kept.batch.put_back(batch);
                kept.is_stuck = true;
                return Err(error);
            }
            let mut kept = open.lock();
            kept.pool = pool;
            kept.is_stuck = false;
        }
        files::delete_older(&settings.folder, today, settings.days)
    }
}

impl Open {
    fn lock(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
