//! Writing the index, in the transaction that changes the text.

use diesel::prelude::*;

use super::{Document, VERSION};
use crate::db::{
    AnyConnection, DbError,
    schema::search_texts,
    search::{self, Row},
};

/// Keeps these texts, in place of what was kept of the same posts.
pub fn put(
    connection: &mut AnyConnection,
    texts: impl IntoIterator<Item = (i64, Document)>,
) -> Result<(), DbError> {
    let rows: Vec<Row> = texts
        .into_iter()
        .map(|(post_id, text)| Row {
            post_id,
            title: text.title,
            body: text.body,
            title_terms: text.title_terms,
            terms: text.terms,
            version: VERSION,
        })
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    search::put(connection, &rows)
}

/// Forgets the texts of these posts.
pub fn forget(connection: &mut AnyConnection, posts: &[i64]) -> Result<(), DbError> {
    if posts.is_empty() {
        return Ok(());
    }
    diesel::delete(search_texts::table.filter(search_texts::post_id.eq_any(posts.to_vec())))
        .execute(connection)?;
    Ok(())
}
