//! Reminding moderators of what waits too long for review: each at most once a day, on the city's
//! working days.

use chrono::TimeDelta;
use diesel::prelude::*;

use super::ModerationError;
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
    /// Since when the oldest does.
    oldest: Timestamp,
}

/// Mails each moderator for whom the oldest item waits longer than the configuration says.
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
fn due(connection: &mut AnyConnection, context: &Context) -> Result<Vec<Reminder>, DbError> {
    type Row = (i64, Lang, Vec<u8>, Vec<u8>);
    let told = outbox::told_today(connection, context, LetterKind::ReviewWaiting)?;
    let patience = TimeDelta::hours(context.config.review.remind_hours.into());
    let latest = context.now() - patience;
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
        let oldest = review::oldest(connection, moderator)?;
        if let Some(oldest) = oldest.filter(|oldest| *oldest <= latest) {
            let count = review::count(connection, moderator)?;
            all.push(Reminder {
                lang,
                email,
                count,
                oldest,
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
    let waits = context.now().utc() - reminder.oldest.utc();
    let facts = [
        ("city", city.clone()),
        ("count", reminder.count.to_string()),
        ("hours", waits.num_hours().to_string()),
    ];
    let draft = Draft {
        lang,
        city,
        subject: lang.t_with("mail-review-waiting-subject", &facts),
        paragraphs: vec![
            lang.t_with("mail-review-waiting-why", &facts),
            lang.t_with("mail-review-waiting-oldest", &facts),
        ],
        button: Some((lang.t("mail-review-waiting-button"), address("review"))),
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
        oldest: context.now() - TimeDelta::hours(30),
    };
    vec![letter(context, sample::to(), &reminder)]
}
