//! Posts that an account wants to find again; nobody else learns of them.

use diesel::prelude::*;

use super::{notifications::readable, once};
use crate::{
    accounts::Member,
    context::Context,
    db::{
        AnyConnection, DbError, one_of,
        schema::{accounts, bookmarks, posts as post_table, topics as topic_table},
    },
    forum::{
        ForumError, State,
        cursor::{From, Page},
        posts::{self, Byline},
        reader::Reader,
    },
    i18n::Lang,
};

/// Bookmarks on a page.
pub const PAGE: usize = 25;

#[derive(Clone, Debug)]
pub struct Bookmark {
    pub id: i64,
    /// The id of the post, by which the bookmark is taken away.
    pub of: i64,
    /// `None` where the account cannot see the post any more.
    pub post: Option<Kept>,
}

/// A bookmarked post as it is shown now.
#[derive(Clone, Debug)]
pub struct Kept {
    pub topic: i64,
    pub title: String,
    /// The title with its marks.
    pub title_html: String,
    pub language: Lang,
    pub author: Byline,
}

/// Keeps a bookmark of a post that the member can see, or takes it away, of any post; twice is
/// once.
pub async fn set(
    context: &Context,
    member: &Member,
    post: i64,
    kept: bool,
) -> Result<(), ForumError> {
    let (account, reader) = (member.id, Reader::from(member));
    context
        .db
        .write(move |connection| {
            if !kept {
                let own = bookmarks::table
                    .filter(bookmarks::account_id.eq(account))
                    .filter(bookmarks::post_id.eq(post));
                diesel::delete(own).execute(connection)?;
                return Ok(());
            }
            posts::visible(connection, post, reader)?;
            once(connection, |connection| {
                diesel::insert_into(bookmarks::table)
                    .values((
                        bookmarks::account_id.eq(account),
                        bookmarks::post_id.eq(post),
                    ))
                    .execute(connection)
            })?;
            Ok(())
        })
        .await
}

/// Which of some posts an account has bookmarked.
pub fn among(
    connection: &mut AnyConnection,
    account: i64,
    posts: &[i64],
) -> Result<Vec<i64>, DbError> {
    Ok(bookmarks::table
        .filter(bookmarks::account_id.eq(account))
        .filter(one_of(bookmarks::post_id, posts.to_vec()))
        .select(bookmarks::post_id)
        .load(connection)?)
}

type Row = (
    i64,
    (i64, i64, State, Option<String>, bool),
    (String, String, Lang, State, i64),
    Option<(String, bool)>,
);

/// One page of a member's bookmarks, the last kept first.
pub async fn list(
    context: &Context,
    member: &Member,
    from: From<i64>,
) -> Result<Page<Bookmark, i64>, ForumError> {
    let (account, reader) = (member.id, Reader::from(member));
    context
        .db
        .read(move |connection| {
            let mut query = bookmarks::table
                .inner_join(
                    post_table::table
                        .inner_join(topic_table::table)
                        .left_join(accounts::table),
                )
                .filter(bookmarks::account_id.eq(account))
                .limit(PAGE as i64 + 1)
                .select((
                    bookmarks::id,
                    (
                        post_table::id,
                        post_table::topic_id,
                        post_table::state,
                        post_table::guest_name,
                        post_table::guest_name_is_personal,
                    ),
                    (
                        topic_table::title,
                        topic_table::title_html,
                        topic_table::language,
                        topic_table::state,
                        topic_table::board_id,
                    ),
                    (accounts::name, accounts::name_is_personal).nullable(),
                ))
                .into_boxed();
            query = match from {
                From::Start | From::End => query,
                From::After(id) => query.filter(bookmarks::id.lt(id)),
                From::Before(id) => query.filter(bookmarks::id.gt(id)),
            };
            query = if from.backwards() {
                query.order(bookmarks::id.asc())
            } else {
                query.order(bookmarks::id.desc())
            };
            let rows: Vec<Row> = query.load(connection)?;
            let boards = readable(connection, reader)?;
            let rows = rows.into_iter().map(|row| bookmark(row, &boards));
            Ok(Page::of(rows.collect(), &from, PAGE, |row: &Bookmark| {
                row.id
            }))
        })
        .await
}

fn bookmark((id, post, topic, account): Row, readable: &[i64]) -> Bookmark {
    let (of, in_topic, state, guest_name, guest_name_is_personal) = post;
    let (title, title_html, language, topic_state, board) = topic;
    let public = state == State::Published && topic_state == State::Published;
    Bookmark {
        id,
        of,
        post: (public && readable.contains(&board)).then(|| Kept {
            topic: in_topic,
            title,
            title_html,
            language,
            author: Byline::of(account, guest_name, guest_name_is_personal, None),
        }),
    }
}
