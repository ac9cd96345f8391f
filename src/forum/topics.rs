//! Topics: lists by activity, and one topic as its reader may see it.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{
    ForumError, Moved, State, address,
    boards::{self, Board},
    cursor::{Activity, From, Page, begin_of},
    official::{self, Answer},
    posts::Byline,
    reader::{Entry, Reader},
    regroup::{self, Part},
    tags,
};
use crate::{
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        locks::{self, Table},
        schema::{accounts, boards as board_table, posts, topic_tags, topics},
    },
    i18n::Lang,
};

/// Topics on a page of a board or a tag.
pub const PAGE: usize = 25;
/// Pinned topics of a board.
pub const MOST_PINNED: usize = 5;

/// A pin; it holds a topic above the others of its board.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pin {
    /// The last day; none where it has no end.
    pub until: Option<NaiveDate>,
}

impl Pin {
    fn of(
        pinned_at: Option<Timestamp>,
        until: Option<NaiveDate>,
        today: NaiveDate,
    ) -> Option<Self> {
        pinned_at
            .filter(|_| until.is_none_or(|until| until >= today))
            .map(|_| Self { until })
    }
}

/// A published topic in a list.
#[derive(Clone, Debug)]
pub struct Listed {
    pub id: i64,
    pub board: Board,
    pub title: String,
    /// The title with its marks.
    pub title_html: String,
    /// The words in its address.
    pub slug: String,
    pub language: Lang,
    pub reply_count: i32,
    pub created_at: Timestamp,
    pub active_at: Timestamp,
    /// Who opened it; a list shows no e-mail address.
    pub author: Byline,
    pub pinned: bool,
    pub locked: bool,
    /// Whether an office has answered.
    pub official: bool,
    pub tags: Vec<String>,
    /// How many posts the reader has not read, where that is remembered and was looked up; see
    /// [`super::reading::tracking::count_unread`].
    pub unread: i64,
}

/// A topic that its reader may see.
#[derive(Clone, Debug)]
pub struct Topic {
    pub id: i64,
    pub board: Board,
    pub title: String,
    pub title_html: String,
    /// The words in its address; empty while it is not public.
    pub slug: String,
    pub language: Lang,
    pub state: State,
    pub reply_count: i32,
    pub created_at: Timestamp,
    pub active_at: Timestamp,
    /// The post that opens it.
    pub opening: i64,
    /// Whether the reader opened it.
    pub mine: bool,
    pub pin: Option<Pin>,
    pub locked: bool,
    pub tags: Vec<String>,
    /// The offices' answers, the first first.
    pub official: Vec<Answer>,
    /// Topics that were split off.
    pub parts: Vec<Part>,
}

impl Topic {
    /// Its address below the language.
    pub fn path(&self) -> String {
        address::of_topic(self.id, &self.slug)
    }

    /// The address of one of its posts.
    pub fn path_of(&self, post: i64) -> String {
        address::of_post(self.id, &self.slug, post)
    }

    /// Whether this reader can answer in it.
    pub fn answers_for(&self, reader: impl Into<Reader>) -> Entry {
        if self.locked {
            Entry::Locked
        } else {
            self.board.answers_for(reader.into())
        }
    }
}

type ListedRow = (
    (i64, String, String, Lang, i32, Timestamp, Timestamp),
    Board,
    (Option<i64>, Option<String>, bool),
    Option<(String, bool)>,
    (
        Option<Timestamp>,
        Option<NaiveDate>,
        Option<Timestamp>,
        String,
    ),
);

/// The columns of a [`ListedRow`]; a macro, for the type of the selection cannot be written.
macro_rules! columns {
    () => {
        (
            (
                topics::id,
                topics::title,
                topics::title_html,
                topics::language,
                topics::reply_count,
                topics::created_at,
                topics::active_at,
            ),
            boards::COLUMNS,
            (
                posts::account_id,
                posts::guest_name,
                posts::guest_name_is_personal,
            ),
            (accounts::name, accounts::name_is_personal).nullable(),
            (
                topics::pinned_at,
                topics::pinned_until,
                topics::locked_at,
                topics::slug,
            ),
        )
    };
}

