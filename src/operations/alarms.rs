//! What needs somebody, by rules that `docs/watching.md` names.

use chrono::{Datelike as _, Days, TimeDelta};

use super::status::{Journal, Status};
use crate::{
    context::Context,
    db::Timestamp,
    metrics::count::{Words as _, words},
};

words! {
    /// Something that does not mend itself.
    pub enum Alarm {
        MailsLate = "mails-late",
        RelayAway = "relay-away",
        DeadMails = "dead-mails",
        InboxWaits = "inbox-waits",
        ReviewWaits = "review-waits",
        JobOverdue = "job-overdue",
        JobFails = "job-fails",
        DiskFull = "disk-full",
        JournalApart = "journal-apart",
        CalendarEnds = "calendar-ends",
        WebhookOff = "webhook-off",
    }
}

/// After so long somebody must look at a mail that has no place.
const INBOX: TimeDelta = TimeDelta::hours(24);
/// So many rounds of a job in a row that failed are no accident.
const IN_A_ROW: u32 = 3;
/// Due dates reach so far ahead.
const AHEAD: Days = Days::new(60);

/// All that holds now; `are_mails_late` as `mail.alarm_minutes` says.
pub(super) fn all(context: &Context, status: &Status, are_mails_late: bool) -> Vec<Alarm> {
    let now = status.now;
    let waits = |since: Option<Timestamp>, longest: TimeDelta| {
        since.is_some_and(|since| since + longest < now)
    };
    let reviews = TimeDelta::hours(context.config.review.remind_hours.into());
    let queues = &status.queues;
    let ahead = context.clock.today(context.config.city.time_zone) + AHEAD;
    let holds = |alarm: &Alarm| match alarm {
        Alarm::MailsLate => are_mails_late,
        Alarm::RelayAway => status.relay_away.is_some(),
        Alarm::DeadMails => queues.dead > 0,
        Alarm::InboxWaits => waits(queues.inbox.since, INBOX),
        Alarm::ReviewWaits => waits(queues.reviews().since, reviews),
        Alarm::JobOverdue => status.jobs.iter().any(|job| job.is_overdue),
        Alarm::JobFails => status.jobs.iter().any(|job| job.in_a_row >= IN_A_ROW),
        Alarm::DiskFull => status
            .machine
            .disks
            .iter()
            .any(|disk| disk.is_nearly_full()),
        Alarm::JournalApart => status.journal != Journal::Agree,
        Alarm::CalendarEnds => !context.calendar().knows(ahead.year()),
        Alarm::WebhookOff => queues.webhooks_off > 0,
    };
    Alarm::ALL.iter().copied().filter(holds).collect()
}
