//! Deliveries that are made of entries of the ledger, in the database's own words: of as many as there are.

use diesel::{RunQueryDsl as _, sql_query};

use super::{AnyConnection, DbError, Timestamp};

/// A delivery to `endpoint` of each of these `acts` after the first and up to the second of `entries`. The acts are
/// the program's own words.
pub fn decided(
    connection: &mut AnyConnection,
    endpoint: i64,
    entries: (i32, i32),
    acts: &[&'static str],
    now: Timestamp,
) -> Result<(), DbError> {
    let now = now.utc().naive_utc().format("%F %T%.f");
    let (after, newest) = entries;
    let acts = acts.join("', '");
    let query = sql_query(format!(
        "INSERT INTO webhook_deliveries (endpoint_id, kind, subject, detail, happened_at, state, attempts, \
         tried_since, next_attempt_at) \
         SELECT {endpoint}, 'moderation.decided', number, '', at, 'waiting', 0, '{now}', '{now}' \
         FROM chain_links WHERE chain = 0 AND number > {after} AND number <= {newest} \
         AND kind IN ('{acts}') ORDER BY number"
    ));
    match connection {
        AnyConnection::Sqlite(sqlite) => query.execute(sqlite),
        AnyConnection::Postgres(postgres) => query.execute(postgres),
    }?;
    Ok(())
}
