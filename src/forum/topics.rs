//! Topics: lists by activity, and one topic as its reader may see it.

use diesel::prelude::*;

use super::{
    ForumError, State,
    boards::{self, Board},
    cursor::{Activity, From, Page},
    owner::Reader,
    posts::Byline,
};
use crate::{
    accounts::Member,
    context::Context,
    db::{
        AnyConnection, Timestamp,
        schema::{accounts, boards as board_table, posts, topics},
    },
    i18n::Lang,
};

/// Topics on a page of a board.
pub const PAGE: usize = 25;

/// A published topic in a list.
#[derive(Clone, Debug)]
pub struct Listed {
    pub id: i64,
    pub board: Board,
    pub title: String,
    /// The title with its marks.
    pub title_html: String,
    pub language: Lang,
    pub reply_count: i32,
    pub created_at: Timestamp,
    pub active_at: Timestamp,
    /// Who opened it; a list shows no e-mail address.
    pub author: Byline,
}

/// A topic that its reader may see.
#[derive(Clone, Debug)]
pub struct Topic {
    pub id: i64,
    pub board: Board,
    pub title: String,
    pub title_html: String,
    pub language: Lang,
    pub state: State,
    pub reply_count: i32,
    pub created_at: Timestamp,
    pub active_at: Timestamp,
    /// Whether the reader opened it.
    pub mine: bool,
}

type ListedRow = (
    (i64, String, String, Lang, i32, Timestamp, Timestamp),
    Board,
    (Option<i64>, Option<String>, bool),
    Option<(String, bool)>,
);

impl Listed {
    fn of((topic, board, guest, account): ListedRow) -> Self {
        let (id, title, title_html, language, reply_count, created_at, active_at) = topic;
        let (_, guest_name, guest_name_is_personal) = guest;
        Self {
            id,
            board,
            title,
            title_html,
            language,
            reply_count,
            created_at,
            active_at,
            author: Byline::of(account, guest_name, guest_name_is_personal, None),
        }
    }

    fn cursor(&self) -> Activity {
        Activity {
            at: self.active_at,
            id: self.id,
        }
    }
}

/// One page of a board's published topics, the newest activity first.
pub async fn of_board(
    context: &Context,
    board: &Board,
    from: From<Activity>,
) -> Result<Page<Listed, Activity>, ForumError> {
    let board = board.id;
    context
        .db
        .read(move |connection| {
            let rows = listed(connection, Some(board), &from, PAGE)?;
            Ok(Page::of(rows, &from, PAGE, Listed::cursor))
        })
        .await
}

/// The published topics of all boards with the newest activity.
pub async fn latest(context: &Context, count: usize) -> Result<Vec<Listed>, ForumError> {
    context
        .db
        .read(move |connection| {
            let mut rows = listed(connection, None, &From::Start, count)?;
            rows.truncate(count);
            Ok(rows)
        })
        .await
}

/// One row more than `size`, in the direction of `from`.
fn listed(
    connection: &mut AnyConnection,
    board: Option<i64>,
    from: &From<Activity>,
    size: usize,
) -> Result<Vec<Listed>, ForumError> {
    let mut query = topics::table
        .inner_join(board_table::table)
        .inner_join(posts::table.left_join(accounts::table))
        .filter(topics::state.eq(State::Published))
        .filter(posts::opens_topic.eq(true))
        .limit(i64::try_from(size + 1).unwrap_or(i64::MAX))
        .select((
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
        ))
        .into_boxed();
    if let Some(board) = board {
        query = query.filter(topics::board_id.eq(board));
    }
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
    Ok(rows.into_iter().map(Listed::of).collect())
}

/// The topic, if it is published or `reader` opened it.
pub async fn find(
    context: &Context,
    id: i64,
    reader: Option<&Member>,
) -> Result<Topic, ForumError> {
    let reader = reader.map(|reader| reader.id).into();
    context
        .db
        .read(move |connection| visible(connection, id, reader))
        .await
}

type TopicRow = (
    (i64, String, String, Lang, State, i32, Timestamp, Timestamp),
    Board,
    (i64, Option<i64>),
);

pub(super) fn visible(
    connection: &mut AnyConnection,
    id: i64,
    reader: Reader,
) -> Result<Topic, ForumError> {
    let row: Option<TopicRow> = topics::table
        .inner_join(board_table::table)
        .inner_join(posts::table)
        .filter(topics::id.eq(id))
        .filter(posts::opens_topic.eq(true))
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
        ))
        .first(connection)
        .optional()?;
    let (topic, board, (opening, author)) = row.ok_or(ForumError::NotFound)?;
    let (id, title, title_html, language, state, reply_count, created_at, active_at) = topic;
    let mine = reader.wrote(opening, author);
    if state != State::Published && !mine {
        return Err(ForumError::NotFound);
    }
    Ok(Topic {
        id,
        board,
        title,
        title_html,
        language,
        state,
        reply_count,
        created_at,
        active_at,
        mine,
    })
}
