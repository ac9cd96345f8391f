//! Signs where the chains stand, once a day, and mails it to the privacy officers.

use crate::{
    accounts::{self, Role},
    context::Context,
    mail::{About, Draft, Letter, LetterKind, outbox, sample},
    privacy::statement::{self, Statement},
};

/// Signs what grew since the last statement; nothing where today's was signed already.
pub async fn once(context: &Context) -> Result<(), accounts::AccountError> {
    let cx = context.clone();
    context
        .db
        .write(move |connection| {
            let Some(statement) = statement::sign(connection, &cx)? else {
                return Ok(());
            };
            for (lang, to) in accounts::addresses(connection, &cx, Role::PrivacyOfficer)? {
                let letter = letter(&cx, lang, to, &statement);
                outbox::enqueue(connection, &cx, &letter)?;
            }
            Ok::<_, accounts::AccountError>(())
        })
        .await
}

/// A sample of the mail.
pub fn sample_mails(context: &Context, lang: crate::i18n::Lang) -> Vec<Letter> {
    let day = context.clock.today(context.config.city.time_zone);
    let statement = Statement {
        day,
        body: format!("day: {day}\nledger: 1042 {}", "5f".repeat(32)),
        signature: vec![0xa5; 64],
    };
    vec![letter(context, lang, sample::to(), &statement)]
}

fn letter(
    context: &Context,
    lang: crate::i18n::Lang,
    to: crate::privacy::Private<String>,
    statement: &Statement,
) -> Letter {
    let config = &context.config;
    let city = lang.pick(&config.city.name_zh, &config.city.name_en);
    let address = |path: &str| config.absolute(&format!("/{}/{path}", lang.as_str()));
    let day = lang.date(statement.day);
    let text = |part: &str| {
        let arguments = [("city", city.clone()), ("day", day.clone())];
        lang.t_with(&format!("mail-chain-heads-{part}"), &arguments)
    };
    let path = format!("ledger/statements/{}", statement.day);
    let draft = Draft {
        lang,
        subject: text("subject"),
        paragraphs: vec![text("why"), text("what"), statement.published()],
        button: Some((text("button"), address(&path))),
        policy_url: address("privacy"),
        city: city.clone(),
    };
    Letter {
        kind: LetterKind::ChainHeads,
        about: About::Nothing,
        to,
        content: draft.compose(),
    }
}
