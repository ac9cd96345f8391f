//! The mails to who signed up. Their words stand in `locales/*/events.ftl`.

use super::Event;
use crate::{
    context::Context,
    i18n::Lang,
    keys::Token,
    mail::{About, Draft, Letter, LetterKind},
    privacy::Private,
};

/// `mail-KIND-subject`, `-why`, `-what`, `-button`; the button leads to the page that cancels,
/// or to the event where there is nothing left to cancel.
pub(super) fn letter(
    context: &Context,
    event: &Event,
    lang: Lang,
    to: Private<String>,
    kind: LetterKind,
    token: Option<&Token>,
) -> Letter {
    let (config, word) = (&context.config, kind.as_str());
    let city = lang.pick(&config.city.name_zh, &config.city.name_en);
    let address = |path: &str| config.absolute(&format!("/{}/{path}", lang.as_str()));
    let zone = config.city.time_zone;
    let text = |part: &str| {
        let arguments = [
            ("city", city.clone()),
            ("event", event.title.best(lang).1.to_owned()),
            ("place", event.place.best(lang).1.to_owned()),
            ("date", lang.date(event.starts_at.day_in(zone))),
            (
                "time",
                event
                    .starts_at
                    .utc()
                    .with_timezone(&zone)
                    .format("%H:%M")
                    .to_string(),
            ),
        ];
        lang.t_with(&format!("mail-{word}-{part}"), &arguments)
    };
    let path = match token {
        Some(token) => format!("events/cancel/{}", token.reveal()),
        None => format!("events/{}", event.id),
    };
    let draft = Draft {
        lang,
        subject: text("subject"),
        paragraphs: vec![text("why"), text("what")],
        button: Some((text("button"), address(&path))),
        policy_url: address("privacy"),
        city: city.clone(),
    };
    Letter {
        kind,
        about: About::Nothing,
        to,
        content: draft.compose(),
    }
}
