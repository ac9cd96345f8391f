//! What somebody can appeal against now, whatever it is about: decisions about their posts, and what was
//! imposed on the account. For whoever is let in no more, and so reaches none of the pages where each
//! stands; elsewhere `decided` and `sanctions` know it.

use std::collections::HashMap;

use diesel::prelude::*;
use validator::ValidationErrors;

use super::{
    ModerationError,
    acts::APPEAL_TIME,
    appeals,
    decided::can_be_appealed,
    sanction_appeals,
    sanctions::{self, Imposed},
};
use crate::{
    accounts::Member,
    context::Context,
    db::{
        AnyConnection, DbError,
        schema::{appeals as made, boards, ledger_payloads, post_decisions, posts, topics},
    },
    forum::{ForumError, State, boards::readable, owner::Owner, reader::Reader},
    privacy::{
        Private,
        ground::LONGEST,
        ledger::{self, Entry, Payload},
        reason::Reason,
    },
    text_rules::refuse_length,
    trust::restraint,
};

/// All of it.
pub struct Open {
    /// Oldest first.
    pub posts: Vec<OfPost>,
    /// The newest first.
    pub imposed: Vec<Imposed>,
}

/// A decision about a post.
pub struct OfPost {
    pub post: i64,
    /// The title of its topic, where everybody may read that or it is their own.
    pub title: Option<String>,
    pub entry: Entry,
    pub payload: Payload,
}

/// What this account can appeal against now.
pub async fn of(context: &Context, member: &Member) -> Result<Open, ModerationError> {
    let (account, cx) = (member.id, context.clone());
    let posts = context
        .db
        .read(move |connection| of_posts(connection, &cx, account))
        .await?;
    let mut imposed = sanctions::own(context, member).await?.imposed;
    imposed.retain(|one| one.may_appeal);
    Ok(Open { posts, imposed })
}

fn of_posts(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
) -> Result<Vec<OfPost>, ModerationError> {
    let now = context.now();
    let since = (now - APPEAL_TIME).day_in(context.config.city.time_zone);
    let own = posts::table
        .filter(posts::account_id.eq(account))
        .select(posts::id);
    let mut about: Vec<i64> = ledger_payloads::table
        .filter(ledger_payloads::on_day.ge(since))
        .filter(ledger_payloads::post_id.assume_not_null().eq_any(own))
        .select(ledger_payloads::post_id.assume_not_null())
        .load(connection)?;
    about.sort_unstable();
    about.dedup();
    let mut entries = ledger::about_posts(connection, &about)?;
    entries.retain(|(_, entry)| can_be_appealed(entry.act) && entry.at + APPEAL_TIME > now);
    let numbers: Vec<i32> = entries.iter().map(|(_, entry)| entry.number).collect();
    let over = over(connection, &numbers)?;
    let titles = titles(connection, about)?;
    let mut payloads = sanction_appeals::payloads(connection, context, numbers)?;
    let open = entries.into_iter().filter_map(|(post, entry)| {
        if over.contains(&entry.number) {
            return None;
        }
        let payload = payloads.remove(&entry.number)?;
        (!payload.untold).then(|| OfPost {
            post,
            title: titles.get(&post).cloned(),
            entry,
            payload,
        })
    });
    Ok(open.collect())
}

/// Those of these decisions that were taken back, or appealed against before.
fn over(connection: &mut AnyConnection, numbers: &[i32]) -> Result<Vec<i32>, DbError> {
    let mut over: Vec<i32> = post_decisions::table
        .filter(post_decisions::number.eq_any(numbers.to_vec()))
        .filter(post_decisions::undone_at.is_not_null())
        .select(post_decisions::number)
        .load(connection)?;
    let appealed: Vec<i32> = made::table
        .filter(made::ledger_number.eq_any(numbers.to_vec()))
        .select(made::ledger_number)
        .load(connection)?;
    over.extend(appealed);
    Ok(over)
}

/// By their posts.
fn titles(
    connection: &mut AnyConnection,
    about: Vec<i64>,
) -> Result<HashMap<i64, String>, DbError> {
    let rows: Vec<(i64, String)> = posts::table
        .inner_join(topics::table.inner_join(boards::table))
        .filter(posts::id.eq_any(about))
        .filter(readable(Reader::GUEST))
        .filter(
            posts::opens_topic
                .eq(true)
                .or(topics::state.eq(State::Published)),
        )
        .select((posts::id, topics::title))
        .load(connection)?;
    Ok(rows.into_iter().collect())
}

/// Appeals against what has this number in the ledger, be it about a post or the account. Twice is once;
/// where it is not taken, the error is [`appeals::appeal`]'s or [`sanction_appeals::appeal`]'s.
///
/// Field of [`ModerationError::Invalid`]: `words`.
pub async fn appeal(
    context: &Context,
    member: &Member,
    number: i32,
    words: &str,
) -> Result<(), ModerationError> {
    appeals::check("words", words)?;
    let found = context
        .db
        .read(move |connection| {
            let imposed = restraint::find(connection, number)?;
            Ok::<_, DbError>((imposed.is_some(), post_of(connection, number)?))
        })
        .await?;
    match found {
        (true, _) => sanction_appeals::appeal(context, member.id, number, reason(words)?).await,
        (false, Some(post)) => {
            let owner = Owner::by_account(context, member, post).await;
            let owner = owner.map_err(|error| match error {
                ForumError::NotYours => ModerationError::NotFound,
                error => error.into(),
            })?;
            appeals::appeal(context, &owner, number, Private::new(words.to_owned())).await
        }
        (false, None) => Err(ModerationError::NotFound),
    }
}

/// The post that an entry of the ledger is about.
fn post_of(connection: &mut AnyConnection, number: i32) -> QueryResult<Option<i64>> {
    let post: Option<Option<i64>> = ledger_payloads::table
        .filter(ledger_payloads::number.eq(number))
        .select(ledger_payloads::post_id)
        .first(connection)
        .optional()?;
    Ok(post.flatten())
}

/// As words are kept that are about an account.
fn reason(words: &str) -> Result<Reason, ValidationErrors> {
    Reason::new(words).map_err(|_| {
        let mut errors = ValidationErrors::new();
        refuse_length(&mut errors, "words", 1, LONGEST);
        errors
    })
}
