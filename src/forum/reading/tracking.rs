//! How far somebody has read, where they asked that it be remembered.
//!
//! Asking is a consent; its row in `reading_trackers` is what all the rest hangs on, and stopping
//! deletes it with everything remembered. A place is a post's number of appearance, and no time:
//! per topic one, and per board one up to which everything counts as read.

use std::collections::HashMap;

use diesel::prelude::*;

use super::appearing::last;
use crate::{
    accounts::Member,
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        locks::{self, Table},
        one_of,
        schema::{board_reads, posts, reading_trackers, topic_reads, topics},
        unread::{self, Place},
    },
    forum::{
        ForumError, State, boards,
        reader::Reader,
        topics::{Listed, Topic},
    },
    i18n::Lang,
    privacy::{
        consent::{self, Basis, Subject},
        erasures::{self, Erased},
        notices::Notice,
    },
};

/// Whether an account asked for it.
pub async fn is_on(context: &Context, account: i64) -> Result<bool, DbError> {
    context
        .db
        .read(move |connection| Ok(begun(connection, account)?.is_some()))
        .await
}

/// Asks for it, or stops it, which erases all that was remembered; `lang` is that of the notice
/// that was shown.
pub async fn set(context: &Context, account: i64, on: bool, lang: Lang) -> Result<(), ForumError> {
    let cx = context.clone();
    context
        .db
        .write(move |connection| {
            // Before anything is held; whoever stops it waits for nobody.
            let position = if on { last(connection)? } else { 0 };
            // The row is the lock: two clicks at once make one consent.
            locks::hold(connection, Table::Accounts, [account].into())?;
            match (on, begun(connection, account)?) {
                (true, None) => {
                    let notice = Notice::Reading;
                    let consent = consent::give(connection, &cx, notice, lang, Basis::Consent)?;
                    consent::bind(connection, consent, Subject::Account(account))?;
                    diesel::insert_into(reading_trackers::table)
                        .values((
                            reading_trackers::account_id.eq(account),
                            reading_trackers::consent_id.eq(consent),
                            reading_trackers::position.eq(position),
                        ))
                        .execute(connection)?;
                }
                (false, Some(_)) => forget(connection, &cx, account)?,
                (true, Some(_)) | (false, None) => {}
            }
            Ok(())
        })
        .await
}

/// Withdraws the consent and erases what was remembered; a restored backup forgets it again.
pub fn forget(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
) -> Result<(), ForumError> {
    let consent: Option<i64> = diesel::delete(reading_trackers::table.find(account))
        .returning(reading_trackers::consent_id)
        .get_result(connection)
        .optional()?;
    let (now, subject) = (context.now(), Subject::Account(account));
    consent::withdraw(connection, now, subject, Notice::Reading)?;
    let Some(consent) = consent else {
        return Ok(());
    };
    // Last, as whatever fails before it undoes the transaction and needs no line.
    erasures::append(connection, context, Erased::Reading { consent })
}

/// Forgets again what the journal names. Gives whether there was anything.
pub fn forget_again(
    connection: &mut AnyConnection,
    context: &Context,
    consent: i64,
) -> Result<bool, ForumError> {
    let of_consent = reading_trackers::table.filter(reading_trackers::consent_id.eq(consent));
    let account: Option<i64> = diesel::delete(of_consent)
        .returning(reading_trackers::account_id)
        .get_result(connection)
        .optional()?;
    let Some(account) = account else {
        return Ok(false);
    };
    let subject = Subject::Account(account);
    consent::withdraw(connection, context.now(), subject, Notice::Reading)?;
    Ok(true)
}

/// The number from which on an account is remembered to read; `None` where it did not ask.
fn begun(connection: &mut AnyConnection, account: i64) -> Result<Option<i64>, DbError> {
    Ok(reading_trackers::table
        .find(account)
        .select(reading_trackers::position)
        .first(connection)
        .optional()?)
}

/// So many unread posts are counted in a topic, those first that appeared first.
pub const COUNTED: i64 = 100;

/// A topic as somebody finds it who has read in it before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unread {
    /// How many posts of others they have not read, as far as [`COUNTED`].
    pub count: i64,
    /// The first of those in the topic's order.
    pub first: Option<i64>,
    /// Those of them that stand on the page.
    pub here: Vec<i64>,
    /// Whether the place moves once the page was shown.
    pub moves: bool,
}

