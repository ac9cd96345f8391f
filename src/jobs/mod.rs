//! What runs without a request: the runner, and one file a job.

pub mod accept_unconfirmed;
pub mod close_answered;
pub mod collect_attachments;
pub mod count_supports;
pub mod deliver_mail;
pub mod freeze_statistics;
pub mod index_texts;
pub mod make_open_data;
pub mod note_unreached;
pub mod read_calendar;
pub mod record;
pub mod remind_inbox;
pub mod remind_moderators;
pub mod remind_offices;
pub mod render_again;
pub mod retention;
pub mod send_digests;
pub mod settle_polls;
pub mod sign_heads;
pub mod tell_assignees;
pub mod watch_mail;
pub mod watch_offices;
pub mod write_breach_letters;

use std::{sync::Arc, time::Duration};

use tokio::{
    sync::watch,
    time::{Instant, Interval, MissedTickBehavior},
};

use crate::{context::Context, db::Timestamp, mail::Transport, privacy::Recorder};

/// How often the jobs look for work.
const TICK: Duration = Duration::from_secs(1);
/// How often cases that nobody confirmed are looked for.
const UNCONFIRMED: Duration = Duration::from_secs(60);
/// How often it is looked what is due or late.
const REMINDERS: Duration = Duration::from_secs(600);
/// How often answered cases are looked for that are to be closed.
const CLOSING: Duration = Duration::from_secs(3600);
/// How often what has had its time is deleted.
const RETENTION: Duration = Duration::from_secs(3600);
/// How often supporters are counted: not oftener, so that a count tells no moment.
const SUPPORTS: Duration = Duration::from_secs(3600);
/// How often it is looked for texts that search lacks, when none was left.
const TEXTS: Duration = Duration::from_secs(3600);
/// How often what was noted of visits is looked at.
const RECORDS: Duration = Duration::from_secs(10);
/// How often all objects are looked through for those that no row names.
const SWEEP: Duration = Duration::from_secs(24 * 3600);
/// How often it is looked whether the chains have been signed today.
const HEADS: Duration = Duration::from_secs(600);

