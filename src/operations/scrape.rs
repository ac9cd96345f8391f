//! What Prometheus reads: every number of this node, and what waits in the city. `docs/watching.md`
//! names each with what it means.

use super::{Machine, queues, status::Job};
use crate::{
    context::Context,
    db::Timestamp,
    metrics::{
        Queues, Waiting,
        count::Words as _,
        exposition::{Exposition, Sort},
        texts::TEXTS,
    },
};

/// The whole text. What cannot be read (the database is away) is left out, and said.
pub async fn scrape(context: &Context) -> String {
    let queues = queues(context).await;
    let machine = Machine::now(context).await;
    let mut all = Exposition::default();
    of_process(&mut all, context);
    of_requests(&mut all, context);
    of_database(&mut all, context);
    of_mail(&mut all, context);
    of_jobs(&mut all, context);
    of_pages(&mut all, context);
    of_texts(&mut all);
    all.one(
        "plaza_queues_read",
        Sort::Gauge,
        "Whether the database told what waits.",
        i32::from(queues.is_ok()),
    );
    match queues {
        Ok(queues) => of_queues(&mut all, &queues, context.now()),
        Err(error) => tracing::warn!(%error, "what waits could not be read for the metrics"),
    }
    if let Ok(machine) = machine {
        of_machine(&mut all, &machine);
    }
    all.text()
}

fn of_process(all: &mut Exposition, context: &Context) {
    let version = env!("CARGO_PKG_VERSION");
    all.family("plaza_build_info", Sort::Gauge, "Which program runs.")
        .number(&[("version", version)], 1);
    all.one(
        "plaza_uptime_seconds",
        Sort::Gauge,
        "How long this node runs.",
        context.metrics.since.elapsed().as_secs(),
    );
}

fn of_requests(all: &mut Exposition, context: &Context) {
    let Some(requests) = context.metrics.answered() else {
        return;
    };
    all.one(
        "plaza_http_requests_in_flight",
        Sort::Gauge,
        "Requests that are being answered.",
        requests.in_flight.get(),
    );
    let mut family = all.family(
        "plaza_http_requests_total",
        Sort::Counter,
        "Requests, by route, method and class of the answer's status.",
    );
    for answered in requests.asked() {
        for (class, count) in answered.classes.all().filter(|(_, count)| *count > 0) {
            let labels = [
                ("route", answered.template),
                ("method", answered.method),
                ("class", class.word()),
            ];
            family.number(&labels, count);
        }
    }
    let mut family = all.family(
        "plaza_http_request_duration_seconds",
        Sort::Histogram,
        "How long it took until an answer was begun, by route and method.",
    );
    for answered in requests.asked() {
        let labels = [("route", answered.template), ("method", answered.method)];
        family.spread(&labels, &answered.took.spread());
    }
}

fn of_database(all: &mut Exposition, context: &Context) {
    let (connections, busy) = (context.db.connections(), context.db.busy());
    let mut family = all.family(
        "plaza_database_connections",
        Sort::Gauge,
        "Connections that are open, by whether they are used.",
    );
    let used = connections.open.saturating_sub(connections.idle);
    family.number(&[("state", "used")], used);
    family.number(&[("state", "idle")], connections.idle);
    for (name, help, value) in [
        (
            "plaza_database_connections_most",
            "How many connections there may be.",
            i64::from(connections.most),
        ),
        (
            "plaza_database_waiting",
            "How many wait for a connection.",
            i64::try_from(context.db.waiting()).unwrap_or(i64::MAX),
        ),
        (
            "plaza_writer_waiting",
            "Changes that wait for SQLite's one writer.",
            busy.queued.get(),
        ),
    ] {
        all.one(name, Sort::Gauge, help, value);
    }
    for (name, help, value) in [
        (
            "plaza_database_refused_total",
            "How often there was no connection in time.",
            busy.refused.get(),
        ),
        (
            "plaza_database_slow_queries_total",
            "Queries that took longer than slow_query_ms.",
            busy.slow.get(),
        ),
        (
            "plaza_writer_turned_away_total",
            "Changes that were turned away since too many waited.",
            busy.turned_away.get(),
        ),
    ] {
        all.one(name, Sort::Counter, help, value);
    }
    all.family(
        "plaza_database_wait_seconds",
        Sort::Histogram,
        "How long it took until there was a connection.",
    )
    .spread(&[], &busy.waited.spread());
    all.family(
        "plaza_writer_batch_changes",
        Sort::Histogram,
        "How many changes shared a commit of SQLite.",
    )
    .spread(&[], &busy.batches.spread());
}

fn of_mail(all: &mut Exposition, context: &Context) {
    all.counts(
        "plaza_mails_total",
        "Mails that this node tried, by what became of them.",
        "outcome",
        context.metrics.mails.all(),
    );
    all.one(
        "plaza_mail_relay_away",
        Sort::Gauge,
        "Whether the mail server cannot be used.",
        i32::from(context.metrics.relay.away().is_some()),
    );
}

