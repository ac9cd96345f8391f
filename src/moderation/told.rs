//! Telling an author what was done to a post, why, and how to appeal: by mail.
//!
//! A guest left no address under the policy and is told on the page behind the post's key alone.

use diesel::prelude::*;

use super::{ModerationError, sanction_mails};
use crate::{
    context::Context,
    db::{
        AnyConnection,
        schema::{accounts, posts},
    },
    i18n::Lang,
    mail::{About, Draft, Letter, LetterKind, outbox, sample},
    privacy::{
        Private,
        sealed::{self, Column},
    },
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
    send(connection, context, whom, &of_a_post(post, what), because)
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
    send(connection, context, whom, &of_a_profile(ground), because)
}

fn of_a_post(post: i64, what: &str) -> Told<'_> {
    Told {
        texts: "mail-moderated",
        parts: &["why", "what", "because", "appeal"],
        act: what,
        place: format!("posts/{post}/decisions"),
    }
}

fn of_a_profile(ground: &str) -> Told<'_> {
    Told {
        texts: "mail-profile-reminded",
        parts: &["why", "because", "how"],
        act: ground,
        place: "account/profile".to_owned(),
    }
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
    about: &Told<'_>,
    because: Option<&str>,
) -> Result<(), ModerationError> {
    let to = sealed::open(&context.config.keys, Column::AccountEmail, &sealed)?;
    let letter = letter(context, (lang, to), about, because);
    outbox::enqueue(connection, context, &letter)?;
    Ok(())
}

fn letter(
    context: &Context,
    (lang, to): (Lang, Private<String>),
    about: &Told<'_>,
    because: Option<&str>,
) -> Letter {
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
    Letter {
        kind: LetterKind::Moderated,
        about: About::Nothing,
        to,
        content: draft.compose(),
    }
}

/// A sample of each.
pub fn sample_mails(context: &Context, lang: Lang) -> Vec<Letter> {
    let because = lang.pick(
        "版規第三條：不得張貼廣告。",
        "Rule 3 of the forum: no advertising.",
    );
    let of_post = [
        ("post-hidden", Some(because.as_str())),
        ("post-masked", None),
        ("appeal-refused", Some(because.as_str())),
    ]
    .map(|(act, because)| (of_a_post(1, act), because));
    let profile = (of_a_profile("circumstance-2"), Some(because.as_str()));
    of_post
        .into_iter()
        .chain([profile])
        .map(|(about, because)| letter(context, (lang, sample::to()), &about, because))
        .chain(sanction_mails::samples(context, lang))
        .collect()
}
