//! How the service fares, for whoever runs it: what waits and since when, what this node is busy with,
//! what needs somebody. For Prometheus (`scrape`) and for the status page (`status`). Numbers and words
//! of the program alone: nothing here is about a person.

mod alarms;
mod machine;
mod read;
pub mod scrape;
pub mod status;

use std::sync::Arc;

pub use self::{
    alarms::Alarm,
    machine::{Disk, Machine, Place, room},
};
use crate::{context::Context, db::DbError, metrics::Queues};

/// What waits; read at most every few seconds, whoever asks, and by one read.
pub async fn queues(context: &Context) -> Result<Arc<Queues>, DbError> {
    let now = context.now();
    let read = || {
        context
            .db
            .read(move |connection| read::queues(connection, now))
    };
    context.metrics.queues.or_read(now, read).await
}
