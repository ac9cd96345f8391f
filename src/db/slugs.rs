//! Writing many topics' slugs in one statement.

use diesel::{RunQueryDsl as _, sql_query, sql_types::Text};
use serde::Serialize;

use super::{AnyConnection, DbError};

/// What a topic's address says of it.
#[derive(Serialize)]
pub struct Slug {
    pub topic: i64,
    pub slug: String,
}

/// Gives each of these topics its slug.
pub fn put(connection: &mut AnyConnection, slugs: &[Slug]) -> Result<(), DbError> {
    if slugs.is_empty() {
        return Ok(());
    }
    let rows = serde_json::to_string(slugs).expect("texts and numbers make JSON");
    match connection {
        AnyConnection::Sqlite(sqlite) => sql_query(
            "UPDATE topics SET slug = value ->> 'slug' FROM json_each(?1) \
             WHERE topics.id = value ->> 'topic'",
        )
        .bind::<Text, _>(rows)
        .execute(sqlite),
        AnyConnection::Postgres(postgres) => sql_query(
            "UPDATE topics SET slug = named.slug \
             FROM json_to_recordset($1::json) AS named (topic BIGINT, slug TEXT) \
             WHERE topics.id = named.topic",
        )
        .bind::<Text, _>(rows)
        .execute(postgres),
    }?;
    Ok(())
}
