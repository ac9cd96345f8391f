//! The city's own affairs: known holidays, offices that can be reached, somebody who administers, what waits for
//! longer than it should, and programs that take no events.

use chrono::{Datelike as _, Days, TimeDelta};

use super::{Finding, fail, warn, well};
use crate::{
    accounts::{Role, operated},
    context::Context,
    db::{DbError, Timestamp},
    i18n::Lang,
    mail::unsent,
    offices::{self, Office, routing},
    review::load,
    suggestions::unplaced::remind,
    webhooks::deliveries,
};

/// What came in by mail and waits so long is told to its office as well.
const INBOX: TimeDelta = TimeDelta::days(1);
/// An event that waits so long waits for a program that takes none.
const EVENT: TimeDelta = TimeDelta::hours(1);

/// Due dates reach two months ahead.
pub(super) fn calendar(context: &Context) -> Finding {
    let today = context.clock.today(context.config.city.time_zone);
    let year = (today + Days::new(60)).year();
    if context.calendar().knows(year) {
        return well("calendar", format!("the holidays of {year} are known"));
    }
    warn(
        "calendar",
        format!("the holidays of {year} are not known: due dates would fall too early"),
        "bring its calendar in with `plaza import calendar`",
    )
}

/// Whether every suggestion has somewhere to go, and arrives there.
pub(super) async fn offices(context: &Context) -> Vec<Finding> {
    let mut found = vec![match routing::serves(context).await {
        Ok(()) => well("routing", "every suggestion has somewhere to go"),
        Err(error) => fail(
            "routing",
            error.to_string(),
            "enter the city's offices and rules with `plaza import offices FILE`",
        ),
    }];
    let today = context.clock.today(context.config.city.time_zone);
    match offices::list(context).await {
        Ok(all) => {
            let living = all.iter().filter(|office| office.lives_on(today));
            found.extend(living.filter_map(of_office));
        }
        Err(error) => found.push(fail(
            "offices",
            error.to_string(),
            "look at the database's log",
        )),
    }
    found
}

/// An office that mails do not reach.
fn of_office(office: &Office) -> Option<Finding> {
    let name = office.name(Lang::En);
    let (said, remedy) = if office.email.trim().is_empty() {
        (
            format!("{name} has no address"),
            "enter one on /admin/offices",
        )
    } else if office.mail_fails_since.is_some() {
        (
            format!("mails do not reach {name}"),
            "`plaza mail list dead` says what its server said; correct its address",
        )
    } else {
        return None;
    };
    Some(fail("offices", said, remedy))
}

/// Somebody must be able to do what only they may.
pub(super) async fn people(context: &Context) -> Vec<Finding> {
    let mut found = Vec::new();
    for (role, what) in [
        (Role::Administrator, "nobody can make boards or offices"),
        (
            Role::PrivacyOfficer,
            "nobody answers what people ask about their data",
        ),
    ] {
        let name = role.as_str();
        found.push(match operated::count(context, role).await {
            Ok(0) => fail(
                "people",
                format!("no account has the role {name}: {what}"),
                format!("plaza admin account create --role {name} --email ADDRESS"),
            ),
            Ok(count) => well("people", format!("{count} with the role {name}")),
            Err(error) => fail("people", error.to_string(), "look at the database's log"),
        });
    }
    found
}

/// What waits too long.
pub(super) async fn queues(context: &Context) -> Vec<Finding> {
    let now = context.now();
    let mails = unsent::ageing(context).await;
    let mails = mails.map(|late| late.map(|late| (late.count, late.since)));
    let inbox = context.db.read(remind::waiting).await;
    let inbox = inbox.map(|(count, since)| {
        let late = since.filter(|since| *since + INBOX < now);
        late.map(|since| (count, since))
    });
    let patience = TimeDelta::hours(context.config.review.remind_hours.into());
    let review = context.db.read(load::waiting).await.map(|kinds| {
        // What is decided in a room of its own has a day of its own.
        let here = || kinds.iter().filter(|(kind, ..)| load::KINDS.contains(kind));
        let count: i64 = here().map(|(_, count, _)| count).sum();
        let since = here().filter_map(|(_, _, since)| *since).min();
        let late = since.filter(|since| *since + patience < now);
        late.map(|since| (count, since))
    });
    vec![
        queue(
            "outgoing mail",
            mails,
            "`plaza mail list` says what the servers said",
        ),
        queue(
            "incoming mail",
            inbox,
            "let a member of the fallback's office place what came in",
        ),
        queue(
            "review",
            review,
            "ask the moderators; /admin/moderators says who they are",
        ),
    ]
}

fn queue(
    check: &'static str,
    late: Result<Option<(i64, Timestamp)>, DbError>,
    remedy: &str,
) -> Finding {
    match late {
        Ok(None) => well(check, "nothing waits too long"),
        Ok(Some((count, since))) => {
            let since = since.utc().format("%FT%TZ");
            warn(
                check,
                format!("{count} wait, the oldest since {since}"),
                remedy,
            )
        }
        Err(error) => fail(check, error.to_string(), "look at the database's log"),
    }
}

/// Whether the programs that are told of events take them.
pub(super) async fn webhooks(context: &Context) -> Vec<Finding> {
    let read = context.db.read(|connection| {
        let waiting = deliveries::waiting(connection)?;
        Ok::<_, DbError>((waiting, deliveries::given_up(connection)?))
    });
    let ((count, since, dead), off) = match read.await {
        Ok(read) => read,
        Err(error) => {
            let remedy = "look at the database's log";
            return vec![fail("webhooks", error.to_string(), remedy)];
        }
    };
    let mut said = Vec::new();
    if off > 0 {
        said.push(format!("endpoints switched off as nothing arrived: {off}"));
    }
    if dead > 0 {
        said.push(format!("events that are tried no more: {dead}"));
    }
    let now = context.now();
    if let Some(since) = since.filter(|since| *since + EVENT < now) {
        let since = since.utc().format("%FT%TZ");
        said.push(format!("{count} events wait, the oldest since {since}"));
    }
    if said.is_empty() {
        return vec![well("webhooks", "every event arrives")];
    }
    vec![warn(
        "webhooks",
        said.join("; "),
        "/admin/webhooks says what each program answered, and delivers again",
    )]
}
