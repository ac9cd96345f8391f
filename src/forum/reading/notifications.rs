//! What an account is told in the site: rows that name a post, shown as the post is shown now.
//!
//! Who is told of what is in `told`; what goes out by mail, in `digest`.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::{
    accounts::Member,
    context::Context,
    db::{
        AnyConnection, DbError,
        schema::{accounts, boards as board_table, notifications, posts, topics as topic_table},
        text_enum,
    },
    forum::{
        ForumError, State, boards,
        cursor::{From, Page},
        flags::told,
        posts::Byline,
        reader::Reader,
    },
    i18n::Lang,
};

text_enum! {
    /// Why an account is told of a post; of several reasons the first.
    #[schema(as = NotificationKind)]
    pub enum Kind {
        /// It calls the account by its name.
        Mention = "mention",
        /// It quotes a post of the account.
        Quote = "quote",
        /// It answers a post or stands in a topic of the account.
        Reply = "reply",
        /// The account watches its topic or board.
        Watched = "watched",
    }
}

/// Notifications on a page.
pub const PAGE: usize = 25;
/// For so many days they are kept; the inventory says so.
pub const DAYS: i64 = 90;
/// More than these are not counted.
pub const MOST_COUNTED: i64 = 100;

#[derive(Clone, Debug)]
pub struct Notification {
    pub id: i64,
    pub kind: Kind,
    pub day: NaiveDate,
    pub seen: bool,
    /// `None` where the account cannot see the post any more.
    pub post: Option<Told>,
}

/// The post that a notification is about, as it is shown now.
#[derive(Clone, Debug)]
pub struct Told {
    pub id: i64,
    pub topic: i64,
    pub title: String,
    /// The title with its marks.
    pub title_html: String,
    pub language: Lang,
    pub author: Byline,
}

type Row = (
    (i64, Kind, NaiveDate, bool),
    (i64, i64, State, Option<String>, bool),
    (String, String, Lang, State),
    i64,
    Option<(String, bool)>,
);

/// One page of what a member is told, the newest first.
pub async fn list(
    context: &Context,
    member: &Member,
    from: From<i64>,
) -> Result<Page<Notification, i64>, ForumError> {
    let (account, reader) = (member.id, Reader::from(member));
    context
        .db
        .read(move |connection| {
            let mut query = notifications::table
                .inner_join(
                    posts::table
                        .inner_join(topic_table::table)
                        .left_join(accounts::table),
                )
                .filter(notifications::account_id.eq(account))
                .limit(PAGE as i64 + 1)
                .select((
                    (
                        notifications::id,
                        notifications::kind,
                        notifications::day,
                        notifications::seen,
                    ),
                    (
                        posts::id,
                        posts::topic_id,
                        posts::state,
                        posts::guest_name,
                        posts::guest_name_is_personal,
                    ),
                    (
                        topic_table::title,
                        topic_table::title_html,
                        topic_table::language,
                        topic_table::state,
                    ),
                    topic_table::board_id,
                    (accounts::name, accounts::name_is_personal).nullable(),
                ))
                .into_boxed();
            query = match from {
                From::Start | From::End => query,
                From::After(id) => query.filter(notifications::id.lt(id)),
                From::Before(id) => query.filter(notifications::id.gt(id)),
            };
            query = if from.backwards() {
                query.order(notifications::id.asc())
            } else {
                query.order(notifications::id.desc())
            };
            let rows: Vec<Row> = query.load(connection)?;
            let readable = readable(connection, reader)?;
            let rows = rows.into_iter().map(|row| notification(row, &readable));
            Ok(Page::of(
                rows.collect(),
                &from,
                PAGE,
                |row: &Notification| row.id,
            ))
        })
        .await
}

/// The boards that a reader may see, for rows of which the others are shown without their words.
pub(super) fn readable(
    connection: &mut AnyConnection,
    reader: Reader,
) -> Result<Vec<i64>, DbError> {
    Ok(board_table::table
        .filter(boards::readable(reader))
        .select(board_table::id)
        .load(connection)?)
}

fn notification((told, post, topic, board, account): Row, readable: &[i64]) -> Notification {
    let (id, kind, day, seen) = told;
    let (post, in_topic, state, guest_name, guest_name_is_personal) = post;
    let (title, title_html, language, topic_state) = topic;
    let public = state == State::Published && topic_state == State::Published;
    Notification {
        id,
        kind,
        day,
        seen,
        post: (public && readable.contains(&board)).then(|| Told {
            id: post,
            topic: in_topic,
            title,
            title_html,
            language,
            author: Byline::of(account, guest_name, guest_name_is_personal, None),
        }),
    }
}

/// How many notifications of posts that can be seen a member has not seen, up to
/// [`MOST_COUNTED`], and how many of their flags have ended without their seeing it.
pub fn unseen(connection: &mut AnyConnection, member: &Member) -> Result<usize, DbError> {
    let (account, reader) = (member.id, Reader::from(member));
    let some: Vec<i64> = notifications::table
        .inner_join(posts::table.inner_join(topic_table::table.inner_join(board_table::table)))
        .filter(notifications::account_id.eq(account))
        .filter(notifications::seen.eq(false))
        .filter(posts::state.eq(State::Published))
        .filter(topic_table::state.eq(State::Published))
        .filter(boards::readable(reader))
        .limit(MOST_COUNTED)
        .select(notifications::id)
        .load(connection)?;
    Ok(some.len() + told::unseen(connection, account)?)
}

/// Which notifications have been seen.
#[derive(Clone, Debug)]
pub enum Seen {
    One(i64),
    /// This one and all before it: what arrives while somebody looks stays new.
    Until(i64),
    /// Those of posts that were shown.
    Posts(Vec<i64>),
}

/// Lets an account's own notifications count as seen; a second time changes nothing.
pub async fn see(context: &Context, account: i64, seen: Seen) -> Result<(), DbError> {
    let (from, until, of) = match seen {
        Seen::One(id) => (id, id, None),
        Seen::Until(id) => (i64::MIN, id, None),
        Seen::Posts(posts) => (i64::MIN, i64::MAX, Some(posts)),
    };
    let new = move || {
        notifications::table
            .filter(notifications::account_id.eq(account))
            .filter(notifications::seen.eq(false))
            .filter(notifications::id.between(from, until))
    };
    let posts = of.clone();
    let look = move |connection: &mut AnyConnection| {
        Ok(match posts {
            Some(posts) => new()
                .filter(notifications::post_id.eq_any(posts))
                .count()
                .get_result(connection)?,
            None => new().count().get_result(connection)?,
        })
    };
    context
        .db
        .write_if_any(look, move |connection| {
            let seen = notifications::seen.eq(true);
            match of {
                Some(posts) => {
                    let these = new().filter(notifications::post_id.eq_any(posts));
                    diesel::update(these).set(seen).execute(connection)?
                }
                None => diesel::update(new()).set(seen).execute(connection)?,
            };
            Ok(())
        })
        .await
}
