//! The mails about an account. Their words stand in `locales/*/accounts.ftl`.
//!
//! None repeats what a stranger could have typed, so that none can carry a stranger's message.

use diesel::prelude::*;

use super::{AccountError, Role};
use crate::{
    context::Context,
    db::{AnyConnection, schema::accounts},
    i18n::Lang,
    keys::Token,
    mail::{About, Draft, Letter, LetterKind, sample},
    privacy::{
        Private,
        sealed::{self, Column},
    },
};

/// Language and address of everybody with a role, for what Plaza writes to them.
pub fn addresses(
    connection: &mut AnyConnection,
    context: &Context,
    role: Role,
) -> Result<Vec<(Lang, Private<String>)>, AccountError> {
    let rows: Vec<(Lang, Vec<u8>)> = accounts::table
        .filter(accounts::role.eq(role))
        .order(accounts::id)
        .select((accounts::language, accounts::email_sealed))
        .load(connection)?;
    rows.into_iter()
        .map(|(lang, sealed)| {
            let email = sealed::open(&context.config.keys, Column::AccountEmail, &sealed)?;
            Ok((lang, email))
        })
        .collect()
}

pub(super) fn registration(
    context: &Context,
    lang: Lang,
    to: Private<String>,
    token: &Token,
) -> Letter {
    let path = format!("register/{}", token.reveal());
    letter(context, lang, to, LetterKind::Registration, Some(&path))
}

pub(super) fn already_registered(context: &Context, lang: Lang, to: Private<String>) -> Letter {
    letter(
        context,
        lang,
        to,
        LetterKind::AlreadyRegistered,
        Some("log-on"),
    )
}

pub(super) fn reset(context: &Context, lang: Lang, to: Private<String>, token: &Token) -> Letter {
    let path = format!("password/reset/{}", token.reveal());
    letter(context, lang, to, LetterKind::PasswordReset, Some(&path))
}

pub(super) fn address_change(
    context: &Context,
    lang: Lang,
    to: Private<String>,
    token: &Token,
) -> Letter {
    let path = format!("account/address/{}", token.reveal());
    letter(context, lang, to, LetterKind::AddressChange, Some(&path))
}

pub(super) fn address_changed(context: &Context, lang: Lang, to: Private<String>) -> Letter {
    letter(context, lang, to, LetterKind::AddressChanged, None)
}

pub(super) fn address_check(
    context: &Context,
    lang: Lang,
    to: Private<String>,
    token: &Token,
) -> Letter {
    let path = format!("account/mail-check/{}", token.reveal());
    letter(context, lang, to, LetterKind::AddressCheck, Some(&path))
}

/// A sample of each.
pub fn sample_mails(context: &Context, lang: Lang) -> Vec<Letter> {
    let (to, token) = (sample::to, sample::token());
    vec![
        registration(context, lang, to(), &token),
        already_registered(context, lang, to()),
        reset(context, lang, to(), &token),
        address_change(context, lang, to(), &token),
        address_changed(context, lang, to()),
        address_check(context, lang, to(), &token),
    ]
}

/// `mail-KIND-subject`, `mail-KIND-why` (who writes and why), `mail-KIND-what` (what to do),
/// `mail-KIND-button` where there is a `path`, `mail-KIND-not-you`.
fn letter(
    context: &Context,
    lang: Lang,
    to: Private<String>,
    kind: LetterKind,
    path: Option<&str>,
) -> Letter {
    let (config, word) = (&context.config, kind.as_str());
    let city = lang.pick(&config.city.name_zh, &config.city.name_en);
    let address = |path: &str| config.absolute(&format!("/{}/{path}", lang.as_str()));
    let forgot = address("password/forgot");
    let text = |part: &str| {
        let arguments = [
            ("city", city.clone()),
            ("phone", config.city.phone.clone()),
            ("email", config.city.email.clone()),
            ("forgot", forgot.clone()),
        ];
        lang.t_with(&format!("mail-{word}-{part}"), &arguments)
    };
    let draft = Draft {
        lang,
        subject: text("subject"),
        paragraphs: vec![text("why"), text("what"), text("not-you")],
        button: path.map(|path| (text("button"), address(path))),
        policy_url: address("privacy"),
        city: city.clone(),
    };
    Letter {
        kind,
        about: About::Nothing,
        to,
        content: draft.compose_with(std::slice::from_ref(&forgot)),
    }
}
