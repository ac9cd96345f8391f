//! All that an administrator sees of this node and of the city's queues at one moment.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use chrono::TimeDelta;

use super::{Alarm, Machine, alarms, queues};
use crate::{
    context::Context,
    db::{Connections, DatabaseUrl, DbError, Timestamp},
    mail::unsent,
    metrics::{Queues, Run, Runs, Shared, count::words, relay::Away},
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

/// A job of this node, or one that some node does for all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    pub name: &'static str,
    /// When its last round began.
    pub last: Option<Timestamp>,
    pub next: Timestamp,
    /// How long its last round on this node took.
    pub took: Option<Duration>,
    /// Whether a round ever ended.
    pub has_ended: bool,
    /// How many rounds failed since the last that went well.
    pub in_a_row: u32,
    /// The last that failed on this node: when, and its name in the log.
    pub failed: Option<(Timestamp, String)>,
    pub is_overdue: bool,
}

impl Job {
    /// All of them, by their names. What one node does for all is judged by how it stands in the database.
    pub(super) fn all(runs: &Runs, now: Timestamp) -> Vec<Self> {
        let mut here: BTreeMap<&'static str, Run> = runs.all().into_iter().collect();
        let mut all: BTreeMap<&'static str, Self> = BTreeMap::new();
        for (name, shared) in runs.shared() {
            let here = here.remove(name);
            all.insert(name, Self::of_all(name, &shared, here.as_ref(), now));
        }
        for (name, run) in here {
            all.insert(name, Self::of_this_node(name, &run, now));
        }
        all.into_values().collect()
    }

    fn of_this_node(name: &'static str, run: &Run, now: Timestamp) -> Self {
        Self {
            name,
            last: Some(run.began),
            next: run.next().max(now),
            took: Some(run.took),
            has_ended: run.rounds > 0,
            in_a_row: run.in_a_row,
            failed: run.failed.clone(),
            is_overdue: run.is_overdue(now),
        }
    }

    fn of_all(name: &'static str, shared: &Shared, here: Option<&Run>, now: Timestamp) -> Self {
        Self {
            name,
            last: shared.began,
            next: shared.due.unwrap_or(now).max(now),
            took: here.map(|run| run.took),
            has_ended: shared.has_ended,
            in_a_row: shared.in_a_row,
            failed: here.and_then(|run| run.failed.clone()),
            is_overdue: shared.is_overdue(now),
        }
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
    pub jobs: Vec<Job>,
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
        waiting: i64::try_from(context.db.waiting()).unwrap_or(i64::MAX),
        queued: busy.queued.get(),
        in_flight: metrics.answered().map_or(0, |all| all.in_flight.get()),
        queues: queues(context).await?,
        relay_away: metrics.relay.away(),
        jobs: Job::all(&metrics.runs, now),
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
