//! Telling an author what was done to a post, why, and how to appeal: by mail.
//!
//! A guest left no address under the policy and is told on the page behind the post's key alone.

use std::borrow::Cow;

use diesel::prelude::*;

use super::{ModerationError, against, role_given, role_mails, sanction_mails};
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
        ground::Ground,
        reason::Because,
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
    let Some(whom) = author_of(connection, post)? else {
        return Ok(());
    };
    send(connection, context, whom, &of_a_post(post, what), because)
}

/// As [`author`], of an act on this ground, whose words come in the author's language.
pub(super) fn author_why(
    connection: &mut AnyConnection,
    context: &Context,
    post: i64,
    what: &str,
    ground: &Ground,
) -> Result<(), ModerationError> {
    let Some(whom) = author_of(connection, post)? else {
        return Ok(());
    };
    let because = said(ground, whom.0);
    let about = of_a_post(post, what);
    send(connection, context, whom, &about, because.as_deref())
}

/// As [`author`], of what takes no ground; `why` is the moderator's reason, where there is one.
pub(super) fn author_reason(
    connection: &mut AnyConnection,
    context: &Context,
    post: i64,
    what: &str,
    why: Option<&Because>,
) -> Result<(), ModerationError> {
    let Some(whom) = author_of(connection, post)? else {
        return Ok(());
    };
    let because = why.map_or_else(
        || whom.0.t("decision-without-words"),
        |why| why.said(whom.0),
    );
    let about = of_a_post(post, what);
    send(connection, context, whom, &about, Some(&because))
}

/// As [`author_reason`], of what was arranged about the topic that `post` opens, or opened before; who
/// did it themselves are told nothing.
pub(super) fn arranged(
    connection: &mut AnyConnection,
    context: &Context,
    (post, by): (i64, i64),
    what: &str,
    because: &Because,
) -> Result<(), ModerationError> {
    if against::author(connection, post)? == Some(by) {
        return Ok(());
    }
    author_reason(connection, context, post, what, Some(because))
}

/// Tells the author of `post` what became of others' posts in the topic that it opens, which nobody
/// appeals against for somebody else: the mail says to whom to turn. The author of the post `beside` is
/// told of it already.
pub(super) fn arranged_beside(
    connection: &mut AnyConnection,
    context: &Context,
    (post, beside, by): (i64, i64, i64),
    what: &str,
    because: &Because,
) -> Result<(), ModerationError> {
    let author = against::author(connection, post)?;
    if author == Some(by) || author == against::author(connection, beside)? {
        return Ok(());
    }
    let Some(whom) = author_of(connection, post)? else {
        return Ok(());
    };
    let because = because.said(whom.0);
    let about = of_a_topic(post, what);
    send(connection, context, whom, &about, Some(&because))
}

/// Somebody's language, and their address as it is kept.
type Whom = (Lang, Vec<u8>);

/// To whom what concerns an account is written, and in which language.
pub(super) fn mailbox(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
) -> Result<(Lang, Private<String>), ModerationError> {
    let (lang, sealed): Whom = accounts::table
        .find(account)
        .select((accounts::language, accounts::email_sealed))
        .first(connection)?;
    let to = sealed::open(&context.config.keys, Column::AccountEmail, &sealed)?;
    Ok((lang, to))
}

/// `None` where a guest wrote it.
fn author_of(connection: &mut AnyConnection, post: i64) -> QueryResult<Option<Whom>> {
    posts::table
        .inner_join(accounts::table)
        .filter(posts::id.eq(post))
        .select((accounts::language, accounts::email_sealed))
        .first(connection)
        .optional()
}

/// A ground in words; `None` where they were told in confidence.
fn said(ground: &Ground, lang: Lang) -> Option<String> {
    if ground.is_confidential() {
        return None;
    }
    let said = ground.said(lang);
    if said.is_empty() {
        return Some(lang.t("decision-without-words"));
    }
    Some(said)
}

/// Asks the owner of a profile, whose words the mail does not repeat, to change it.
pub(super) fn of_profile(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
    ground: &Ground,
) -> Result<(), ModerationError> {
    let whom = owner_of(connection, account)?;
    let because = said(ground, whom.0);
    let about = of_a_profile(ground.named().ground);
    send(connection, context, whom, &about, because.as_deref())
}

/// Tells the owner of a profile, whose words the mail does not repeat, that nobody else sees them any more,
/// why, and how to appeal.
pub(super) fn of_profile_hidden(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
    ground: &Ground,
) -> Result<(), ModerationError> {
    let whom = owner_of(connection, account)?;
    let because = said(ground, whom.0);
    let about = of_a_hidden_profile(ground.named().ground);
    send(connection, context, whom, &about, because.as_deref())
}

/// Tells the owner of a hidden profile that everybody sees again what it says.
pub(super) fn of_profile_approved(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
) -> Result<(), ModerationError> {
    let whom = owner_of(connection, account)?;
    send(connection, context, whom, &PROFILE_APPROVED, Some(""))
}