fn of_jobs(all: &mut Exposition, context: &Context) {
    let (runs, now) = (context.metrics.runs.all(), context.now());
    let mut family = all.family(
        "plaza_job_rounds_total",
        Sort::Counter,
        "Rounds of each job that ended.",
    );
    for (job, run) in &runs {
        family.number(&[("task", *job)], run.rounds);
    }
    let mut family = all.family(
        "plaza_job_failures_total",
        Sort::Counter,
        "Rounds of each job that failed.",
    );
    for (job, run) in &runs {
        family.number(&[("task", *job)], run.failures);
    }
    let mut family = all.family(
        "plaza_job_took_seconds",
        Sort::Gauge,
        "How long the last round of each job took.",
    );
    for (job, run) in &runs {
        family.number(&[("task", *job)], run.took.as_secs_f64());
    }
    let mut family = all.family(
        "plaza_job_overdue",
        Sort::Gauge,
        "Whether a job has not gone well for too long.",
    );
    for job in Job::all(&context.metrics.runs, now) {
        family.number(&[("task", job.name)], i32::from(job.is_overdue));
    }
}

fn of_pages(all: &mut Exposition, context: &Context) {
    let (hits, misses) = context.kept.counts();
    for (name, help, value) in [
        (
            "plaza_page_cache_hits_total",
            "Pages that were given out as they were kept.",
            hits,
        ),
        (
            "plaza_page_cache_misses_total",
            "Pages that had to be made and might have been kept.",
            misses,
        ),
    ] {
        all.one(name, Sort::Counter, help, value);
    }
    all.one(
        "plaza_page_cache_bytes",
        Sort::Gauge,
        "About how much the kept pages take.",
        context.kept.bytes(),
    );
}

fn of_texts(all: &mut Exposition) {
    all.family(
        "plaza_detector_look_seconds",
        Sort::Histogram,
        "How long each look of the detector at a text took.",
    )
    .spread(&[], &TEXTS.looked.spread());
    all.counts(
        "plaza_detector_findings_total",
        "What the detector found, by kind.",
        "kind",
        TEXTS.found.all(),
    );
    all.one(
        "plaza_text_renders_total",
        Sort::Counter,
        "Texts that were made into HTML.",
        TEXTS.rendered.get(),
    );
}

fn of_queues(all: &mut Exposition, queues: &Queues, now: Timestamp) {
    let age = |waiting: &Waiting| {
        let since = waiting.since.unwrap_or(now);
        (now.utc() - since.utc()).num_seconds().max(0)
    };
    let mut family = all.family(
        "plaza_outbox_mails",
        Sort::Gauge,
        "Mails that have not left: not tried yet, tried in vain, tried no more.",
    );
    family.number(&[("standing", "waiting")], queues.mails.count);
    family.number(&[("standing", "delayed")], queues.delayed.count);
    family.number(&[("standing", "dead")], queues.dead);
    let mut family = all.family(
        "plaza_outbox_oldest_seconds",
        Sort::Gauge,
        "How long the oldest of them is due, or tried in vain.",
    );
    family.number(&[("standing", "waiting")], age(&queues.mails));
    family.number(&[("standing", "delayed")], age(&queues.delayed));
    let mut family = all.family(
        "plaza_webhook_deliveries",
        Sort::Gauge,
        "Events for endpoints that have not arrived: to be delivered, tried no more.",
    );
    family.number(&[("standing", "waiting")], queues.webhooks.count);
    family.number(&[("standing", "dead")], queues.webhooks_dead);
    for (name, help, value) in [
        (
            "plaza_inbox_mails",
            "Mails that came in and have no place.",
            queues.inbox.count,
        ),
        (
            "plaza_inbox_oldest_seconds",
            "How long the oldest of them waits.",
            age(&queues.inbox),
        ),
        (
            "plaza_webhook_oldest_seconds",
            "How long the oldest event waits that is to be delivered.",
            age(&queues.webhooks),
        ),
        (
            "plaza_webhook_endpoints_off",
            "Endpoints that were switched off because nothing arrived there.",
            queues.webhooks_off,
        ),
        (
            "plaza_digest_events",
            "What members of offices are told in their next digests.",
            queues.digests,
        ),
        (
            "plaza_database_size_bytes",
            "How large the database is.",
            queues.database_bytes,
        ),
    ] {
        all.one(name, Sort::Gauge, help, value);
    }
    let mut family = all.family(
        "plaza_review_items",
        Sort::Gauge,
        "What waits for review, by kind.",
    );
    for (kind, waiting) in queues.kinds() {
        family.number(&[("kind", *kind)], waiting.count);
    }
    let mut family = all.family(
        "plaza_review_oldest_seconds",
        Sort::Gauge,
        "How long the oldest of each kind waits.",
    );
    for (kind, waiting) in queues.kinds() {
        family.number(&[("kind", *kind)], age(waiting));
    }
}

fn of_machine(all: &mut Exposition, machine: &Machine) {
    let process = &machine.process;
    all.one(
        "process_cpu_seconds_total",
        Sort::Counter,
        "Time of processors that the process has used.",
        process.cpu_seconds,
    );
    for (name, help, value) in [
        (
            "process_resident_memory_bytes",
            "What the process holds of the memory.",
            process.resident_bytes,
        ),
        (
            "process_open_fds",
            "Files and sockets that the process has open.",
            process.open_files,
        ),
        (
            "process_max_fds",
            "How many it may have open.",
            process.most_files,
        ),
    ] {
        if let Some(value) = value {
            all.one(name, Sort::Gauge, help, value);
        }
    }
    let mut family = all.family(
        "plaza_disk_free_bytes",
        Sort::Gauge,
        "What is free on the disk under a place.",
    );
    for disk in &machine.disks {
        family.number(&[("place", disk.place.word())], disk.free);
    }
    let mut family = all.family(
        "plaza_disk_size_bytes",
        Sort::Gauge,
        "How large the disk under a place is.",
    );
    for disk in &machine.disks {
        family.number(&[("place", disk.place.word())], disk.size);
    }
}
