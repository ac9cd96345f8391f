//! Reminding moderators of what waits too long for review, and of appeals: each at most once a day, on the city's
//! working days.

use chrono::TimeDelta;
use diesel::prelude::*;

use super::{ModerationError, appeals_due, reached};
use crate::{
    accounts::Role,
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        locks::{self, Gate},
        schema::accounts,
    },
    i18n::Lang,
    mail::{About, Draft, Letter, LetterKind, outbox, sample},
    offices::hours,
    privacy::{
        Private,
        sealed::{self, Column},
    },
    review,
};

/// What a moderator is told.
struct Reminder {
    lang: Lang,
    email: Vec<u8>,
    /// How many items wait.
    count: i64,
    /// Since when the oldest does, where that is too long.
    oldest: Option<Timestamp>,
    /// How many appeals are to be answered today at the latest.
    appeals: usize,
}

/// Mails each moderator for whom the oldest item waits longer than the configuration says, or an appeal
/// is to be answered today at the latest.
pub async fn remind(context: &Context) -> Result<(), ModerationError> {
    let today = context.clock.today(context.config.city.time_zone);
    if !context.calendar().works(today) || !hours::has_begun(context) {
        return Ok(());
    }
    let cx = context.clone();
    // The look goes to the readers: where nobody is to be told, SQLite's one writer is left alone.
    let look = move |connection: &mut AnyConnection| {
        let found = due(connection, &cx)?.len();
        Ok(i64::try_from(found).unwrap_or(i64::MAX))
    };
    let cx = context.clone();
    context
        .db
        .write_if_any(look, move |connection| {
            // Of two nodes the second finds whom the first has told.
            locks::alone(connection, Gate::Digests)?;
            for reminder in due(connection, &cx)? {
                tell(connection, &cx, &reminder)?;
            }
            Ok(())
        })
        .await
}

/// Who is to be told now, and what.
fn due(
    connection: &mut AnyConnection,
    context: &Context,
) -> Result<Vec<Reminder>, ModerationError> {
    type Row = (i64, Lang, Vec<u8>, Vec<u8>);
    let told = outbox::told_today(connection, context, LetterKind::ReviewWaiting)?;
    let patience = TimeDelta::hours(context.config.review.remind_hours.into());
    let latest = context.now() - patience;
    let today = context.clock.today(context.config.city.time_zone);
    let rows: Vec<Row> = accounts::table
        .filter(accounts::role.eq(Role::Moderator))
        .order(accounts::id)
        .select((
            accounts::id,
            accounts::language,
            accounts::email_sealed,
            accounts::email_index,
        ))
        .load(connection)?;
    let mut all = Vec::new();
    for (moderator, lang, email, index) in rows {
        if told.contains(&index) {
            continue;
        }
        // Nobody decides about themselves, and so it is asked for each of the few.
        let Some(reviewer) = reached::reviewer(connection, moderator)? else {
            continue;
        };
        let oldest = review::oldest(connection, reviewer)?.filter(|oldest| *oldest <= latest);
        let appeals = appeals_due::pressing(connection, context, moderator, today)?;
        if oldest.is_some() || appeals > 0 {
            let count = review::count(connection, reviewer)?;
            all.push(Reminder {
                lang,
                email,
                count,
                oldest,
                appeals,
            });
        }
    }
    Ok(all)
}

fn tell(
    connection: &mut AnyConnection,
    context: &Context,
    reminder: &Reminder,
) -> Result<(), DbError> {
    let to = sealed::open(&context.config.keys, Column::AccountEmail, &reminder.email);
    let Ok(to) = to else {
        // One address that cannot be read must not keep the others waiting.
        tracing::error!("an account's address cannot be opened");
        return Ok(());
    };
    outbox::enqueue(connection, context, &letter(context, to, reminder)).map(drop)
}

fn letter(context: &Context, to: Private<String>, reminder: &Reminder) -> Letter {
    let lang = reminder.lang;
    let config = &context.config;
    let city = lang.pick(&config.city.name_zh, &config.city.name_en);
    let address = |path: &str| config.absolute(&format!("/{}/{path}", lang.as_str()));
    let waits = |oldest: Timestamp| (context.now().utc() - oldest.utc()).num_hours();
    let hours = reminder.oldest.map_or(0, waits);
    let facts = [
        ("city", city.clone()),
        ("count", reminder.count.to_string()),
        ("hours", hours.to_string()),
        ("appeals", reminder.appeals.to_string()),
    ];
    let mut names = Vec::new();
    if reminder.oldest.is_some() {
        names.extend(["mail-review-waiting-why", "mail-review-waiting-oldest"]);
    }
    if reminder.appeals > 0 {
        names.push("mail-review-appeals-why");
    }
    // What is late for longer stands in the subject and behind the button.
    let (subject, button, path) = match reminder.oldest {
        Some(_) => (
            "mail-review-waiting-subject",
            "mail-review-waiting-button",
            "review",
        ),
        None => (
            "mail-review-appeals-subject",
            "mail-review-appeals-button",
            "review/appeals",
        ),
    };
    let draft = Draft {
        lang,
        city,
        subject: lang.t_with(subject, &facts),
        paragraphs: names
            .into_iter()
            .map(|name| lang.t_with(name, &facts))
            .collect(),
        button: Some((lang.t(button), address(path))),
        policy_url: address("privacy"),
    };
    Letter {
        kind: LetterKind::ReviewWaiting,
        about: About::Nothing,
        to,
        content: draft.compose(),
    }
}

/// A sample of it.
pub fn sample_mails(context: &Context, lang: Lang) -> Vec<Letter> {
    let reminder = Reminder {
        lang,
        email: Vec::new(),
        count: 7,
        oldest: Some(context.now() - TimeDelta::hours(30)),
        appeals: 1,
    };
    let appeals_alone = Reminder {
        lang,
        email: Vec::new(),
        count: 0,
        oldest: None,
        appeals: 2,
    };
    [reminder, appeals_alone]
        .iter()
        .map(|reminder| letter(context, sample::to(), reminder))
        .collect()
}
