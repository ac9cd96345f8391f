//! What moderators arrange about topics: pin, lock, move, tag, split, merge. It changes nobody's
//! words (promise 16), so it takes a reason and no ground, and stands in the ledger.
//!
//! Each is told by what it shall be, not by turning it over: done twice, it is done once.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde_json::{Map, Value, json};
use validator::ValidationErrors;

use super::{ModerationError, reached, rearrange, regroup, told};
use crate::{
    accounts::Member,
    context::Context,
    db::{
        AnyConnection, Timestamp,
        locks::{self, Table},
        schema::{posts, topics},
    },
    forum::{
        State, boards, copies,
        reader::Reader,
        reading::{digest::Told, regrouped},
        tags::{self, Tags},
        topics::MOST_PINNED,
    },
    i18n::Lang,
    privacy::{
        ledger::{self, About, Arrangement, OfTopic},
        reason::Because,
    },
    text::{official::Answered, publication::Undecided},
    text_rules::refuse,
};

/// What shall become of a topic.
#[derive(Clone, Debug)]
pub enum Change {
    /// Above all others of its board; `until` is the last day.
    Pin {
        until: Option<NaiveDate>,
    },
    Unpin,
    /// No answers any more.
    Lock,
    Unlock,
    /// Onto the board of this slug, which the same people may read.
    Move {
        board: String,
    },
    /// These tags and no others, as typed.
    Tag {
        tags: String,
    },
    /// Answers into a topic of their own.
    Split {
        posts: Vec<i64>,
        title: String,
        answered: Answered,
        language: Lang,
    },
    /// Together with another: the one that was opened first stays, the other leads to it.
    Merge {
        other: i64,
    },
}

/// What came of it.
pub enum Arranged {
    /// The topic that it is about now.
    Topic(i64),
    /// The title's findings must be answered first; nothing is changed.
    Undecided(Box<Undecided>),
}

/// A topic on a board of the moderator who arranges; only [`read`] gives one.
#[derive(Queryable)]
pub(super) struct Held {
    pub id: i64,
    pub board: i64,
    pub state: State,
    pinned_at: Option<Timestamp>,
    pinned_until: Option<NaiveDate>,
    locked_at: Option<Timestamp>,
    pub merged_into: Option<i64>,
}

/// Arranges something about a published topic. Fields of [`ModerationError::Invalid`]: `until`,
/// `board`, `tags`, `posts`, `title`, `other`.
pub async fn arrange(
    context: &Context,
    moderator: &Member,
    topic: i64,
    change: Change,
    because: Because,
) -> Result<Arranged, ModerationError> {
    let by = moderator.id;
    match change {
        Change::Split {
            posts,
            title,
            answered,
            language,
        } => {
            let new = regroup::New {
                posts,
                title,
                language,
            };
            return regroup::split(context, by, topic, new, answered, because).await;
        }
        Change::Merge { other } => {
            return regroup::merge(context, by, topic, other, because).await;
        }
        _ => {}
    }
    let cx = context.clone();
    let today = context.clock.today(context.config.city.time_zone);
    context
        .db
        .write(move |connection| {
            let held = hold(connection, by, topic)?;
            let done = match change {
                Change::Pin { until } => pin(connection, &held, until, cx.now(), today)?,
                Change::Unpin => unpin(connection, &held)?,
                Change::Lock => lock(connection, &held, Some(cx.now()))?,
                Change::Unlock => lock(connection, &held, None)?,
                Change::Move { board } => move_to(connection, by, &held, &board)?,
                Change::Tag { tags } => tag(connection, &cx, &held, &tags)?,
                Change::Split { .. } | Change::Merge { .. } => None,
            };
            if let Some((act, fields)) = done {
                let post = opening(connection, topic)?;
                note(connection, &cx, act, post, by, Some(&because), fields)?;
                tell(connection, &cx, act, post, by, &because)?;
            }
            Ok(Arranged::Topic(topic))
        })
        .await
}

