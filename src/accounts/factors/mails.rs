//! The mails about second factors, to whose they are: who did not do it learns of it. Their words stand in
//! `locales/*/factors.ftl`.

use diesel::prelude::*;

use super::AccountError;
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

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::accounts) enum What {
    Added,
    Removed,
    RecoveryUsed {
        left: i64,
    },
    /// The recovery codes were made anew.
    Renewed,
    ResetAsked,
    ResetDeclined,
    ResetDone,
    /// To other administrators: one of them is to decide.
    ResetWaits,
}

impl What {
    const fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::RecoveryUsed { .. } => "recovery-used",
            Self::Renewed => "renewed",
            Self::ResetAsked => "reset-asked",
            Self::ResetDeclined => "reset-declined",
            Self::ResetDone => "reset-done",
            Self::ResetWaits => "reset-waits",
        }
    }
}

/// Writes to who has the account.
pub(in crate::accounts) fn tell(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
    what: What,
) -> Result<(), AccountError> {
    let (lang, sealed): (Lang, Vec<u8>) = accounts::table
        .find(account)
        .select((accounts::language, accounts::email_sealed))
        .first(connection)?;
    let to = sealed::open(&context.config.keys, Column::AccountEmail, &sealed)?;
    outbox::enqueue(connection, context, &letter(context, lang, to, what))?;
    Ok(())
}

/// Writes to all administrators but those two: who asked, and whom it is about.
pub(super) fn tell_administrators(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
    asked_by: i64,
) -> Result<(), AccountError> {
    let others: Vec<(Lang, Vec<u8>)> = accounts::table
        .filter(accounts::role.eq(Role::Administrator))
        .filter(accounts::id.ne_all(vec![account, asked_by]))
        .order(accounts::id)
        .select((accounts::language, accounts::email_sealed))
        .load(connection)?;
    for (lang, sealed) in others {
        let to = sealed::open(&context.config.keys, Column::AccountEmail, &sealed)?;
        let letter = letter(context, lang, to, What::ResetWaits);
        outbox::enqueue(connection, context, &letter)?;
    }
    Ok(())
}

/// A sample of each.
pub fn sample_mails(context: &Context, lang: Lang) -> Vec<Letter> {
    [
        What::Added,
        What::Removed,
        What::RecoveryUsed { left: 3 },
        What::Renewed,
        What::ResetAsked,
        What::ResetDeclined,
        What::ResetDone,
        What::ResetWaits,
    ]
    .into_iter()
    .map(|what| letter(context, lang, sample::to(), what))
    .collect()
}

/// `mail-factors-subject`, `mail-factors-why` and `mail-factors-next` by what happened, `mail-factors-not-you`,
/// `mail-factors-button`.
fn letter(context: &Context, lang: Lang, to: Private<String>, what: What) -> Letter {
    let config = &context.config;
    let city = lang.pick(&config.city.name_zh, &config.city.name_en);
    let address = |path: &str| config.absolute(&format!("/{}/{path}", lang.as_str()));
    let left = match what {
        What::RecoveryUsed { left } => left,
        _ => 0,
    };
    let arguments = [
        ("city", city.clone()),
        ("what", what.word().to_owned()),
        ("left", left.to_string()),
        ("phone", config.city.phone.clone()),
        ("email", config.city.email.clone()),
    ];
    let text = |part: &str| lang.t_with(&format!("mail-factors-{part}"), &arguments);
    let path = match what {
        What::ResetWaits => "admin/factors",
        _ => "account/factors",
    };
    let draft = Draft {
        lang,
        subject: text("subject"),
        paragraphs: vec![text("why"), text("next"), text("not-you")],
        button: Some((text("button"), address(path))),
        policy_url: address("privacy"),
        city,
    };
    Letter {
        kind: LetterKind::SecondFactors,
        about: About::Nothing,
        to,
        content: draft.compose(),
    }
}
