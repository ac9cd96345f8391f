//! Topics and boards of which an account wants to be told all, or nothing.
//!
//! What is chosen about a topic goes before what is chosen about its board.

use diesel::prelude::*;

use super::once;
use crate::{
    accounts::Member,
    context::Context,
    db::{
        AnyConnection, DbError,
        schema::{boards as board_table, topics as topic_table, watches},
        text_enum,
    },
    forum::{
        ForumError, State,
        boards::{self, Board},
        cursor::{From, Page},
        reader::Reader,
        topics,
    },
    i18n::Lang,
};

text_enum! {
    /// What is chosen about a topic or a board; without a choice an account is told of mentions,
    /// quotes, and answers to itself.
    pub enum Level {
        /// Of every new post.
        Watching = "watching",
        /// Of nothing.
        Muted = "muted",
    }
}

/// Places on a page of the list.
pub const PAGE: usize = 50;

/// What it is chosen about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// By its id, as it was found for this reader.
    Topic(i64),
    Board(i64),
}

/// What an account chose about a place.
pub fn level(
    connection: &mut AnyConnection,
    account: i64,
    place: Place,
) -> Result<Option<Level>, DbError> {
    let mut query = watches::table
        .filter(watches::account_id.eq(account))
        .select(watches::level)
        .into_boxed();
    query = match place {
        Place::Topic(id) => query.filter(watches::topic_id.eq(id)),
        Place::Board(id) => query.filter(watches::board_id.eq(id)),
    };
    Ok(query.first(connection).optional()?)
}

/// Chooses about a topic that the member can see; `None` takes the choice back.
pub async fn set_topic(
    context: &Context,
    member: &Member,
    topic: i64,
    level: Option<Level>,
) -> Result<(), ForumError> {
    let (account, reader) = (member.id, Reader::from(member));
    context
        .db
        .write(move |connection| {
            let topic = topics::visible(connection, topic, reader)?;
            set(connection, account, Place::Topic(topic.id), level)
        })
        .await
}

/// As [`set_topic`], about a board.
pub async fn set_board(
    context: &Context,
    member: &Member,
    slug: &str,
    level: Option<Level>,
) -> Result<(), ForumError> {
    let (account, reader, slug) = (member.id, Reader::from(member), slug.to_owned());
    context
        .db
        .write(move |connection| {
            let board = boards::by_slug(connection, &slug, reader)?;
            set(connection, account, Place::Board(board.id), level)
        })
        .await
}

fn set(
    connection: &mut AnyConnection,
    account: i64,
    place: Place,
    level: Option<Level>,
) -> Result<(), ForumError> {
    let (topic, board) = match place {
        Place::Topic(id) => (Some(id), None),
        Place::Board(id) => (None, Some(id)),
    };
    let chosen = || {
        watches::table
            .filter(watches::account_id.eq(account))
            .filter(
                watches::topic_id
                    .assume_not_null()
                    .eq(topic.unwrap_or(0))
                    .or(watches::board_id.assume_not_null().eq(board.unwrap_or(0))),
            )
    };
    let Some(level) = level else {
        diesel::delete(chosen()).execute(connection)?;
        return Ok(());
    };
    let change = |connection: &mut AnyConnection| {
        diesel::update(chosen())
            .set(watches::level.eq(level))
            .execute(connection)
    };
    if change(connection)? > 0 {
        return Ok(());
    }
    let inserted = once(connection, |connection| {
        diesel::insert_into(watches::table)
            .values((
                watches::account_id.eq(account),
                watches::topic_id.eq(topic),
                watches::board_id.eq(board),
                watches::level.eq(level),
            ))
            .execute(connection)
    })?;
    // Of two clicks at once the later stands.
    if !inserted {
        change(connection)?;
    }
    Ok(())
}

/// A place about which an account chose something.
#[derive(Clone, Debug)]
pub struct Watched {
    pub id: i64,
    pub level: Level,
    /// `None` where the account cannot see it any more.
    pub what: Option<What>,
}

#[derive(Clone, Debug)]
pub enum What {
    Topic {
        id: i64,
        title: String,
        title_html: String,
        language: Lang,
    },
    Board(Board),
}

type Row = (
    (i64, Level),
    Option<(i64, String, String, Lang, State, i64)>,
    Option<Board>,
);

/// One page of the places about which a member chose something, the last chosen first.
pub async fn list(
    context: &Context,
    member: &Member,
    from: From<i64>,
) -> Result<Page<Watched, i64>, ForumError> {
    let (account, reader) = (member.id, Reader::from(member));
    context
        .db
        .read(move |connection| {
            let mut query = watches::table
                .left_join(topic_table::table)
                .left_join(board_table::table.on(board_table::id.nullable().eq(watches::board_id)))
                .filter(watches::account_id.eq(account))
                .limit(PAGE as i64 + 1)
                .select((
                    (watches::id, watches::level),
                    (
                        topic_table::id,
                        topic_table::title,
                        topic_table::title_html,
                        topic_table::language,
                        topic_table::state,
                        topic_table::board_id,
                    )
                        .nullable(),
                    boards::COLUMNS.nullable(),
                ))
                .into_boxed();
            query = match from {
                From::Start | From::End => query,
                From::After(id) => query.filter(watches::id.lt(id)),
                From::Before(id) => query.filter(watches::id.gt(id)),
            };
            query = if from.backwards() {
                query.order(watches::id.asc())
            } else {
                query.order(watches::id.desc())
            };
            let rows: Vec<Row> = query.load(connection)?;
            let readable: Vec<i64> = board_table::table
                .filter(boards::readable(reader))
                .select(board_table::id)
                .load(connection)?;
            let rows = rows.into_iter().map(|row| watched(row, &readable));
            Ok(Page::of(rows.collect(), &from, PAGE, |row: &Watched| {
                row.id
            }))
        })
        .await
}

fn watched(((id, level), topic, board): Row, readable: &[i64]) -> Watched {
    let topic = topic
        .filter(|(.., state, board)| *state == State::Published && readable.contains(board))
        .map(|(id, title, title_html, language, ..)| What::Topic {
            id,
            title,
            title_html,
            language,
        });
    let board = board.filter(|board| readable.contains(&board.id));
    Watched {
        id,
        level,
        what: topic.or(board.map(What::Board)),
    }
}

/// Takes one choice back, also about what cannot be seen any more; a second time changes nothing.
pub async fn forget(context: &Context, account: i64, id: i64) -> Result<(), ForumError> {
    context
        .db
        .write(move |connection| {
            let own = watches::table
                .find(id)
                .filter(watches::account_id.eq(account));
            diesel::delete(own).execute(connection)?;
            Ok(())
        })
        .await
}