/// What was done, and its facts for the ledger; `None` when it was so already.
pub(super) type Done = Option<(OfTopic, Map<String, Value>)>;

/// The topic, whose row is the lock: of two moderators the second waits here and sees what the
/// first did.
fn hold(connection: &mut AnyConnection, by: i64, topic: i64) -> Result<Held, ModerationError> {
    diesel::update(topics::table.find(topic))
        .set(topics::reply_count.eq(topics::reply_count))
        .execute(connection)?;
    let held = read(connection, by, topic)?;
    if held.state == State::Published {
        Ok(held)
    } else {
        Err(ModerationError::NotNow)
    }
}

/// The topic, which the transaction holds already; [`ModerationError::NotFound`] where it is on no
/// board of this moderator's.
pub(super) fn read(
    connection: &mut AnyConnection,
    by: i64,
    topic: i64,
) -> Result<Held, ModerationError> {
    let held: Held = topics::table
        .find(topic)
        .select((
            topics::id,
            topics::board_id,
            topics::state,
            topics::pinned_at,
            topics::pinned_until,
            topics::locked_at,
            topics::merged_into,
        ))
        .first(connection)
        .optional()?
        .ok_or(ModerationError::NotFound)?;
    reached::board(connection, by, held.board)?;
    Ok(held)
}

fn pin(
    connection: &mut AnyConnection,
    held: &Held,
    until: Option<NaiveDate>,
    now: Timestamp,
    today: NaiveDate,
) -> Result<Done, ModerationError> {
    if until.is_some_and(|until| until < today) {
        return Err(invalid("until", "past"));
    }
    if held.pinned_at.is_some() && held.pinned_until == until {
        return Ok(None);
    }
    let others: i64 = topics::table
        .filter(topics::board_id.eq(held.board))
        .filter(topics::id.ne(held.id))
        .filter(topics::state.eq(State::Published))
        .filter(topics::pinned_at.is_not_null())
        .filter(
            topics::pinned_until
                .is_null()
                .or(topics::pinned_until.ge(today)),
        )
        .count()
        .get_result(connection)?;
    if usize::try_from(others).unwrap_or(usize::MAX) >= MOST_PINNED {
        return Err(invalid("act", "pins-many"));
    }
    diesel::update(topics::table.find(held.id))
        .set((topics::pinned_at.eq(now), topics::pinned_until.eq(until)))
        .execute(connection)?;
    let until = until.map(|until| ("until".to_owned(), json!(until)));
    Ok(Some((OfTopic::Pinned, until.into_iter().collect())))
}

fn unpin(connection: &mut AnyConnection, held: &Held) -> Result<Done, ModerationError> {
    if held.pinned_at.is_none() {
        return Ok(None);
    }
    forget_pin(connection, held.id)?;
    Ok(Some((OfTopic::Unpinned, Map::new())))
}

fn forget_pin(connection: &mut AnyConnection, topic: i64) -> QueryResult<()> {
    diesel::update(topics::table.find(topic))
        .set((
            topics::pinned_at.eq(None::<Timestamp>),
            topics::pinned_until.eq(None::<NaiveDate>),
        ))
        .execute(connection)?;
    Ok(())
}

pub(super) fn lock(
    connection: &mut AnyConnection,
    held: &Held,
    at: Option<Timestamp>,
) -> Result<Done, ModerationError> {
    if held.locked_at.is_some() == at.is_some() {
        return Ok(None);
    }
    diesel::update(topics::table.find(held.id))
        .set(topics::locked_at.eq(at))
        .execute(connection)?;
    let act = if at.is_some() {
        OfTopic::Locked
    } else {
        OfTopic::Unlocked
    };
    Ok(Some((act, Map::new())))
}

