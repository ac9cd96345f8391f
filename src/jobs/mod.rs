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
use crate::{
    context::Context,
    db::Timestamp,
    mail::Transport,
    metrics::count::{Words as _, words},
    privacy::Recorder,
};

words! {
    /// The jobs that take turns; mails are delivered beside them.
    pub enum Job {
        RenderAgain = "render_again",
        WriteBreachLetters = "write_breach_letters",
        AcceptUnconfirmed = "accept_unconfirmed",
        CloseAnswered = "close_answered",
        ReadCalendar = "read_calendar",
        RemindOffices = "remind_offices",
        RemindModerators = "remind_moderators",
        RemindInbox = "remind_inbox",
        Record = "record",
        CountSupports = "count_supports",
        SettlePolls = "settle_polls",
        SendDigests = "send_digests",
        FreezeStatistics = "freeze_statistics",
        MakeOpenData = "make_open_data",
        CollectAttachments = "collect_attachments",
        SweepAttachments = "sweep_attachments",
        WatchOffices = "watch_offices",
        TellAssignees = "tell_assignees",
        WatchMail = "watch_mail",
        SignHeads = "sign_heads",
        IndexTexts = "index_texts",
        Retention = "retention",
    }
}

impl Job {
    /// How often it runs.
    const fn period(self) -> Duration {
        match self {
            Self::RenderAgain | Self::WriteBreachLetters => TICK,
            Self::Record => RECORDS,
            Self::AcceptUnconfirmed
            | Self::ReadCalendar
            | Self::SettlePolls
            | Self::SendDigests
            | Self::MakeOpenData
            | Self::CollectAttachments
            | Self::WatchOffices
            | Self::TellAssignees
            | Self::WatchMail => MINUTE,
            Self::RemindOffices | Self::RemindModerators | Self::RemindInbox => REMINDERS,
            Self::SignHeads => HEADS,
            Self::CloseAnswered => CLOSING,
            Self::FreezeStatistics | Self::Retention => RETENTION,
            Self::CountSupports => SUPPORTS,
            Self::IndexTexts => TEXTS,
            Self::SweepAttachments => SWEEP,
        }
    }
}

/// How often the jobs look for work.
const TICK: Duration = Duration::from_secs(1);
/// How often it is looked for what people wait for and nobody by the second.
const MINUTE: Duration = Duration::from_secs(60);
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
    let runs = &context.metrics.runs;
    for job in Job::ALL {
        runs.expect(job.word(), job.period(), context.now());
    }
    let (mut polls, mut digests) = (of(Job::SettlePolls), of(Job::SendDigests));
    let (mut months, mut open_data) = (of(Job::FreezeStatistics), of(Job::MakeOpenData));
    let (mut unconfirmed, mut closing) = (of(Job::AcceptUnconfirmed), of(Job::CloseAnswered));
    let (mut calendar, mut reminders) = (of(Job::ReadCalendar), of(Job::RemindOffices));
    let (mut hour, mut heads) = (of(Job::Retention), of(Job::SignHeads));
    let (mut records, mut supports) = (of(Job::Record), on_the_hour(&context));
    let (mut texts, mut batch) = (of(Job::IndexTexts), every(TICK));
    let mut indexed = index_texts::Progress::start();
    let (mut attachments, mut sweep) = (of(Job::CollectAttachments), of(Job::SweepAttachments));
    let (mut again, mut breaches) = (of(Job::RenderAgain), of(Job::WriteBreachLetters));
    let (mut offices, mut assignees) = (of(Job::WatchOffices), of(Job::TellAssignees));
    let (mut late_mail, mut watch) = (of(Job::WatchMail), watch_mail::Watch::default());
    let (mut reviews, mut inbox) = (of(Job::RemindModerators), of(Job::RemindInbox));
    let cx = &context;
    loop {
        tokio::select! {
            _ = again.tick() => round(cx, Job::RenderAgain, render_again::once(cx)).await,
            _ = breaches.tick() => round(cx, Job::WriteBreachLetters, write_breach_letters::once(cx)).await,
            _ = unconfirmed.tick() => round(cx, Job::AcceptUnconfirmed, accept_unconfirmed::once(cx)).await,
            _ = closing.tick() => round(cx, Job::CloseAnswered, close_answered::once(cx)).await,
            _ = calendar.tick() => round(cx, Job::ReadCalendar, read_calendar::once(cx)).await,
            _ = reminders.tick() => round(cx, Job::RemindOffices, remind_offices::once(cx)).await,
            _ = reviews.tick() => round(cx, Job::RemindModerators, remind_moderators::once(cx)).await,
            _ = inbox.tick() => round(cx, Job::RemindInbox, remind_inbox::once(cx)).await,
            _ = records.tick() => round(cx, Job::Record, record::once(cx, &recorder)).await,
            _ = supports.tick() => round(cx, Job::CountSupports, count_supports::once(cx)).await,
            _ = polls.tick() => round(cx, Job::SettlePolls, settle_polls::once(cx)).await,
            _ = digests.tick() => round(cx, Job::SendDigests, send_digests::once(cx)).await,
            _ = months.tick() => round(cx, Job::FreezeStatistics, freeze_statistics::once(cx)).await,
            _ = open_data.tick() => round(cx, Job::MakeOpenData, make_open_data::once(cx)).await,
            _ = attachments.tick() => round(cx, Job::CollectAttachments, collect_attachments::once(cx)).await,
            _ = sweep.tick() => round(cx, Job::SweepAttachments, collect_attachments::sweep(cx)).await,
            _ = offices.tick() => round(cx, Job::WatchOffices, watch_offices::once(cx)).await,
            _ = assignees.tick() => round(cx, Job::TellAssignees, tell_assignees::once(cx)).await,
            _ = late_mail.tick() => round(cx, Job::WatchMail, watch.once(cx)).await,
            _ = heads.tick() => round(cx, Job::SignHeads, sign_heads::once(cx)).await,
            _ = texts.tick() => indexed = index_texts::Progress::start(),
            _ = batch.tick(), if !indexed.is_done() => round(cx, Job::IndexTexts, index_texts::once(cx, &mut indexed)).await,
            _ = hour.tick() => round(cx, Job::Retention, retention::once(cx)).await,
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

fn of(job: Job) -> Interval {
    every(job.period())
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
