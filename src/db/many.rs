//! Topics and posts by the thousand, each made of one that stands there: for a city to measure with.
//!
//! What is new of each row goes over as one JSON text, which both databases take apart themselves; words,
//! marks and terms come from the row that it is made of.

use diesel::{RunQueryDsl as _, connection::SimpleConnection as _, sql_query, sql_types::Text};
use serde::{Serialize, Serializer};

use super::{AnyConnection, DbError, Timestamp, migrate};

/// A topic that is to be; its words are those of the topic `pattern`.
#[derive(Serialize)]
pub struct Topic {
    pub id: i64,
    pub pattern: i64,
    pub board: i64,
    pub replies: i32,
    #[serde(serialize_with = "moment")]
    pub made: Timestamp,
    #[serde(serialize_with = "moment")]
    pub active: Timestamp,
}

/// A public post that is to be; words, author, findings and terms are those of the post `pattern`.
#[derive(Serialize)]
pub struct Post {
    pub id: i64,
    pub pattern: i64,
    pub topic: i64,
    pub opens: bool,
    #[serde(serialize_with = "moment")]
    pub made: Timestamp,
    /// Its number among all that appeared.
    pub appeared: i64,
}

const TOPIC: &[(&str, &str)] = &[
    ("id", "BIGINT"),
    ("pattern", "BIGINT"),
    ("board", "BIGINT"),
    ("replies", "INTEGER"),
    ("made", "TIMESTAMP"),
    ("active", "TIMESTAMP"),
];

const POST: &[(&str, &str)] = &[
    ("id", "BIGINT"),
    ("pattern", "BIGINT"),
    ("topic", "BIGINT"),
    ("opens", "BOOLEAN"),
    ("made", "TIMESTAMP"),
    ("appeared", "BIGINT"),
];

/// As diesel writes it on SQLite; PostgreSQL reads it so.
fn moment<S: Serializer>(at: &Timestamp, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(&at.utc().naive_utc().format("%F %T%.f"))
}

/// Inserts topics with their tags.
pub fn topics(connection: &mut AnyConnection, rows: &[Topic]) -> Result<(), DbError> {
    let (rows, r) = (json(rows), source(connection, TOPIC));
    run(
        connection,
        format!(
            "INSERT INTO topics (id, board_id, title, title_html, language, state, reply_count, \
             created_at, active_at, slug) \
             SELECT r.id, r.board, p.title, p.title_html, p.language, p.state, r.replies, \
             r.made, r.active, p.slug FROM {r} JOIN topics p ON p.id = r.pattern"
        ),
        &rows,
    )?;
    run(
        connection,
        format!(
            "INSERT INTO topic_tags (topic_id, tag) \
             SELECT r.id, t.tag FROM {r} JOIN topic_tags t ON t.topic_id = r.pattern"
        ),
        &rows,
    )
}

/// Inserts posts with their findings and what search keeps of them. No pattern has a public e-mail
/// address, which would rest on a consent of its own.
pub fn posts(connection: &mut AnyConnection, rows: &[Post]) -> Result<(), DbError> {
    let (rows, r) = (json(rows), source(connection, POST));
    run(
        connection,
        format!(
            "INSERT INTO posts (id, topic_id, opens_topic, account_id, guest_name, \
             guest_name_is_personal, body, body_html, pipeline, language, state, created_at, \
             was_public, appeared) \
             SELECT r.id, r.topic, r.opens, p.account_id, p.guest_name, p.guest_name_is_personal, \
             p.body, p.body_html, p.pipeline, p.language, p.state, r.made, p.was_public, r.appeared \
             FROM {r} JOIN posts p ON p.id = r.pattern"
        ),
        &rows,
    )?;
    run(
        connection,
        format!(
            "INSERT INTO post_findings (post_id, field, kind, start_at, end_at, confidence, whose) \
             SELECT r.id, f.field, f.kind, f.start_at, f.end_at, f.confidence, f.whose \
             FROM {r} JOIN post_findings f ON f.post_id = r.pattern"
        ),
        &rows,
    )?;
    run(
        connection,
        format!(
            "INSERT INTO search_texts (post_id, title, body, title_terms, terms, version) \
             SELECT r.id, s.title, s.body, s.title_terms, s.terms, s.version \
             FROM {r} JOIN search_texts s ON s.post_id = r.pattern"
        ),
        &rows,
    )
}

/// What a statement cannot do by itself where rows brought their numbers along: PostgreSQL gives out
/// greater ones from now on, and either database has counted what its tables hold.
pub fn done(connection: &mut AnyConnection) -> Result<(), DbError> {
    match connection {
        AnyConnection::Sqlite(sqlite) => migrate::analyse(sqlite)?,
        AnyConnection::Postgres(postgres) => {
            for table in ["topics", "posts"] {
                postgres.batch_execute(&format!(
                    "SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"
                ))?;
            }
            postgres.batch_execute("ANALYZE")?;
        }
    }
    Ok(())
}

fn json<T: Serialize>(rows: &[T]) -> String {
    serde_json::to_string(rows).expect("numbers and moments make JSON")
}

/// The rows of the bound text as the table `r`.
fn source(connection: &AnyConnection, columns: &[(&str, &str)]) -> String {
    match connection {
        AnyConnection::Sqlite(_) => {
            let read: Vec<String> = columns
                .iter()
                .map(|(name, _)| format!("value ->> '{name}' AS {name}"))
                .collect();
            format!("(SELECT {} FROM json_each(?1)) AS r", read.join(", "))
        }
        AnyConnection::Postgres(_) => {
            let typed: Vec<String> = columns
                .iter()
                .map(|(name, kind)| format!("{name} {kind}"))
                .collect();
            format!("json_to_recordset($1::json) AS r ({})", typed.join(", "))
        }
    }
}

fn run(connection: &mut AnyConnection, sql: String, rows: &str) -> Result<(), DbError> {
    let query = sql_query(sql).bind::<Text, _>(rows);
    match connection {
        AnyConnection::Sqlite(sqlite) => query.execute(sqlite),
        AnyConnection::Postgres(postgres) => query.execute(postgres),
    }?;
    Ok(())
}
