//! Reminding moderators of what waits too long for review, and of appeals: each at most once a day, on the city's
//! working days. Of appeals that no moderator may answer, administrators are reminded.

use chrono::TimeDelta;
use diesel::prelude::*;

use super::{
    ModerationError,
    appeals_due::{self, Pressing},
    reached,
};
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

/// What a moderator is told, or an administrator of what no moderator may answer.
struct Reminder {
    role: Role,
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
/// is to be answered today at the latest; and administrators, where that appeal is for no moderator.
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

/// Who may be reminded: the account, its role and language, and its address.
type Row = (i64, Role, Lang, Vec<u8>, Vec<u8>);

/// Who is to be told now, and what.
fn due(
    connection: &mut AnyConnection,
    context: &Context,
) -> Result<Vec<Reminder>, ModerationError> {
    let told = outbox::told_today(connection, context, LetterKind::ReviewWaiting)?;
    let today = context.clock.today(context.config.city.time_zone);
    let rows: Vec<Row> = accounts::table
        .filter(accounts::role.eq_any([Role::Moderator, Role::Administrator]))
        .order(accounts::id)
        .select((
            accounts::id,
            accounts::role,
            accounts::language,
            accounts::email_sealed,
            accounts::email_index,
        ))
        .load(connection)?;
    let (moderators, administrators): (Vec<Row>, Vec<Row>) = rows
        .into_iter()
        .partition(|(_, role, ..)| *role == Role::Moderator);
    let mut all = Vec::new();
    let mut answerable = Pressing::default();
    for row in moderators {
        // Nobody decides about themselves, and so it is asked for each of the few.
        let appeals = appeals_due::pressing(connection, context, row.0, today)?;
        answerable.add(&appeals);
        if !told.contains(&row.4) {
            all.extend(of_moderator(connection, context, row, &appeals)?);
        }
    }
    for (administrator, role, lang, email, index) in administrators {
        let appeals = appeals_due::pressing(connection, context, administrator, today)?;
        let appeals = appeals.without(&answerable).count();
        if appeals > 0 && !told.contains(&index) {
            all.push(Reminder {
                role,
                lang,
                email,
                count: 0,
                oldest: None,
                appeals,
            });
        }
    }
    Ok(all)
}

/// What a moderator is to be told, where there is anything.
fn of_moderator(
    connection: &mut AnyConnection,
    context: &Context,
    (moderator, role, lang, email, _): Row,
    appeals: &Pressing,
) -> Result<Option<Reminder>, ModerationError> {
    let Some(reviewer) = reached::reviewer(connection, moderator)? else {
        return Ok(None);
    };
    let patience = TimeDelta::hours(context.config.review.remind_hours.into());
    let latest = context.now() - patience;
    let oldest = review::oldest(connection, reviewer)?.filter(|oldest| *oldest <= latest);
    let appeals = appeals.count();
    if oldest.is_none() && appeals == 0 {
        return Ok(None);
    }
    Ok(Some(Reminder {
        role,
        lang,
        email,
        count: review::count(connection, reviewer)?,
        oldest,
        appeals,
    }))
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
        names.push(match reminder.role {
            Role::Administrator => "mail-review-appeals-left",
            _ => "mail-review-appeals-why",
        });
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
        role: Role::Moderator,
        lang,
        email: Vec::new(),
        count: 7,
        oldest: Some(context.now() - TimeDelta::hours(30)),
        appeals: 1,
    };
    let appeals_alone = Reminder {
        role: Role::Moderator,
        lang,
        email: Vec::new(),
        count: 0,
        oldest: None,
        appeals: 2,
    };
    let left = Reminder {
        role: Role::Administrator,
        lang,
        email: Vec::new(),
        count: 0,
        oldest: None,
        appeals: 1,
    };
    [reminder, appeals_alone, left]
        .iter()
        .map(|reminder| letter(context, sample::to(), reminder))
        .collect()
}
