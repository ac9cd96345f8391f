//! Which mail of the outbox is due first. By index, however many wait; on PostgreSQL one that another
//! node takes at this moment is passed over.

use diesel::{QueryableByName, RunQueryDsl as _, sql_query, sql_types::BigInt};

use super::{AnyConnection, DbError, Timestamp, rows::literal};

/// Why it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum For {
    /// Only to know whether there is one.
    Looking,
    /// To take it, in this transaction.
    Taking,
}

#[derive(QueryableByName)]
struct Due {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

/// The id of the mail whose time came first, of all but those to the domain of the index `full`.
///
/// With one to leave out, only the first mail of each domain is looked at (a loose index scan): a
/// thousand that wait for one dead domain are stepped over at once.
pub fn first(
    connection: &mut AnyConnection,
    now: Timestamp,
    full: Option<&[u8]>,
    why: For,
) -> Result<Option<i64>, DbError> {
    let now = now.utc().naive_utc().format("%F %T%.f");
    let waits = format!(
        "state = 'queued' AND next_attempt_at <= '{now}' AND (lease IS NULL OR lease = 'taken')"
    );
    let order = "ORDER BY next_attempt_at, id LIMIT 1";
    let hold = match (why, &*connection) {
        (For::Taking, AnyConnection::Postgres(_)) => " FOR NO KEY UPDATE SKIP LOCKED",
        _ => "",
    };
    let query = sql_query(match full {
        None => format!("SELECT id FROM outbox WHERE {waits} {order}{hold}"),
        Some(full) => {
            let full = literal(connection, full);
            format!(
                "WITH RECURSIVE lanes (lane) AS (\
                 SELECT (SELECT domain_mark FROM outbox \
                 WHERE state = 'queued' AND domain_mark IS NOT NULL \
                 ORDER BY domain_mark LIMIT 1) \
                 UNION ALL \
                 SELECT (SELECT further.domain_mark FROM outbox AS further \
                 WHERE further.state = 'queued' AND further.domain_mark > lanes.lane \
                 ORDER BY further.domain_mark LIMIT 1) \
                 FROM lanes WHERE lanes.lane IS NOT NULL) \
                 SELECT id FROM outbox WHERE id IN (\
                 SELECT (SELECT id FROM outbox WHERE domain_mark = lanes.lane AND {waits} {order}) \
                 FROM lanes WHERE lanes.lane <> {full} \
                 UNION ALL \
                 SELECT (SELECT id FROM outbox WHERE domain_mark IS NULL AND {waits} {order})) \
                 AND {waits} {order}{hold}"
            )
        }
    });
    let found: Vec<Due> = match connection {
        AnyConnection::Sqlite(sqlite) => query.load(sqlite),
        AnyConnection::Postgres(postgres) => query.load(postgres),
    }?;
    Ok(found.first().map(|due| due.id))
}
