//! What runs without a request: the runner, and one file a job.

pub mod accept_unconfirmed;
pub mod close_answered;
pub mod collect_attachments;
pub mod count_supports;
pub mod deliver_mail;
pub mod freeze_statistics;
pub mod index_texts;
pub mod make_open_data;
pub mod read_calendar;
pub mod record;
pub mod remind_inbox;
pub mod remind_moderators;
pub mod remind_offices;
pub mod render_again;
pub mod retention;
mod round;
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

use self::round::round;
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
    let (mut late_mail, mut watch) = (every(UNCONFIRMED), watch_mail::Watch::default());
    let (mut reviews, mut inbox) = (every(REMINDERS), every(REMINDERS));
    let cx = &context;
    loop {
        tokio::select! {
            _ = again.tick() => { round(cx, "render_again", TICK, render_again::once(cx)).await.ok(); }
            _ = breaches.tick() => { round(cx, "write_breach_letters", TICK, write_breach_letters::once(cx)).await.ok(); }
            _ = unconfirmed.tick() => { round(cx, "accept_unconfirmed", UNCONFIRMED, accept_unconfirmed::once(cx)).await.ok(); }
            _ = closing.tick() => { round(cx, "close_answered", CLOSING, close_answered::once(cx)).await.ok(); }
            _ = calendar.tick() => { round(cx, "read_calendar", UNCONFIRMED, read_calendar::once(cx)).await.ok(); }
            _ = reminders.tick() => { round(cx, "remind_offices", REMINDERS, remind_offices::once(cx)).await.ok(); }
            _ = reviews.tick() => { round(cx, "remind_moderators", REMINDERS, remind_moderators::once(cx)).await.ok(); }
            _ = inbox.tick() => { round(cx, "remind_inbox", REMINDERS, remind_inbox::once(cx)).await.ok(); }
            _ = records.tick() => { round(cx, "record", RECORDS, record::once(cx, &recorder)).await.ok(); }
            _ = supports.tick() => { round(cx, "count_supports", SUPPORTS, count_supports::once(cx)).await.ok(); }
            _ = polls.tick() => { round(cx, "settle_polls", UNCONFIRMED, settle_polls::once(cx)).await.ok(); }
            _ = digests.tick() => { round(cx, "send_digests", UNCONFIRMED, send_digests::once(cx)).await.ok(); }
            _ = months.tick() => { round(cx, "freeze_statistics", RETENTION, freeze_statistics::once(cx)).await.ok(); }
            _ = open_data.tick() => { round(cx, "make_open_data", UNCONFIRMED, make_open_data::once(cx)).await.ok(); }
            _ = attachments.tick() => { round(cx, "collect_attachments", UNCONFIRMED, collect_attachments::once(cx)).await.ok(); }
            _ = sweep.tick() => { round(cx, "sweep_attachments", SWEEP, collect_attachments::sweep(cx)).await.ok(); }
            _ = offices.tick() => { round(cx, "watch_offices", UNCONFIRMED, watch_offices::once(cx)).await.ok(); }
            _ = assignees.tick() => { round(cx, "tell_assignees", UNCONFIRMED, tell_assignees::once(cx)).await.ok(); }
            _ = late_mail.tick() => { round(cx, "watch_mail", UNCONFIRMED, watch.once(cx)).await.ok(); }
            _ = heads.tick() => { round(cx, "sign_heads", HEADS, sign_heads::once(cx)).await.ok(); }
            _ = texts.tick() => {
                indexed = index_texts::Progress::start();
            }
            _ = batch.tick(), if !indexed.is_done() => { round(cx, "index_texts", TEXTS, index_texts::once(cx, &mut indexed)).await.ok(); }
            _ = hour.tick() => { round(cx, "retention", RETENTION, retention::once(cx)).await.ok(); }
            _ = stop.changed() => break,
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
