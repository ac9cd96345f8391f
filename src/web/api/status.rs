//! `/api/v1/status`: how the service fares, for programs that watch over it.

use std::time::Duration;

use actix_web::{HttpResponse, web::Data};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    context::Context,
    db::Timestamp,
    metrics::{Waiting, count::Words, relay::Away},
    operations::{
        Disk,
        status::{self, Job, Status},
    },
    web::{extract::Administrator, fault::Fault, page::unstored},
};

/// How many wait, and since when the oldest does.
#[derive(Serialize, ToSchema)]
pub struct QueueShown {
    count: i64,
    since: Option<DateTime<Utc>>,
}

impl QueueShown {
    fn of(waiting: Waiting) -> Self {
        Self {
            count: waiting.count,
            since: waiting.since.map(Timestamp::utc),
        }
    }
}

/// What waits for review, of one kind.
#[derive(Serialize, ToSchema)]
pub struct ReviewWaiting {
    kind: &'static str,
    #[serde(flatten)]
    waiting: QueueShown,
}

/// What waits in the city, whichever node answers.
#[derive(Serialize, ToSchema)]
pub struct QueuesShown {
    /// Read at most a few seconds ago.
    at: DateTime<Utc>,
    mails_waiting: QueueShown,
    /// Tried in vain.
    mails_delayed: QueueShown,
    /// Tried no more.
    mails_dead: i64,
    /// Mails that came in and have no place.
    inbox: QueueShown,
    /// Every kind, also those of which nothing waits.
    review: Vec<ReviewWaiting>,
    digest_events: i64,
    /// Events that are to be delivered to endpoints.
    webhooks_waiting: QueueShown,
    /// Events that are tried no more.
    webhooks_dead: i64,
}

/// The database, as this node uses it.
#[derive(Serialize, ToSchema)]
pub struct DatabaseShown {
    /// `sqlite` or `postgresql`.
    kind: &'static str,
    size_bytes: i64,
    connections_used: u32,
    connections_most: u32,
    /// How many wait for a connection.
    waiting: i64,
    /// How many changes wait for SQLite's one writer.
    changes_waiting: i64,
}

/// A job of this node, or one that some node does for all.
#[derive(Serialize, ToSchema)]
pub struct JobShown {
    job: &'static str,
    /// When its last round began; null where none has.
    last: Option<DateTime<Utc>>,
    next: DateTime<Utc>,
    /// Null where this node has done no round.
    took_ms: Option<u64>,
    /// How many rounds failed since the last that went well.
    failed_in_a_row: u32,
    /// When a round failed last on this node.
    failed_at: Option<DateTime<Utc>>,
    /// By which this node's log tells why it failed last.
    failed_run: Option<String>,
    overdue: bool,
}

impl JobShown {
    fn of(job: &Job) -> Self {
        let failed = job.failed.as_ref();
        let milliseconds = |took: Duration| u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        Self {
            job: job.name,
            last: job.last.map(Timestamp::utc),
            next: job.next.utc(),
            took_ms: job.took.map(milliseconds),
            failed_in_a_row: job.in_a_row,
            failed_at: failed.map(|(at, _)| at.utc()),
            failed_run: failed.map(|(_, name)| name.clone()),
            overdue: job.is_overdue,
        }
    }
}

/// That this node's mail server cannot be used.
#[derive(Serialize, ToSchema)]
pub struct RelayAway {
    since: DateTime<Utc>,
    /// What it did not do: `connection`, `greeting`, `tls`, `log-on`, `sender` or `folder`.
    step: &'static str,
}

impl RelayAway {
    fn of(away: Away) -> Self {
        Self {
            since: away.since.utc(),
            step: away.step,
        }
    }
}

/// The disk of this machine under a place.
#[derive(Serialize, ToSchema)]
pub struct DiskShown {
    /// `database`, `attachments`, `erasure-journal` or `access-log`.
    place: &'static str,
    free_bytes: u64,
    size_bytes: u64,
}

impl DiskShown {
    fn of(disk: &Disk) -> Self {
        Self {
            place: disk.place.word(),
            free_bytes: disk.free,
            size_bytes: disk.size,
        }
    }
}

/// How the service fares. Nothing of it is about a person.
#[derive(Serialize, ToSchema)]
pub struct ServiceStatus {
    version: &'static str,
    /// Since when this node runs.
    since: DateTime<Utc>,
    /// What needs somebody, such as `mails-late` or `disk-full`; empty where nothing does.
    alarms: Vec<&'static str>,
    /// Requests that this node is answering.
    in_flight: i64,
    database: DatabaseShown,
    queues: QueuesShown,
    /// Null while mails leave.
    relay_away: Option<RelayAway>,
    jobs: Vec<JobShown>,
    disks: Vec<DiskShown>,
    /// `agree`, `ahead`, `short`, `missing` or `unread`.
    erasure_journal: &'static str,
    resident_bytes: Option<u64>,
    open_files: Option<u64>,
}

impl ServiceStatus {
    fn of(status: &Status) -> Self {
        let (connections, queues) = (status.connections, &status.queues);
        let review = queues.kinds().map(|(kind, waiting)| ReviewWaiting {
            kind,
            waiting: QueueShown::of(*waiting),
        });
        let jobs = status.jobs.iter();
        let process = &status.machine.process;
        Self {
            version: env!("CARGO_PKG_VERSION"),
            since: status.since.utc(),
            alarms: status.alarms.iter().map(|alarm| alarm.word()).collect(),
            in_flight: status.in_flight,
            database: DatabaseShown {
                kind: status.database.word(),
                size_bytes: queues.database_bytes,
                connections_used: connections.open.saturating_sub(connections.idle),
                connections_most: connections.most,
                waiting: status.waiting,
                changes_waiting: status.queued,
            },
            queues: QueuesShown {
                at: queues.at.utc(),
                mails_waiting: QueueShown::of(queues.mails),
                mails_delayed: QueueShown::of(queues.delayed),
                mails_dead: queues.dead,
                inbox: QueueShown::of(queues.inbox),
                review: review.collect(),
                digest_events: queues.digests,
                webhooks_waiting: QueueShown::of(queues.webhooks),
                webhooks_dead: queues.webhooks_dead,
            },
            relay_away: status.relay_away.map(RelayAway::of),
            jobs: jobs.map(JobShown::of).collect(),
            disks: status.machine.disks.iter().map(DiskShown::of).collect(),
            erasure_journal: status.journal.word(),
            resident_bytes: process.resident_bytes,
            open_files: process.open_files,
        }
    }
}

/// How the service fares: this node, and what waits in the city.
#[utoipa::path(get, path = "/api/v1/status", operation_id = "status_get", tag = "administration", security(("session" = [])),
    responses((status = 200, body = ServiceStatus), (status = 401, description = "`unauthorized`"),
        (status = 403, description = "`forbidden`")))]
pub async fn get(_: Administrator, context: Data<Context>) -> Result<HttpResponse, Fault> {
    let status = status::status(&context).await?;
    let body = ServiceStatus::of(&status);
    Ok(unstored(HttpResponse::Ok().json(body)))
}