/// A pin is the board's and stays behind. What fewer may read would be hidden without a ground,
/// and what more may read published without consent: neither is a move.
pub(super) fn move_to(
    connection: &mut AnyConnection,
    by: i64,
    held: &Held,
    slug: &str,
) -> Result<Done, ModerationError> {
    let to =
        boards::by_slug(connection, slug, Reader::CITY).map_err(|_| invalid("board", "choice"))?;
    // Onto a board of somebody else's nobody puts what they could not take back.
    reached::board(connection, by, to.id).map_err(|error| match error {
        ModerationError::NotFound => invalid("board", "choice"),
        error => error,
    })?;
    if to.id == held.board {
        return Ok(None);
    }
    // Whoever widens one of them meanwhile waits here, or was first and is seen.
    locks::hold(connection, Table::Boards, [held.board, to.id].into())?;
    let from = boards::by_id(connection, held.board, Reader::CITY)?;
    let to = boards::by_id(connection, to.id, Reader::CITY)?;
    if to.read_by != from.read_by {
        return Err(invalid("board", "other-readers"));
    }
    if to.archived_at.is_some() {
        return Err(invalid("board", "archived"));
    }
    regrouped::moves(connection, held.id, to.id)?;
    diesel::update(topics::table.find(held.id))
        .set(topics::board_id.eq(to.id))
        .execute(connection)?;
    forget_pin(connection, held.id)?;
    copies::forget(connection, Told::InTopics(&[held.id]))?;
    let mut fields = Map::new();
    if from.is_public() {
        fields.insert("from".into(), json!(from.slug));
    }
    Ok(Some((OfTopic::Moved, fields)))
}

fn tag(
    connection: &mut AnyConnection,
    context: &Context,
    held: &Held,
    typed: &str,
) -> Result<Done, ModerationError> {
    let new = Tags::parse(typed, &context.detector()).map_err(|code| invalid("tags", code))?;
    let mut wanted = new.as_slice().to_vec();
    wanted.sort_unstable();
    let mut old = tags::of_topics(connection, &[held.id])?
        .remove(&held.id)
        .unwrap_or_default();
    old.sort_unstable();
    if old == wanted {
        return Ok(None);
    }
    tags::put(connection, held.id, &new)?;
    Ok(Some((OfTopic::Tagged, Map::new())))
}

/// The post that opens a topic.
pub(super) fn opening(connection: &mut AnyConnection, topic: i64) -> QueryResult<i64> {
    posts::table
        .filter(posts::topic_id.eq(topic))
        .filter(posts::opens_topic.eq(true))
        .select(posts::id)
        .first(connection)
}

/// The arrangement in the ledger: about the post that opens the topic, or opened it before, whose
/// author and moderators read the reason.
pub(super) fn note(
    connection: &mut AnyConnection,
    context: &Context,
    act: OfTopic,
    post: i64,
    by: i64,
    because: Option<&Because>,
    mut fields: Map<String, Value>,
) -> Result<(), ModerationError> {
    let board: i64 = posts::table
        .inner_join(topics::table)
        .filter(posts::id.eq(post))
        .select(topics::board_id)
        .first(connection)?;
    if let Some(slug) = boards::public_slug(connection, board)? {
        fields.insert("board".into(), json!(slug));
    }
    let about = About {
        post: Some(post),
        by: Some(by),
        case: None,
    };
    let act = Arrangement::Topic(act);
    ledger::note_because(connection, context, act, because, about, fields)?;
    Ok(())
}

/// Tells the author of the post that opens the topic, or opened it before, where it can be appealed
/// against.
pub(super) fn tell(
    connection: &mut AnyConnection,
    context: &Context,
    act: OfTopic,
    post: i64,
    by: i64,
    because: &Because,
) -> Result<(), ModerationError> {
    let act = Arrangement::Topic(act).act();
    if !rearrange::is_appealable(act) {
        return Ok(());
    }
    told::arranged(connection, context, (post, by), act.as_str(), because)
}

pub(super) fn invalid(field: &'static str, code: &'static str) -> ModerationError {
    let mut errors = ValidationErrors::new();
    refuse(&mut errors, field, code);
    ModerationError::Invalid(errors)
}
