//! Telling somebody by mail that their account has a role for the city now, or no more: who did not expect it
//! learns of it, and whoever works with it knows how far it goes. What moderators are told, `role_mails` says.

use diesel::prelude::*;

use super::ModerationError;
use crate::{
    accounts::Role,
    context::Context,
    db::{AnyConnection, schema::accounts},
    i18n::Lang,
    mail::{About, Draft, Letter, LetterKind, outbox, sample},
    privacy::{
        Private,
        sealed::{self, Column},
    },
};

/// Writes to who has the account.
pub(super) fn tell(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
    role: Role,
    given: bool,
) -> Result<(), ModerationError> {
    let (lang, sealed): (Lang, Vec<u8>) = accounts::table
        .find(account)
        .select((accounts::language, accounts::email_sealed))
        .first(connection)?;
    let to = sealed::open(&context.config.keys, Column::AccountEmail, &sealed)?;
    let letter = letter(context, (lang, to), role, given);
    outbox::enqueue(connection, context, &letter)?;
    Ok(())
}

fn letter(
    context: &Context,
    (lang, to): (Lang, Private<String>),
    role: Role,
    given: bool,
) -> Letter {
    let config = &context.config;
    let city = lang.pick(&config.city.name_zh, &config.city.name_en);
    let address = |path: &str| config.absolute(&format!("/{}/{path}", lang.as_str()));
    let what = if given { "given" } else { "ended" };
    let arguments = [
        ("city", city.clone()),
        ("what", what.to_owned()),
        ("role", lang.t(&format!("role-{}", role.as_str()))),
        ("phone", config.city.phone.clone()),
        ("email", config.city.email.clone()),
    ];
    let text = |part: &str| lang.t_with(&format!("mail-role-{part}"), &arguments);
    let draft = Draft {
        lang,
        subject: text("subject"),
        paragraphs: vec![text("why"), text(what), text("not-you")],
        button: Some((text("button"), address("account"))),
        policy_url: address("privacy"),
        city,
    };
    Letter {
        kind: LetterKind::ModeratorRole,
        about: About::Nothing,
        to,
        content: draft.compose(),
    }
}

/// A sample of each.
pub(super) fn samples(context: &Context, lang: Lang) -> Vec<Letter> {
    let of = |given| letter(context, (lang, sample::to()), Role::Administrator, given);
    vec![of(true), of(false)]
}