impl Listed {
    fn of((topic, board, guest, account, held): ListedRow, today: NaiveDate) -> Self {
        let (id, title, title_html, language, reply_count, created_at, active_at) = topic;
        let (_, guest_name, guest_name_is_personal) = guest;
        let (pinned_at, pinned_until, locked_at, slug) = held;
        Self {
            pinned: Pin::of(pinned_at, pinned_until, today).is_some(),
            locked: locked_at.is_some(),
            official: false,
            tags: Vec::new(),
            unread: 0,
            id,
            board,
            title,
            title_html,
            slug,
            language,
            reply_count,
            created_at,
            active_at,
            author: Byline::of(account, guest_name, guest_name_is_personal, None),
        }
    }

    /// Its address below the language.
    pub fn path(&self) -> String {
        address::of_topic(self.id, &self.slug)
    }

    fn cursor(&self) -> Activity {
        Activity {
            at: self.active_at,
            id: self.id,
        }
    }
}

/// One page of a board's published topics, the newest activity first; without those that are
/// [`pinned`].
pub async fn of_board(
    context: &Context,
    board: &Board,
    reader: impl Into<Reader>,
    from: From<Activity>,
) -> Result<Page<Listed, Activity>, ForumError> {
    page_of(context, Those::OfBoard(board.id), reader.into(), from).await
}

/// From where a board shows the topics that were last active on a day or before; the end where
/// there are none.
pub async fn from_day(
    context: &Context,
    board: &Board,
    reader: impl Into<Reader>,
    day: NaiveDate,
) -> Result<From<Activity>, ForumError> {
    let Some(at) = day.succ_opt().map(|next| begin_of(context, next)) else {
        return Ok(From::Start);
    };
    let from = From::After(Activity { at, id: 0 });
    let page = of_board(context, board, reader, from).await?;
    Ok(if page.items.is_empty() {
        From::End
    } else {
        from
    })
}

/// One page of the published topics with a tag, the newest activity first.
///
/// [`ForumError::NotFound`] where this reader sees none.
pub async fn with_tag(
    context: &Context,
    tag: &str,
    reader: impl Into<Reader>,
    from: From<Activity>,
) -> Result<Page<Listed, Activity>, ForumError> {
    let tag = tags::normal(tag);
    if tag.contains('\0') {
        return Err(ForumError::NotFound);
    }
    let page = page_of(context, Those::WithTag(tag), reader.into(), from).await?;
    if page.items.is_empty() {
        return Err(ForumError::NotFound);
    }
    Ok(page)
}

async fn page_of(
    context: &Context,
    those: Those,
    reader: Reader,
    from: From<Activity>,
) -> Result<Page<Listed, Activity>, ForumError> {
    let today = today(context);
    context
        .db
        .read(move |connection| {
            let rows = listed(connection, &those, reader, &from, PAGE, today)?;
            Ok(Page::of(rows, &from, PAGE, Listed::cursor))
        })
        .await
}

/// The published topics of all boards with the newest activity.
pub async fn latest(
    context: &Context,
    reader: impl Into<Reader>,
    count: usize,
) -> Result<Vec<Listed>, ForumError> {
    let (reader, today) = (reader.into(), today(context));
    context
        .db
        .read(move |connection| {
            let start = From::Start;
            let mut rows = listed(connection, &Those::Any, reader, &start, count, today)?;
            rows.truncate(count);
            Ok(rows)
        })
        .await
}

/// The pinned topics of a board, the last pinned first.
pub async fn pinned(
    context: &Context,
    board: &Board,
    reader: impl Into<Reader>,
) -> Result<Vec<Listed>, ForumError> {
    let (board, reader, today) = (board.id, reader.into(), today(context));
    context
        .db
        .read(move |connection| {
            let rows: Vec<ListedRow> = topics::table
                .inner_join(board_table::table)
                .inner_join(posts::table.left_join(accounts::table))
                .filter(topics::state.eq(State::Published))
                .filter(posts::opens_topic.eq(true))
                .filter(boards::readable(reader))
                .filter(topics::board_id.eq(board))
                .filter(topics::pinned_at.is_not_null())
                .filter(
                    topics::pinned_until
                        .is_null()
                        .or(topics::pinned_until.ge(today)),
                )
                .order((topics::pinned_at.desc(), topics::id.desc()))
                .select(columns!())
                .load(connection)?;
            complete(connection, rows, today)
        })
        .await
}

