//! How the service fares, for administrators: what needs somebody, what waits, how the jobs run.

use actix_web::{HttpResponse, web::Data};
use askama::Template;

use crate::{
    context::Context,
    db::Timestamp,
    metrics::{
        Waiting,
        count::{Counts, Words},
        relay::Outcome,
    },
    operations::{
        Alarm, Disk,
        status::{self, Status},
    },
    review::Kind,
    web::{
        extract::Administrator,
        fault::Fault,
        page::{Page, html, unstored},
        pages::review::kind_words,
    },
};

/// A queue: its name, how many wait, and since when the oldest does.
struct Queue {
    name: String,
    count: i64,
    since: Option<When>,
}

/// A moment, as `c::time` shows it.
struct When {
    datetime: String,
    exact: String,
    words: String,
}

impl When {
    fn of(page: &Page, at: Timestamp) -> Self {
        Self {
            datetime: page.rfc3339(at),
            exact: page.exact(at),
            words: page.ago(at),
        }
    }
}

/// A job in words.
struct Job {
    name: String,
    last: Option<When>,
    next: String,
    /// Of this node.
    took: Option<String>,
    /// How it stands: the word, its tone, and what helps to find out why.
    standing: (String, &'static str),
    failed: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/admin/status.html")]
struct StatusPage {
    page: Page,
    alarms: Vec<String>,
    node: Vec<(String, String)>,
    queues: Vec<Queue>,
    reviews: Vec<Queue>,
    mail: Vec<(String, String)>,
    jobs: Vec<Job>,
    disks: Vec<(String, String, String, bool)>,
    journal: String,
}

pub async fn get(
    page: Page,
    _: Administrator,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    let status = status::status(&context).await?;
    let alarm = |alarm: &Alarm| page.ta("status-alarm", "alarm", alarm.word());
    let jobs = status.jobs.iter();
    let view = StatusPage {
        alarms: status.alarms.iter().map(alarm).collect(),
        node: node(&page, &status),
        queues: queues(&page, &status),
        reviews: reviews(&page, &status),
        mail: mail(&page, &status, &context.metrics.mails),
        jobs: jobs.map(|one| job(&page, one)).collect(),
        disks: status
            .machine
            .disks
            .iter()
            .map(|one| disk(&page, one))
            .collect(),
        journal: page.ta("status-journal-is", "standing", status.journal.word()),
        page,
    };
    html(&view).map(unstored)
}

/// This node and its database, as names and values.
fn node(page: &Page, status: &Status) -> Vec<(String, String)> {
    let (process, connections) = (&status.machine.process, status.connections);
    let used = connections.open.saturating_sub(connections.idle);
    let bytes = u64::try_from(status.queues.database_bytes).unwrap_or_default();
    let kind = page.ta("status-database-is", "kind", status.database.word());
    let mut facts = vec![
        (
            page.t("status-version"),
            env!("CARGO_PKG_VERSION").to_owned(),
        ),
        (page.t("status-since"), page.exact(status.since)),
        (page.t("status-in-flight"), status.in_flight.to_string()),
        (
            page.t("status-database"),
            format!("{kind}, {}", page.size(bytes)),
        ),
        (
            page.t("status-connections"),
            page.ta2(
                "status-connections-are",
                "used",
                used,
                "most",
                connections.most,
            ),
        ),
        (page.t("status-waiting"), status.waiting.to_string()),
        (page.t("status-queued"), status.queued.to_string()),
        (page.t("status-cpu"), seconds(page, process.cpu_seconds)),
    ];
    if let Some(bytes) = process.resident_bytes {
        facts.push((page.t("status-memory"), page.size(bytes)));
    }
    if let Some(open) = process.open_files {
        let words = match process.most_files {
            Some(most) => page.ta2("status-files-are", "open", open, "most", most),
            None => open.to_string(),
        };
        facts.push((page.t("status-files"), words));
    }
    facts
}

fn seconds(page: &Page, seconds: f64) -> String {
    page.ta("status-seconds", "seconds", format!("{seconds:.1}"))
}

fn queue(page: &Page, name: String, waiting: Waiting) -> Queue {
    Queue {
        name,
        count: waiting.count,
        since: waiting.since.map(|since| When::of(page, since)),
    }
}

/// What waits in the city, whichever node it is that looks.
fn queues(page: &Page, status: &Status) -> Vec<Queue> {
    let all = &status.queues;
    let only = |count: i64| Waiting { count, since: None };
    vec![
        queue(page, page.t("status-mails-waiting"), all.mails),
        queue(page, page.t("status-mails-delayed"), all.delayed),
        queue(page, page.t("status-mails-dead"), only(all.dead)),
        queue(page, page.t("status-inbox"), all.inbox),
        queue(page, page.t("status-review"), all.reviews()),
        queue(page, page.t("status-digests"), only(all.digests)),
        queue(page, page.t("status-webhooks"), all.webhooks),
        queue(
            page,
            page.t("status-webhooks-dead"),
            only(all.webhooks_dead),
        ),
    ]
}

/// The kinds of which anything waits for review.
fn reviews(page: &Page, status: &Status) -> Vec<Queue> {
    let there = status
        .queues
        .kinds()
        .filter(|(_, waiting)| waiting.count > 0);
    there
        .filter_map(|(kind, waiting)| {
            let kind: Kind = kind.parse().ok()?;
            Some(queue(page, kind_words(page.lang, kind), *waiting))
        })
        .collect()
}

fn mail(page: &Page, status: &Status, tried: &Counts<Outcome>) -> Vec<(String, String)> {
    let relay = match status.relay_away {
        None => page.t("status-relay-well"),
        Some(away) => {
            let since = page.exact(away.since);
            page.ta2("status-relay-away", "step", away.step, "since", since)
        }
    };
    let mut facts = vec![(page.t("status-relay"), relay)];
    facts.extend(tried.all().map(|(outcome, count)| {
        let name = page.ta("status-mails-tried", "outcome", outcome.word());
        (name, count.to_string())
    }));
    facts
}

fn job(page: &Page, job: &status::Job) -> Job {
    let standing = if job.is_overdue {
        (page.t("status-job-overdue"), "late")
    } else if job.in_a_row > 0 {
        (page.ta("status-job-failed", "count", job.in_a_row), "wait")
    } else if job.has_ended {
        (page.t("status-job-well"), "ok")
    } else if job.last.is_some() {
        (page.t("status-job-runs"), "quiet")
    } else {
        (page.t("status-job-waits"), "quiet")
    };
    let failed = job.failed.as_ref().filter(|_| job.in_a_row > 0);
    Job {
        name: page.ta("status-job", "job", job.name),
        last: job.last.map(|at| When::of(page, at)),
        next: page.exact(job.next),
        took: job.took.map(|took| seconds(page, took.as_secs_f64())),
        standing,
        failed: failed
            .map(|(at, name)| page.ta2("status-job-log", "time", page.exact(*at), "run", name)),
    }
}

/// Its place, what is free, how large it is, and whether it is nearly full.
fn disk(page: &Page, disk: &Disk) -> (String, String, String, bool) {
    (
        page.ta("status-disk-of", "place", disk.place.word()),
        page.size(disk.free),
        page.size(disk.size),
        disk.is_nearly_full(),
    )
}
