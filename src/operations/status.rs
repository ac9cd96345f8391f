//! All that an administrator sees of this node and of the city's queues at one moment.

use std::sync::Arc;

use chrono::TimeDelta;

use super::{Alarm, Machine, alarms, queues};
use crate::{
    context::Context,
    db::{Connections, DatabaseUrl, DbError, Timestamp},
    mail::unsent,
    metrics::{Queues, Run, count::words, relay::Away},
    privacy::erasures::{self, JournalError, Standing},
};

words! {
    /// Which database it is.
    pub enum Database {
        Sqlite = "sqlite",
        Postgres = "postgresql",
    }
}

words! {
    /// How this node's erasure journal and the database stand to each other.
    pub enum Journal {
        Agree = "agree",
        /// The database is older than what the journal holds.
        Ahead = "ahead",
        /// The journal lacks what the database carried out.
        Short = "short",
        Missing = "missing",
        /// It cannot be read.
        Unread = "unread",
    }
}

pub struct Status {
    pub now: Timestamp,
    /// Since when this node runs.
    pub since: Timestamp,
    pub database: Database,
    pub connections: Connections,
    /// How many wait for a connection.
    pub waiting: i64,
    /// How many changes wait for SQLite's writer.
    pub queued: i64,
    /// Requests that are being answered.
    pub in_flight: i64,
    pub queues: Arc<Queues>,
    pub relay_away: Option<Away>,
    pub jobs: Vec<(&'static str, Run)>,
    pub machine: Machine,
    pub journal: Journal,
    pub alarms: Vec<Alarm>,
}

/// Why the journal could not be compared.
enum Uncompared {
    Db(DbError),
    Journal,
}

impl From<DbError> for Uncompared {
    fn from(error: DbError) -> Self {
        Self::Db(error)
    }
}

impl From<JournalError> for Uncompared {
    fn from(_: JournalError) -> Self {
        Self::Journal
    }
}

/// Gathers it.
pub async fn status(context: &Context) -> Result<Status, DbError> {
    let metrics = &context.metrics;
    let now = context.now();
    let up = TimeDelta::from_std(metrics.since.elapsed()).unwrap_or_default();
    let busy = context.db.busy();
    let are_mails_late = unsent::ageing(context).await?.is_some();
    let mut status = Status {
        now,
        since: now - up,
        database: match context.config.database_url {
            DatabaseUrl::Sqlite(_) => Database::Sqlite,
            DatabaseUrl::Postgres(_) => Database::Postgres,
        },
        connections: context.db.connections(),
        waiting: busy.waiting.get(),
        queued: busy.queued.get(),
        in_flight: metrics.answered().map_or(0, |all| all.in_flight.get()),
        queues: queues(context).await?,
        relay_away: metrics.relay.away(),
        jobs: metrics.runs.all(),
        machine: Machine::now(context).await?,
        journal: journal(context).await?,
        alarms: Vec::new(),
    };
    status.alarms = alarms::all(context, &status, are_mails_late);
    Ok(status)
}

async fn journal(context: &Context) -> Result<Journal, DbError> {
    Ok(match erasures::standing::<Uncompared>(context).await {
        Ok(Standing::Agree) => Journal::Agree,
        Ok(Standing::Ahead(_)) => Journal::Ahead,
        Ok(Standing::Short(_)) => Journal::Short,
        Ok(Standing::Missing) => Journal::Missing,
        Err(Uncompared::Journal) => Journal::Unread,
        Err(Uncompared::Db(error)) => return Err(error),
    })
}
