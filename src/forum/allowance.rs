//! Whether somebody with an account may write now: not while a silence holds, only so much in a day,
//! and at first under review. What each level allows is `trust`'s.
//!
//! Looked at before anybody answers findings in vain, and again in the transaction that publishes,
//! where it counts. New words of an edit are looked at there alone. A guest's posts all wait for review.

use chrono::NaiveDate;
use validator::ValidationErrors;

use super::{
    ForumError, drafts,
    reader::{Circle, Reader},
    submission::{Author, Submission, field},
};
use crate::{
    began::Began,
    context::Context,
    db::{AnyConnection, DbError},
    privacy::Private,
    text_rules::{refuse_most, refuse_until},
    trust::{
        self, LEVELS,
        limits::{self, What},
        restraint::{self, Kind},
    },
};

fn today(context: &Context) -> NaiveDate {
    context.clock.today(context.config.city.time_zone)
}

/// Whether limits and first looks are for this reader: not for who works for the city.
const fn is_resident(reader: Reader) -> bool {
    matches!(reader.circle, Circle::Everybody | Circle::Members)
}

/// What keeps a submission from being published now, before it is looked at.
pub(super) async fn look(
    context: &Context,
    submission: &Submission,
    what: What,
) -> Result<Option<ValidationErrors>, ForumError> {
    let reader = submission.reader();
    let Some(account) = reader.account else {
        return Ok(None);
    };
    let (cx, links) = (context.clone(), links(&submission.body));
    context
        .db
        .read(move |connection| {
            if let Some(errors) = silenced(connection, &cx, account)? {
                return Ok(Some(errors));
            }
            if !is_resident(reader) || !cx.config.review.limits {
                return Ok(None);
            }
            let level = trust::of(connection, account)?.level;
            if let Some(errors) = too_many_links(level, links) {
                return Ok(Some(errors));
            }
            let reached = limits::reached(connection, account, today(&cx), what)?;
            Ok::<_, ForumError>(reached.map(|reached| reached.errors(field::BODY)))
        })
        .await
}

/// Counts what is published, or refuses it: call it once posts and topics are held.
pub(super) fn take(
    connection: &mut AnyConnection,
    context: &Context,
    reader: Reader,
    what: What,
) -> Result<(), ForumError> {
    let Some(account) = reader.account else {
        return Ok(());
    };
    trust::hold(connection, account)?;
    if let Some(errors) = silenced(connection, context, account)? {
        return Err(errors.into());
    }
    if !is_resident(reader) || !context.config.review.limits {
        return Ok(());
    }
    match limits::take(connection, account, today(context), what)? {
        Some(reached) => Err(reached.errors(field::BODY).into()),
        None => Ok(()),
    }
}

/// Holds the standing of who changes a post to `body`, and says why new words are refused: a silence
/// holds, or there are too many links. What is personal can always be masked or taken out.
pub(super) fn may_edit(
    connection: &mut AnyConnection,
    context: &Context,
    reader: Reader,
    body: &str,
) -> Result<Option<ValidationErrors>, DbError> {
    let Some(account) = reader.account else {
        return Ok(None);
    };
    trust::hold(connection, account)?;
    if let Some(errors) = silenced(connection, context, account)? {
        return Ok(Some(errors));
    }
    if !is_resident(reader) || !context.config.review.limits {
        return Ok(None);
    }
    let level = trust::of(connection, account)?.level;
    Ok(too_many_links(level, links(body)))
}

/// Whether a moderator looks at what this account posts before others see it.
pub(super) fn waits_at_first(
    connection: &mut AnyConnection,
    context: &Context,
    reader: Reader,
) -> Result<bool, DbError> {
    let first = i32::try_from(context.config.review.first_posts).unwrap_or(i32::MAX);
    match reader.account {
        Some(account) if is_resident(reader) && first > 0 => {
            Ok(trust::of(connection, account)?.earned() < first)
        }
        _ => Ok(false),
    }
}

/// Counts a flag of an account, or refuses it. A silence keeps nobody from flagging.
pub(super) fn take_flag(
    connection: &mut AnyConnection,
    context: &Context,
    reader: Reader,
) -> Result<(), ForumError> {
    let limited = context.config.review.limits && is_resident(reader);
    let Some(account) = reader.account.filter(|_| limited) else {
        return Ok(());
    };
    match limits::take(connection, account, today(context), What::Flag)? {
        Some(reached) => Err(reached.errors("words").into()),
        None => Ok(()),
    }
}

/// Keeps what was not published as a draft of its place; `began` is the stamp of the text that an edit
/// began from.
pub(super) async fn keep(
    context: &Context,
    submission: &Submission,
    place: drafts::Place,
    began: Option<String>,
) -> Result<(), ForumError> {
    let Author::Account(member) = &submission.author else {
        return Ok(());
    };
    let files = submission.files.iter().map(|file| drafts::DraftFile {
        handle: file.handle.clone(),
        position: file.attached.position,
        alt: file.attached.alt.clone(),
    });
    let words = drafts::Words {
        title: submission.title.clone(),
        body: submission.body.clone(),
        tags: submission.tags.clone(),
        office: submission.office.clone(),
        reply_to: submission.reply_to,
        began,
        files: files.collect(),
    };
    drafts::keep(context, member, place, Private::new(words), Began::Anything).await?;
    Ok(())
}

fn silenced(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
) -> Result<Option<ValidationErrors>, DbError> {
    unheard(connection, context, account, (field::BODY, "silenced"))
}

/// What keeps an account from publishing words, wherever it would, while a silence holds: as what is
/// wrong with this field, by a code for this place.
pub fn unheard(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
    (field, code): (&'static str, &'static str),
) -> Result<Option<ValidationErrors>, DbError> {
    let last = restraint::holds(connection, account, Kind::Silence, today(context))?;
    Ok(last.map(|last| {
        let mut errors = ValidationErrors::new();
        refuse_until(&mut errors, field, code, last);
        errors
    }))
}

fn too_many_links(level: trust::Level, links: usize) -> Option<ValidationErrors> {
    let most = LEVELS
        .iter()
        .find(|threshold| threshold.level == level)?
        .links?;
    (links > most).then(|| {
        let mut errors = ValidationErrors::new();
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        refuse_most(&mut errors, field::BODY, "links-many", most);
        errors
    })
}

/// How many addresses of pages a text holds, shown or behind words; between Chinese letters, too.
fn links(body: &str) -> usize {
    let body = body.to_ascii_lowercase();
    let schemes = ["http://", "https://"];
    schemes
        .map(|scheme| body.matches(scheme).count())
        .iter()
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_counted_wherever_they_stand() {
        assert_eq!(links("沒有連結，只有 example.tw"), 0);
        let text = "看https://a.example/x，[這裡](http://b.example) <https://c.example>";
        assert_eq!(links(text), 3);
    }

    #[test]
    fn only_whoever_is_new_has_a_limit_of_links() {
        let most = LEVELS[0].links.expect("a limit");
        assert!(too_many_links(trust::Level::New, most).is_none());
        assert!(too_many_links(trust::Level::New, most + 1).is_some());
        assert!(too_many_links(trust::Level::Member, 99).is_none());
    }
}
