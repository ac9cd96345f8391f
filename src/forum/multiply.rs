//! Many topics and posts at once, each with the words of one that came through `text::publication`: for a
//! city to measure with. Whoever calls has the database to itself.

use diesel::{dsl::max, prelude::*};

pub use crate::db::many::{Post, Topic};
use crate::{
    context::Context,
    db::{
        DbError, many,
        schema::{posts, topics},
    },
};

/// The least numbers that are free.
#[derive(Clone, Copy, Debug)]
pub struct Free {
    pub topic: i64,
    pub post: i64,
    /// In the order in which posts appear.
    pub appeared: i64,
}

/// What stands there already has smaller numbers.
pub async fn free(context: &Context) -> Result<Free, DbError> {
    context
        .db
        .read(|connection| {
            let topic: Option<i64> = topics::table.select(max(topics::id)).first(connection)?;
            let (post, appeared): (Option<i64>, Option<i64>) = posts::table
                .select((max(posts::id), max(posts::appeared)))
                .first(connection)?;
            let next = |last: Option<i64>| last.unwrap_or(0) + 1;
            Ok(Free {
                topic: next(topic),
                post: next(post),
                appeared: next(appeared),
            })
        })
        .await
}

/// How many posts there are, whoever may see them.
pub async fn count(context: &Context) -> Result<i64, DbError> {
    context
        .db
        .read(|connection| Ok(posts::table.count().get_result(connection)?))
        .await
}

/// Opens topics, whose posts come after.
pub async fn topics(context: &Context, rows: Vec<Topic>) -> Result<(), DbError> {
    context
        .db
        .write(move |connection| many::topics(connection, &rows))
        .await
}

/// Puts posts into topics that are there, with findings, marks and what search keeps.
pub async fn posts(context: &Context, rows: Vec<Post>) -> Result<(), DbError> {
    context
        .db
        .write(move |connection| many::posts(connection, &rows))
        .await
}

/// Call it when all are there.
pub async fn done(context: &Context) -> Result<(), DbError> {
    context.db.write(many::done).await
}
