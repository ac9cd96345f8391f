//! The mails to who signed up. Their words stand in `locales/*/events.ftl`.

use chrono::TimeDelta;

use super::{Both, Event};
use crate::{
    context::Context,
    i18n::Lang,
    keys::Token,
    mail::{About, Draft, Letter, LetterKind, sample},
    privacy::Private,
};

/// A sample of each.
pub fn sample_mails(context: &Context, lang: Lang) -> Vec<Letter> {
    let both = |zh: &str, en: &str| Both {
        zh: zh.to_owned(),
        en: en.to_owned(),
    };
    let starts_at = context.now() + TimeDelta::days(14);
    let event = Event {
        id: 1,
        title: both("淨灘活動", "A morning on the beach"),
        body: both("", ""),
        body_html: both("", ""),
        place: both("旗津海岸公園", "Cijin Beach Park"),
        starts_at,
        ends_at: starts_at + TimeDelta::hours(3),
        sign_up: true,
        sign_up_until: None,
        capacity: Some(30),
        erase_on: None,
        organiser: None,
        cancelled: false,
        updated_at: context.now(),
    };
    let token = sample::token();
    let of = |kind: LetterKind| {
        let token = (kind != LetterKind::EventCalledOff).then_some(&token);
        letter(context, &event, lang, sample::to(), kind, token)
    };
    LetterKind::EVENTS.map(of).into()
}

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
