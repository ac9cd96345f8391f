//! What who asked is mailed; the words stand in `locales/*/rights.ftl`.

use diesel::prelude::*;

use super::RequestError;
use crate::{
    context::Context,
    db::{
        AnyConnection,
        schema::{accounts, data_requests},
    },
    i18n::Lang,
    keys::Token,
    mail::{About, Draft, Letter, LetterKind, outbox, sample},
    privacy::{
        Private,
        sealed::{self, Column},
    },
};

/// The link that confirms a request, and the one that takes it back.
pub(super) fn confirmation(
    context: &Context,
    lang: Lang,
    to: Private<String>,
    confirm: &Token,
    withdraw: &Token,
) -> Letter {
    let address = address(context, lang, &withdraw_path(withdraw));
    let path = format!("about-me/{}", confirm.reveal());
    letter(context, lang, to, "named-confirm", &path, "", Some(address))
}

/// A sample of each.
pub fn sample_mails(context: &Context, lang: Lang) -> Vec<Letter> {
    let token = sample::token();
    let told = |kind| {
        let words = sample::reason(lang);
        letter(context, lang, sample::to(), kind, "privacy", &words, None)
    };
    let mut all = vec![confirmation(context, lang, sample::to(), &token, &token)];
    all.extend(["request-extended", "request-granted", "request-refused"].map(told));
    all
}

fn withdraw_path(token: &Token) -> String {
    format!("requests/withdraw/{}", token.reveal())
}

/// Writes to who asked; `words` is the answer, or why it takes longer.
pub(super) fn tell(
    connection: &mut AnyConnection,
    context: &Context,
    id: i64,
    kind: &str,
    words: &str,
) -> Result<(), RequestError> {
    type Row = (Lang, Option<Vec<u8>>, Option<Vec<u8>>);
    let (lang, contact, account): Row = data_requests::table
        .left_join(accounts::table)
        .filter(data_requests::id.eq(id))
        .select((
            data_requests::language,
            data_requests::contact_sealed,
            accounts::email_sealed.nullable(),
        ))
        .first(connection)?;
    let keys = &context.config.keys;
    let to = match (contact, account) {
        (Some(contact), _) => sealed::open(keys, Column::RequestContact, &contact)?,
        (None, Some(account)) => sealed::open(keys, Column::AccountEmail, &account)?,
        (None, None) => return Ok(()),
    };
    let letter = Letter {
        about: About::Request(id),
        ..letter(context, lang, to, kind, "privacy", words, None)
    };
    outbox::enqueue(connection, context, &letter)?;
    Ok(())
}

fn address(context: &Context, lang: Lang, path: &str) -> String {
    context
        .config
        .absolute(&format!("/{}/{path}", lang.as_str()))
}

fn letter(
    context: &Context,
    lang: Lang,
    to: Private<String>,
    kind: &str,
    path: &str,
    words: &str,
    withdraw: Option<String>,
) -> Letter {
    let config = &context.config;
    let city = lang.pick(&config.city.name_zh, &config.city.name_en);
    let text = |part: &str| {
        let arguments = [("city", city.clone()), ("words", words.to_owned())];
        lang.t_with(&format!("mail-{kind}-{part}"), &arguments)
    };
    let mut paragraphs = vec![text("why"), text("what")];
    let more = |address: &String| lang.ta("mail-named-confirm-withdraw", "address", address);
    paragraphs.extend(withdraw.iter().map(more));
    let draft = Draft {
        lang,
        subject: text("subject"),
        paragraphs,
        button: Some((text("button"), address(context, lang, path))),
        policy_url: address(context, lang, "privacy"),
        city: city.clone(),
    };
    Letter {
        kind: LetterKind::DataRequest,
        about: About::Nothing,
        to,
        content: draft.compose_with(withdraw.as_slice()),
    }
}
