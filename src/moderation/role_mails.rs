//! Telling somebody by mail that they moderate now, which boards are theirs, or that the role ended. A
//! duty: whoever works with a role must know how far it goes.

use diesel::prelude::*;

use super::{ModerationError, told::mailbox};
use crate::{
    context::Context,
    db::{AnyConnection, schema::boards},
    i18n::Lang,
    mail::{About, Draft, Letter, LetterKind, outbox, sample},
    privacy::Private,
    review::Reach,
};

/// What became of the role.
#[derive(Clone, Copy)]
pub(super) enum Role<'a> {
    Given(&'a Reach),
    Changed(&'a Reach),
    Ended,
}

impl<'a> Role<'a> {
    const fn word(self) -> &'static str {
        match self {
            Self::Given(_) => "given",
            Self::Changed(_) => "changed",
            Self::Ended => "ended",
        }
    }

    const fn reach(self) -> Option<&'a Reach> {
        match self {
            Self::Given(reach) | Self::Changed(reach) => Some(reach),
            Self::Ended => None,
        }
    }
}

/// Writes to who has the account.
pub(super) fn tell(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
    role: Role<'_>,
) -> Result<(), ModerationError> {
    let (lang, to) = mailbox(connection, context, account)?;
    let chosen = role.reach().and_then(Reach::boards).unwrap_or_default();
    let names: Vec<(String, String)> = boards::table
        .filter(boards::id.eq_any(chosen.to_vec()))
        .order((boards::position, boards::id))
        .select((boards::name_zh, boards::name_en))
        .load(connection)?;
    let names = names.iter().map(|(zh, en)| lang.pick(zh, en));
    let letter = letter(context, (lang, to), role.word(), lang.list(names));
    outbox::enqueue(connection, context, &letter)?;
    Ok(())
}

/// `boards` are their names; none where all are theirs.
fn letter(
    context: &Context,
    (lang, to): (Lang, Private<String>),
    what: &str,
    boards: String,
) -> Letter {
    let config = &context.config;
    let city = lang.pick(&config.city.name_zh, &config.city.name_en);
    let address = |path: &str| config.absolute(&format!("/{}/{path}", lang.as_str()));
    let policy = address("moderation");
    let (which, how, place) = match what {
        "ended" => (None, "ended", "account"),
        _ if boards.is_empty() => (Some("everywhere"), "how", "review"),
        _ => (Some("boards"), "how", "review"),
    };
    let arguments = [
        ("city", city.clone()),
        ("what", what.to_owned()),
        ("boards", boards),
        ("policy", policy.clone()),
    ];
    let text = |part: &str| lang.t_with(&format!("mail-moderator-{part}"), &arguments);
    let parts = ["why"].into_iter().chain(which).chain([how]);
    let draft = Draft {
        lang,
        subject: text("subject"),
        paragraphs: parts.map(text).collect(),
        button: Some((text("button"), address(place))),
        policy_url: address("privacy"),
        city,
    };
    Letter {
        kind: LetterKind::ModeratorRole,
        about: About::Nothing,
        to,
        content: draft.compose_with(&[policy]),
    }
}

/// A sample of each.
pub(super) fn samples(context: &Context, lang: Lang) -> Vec<Letter> {
    let boards = lang.pick("鄰里生活", "Neighbourhood life");
    [
        ("given", String::new()),
        ("changed", boards),
        ("ended", String::new()),
    ]
    .into_iter()
    .map(|(what, boards)| letter(context, (lang, sample::to()), what, boards))
    .collect()
}