/// Tells the owner of a profile that it is hidden as before it was approved; `why` is the moderator's
/// reason, where there is one.
pub(super) fn of_profile_waiting(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
    why: Option<&Because>,
) -> Result<(), ModerationError> {
    let whom = owner_of(connection, account)?;
    let because = why.map_or_else(
        || whom.0.t("decision-without-words"),
        |why| why.said(whom.0),
    );
    send(connection, context, whom, &PROFILE_WAITING, Some(&because))
}

/// To whom what concerns a profile is written.
fn owner_of(connection: &mut AnyConnection, account: i64) -> QueryResult<Whom> {
    accounts::table
        .find(account)
        .select((accounts::language, accounts::email_sealed))
        .first(connection)
}

/// Tells the owner of a profile that they are asked to change nothing; `why` is the moderator's reason,
/// where there is one.
pub(super) fn of_profile_undone(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
    why: Option<&Because>,
) -> Result<(), ModerationError> {
    let whom = owner_of(connection, account)?;
    let because = why.map_or_else(
        || whom.0.t("decision-without-words"),
        |why| why.said(whom.0),
    );
    send(connection, context, whom, &PROFILE_UNDONE, Some(&because))
}

fn of_a_post(post: i64, what: &str) -> Told<'_> {
    Told {
        texts: "mail-moderated",
        parts: &["why", "what", "because", "appeal"],
        act: what,
        place: format!("posts/{post}/decisions").into(),
    }
}

fn of_a_topic(post: i64, what: &str) -> Told<'_> {
    Told {
        texts: "mail-arranged",
        parts: &["why", "what", "because", "turn"],
        act: what,
        place: format!("posts/{post}").into(),
    }
}

fn of_a_profile(ground: &str) -> Told<'_> {
    Told {
        texts: "mail-profile-reminded",
        parts: &["why", "because", "how", "appeal"],
        act: ground,
        place: "account/profile".into(),
    }
}

fn of_a_hidden_profile(ground: &str) -> Told<'_> {
    Told {
        texts: "mail-profile-hidden",
        parts: &["why", "because", "how", "appeal"],
        act: ground,
        place: "account/standing".into(),
    }
}

const PROFILE_UNDONE: Told<'static> = Told {
    texts: "mail-profile-undone",
    parts: &["why", "because", "how"],
    act: "",
    place: Cow::Borrowed("account/profile"),
};

const PROFILE_APPROVED: Told<'static> = Told {
    texts: "mail-profile-approved",
    parts: &["why"],
    act: "",
    place: Cow::Borrowed("account/profile"),
};

const PROFILE_WAITING: Told<'static> = Told {
    texts: "mail-profile-waiting",
    parts: &["why", "because", "how"],
    act: "",
    place: Cow::Borrowed("account/profile"),
};

/// What a mail tells.
struct Told<'a> {
    /// What the names of its texts begin with.
    texts: &'a str,
    parts: &'a [&'a str],
    act: &'a str,
    /// Where its button leads, below the language.
    place: Cow<'a, str>,
}

fn send(
    connection: &mut AnyConnection,
    context: &Context,
    (lang, sealed): Whom,
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
    let (policy, ask) = (address("moderation"), address("enquiries/new"));
    let because = because.map_or_else(|| lang.t("ground-in-confidence"), str::to_owned);
    let text = |part: &str| {
        let arguments = [
            ("city", city.clone()),
            ("act", about.act.to_owned()),
            ("because", because.clone()),
            ("policy", policy.clone()),
            ("ask", ask.clone()),
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
        content: draft.compose_with(&[policy, ask]),
    }
}

/// A sample of each.
pub fn sample_mails(context: &Context, lang: Lang) -> Vec<Letter> {
    let because = lang.pick("規則R5：請勿刊登廣告。", "Rule R5: no advertising.");
    let of_post = [
        ("post-hidden", Some(because.as_str())),
        ("post-masked", None),
        ("post-edited", Some(because.as_str())),
        ("post-held", Some(because.as_str())),
        ("decision-undone", Some(because.as_str())),
        ("appeal-refused", Some(because.as_str())),
        ("topic-locked", Some(because.as_str())),
    ]
    .map(|(act, because)| (of_a_post(1, act), because));
    let profile = (of_a_profile("circumstance-2"), Some(because.as_str()));
    let undone = (PROFILE_UNDONE, Some(because.as_str()));
    let hidden = (
        of_a_hidden_profile("circumstance-2"),
        Some(because.as_str()),
    );
    let approved = (PROFILE_APPROVED, Some(""));
    let waiting = (PROFILE_WAITING, Some(because.as_str()));
    let beside = (of_a_topic(1, "answers-split-off"), Some(because.as_str()));
    of_post
        .into_iter()
        .chain([profile, undone, hidden, approved, waiting, beside])
        .map(|(about, because)| letter(context, (lang, sample::to()), &about, because))
        .chain(sanction_mails::samples(context, lang))
        .chain(role_mails::samples(context, lang))
        .chain(role_given::samples(context, lang))
        .collect()
}