/// Which topics a list holds.
enum Those {
    Any,
    /// Of the board with this id, but for the pinned ones.
    OfBoard(i64),
    WithTag(String),
}

/// One row more than `size`, in the direction of `from`.
fn listed(
    connection: &mut AnyConnection,
    those: &Those,
    reader: Reader,
    from: &From<Activity>,
    size: usize,
    today: NaiveDate,
) -> Result<Vec<Listed>, ForumError> {
    let mut query = topics::table
        .inner_join(board_table::table)
        .inner_join(posts::table.left_join(accounts::table))
        .filter(topics::state.eq(State::Published))
        .filter(posts::opens_topic.eq(true))
        .filter(boards::readable(reader))
        .limit(i64::try_from(size + 1).unwrap_or(i64::MAX))
        .select(columns!())
        .into_boxed();
    query = match those {
        Those::Any => query,
        Those::OfBoard(board) => query.filter(topics::board_id.eq(*board)).filter(
            topics::pinned_at
                .is_null()
                .or(topics::pinned_until.lt(today)),
        ),
        Those::WithTag(tag) => query.filter(
            topics::id.eq_any(
                topic_tags::table
                    .filter(topic_tags::tag.eq(tag.clone()))
                    .select(topic_tags::topic_id),
            ),
        ),
    };
    query = match *from {
        From::Start | From::End => query,
        From::After(Activity { at, id }) => query.filter(
            topics::active_at
                .lt(at)
                .or(topics::active_at.eq(at).and(topics::id.lt(id))),
        ),
        From::Before(Activity { at, id }) => query.filter(
            topics::active_at
                .gt(at)
                .or(topics::active_at.eq(at).and(topics::id.gt(id))),
        ),
    };
    query = if from.backwards() {
        query.order((topics::active_at.asc(), topics::id.asc()))
    } else {
        query.order((topics::active_at.desc(), topics::id.desc()))
    };
    let rows: Vec<ListedRow> = query.load(connection)?;
    complete(connection, rows, today)
}

/// Rows as topics, with their tags and whether an office has answered in one query each.
fn complete(
    connection: &mut AnyConnection,
    rows: Vec<ListedRow>,
    today: NaiveDate,
) -> Result<Vec<Listed>, ForumError> {
    let mut all: Vec<Listed> = rows.into_iter().map(|row| Listed::of(row, today)).collect();
    let ids: Vec<i64> = all.iter().map(|topic| topic.id).collect();
    let mut tags = tags::of_topics(connection, &ids)?;
    let answered = official::answered(connection, &ids)?;
    for topic in &mut all {
        topic.tags = tags.remove(&topic.id).unwrap_or_default();
        topic.official = answered.contains(&topic.id);
    }
    Ok(all)
}

fn today(context: &Context) -> NaiveDate {
    context.clock.today(context.config.city.time_zone)
}

/// The topic, if it is published or the reader opened it, on a board that they may read.
///
/// [`ForumError::Moved`] by the id of one that was merged into another.
pub async fn find(
    context: &Context,
    id: i64,
    reader: impl Into<Reader>,
) -> Result<Topic, ForumError> {
    let (cx, reader): (_, Reader) = (context.clone(), reader.into());
    context
        .db
        .read(move |connection| in_full(connection, &cx, id, reader))
        .await
}