/// Runs all jobs until `stop` says so; a failed round is told and tried again. Mails are delivered
/// beside the others: how long that takes is the mail server's choice, up to a time-out.
///
/// The last round writes what `recorder` still holds: call `stop` when no request runs any more.
pub async fn run(
    context: Context,
    transport: Transport,
    recorder: Recorder,
    mut stop: watch::Receiver<bool>,
) {
    let mails = tokio::spawn(deliver_mail::run(
        context.clone(),
        Arc::new(transport),
        stop.clone(),
    ));
    let (mut polls, mut digests) = (every(UNCONFIRMED), every(UNCONFIRMED));
    let (mut months, mut open_data) = (every(RETENTION), every(UNCONFIRMED));
    let (mut unconfirmed, mut closing) = (every(UNCONFIRMED), every(CLOSING));
    let (mut calendar, mut reminders) = (every(UNCONFIRMED), every(REMINDERS));
    let (mut hour, mut heads) = (every(RETENTION), every(HEADS));
    let (mut records, mut supports) = (every(RECORDS), on_the_hour(&context));
    let (mut texts, mut batch) = (every(TEXTS), every(TICK));
    let mut indexed = index_texts::Progress::start();
    let (mut attachments, mut sweep) = (every(UNCONFIRMED), every(SWEEP));
    let (mut again, mut breaches) = (every(TICK), every(TICK));
    let (mut offices, mut assignees) = (every(UNCONFIRMED), every(UNCONFIRMED));
    let mut unreached = every(UNCONFIRMED);
    let (mut late_mail, mut watch) = (every(UNCONFIRMED), watch_mail::Watch::default());
    let (mut reviews, mut inbox) = (every(REMINDERS), every(REMINDERS));
    loop {
        let (job, result) = tokio::select! {
            _ = again.tick() => ("render_again", render_again::once(&context).await.map_err(|error| error.to_string())),
            _ = breaches.tick() => ("write_breach_letters", write_breach_letters::once(&context).await.map(drop).map_err(|error| error.to_string())),
            _ = unconfirmed.tick() => ("accept_unconfirmed", accept_unconfirmed::once(&context).await.map_err(|error| error.to_string())),
            _ = closing.tick() => ("close_answered", close_answered::once(&context).await.map_err(|error| error.to_string())),
            _ = calendar.tick() => ("read_calendar", read_calendar::once(&context).await.map_err(|error| error.to_string())),
            _ = reminders.tick() => ("remind_offices", remind_offices::once(&context).await.map_err(|error| error.to_string())),
            _ = reviews.tick() => ("remind_moderators", remind_moderators::once(&context).await.map_err(|error| error.to_string())),
            _ = inbox.tick() => ("remind_inbox", remind_inbox::once(&context).await.map_err(|error| error.to_string())),
            _ = records.tick() => ("record", record::once(&context, &recorder).await.map_err(|error| error.to_string())),
            _ = supports.tick() => ("count_supports", count_supports::once(&context).await.map_err(|error| error.to_string())),
            _ = polls.tick() => ("settle_polls", settle_polls::once(&context).await.map_err(|error| error.to_string())),
            _ = digests.tick() => ("send_digests", send_digests::once(&context).await.map_err(|error| error.to_string())),
            _ = months.tick() => ("freeze_statistics", freeze_statistics::once(&context).await.map_err(|error| error.to_string())),
            _ = open_data.tick() => ("make_open_data", make_open_data::once(&context).await.map_err(|error| error.to_string())),
            _ = attachments.tick() => ("collect_attachments", collect_attachments::once(&context).await.map_err(|error| error.to_string())),
            _ = sweep.tick() => ("sweep_attachments", collect_attachments::sweep(&context).await.map_err(|error| error.to_string())),
            _ = offices.tick() => ("watch_offices", watch_offices::once(&context).await.map_err(|error| error.to_string())),
            _ = unreached.tick() => ("note_unreached", note_unreached::once(&context).await.map_err(|error| error.to_string())),
            _ = assignees.tick() => ("tell_assignees", tell_assignees::once(&context).await.map_err(|error| error.to_string())),
            _ = late_mail.tick() => ("watch_mail", watch.once(&context).await.map(drop).map_err(|error| error.to_string())),
            _ = heads.tick() => ("sign_heads", sign_heads::once(&context).await.map_err(|error| error.to_string())),
            _ = texts.tick() => {
                indexed = index_texts::Progress::start();
                continue;
            }
            _ = batch.tick(), if !indexed.is_done() => ("index_texts", index_texts::once(&context, &mut indexed).await.map_err(|error| error.to_string())),
            _ = hour.tick() => ("retention", retention::once(&context).await.map(drop).map_err(|error| error.to_string())),
            _ = stop.changed() => break,
        };
        if let Err(error) = result {
            tracing::error!(error, job, "a job failed and will be tried again");
        }
    }
    if let Err(error) = mails.await {
        tracing::error!(%error, "the task that delivers mails has broken");
    }
    if let Err(error) = record::last(&context, &recorder).await {
        tracing::error!(%error, "what was noted of visits last is lost");
    }
}

/// At each full hour of the clock and never between: neither a start nor another node adds a count.
fn on_the_hour(context: &Context) -> Interval {
    let start = Instant::now() + until_the_hour(context.now());
    let mut interval = tokio::time::interval_at(start, SUPPORTS);
    interval.set_missed_tick_behavior(MissedTickBehavior::Skip);
    interval
}

/// How long it is until the next full hour.
fn until_the_hour(now: Timestamp) -> Duration {
    let hour = i64::try_from(SUPPORTS.as_millis()).unwrap_or(i64::MAX);
    let left = hour - now.milliseconds().rem_euclid(hour);
    Duration::from_millis(u64::try_from(left).unwrap_or_default())
}

fn every(period: Duration) -> Interval {
    let mut interval = tokio::time::interval(period);
    interval.set_missed_tick_behavior(MissedTickBehavior::Delay);
    interval
}

#[cfg(test)]
mod tests {
    use chrono::{TimeZone as _, Utc};

    use super::*;

    #[test]
    fn supporters_are_counted_at_full_hours() {
        for (minute, second, left) in [(0, 0, 3600), (0, 1, 3599), (59, 59, 1)] {
            let now = Utc
                .with_ymd_and_hms(2026, 3, 2, 10, minute, second)
                .unwrap();
            assert_eq!(until_the_hour(now.into()), Duration::from_secs(left));
        }
    }
}
