//! The index of terms: FTS5 on SQLite, `tsvector` on PostgreSQL. Both know which texts hold a
//! term and nothing else; `search` decides what that is worth.
//!
//! A term is of letters and figures alone, so nothing that somebody typed is an operator.

use diesel::{
    RunQueryDsl as _,
    dsl::{AsExprOf, sql},
    expression::{SqlLiteral, UncheckedBind},
    sql_query,
    sql_types::{Bool, Text},
};
use serde::Serialize;

use super::{AnyConnection, DbError};

/// Where a text must have the terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Within {
    Title,
    Anywhere,
}

/// What stands in `search_texts`.
#[derive(Serialize)]
pub struct Row {
    pub post_id: i64,
    pub title: String,
    pub body: String,
    pub title_terms: String,
    pub terms: String,
    pub version: i32,
}

/// A condition on `posts`.
pub type Condition = SqlLiteral<Bool, UncheckedBind<SqlLiteral<Bool>, AsExprOf<String, Text>>>;

/// That the post's text has all terms of one of these lists, none of which is empty.
pub fn has_terms(connection: &AnyConnection, within: Within, any: &[Vec<String>]) -> Condition {
    match connection {
        AnyConnection::Sqlite(_) => in_index(within, any, ")"),
        AnyConnection::Postgres(_) => sql(&format!(
            "posts.id IN (SELECT post_id FROM search_texts \
             WHERE array_to_tsvector(string_to_array({}, ' ')) @@ ",
            column(within)
        ))
        .bind::<Text, _>(joined(any, '\'', " & ", " | "))
        .sql("::tsquery)"),
    }
}

/// As [`has_terms`], of the `count` newest posts that have them: SQLite reads no more of its index than that, where it
/// else gathers every post that has a word. PostgreSQL's has no such order; there is none.
pub fn newest_has_terms(
    connection: &AnyConnection,
    within: Within,
    any: &[Vec<String>],
    count: i64,
) -> Option<Condition> {
    match connection {
        AnyConnection::Sqlite(_) => {
            let newest = format!(" ORDER BY rowid DESC LIMIT {count})");
            Some(in_index(within, any, &newest))
        }
        AnyConnection::Postgres(_) => None,
    }
}

fn in_index(within: Within, any: &[Vec<String>], end: &str) -> Condition {
    let terms = joined(any, '"', " AND ", " OR ");
    sql("posts.id IN (SELECT rowid FROM search_index WHERE search_index MATCH ")
        .bind::<Text, _>(format!("{} : ({terms})", column(within)))
        .sql(end)
}

const fn column(within: Within) -> &'static str {
    match within {
        Within::Title => "title_terms",
        Within::Anywhere => "terms",
    }
}

fn joined(any: &[Vec<String>], quote: char, and: &str, or: &str) -> String {
    let lists = any.iter().map(|terms| {
        let quoted: Vec<String> = terms
            .iter()
            .map(|term| format!("{quote}{term}{quote}"))
            .collect();
        format!("({})", quoted.join(and))
    });
    lists.collect::<Vec<_>>().join(or)
}

/// Puts rows in, in place of those of the same post.
pub fn put(connection: &mut AnyConnection, rows: &[Row]) -> Result<(), DbError> {
    let rows = serde_json::to_string(rows).expect("texts and numbers make JSON");
    let columns = "post_id, title, body, title_terms, terms, version";
    let anew = "ON CONFLICT (post_id) DO UPDATE SET title = excluded.title, body = excluded.body, \
         title_terms = excluded.title_terms, terms = excluded.terms, version = excluded.version";
    match connection {
        AnyConnection::Sqlite(sqlite) => sql_query(format!(
            "INSERT INTO search_texts ({columns}) \
             SELECT value ->> 'post_id', value ->> 'title', value ->> 'body', \
             value ->> 'title_terms', value ->> 'terms', value ->> 'version' \
             FROM json_each(?1) WHERE true {anew}"
        ))
        .bind::<Text, _>(rows)
        .execute(sqlite),
        AnyConnection::Postgres(postgres) => sql_query(format!(
            "INSERT INTO search_texts ({columns}) SELECT {columns} FROM json_to_recordset($1::json) \
             AS row (post_id BIGINT, title TEXT, body TEXT, title_terms TEXT, terms TEXT, version INTEGER) \
             {anew}"
        ))
        .bind::<Text, _>(rows)
        .execute(postgres),
    }?;
    Ok(())
}

/// Makes the index of terms anew from `search_texts`, should it have been damaged.
pub fn rebuild(connection: &mut AnyConnection) -> Result<(), DbError> {
    match connection {
        AnyConnection::Sqlite(sqlite) => {
            sql_query("INSERT INTO search_index (search_index) VALUES ('rebuild')").execute(sqlite)
        }
        AnyConnection::Postgres(postgres) => {
            sql_query("REINDEX TABLE search_texts").execute(postgres)
        }
    }?;
    Ok(())
}