/// What an account has not read of a topic, of which `shown` is a page. `None` where it did not
/// ask that it be remembered.
pub fn of_topic(
    connection: &mut AnyConnection,
    account: i64,
    topic: &Topic,
    shown: &[i64],
) -> Result<Option<Unread>, ForumError> {
    let (topic, board) = (topic.id, topic.board.id);
    let Some(position) = position(connection, account, topic, board)? else {
        return Ok(None);
    };
    let new = || {
        posts::table
            .filter(posts::state.eq(State::Published))
            .filter(posts::appeared.gt(position))
            .filter(
                posts::account_id
                    .is_null()
                    .or(posts::account_id.ne(account)),
            )
    };
    let unread: Vec<(Timestamp, i64)> = new()
        .filter(posts::topic_id.eq(topic))
        .order(posts::appeared)
        .limit(COUNTED)
        .select((posts::created_at, posts::id))
        .load(connection)?;
    let count = i64::try_from(unread.len()).unwrap_or(COUNTED);
    // The one that appeared first holds the place where it is.
    let moves = unread.first().is_some_and(|(_, next)| shown.contains(next));
    let Some((_, first)) = unread.into_iter().min() else {
        return Ok(Some(Unread::default()));
    };
    // A page's posts by their numbers: with the topic asked for as well, all of its posts would be
    // looked through.
    let here: Vec<(i64, i64)> = new()
        .filter(one_of(posts::id, shown.to_vec()))
        .select((posts::id, posts::topic_id))
        .load(connection)?;
    let here = here.into_iter().filter(|(_, within)| *within == topic);
    let here = here.map(|(id, _)| id).collect();
    Ok(Some(Unread {
        count,
        first: Some(first),
        here,
        moves,
    }))
}

/// As [`move_on`], for whoever does not know whether that moves the place.
pub async fn shown(
    context: &Context,
    account: i64,
    topic: &Topic,
    shown: &[i64],
) -> Result<(), ForumError> {
    let (of, board, read) = (topic.id, topic.board.id, shown.to_vec());
    // The look goes to the readers: where nothing is new, SQLite's one writer is left alone.
    let moves = context
        .db
        .read(move |connection| moved(connection, account, of, board, &read))
        .await?;
    match moves {
        Some(_) => move_on(context, account, topic, shown).await,
        None => Ok(()),
    }
}

/// Remembers that a page of a topic was shown. The place moves as far as everything before it was
/// shown too: who looks at the last page has not read the middle.
pub async fn move_on(
    context: &Context,
    account: i64,
    topic: &Topic,
    shown: &[i64],
) -> Result<(), ForumError> {
    let (topic, board, shown) = (topic.id, topic.board.id, shown.to_vec());
    context
        .db
        .write(move |connection| {
            // The row is the lock, and tells whether it is still wanted.
            let wanted = diesel::update(reading_trackers::table.find(account))
                .set(reading_trackers::position.eq(reading_trackers::position))
                .execute(connection)?;
            if wanted == 0 {
                return Ok(());
            }
            match moved(connection, account, topic, board, &shown)? {
                Some(position) => put(connection, account, topic, position),
                None => Ok(()),
            }
        })
        .await
}

fn put(
    connection: &mut AnyConnection,
    account: i64,
    topic: i64,
    position: i64,
) -> Result<(), ForumError> {
    let known = diesel::update(topic_reads::table.find((account, topic)))
        .set(topic_reads::position.eq(position))
        .execute(connection)?;
    if known == 0 {
        diesel::insert_into(topic_reads::table)
            .values((
                topic_reads::account_id.eq(account),
                topic_reads::topic_id.eq(topic),
                topic_reads::position.eq(position),
            ))
            .execute(connection)?;
    }
    Ok(())
}

/// Where an account stands in a topic; `None` where it is not remembered.
fn position(
    connection: &mut AnyConnection,
    account: i64,
    topic: i64,
    board: i64,
) -> Result<Option<i64>, ForumError> {
    let Some(begun) = begun(connection, account)? else {
        return Ok(None);
    };
    let read: Option<i64> = topic_reads::table
        .find((account, topic))
        .select(topic_reads::position)
        .first(connection)
        .optional()?;
    if read.is_some() {
        return Ok(read);
    }
    let whole: Option<i64> = board_reads::table
        .find((account, board))
        .select(board_reads::position)
        .first(connection)
        .optional()?;
    Ok(Some(whole.unwrap_or(begun)))
}