/// As [`find`], for whoever reads more with it.
pub fn in_full(
    connection: &mut AnyConnection,
    context: &Context,
    id: i64,
    reader: impl Into<Reader>,
) -> Result<Topic, ForumError> {
    let (reader, today) = (reader.into(), today(context));
    let mut topic = visible(connection, id, reader)?;
    topic.pin = topic
        .pin
        .filter(|pin| pin.until.is_none_or(|until| until >= today));
    topic.tags = tags::of_topics(connection, &[id])?
        .remove(&id)
        .unwrap_or_default();
    topic.official = official::of_topic(connection, id)?;
    topic.parts = regroup::parts(connection, id, reader)?;
    Ok(topic)
}

type TopicRow = (
    (i64, String, String, Lang, State, i32, Timestamp, Timestamp),
    Board,
    (i64, Option<i64>),
    (
        Option<Timestamp>,
        Option<NaiveDate>,
        Option<Timestamp>,
        String,
    ),
);

/// The topic alone, as [`find`] looks for it: without its tags, answers and parts.
pub fn visible(
    connection: &mut AnyConnection,
    id: i64,
    reader: Reader,
) -> Result<Topic, ForumError> {
    let row: Option<TopicRow> = topics::table
        .inner_join(board_table::table)
        .inner_join(posts::table)
        .filter(topics::id.eq(id))
        .filter(posts::opens_topic.eq(true))
        .filter(boards::readable(reader))
        .select((
            (
                topics::id,
                topics::title,
                topics::title_html,
                topics::language,
                topics::state,
                topics::reply_count,
                topics::created_at,
                topics::active_at,
            ),
            boards::COLUMNS,
            (posts::id, posts::account_id),
            (
                topics::pinned_at,
                topics::pinned_until,
                topics::locked_at,
                topics::slug,
            ),
        ))
        .first(connection)
        .optional()?;
    let Some((topic, board, (opening, author), held)) = row else {
        return Err(elsewhere(connection, id, reader)?);
    };
    let (id, title, title_html, language, state, reply_count, created_at, active_at) = topic;
    let (pinned_at, pinned_until, locked_at, slug) = held;
    let mine = reader.wrote(opening, author);
    if state != State::Published && !mine {
        return Err(ForumError::NotFound);
    }
    Ok(Topic {
        id,
        board,
        title,
        title_html,
        slug,
        language,
        state,
        reply_count,
        created_at,
        active_at,
        opening,
        mine,
        pin: pinned_at.map(|_| Pin {
            until: pinned_until,
        }),
        locked: locked_at.is_some(),
        tags: Vec::new(),
        official: Vec::new(),
        parts: Vec::new(),
    })
}

/// Why there is no such topic: it was merged into one that this reader may see, or is none.
fn elsewhere(
    connection: &mut AnyConnection,
    id: i64,
    reader: Reader,
) -> Result<ForumError, ForumError> {
    let into: Option<Option<i64>> = topics::table
        .find(id)
        .select(topics::merged_into)
        .first(connection)
        .optional()?;
    let Some(into) = into.flatten() else {
        return Ok(ForumError::NotFound);
    };
    let topic = visible(connection, into, reader)?;
    Ok(ForumError::Moved(Moved::Topic(into, topic.slug)))
}

/// The topic in which the posts of this one stand: itself, or the one into which it was merged.
pub(super) fn standing(connection: &mut AnyConnection, id: i64) -> Result<i64, ForumError> {
    let into: Option<Option<i64>> = topics::table
        .find(id)
        .select(topics::merged_into)
        .first(connection)
        .optional()?;
    Ok(into.flatten().unwrap_or(id))
}

/// Holds a topic until the transaction ends.
pub(super) fn hold(connection: &mut AnyConnection, id: i64) -> Result<(), DbError> {
    locks::hold(connection, Table::Topics, BTreeSet::from([id]))
}

/// Holds a published topic for an answer, whose row is the lock: of a moderator who locks or
/// merges it and somebody who answers, the second waits here and sees what the first did.
pub(super) fn take_answer(
    connection: &mut AnyConnection,
    id: i64,
    reader: Reader,
) -> Result<(), ForumError> {
    hold(connection, id)?;
    let topic = visible(connection, id, reader)?;
    if topic.state != State::Published {
        return Err(ForumError::NotFound);
    }
    topic.answers_for(reader).check()
}
