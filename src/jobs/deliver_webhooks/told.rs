//! Administrators are told by mail that an endpoint gets no events any more.

use url::Url;

use crate::{
    accounts::{self, AccountError, Role},
    context::Context,
    db::AnyConnection,
    i18n::Lang,
    mail::{About, Draft, Letter, LetterKind, outbox, sample},
    privacy::Private,
    webhooks::{Off, due::SwitchedOff},
};

/// Mails each of them, in the transaction that switches it off.
pub(super) fn tell(
    connection: &mut AnyConnection,
    context: &Context,
    off: &SwitchedOff,
) -> Result<(), AccountError> {
    for (lang, to) in accounts::addresses(connection, context, Role::Administrator)? {
        outbox::enqueue(connection, context, &letter(context, lang, to, off))?;
    }
    Ok(())
}

/// The host alone is named: the rest of an address may hold what opens it.
fn letter(context: &Context, lang: Lang, to: Private<String>, off: &SwitchedOff) -> Letter {
    let config = &context.config;
    let city = lang.pick(&config.city.name_zh, &config.city.name_en);
    let address = |path: &str| config.absolute(&format!("/{}/{path}", lang.as_str()));
    let url: Option<Url> = off.url.parse().ok();
    let host = url.as_ref().and_then(Url::host_str).unwrap_or_default();
    let text = |part: &str| {
        let arguments = [
            ("city", city.clone()),
            ("host", host.to_owned()),
            ("why", off.why.as_str().to_owned()),
        ];
        lang.t_with(&format!("mail-webhook-off-{part}"), &arguments)
    };
    let draft = Draft {
        lang,
        subject: text("subject"),
        paragraphs: vec![text("what"), text("next")],
        button: Some((
            text("button"),
            address(&format!("admin/webhooks/{}", off.id)),
        )),
        policy_url: address("privacy"),
        city: city.clone(),
    };
    Letter {
        kind: LetterKind::WebhookOff,
        about: About::Nothing,
        to,
        content: draft.compose(),
    }
}

/// Samples of it.
pub fn sample_mails(context: &Context, lang: Lang) -> Vec<Letter> {
    let of = |why| SwitchedOff {
        id: 1,
        url: "https://hooks.city.example/plaza".to_owned(),
        why,
    };
    [Off::Failing, Off::Gone]
        .into_iter()
        .map(|why| letter(context, lang, sample::to(), &of(why)))
        .collect()
}