/// The place to which a page moves an account, where it does.
fn moved(
    connection: &mut AnyConnection,
    account: i64,
    topic: i64,
    board: i64,
    shown: &[i64],
) -> Result<Option<i64>, ForumError> {
    let Some(position) = position(connection, account, topic, board)? else {
        return Ok(None);
    };
    let on_page: Vec<(Option<i64>, i64)> = posts::table
        .filter(one_of(posts::id, shown.to_vec()))
        .filter(posts::state.eq(State::Published))
        .filter(posts::appeared.gt(position))
        .select((posts::appeared, posts::topic_id))
        .load(connection)?;
    // One more than the page has: at least that one stands elsewhere.
    let next: Vec<(Option<i64>, i64)> = posts::table
        .filter(posts::topic_id.eq(topic))
        .filter(posts::state.eq(State::Published))
        .filter(posts::appeared.gt(position))
        .filter(
            posts::account_id
                .is_null()
                .or(posts::account_id.ne(account)),
        )
        .order(posts::appeared)
        .limit(i64::try_from(shown.len()).unwrap_or(COUNTED) + 1)
        .select((posts::appeared, posts::id))
        .load(connection)?;
    let elsewhere = next.into_iter().find(|(_, post)| !shown.contains(post));
    let elsewhere = elsewhere.and_then(|(number, _)| number);
    let before = |number: &i64| elsewhere.is_none_or(|first| *number < first);
    let on_page = on_page.into_iter().filter(|(_, within)| *within == topic);
    Ok(on_page
        .filter_map(|(number, _)| number)
        .filter(before)
        .max())
}

/// Counts in topics of lists how many posts of others the reader has not read, as far as [`COUNTED`],
/// where that is remembered.
pub async fn count_unread<'a>(
    context: &Context,
    reader: Option<&Member>,
    listed: impl Iterator<Item = &'a mut Listed>,
) -> Result<(), ForumError> {
    let Some(account) = reader.map(|reader| reader.id) else {
        return Ok(());
    };
    let listed: Vec<&mut Listed> = listed.collect();
    let topics: Vec<i64> = listed.iter().map(|topic| topic.id).collect();
    let counted = context
        .db
        .read(move |connection| match begun(connection, account)? {
            Some(begun) => in_topics(connection, account, &topics, begun),
            None => Ok(HashMap::new()),
        })
        .await?;
    for topic in listed {
        topic.unread = counted.get(&topic.id).copied().unwrap_or(0);
    }
    Ok(())
}

fn in_topics(
    connection: &mut AnyConnection,
    account: i64,
    of: &[i64],
    begun: i64,
) -> Result<HashMap<i64, i64>, ForumError> {
    let read: Vec<(i64, i64)> = topic_reads::table
        .filter(topic_reads::account_id.eq(account))
        .filter(one_of(topic_reads::topic_id, of.to_vec()))
        .select((topic_reads::topic_id, topic_reads::position))
        .load(connection)?;
    let read: HashMap<i64, i64> = read.into_iter().collect();
    let whole: Vec<(i64, Option<i64>)> = topics::table
        .left_join(
            board_reads::table.on(board_reads::board_id
                .eq(topics::board_id)
                .and(board_reads::account_id.eq(account))),
        )
        .filter(one_of(topics::id, of.to_vec()))
        .select((topics::id, board_reads::position.nullable()))
        .load(connection)?;
    let places = whole.into_iter().map(|(topic, whole)| Place {
        topic,
        position: read.get(&topic).copied().or(whole).unwrap_or(begun),
    });
    let places: Vec<Place> = places.collect();
    let counted = unread::counts(connection, account, &places, COUNTED)?;
    Ok(counted
        .into_iter()
        .map(|unread| (unread.topic, unread.count))
        .collect())
}

/// Lets everything on a board count as read; gives whether it is remembered.
pub async fn board_is_read(
    context: &Context,
    account: i64,
    slug: &str,
    reader: Reader,
) -> Result<bool, ForumError> {
    let slug = slug.to_owned();
    context
        .db
        .write(move |connection| {
            let board = boards::by_slug(connection, &slug, reader)?.id;
            let position = last(connection)?;
            // The row is the lock, as for a page.
            let wanted = diesel::update(reading_trackers::table.find(account))
                .set(reading_trackers::position.eq(reading_trackers::position))
                .execute(connection)?;
            if wanted == 0 {
                return Ok(false);
            }
            let of_board = topics::table
                .filter(topics::board_id.eq(board))
                .select(topics::id);
            diesel::delete(
                topic_reads::table
                    .filter(topic_reads::account_id.eq(account))
                    .filter(topic_reads::topic_id.eq_any(of_board)),
            )
            .execute(connection)?;
            let known = diesel::update(board_reads::table.find((account, board)))
                .set(board_reads::position.eq(position))
                .execute(connection)?;
            if known == 0 {
                diesel::insert_into(board_reads::table)
                    .values((
                        board_reads::account_id.eq(account),
                        board_reads::board_id.eq(board),
                        board_reads::position.eq(position),
                    ))
                    .execute(connection)?;
            }
            Ok(true)
        })
        .await
}
