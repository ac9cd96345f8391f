//! How many posts somebody has not read, topic by topic: each is counted so far and no further, so that
//! a list of large topics costs no more than one of small ones.

use diesel::{QueryableByName, RunQueryDsl as _, sql_query, sql_types::BigInt, sql_types::Text};
use serde::Serialize;

use super::{AnyConnection, DbError};

/// How far somebody has read in a topic: the number of the last post that they have seen.
#[derive(Serialize)]
pub struct Place {
    pub topic: i64,
    pub position: i64,
}

/// A topic, and how many of its public posts by others have a greater number.
#[derive(QueryableByName)]
pub struct Unread {
    #[diesel(sql_type = BigInt)]
    pub topic: i64,
    #[diesel(sql_type = BigInt)]
    pub count: i64,
}

/// The posts that an account has not read, of each place at most `most`.
pub fn counts(
    connection: &mut AnyConnection,
    account: i64,
    places: &[Place],
    most: i64,
) -> Result<Vec<Unread>, DbError> {
    let rows = serde_json::to_string(places).expect("numbers make JSON");
    let counted = match connection {
        AnyConnection::Sqlite(sqlite) => sql_query(
            "SELECT place.value ->> 'topic' AS topic, (SELECT COUNT(*) FROM (SELECT 1 FROM posts \
             WHERE posts.topic_id = place.value ->> 'topic' AND posts.state = 'published' \
             AND posts.appeared > place.value ->> 'position' \
             AND (posts.account_id IS NULL OR posts.account_id <> ?2) LIMIT ?3)) AS count \
             FROM json_each(?1) AS place",
        )
        .bind::<Text, _>(rows)
        .bind::<BigInt, _>(account)
        .bind::<BigInt, _>(most)
        .load(sqlite),
        AnyConnection::Postgres(postgres) => sql_query(
            "SELECT place.topic, (SELECT COUNT(*) FROM (SELECT 1 FROM posts \
             WHERE posts.topic_id = place.topic AND posts.state = 'published' \
             AND posts.appeared > place.position \
             AND (posts.account_id IS NULL OR posts.account_id <> $2) LIMIT $3) AS unread) AS count \
             FROM json_to_recordset($1::json) AS place (topic BIGINT, position BIGINT)",
        )
        .bind::<Text, _>(rows)
        .bind::<BigInt, _>(account)
        .bind::<BigInt, _>(most)
        .load(postgres),
    }?;
    Ok(counted)
}
