//! Telling the office that gets what no rule names of mails that wait too long for a place: one mail a
//! working day at most. It says how many there are and since when, and nothing of who wrote what.

use chrono::TimeDelta;
use diesel::{
    dsl::{count_star, min},
    prelude::*,
};

use crate::{
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        locks::{self, Gate},
        schema::unplaced_mails,
    },
    i18n::Lang,
    mail::{About, Letter, LetterKind, outbox},
    offices::{Office, days, hours, routing},
    privacy::{Private, sealed},
    suggestions::{SuggestionError, letters},
};

/// How long a mail waits before the office is told.
const PATIENCE: TimeDelta = TimeDelta::hours(4);

/// What waits.
#[derive(Clone, Copy)]
pub(in crate::suggestions) struct Waiting {
    pub count: i64,
    /// Since when the oldest does.
    pub since: Timestamp,
}

/// Mails the office, where the oldest waits longer than a few hours.
pub async fn remind(context: &Context) -> Result<(), SuggestionError> {
    if !hours::has_begun(context) {
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
            for (office, waiting) in due(connection, &cx)? {
                let letter = letter(&cx, &office, waiting);
                outbox::enqueue(connection, &cx, &letter)?;
            }
            Ok(())
        })
        .await
}

/// How many mails wait for a place, and since when the oldest does.
pub fn waiting(connection: &mut AnyConnection) -> Result<(i64, Option<Timestamp>), DbError> {
    Ok(unplaced_mails::table
        .select((count_star(), min(unplaced_mails::received_at)))
        .first(connection)?)
}

/// The offices that are to be told now, and of what.
fn due(
    connection: &mut AnyConnection,
    context: &Context,
) -> Result<Vec<(Office, Waiting)>, SuggestionError> {
    let (count, oldest) = waiting(connection)?;
    let latest = context.now() - PATIENCE;
    let Some(since) = oldest.filter(|oldest| *oldest <= latest) else {
        return Ok(Vec::new());
    };
    let waiting = Waiting { count, since };
    let today = context.clock.today(context.config.city.time_zone);
    let (city, own) = (context.calendar(), days::own(connection, context)?);
    let mut told = outbox::told_today(connection, context, LetterKind::MailsWaiting)?;
    let mut all = Vec::new();
    for office in routing::fallback(connection, today)?.all() {
        let works = own.get(&office.id).unwrap_or(&city).works(today);
        let address = Private::new(office.email.clone());
        // Of two offices with one mailbox the first is told.
        if works && told.insert(sealed::email_index(&context.config.keys, &address)) {
            all.push((office.clone(), waiting));
        }
    }
    Ok(all)
}

/// Offices read Chinese.
pub(in crate::suggestions) fn letter(
    context: &Context,
    office: &Office,
    waiting: Waiting,
) -> Letter {
    const LANG: Lang = Lang::Zh;
    let config = &context.config;
    let kind = LetterKind::MailsWaiting;
    let waits = context.now().utc() - waiting.since.utc();
    let text = |part: &str| {
        let arguments = [
            (
                "city",
                LANG.pick(&config.city.name_zh, &config.city.name_en),
            ),
            ("count", waiting.count.to_string()),
            ("hours", waits.num_hours().to_string()),
        ];
        LANG.t_with(&format!("mail-{}-{part}", kind.as_str()), &arguments)
    };
    let inbox = config.absolute(&format!("/{}/desk/inbox", LANG.as_str()));
    let paragraphs = vec![text("why"), text("oldest")];
    let button = Some((text("button"), inbox));
    Letter {
        kind,
        about: About::Nothing,
        to: Private::new(office.email.clone()),
        content: letters::draft(context, LANG, text("subject"), paragraphs, button).compose(),
    }
}
