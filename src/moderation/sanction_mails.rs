//! Telling somebody by mail what was imposed on the account, why and until when, or that it ended.
//! A duty: it goes to every address, and to who can log on no longer.

use chrono::NaiveDate;

use super::{ModerationError, told::mailbox};
use crate::{
    context::Context,
    db::AnyConnection,
    i18n::Lang,
    mail::{About, Draft, Letter, LetterKind, outbox, sample},
    privacy::{Private, reason::Because},
};

/// What happened, as its word, and the last day where there is one.
type What<'a> = (&'a str, Option<NaiveDate>);

/// Writes to who has the account.
pub(super) fn tell(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
    what: What<'_>,
    because: &Because,
) -> Result<(), ModerationError> {
    let (lang, to) = mailbox(connection, context, account)?;
    let letter = letter(context, (lang, to), what, &because.said(lang));
    outbox::enqueue(connection, context, &letter)?;
    Ok(())
}

/// Writes that something was taken back; for a reason, where one was given.
pub(super) fn taken_back(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
    because: Option<&Because>,
) -> Result<(), ModerationError> {
    let (lang, to) = mailbox(connection, context, account)?;
    let because = because.map_or_else(
        || lang.t("decision-without-words"),
        |because| because.said(lang),
    );
    let letter = letter(context, (lang, to), ("withdrawn", None), &because);
    outbox::enqueue(connection, context, &letter)?;
    Ok(())
}

fn letter(
    context: &Context,
    (lang, to): (Lang, Private<String>),
    (what, last_day): What<'_>,
    because: &str,
) -> Letter {
    let config = &context.config;
    let city = lang.pick(&config.city.name_zh, &config.city.name_en);
    let address = |path: &str| config.absolute(&format!("/{}/{path}", lang.as_str()));
    let policy = address("moderation");
    let text = |part: &str| {
        let arguments = [
            ("city", city.clone()),
            ("what", what.to_owned()),
            (
                "until",
                last_day.map_or_else(String::new, |day| lang.date(day)),
            ),
            ("because", because.to_owned()),
            ("policy", policy.clone()),
        ];
        lang.t_with(&format!("mail-sanction-{part}"), &arguments)
    };
    // Whoever is suspended reaches no page of the account.
    let place = match what {
        "suspend" => "log-on/appeal",
        _ => "account/standing",
    };
    let draft = Draft {
        lang,
        subject: text("subject"),
        paragraphs: ["why", "what", "because", "how"].map(text).into(),
        button: Some((text("button"), address(place))),
        policy_url: address("privacy"),
        city: city.clone(),
    };
    Letter {
        kind: LetterKind::Moderated,
        about: About::Nothing,
        to,
        content: draft.compose_with(&[policy]),
    }
}

/// A sample of each.
pub(super) fn samples(context: &Context, lang: Lang) -> Vec<Letter> {
    let because = lang.pick("多次張貼廣告。", "Advertising, several times.");
    let day = context.clock.today(context.config.city.time_zone);
    let whats: [What<'_>; 8] = [
        ("warn", None),
        ("silence", Some(day)),
        ("suspend", Some(day)),
        ("released", None),
        ("profile-shown", None),
        ("withdrawn", None),
        ("appeal-granted", None),
        ("appeal-refused", None),
    ];
    whats
        .into_iter()
        .map(|what| letter(context, (lang, sample::to()), what, &because))
        .collect()
}
