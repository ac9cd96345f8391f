//! The mail that tells an owner that a token was made. It repeats no word that was typed.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{Scope, Scopes, TokenError};
use crate::{
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
    scopes: &Scopes,
    until: NaiveDate,
) -> Result<(), TokenError> {
    let (lang, sealed): (Lang, Vec<u8>) = accounts::table
        .find(account)
        .select((accounts::language, accounts::email_sealed))
        .first(connection)?;
    let to = sealed::open(&context.config.keys, Column::AccountEmail, &sealed)?;
    let letter = letter(context, (lang, to), scopes, until);
    outbox::enqueue(connection, context, &letter)?;
    Ok(())
}

fn letter(
    context: &Context,
    (lang, to): (Lang, Private<String>),
    scopes: &Scopes,
    until: NaiveDate,
) -> Letter {
    let config = &context.config;
    let city = lang.pick(&config.city.name_zh, &config.city.name_en);
    let address = |path: &str| config.absolute(&format!("/{}/{path}", lang.as_str()));
    let arguments = [
        ("city", city.clone()),
        ("scopes", scopes.text().replace(' ', &lang.t("list-comma"))),
        ("until", lang.date(until)),
        ("phone", config.city.phone.clone()),
        ("email", config.city.email.clone()),
    ];
    let text = |part: &str| lang.t_with(&format!("mail-token-made-{part}"), &arguments);
    let draft = Draft {
        lang,
        subject: text("subject"),
        paragraphs: vec![text("why"), text("what"), text("not-you")],
        button: Some((text("button"), address("account/tokens"))),
        policy_url: address("privacy"),
        city,
    };
    Letter {
        kind: LetterKind::TokenMade,
        about: About::Nothing,
        to,
        content: draft.compose(),
    }
}

/// A sample.
pub fn sample_mails(context: &Context, lang: Lang) -> Vec<Letter> {
    let scopes: Scopes = [Scope::ForumRead, Scope::DeskRead].into_iter().collect();
    let until = super::last_day(context);
    vec![letter(context, (lang, sample::to()), &scopes, until)]
}
