//! Telling an author what was done to a post, why, and how to appeal: by mail.
//!
//! A guest left no address under the policy and is told on the page behind the post's key alone.

use diesel::prelude::*;

use super::ModerationError;
use crate::{
    context::Context,
    db::{
        AnyConnection,
        schema::{accounts, posts},
    },
    i18n::Lang,
    mail::{About, Draft, Letter, LetterKind, outbox},
    privacy::sealed::{self, Column},
};

/// Writes to the author of `post`, whose words the mail does not repeat. `what` names the words
/// for what was done; `because` is the ground's words or the appeal's answer, `None` where they
/// were told in confidence.
pub(super) fn author(
    connection: &mut AnyConnection,
    context: &Context,
    post: i64,
    what: &str,
    because: Option<&str>,
) -> Result<(), ModerationError> {
    let found: Option<(Lang, Vec<u8>)> = posts::table
        .inner_join(accounts::table)
        .filter(posts::id.eq(post))
        .select((accounts::language, accounts::email_sealed))
        .first(connection)
        .optional()?;
    let Some(whom) = found else {
        return Ok(());
    };
    let about = Told {
        texts: "mail-moderated",
        parts: &["why", "what", "because", "appeal"],
        act: what,
        place: format!("posts/{post}/decisions"),
    };
    send(connection, context, whom, about, because)
}

/// Asks the owner of a profile, whose words the mail does not repeat, to change it; `ground` as the
/// ledger names it.
pub(super) fn of_profile(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
    ground: &str,
    because: Option<&str>,
) -> Result<(), ModerationError> {
    let whom = accounts::table
        .find(account)
        .select((accounts::language, accounts::email_sealed))
        .first(connection)?;
    let about = Told {
        texts: "mail-profile-reminded",
        parts: &["why", "because", "how"],
        act: ground,
        place: "account/profile".to_owned(),
    };
    send(connection, context, whom, about, because)
}

/// What a mail tells.
struct Told<'a> {
    /// What the names of its texts begin with.
    texts: &'a str,
    parts: &'a [&'a str],
    act: &'a str,
    /// Where its button leads, below the language.
    place: String,
}

fn send(
    connection: &mut AnyConnection,
    context: &Context,
    (lang, sealed): (Lang, Vec<u8>),
    about: Told<'_>,
    because: Option<&str>,
) -> Result<(), ModerationError> {
    let to = sealed::open(&context.config.keys, Column::AccountEmail, &sealed)?;
    let config = &context.config;
    let city = lang.pick(&config.city.name_zh, &config.city.name_en);
    let address = |path: &str| config.absolute(&format!("/{}/{path}", lang.as_str()));
    let because = because.map_or_else(|| lang.t("ground-in-confidence"), str::to_owned);
    let text = |part: &str| {
        let arguments = [
            ("city", city.clone()),
            ("act", about.act.to_owned()),
            ("because", because.clone()),
        ];
        lang.t_with(&format!("{}-{part}", about.texts), &arguments)
    };
    let draft = Draft {
        lang,
        subject: text("subject"),
        paragraphs: about.parts.iter().copied().map(text).collect(),
        button: Some((text("button"), address(&about.place))),
        policy_url: address("privacy"),
        city: city.clone(),
    };
    let letter = Letter {
        kind: LetterKind::Moderated,
        about: About::Nothing,
        to,
        content: draft.compose(),
    };
    outbox::enqueue(connection, context, &letter)?;
    Ok(())
}
