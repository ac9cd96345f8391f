//! Which mails of the outbox are due first. By index, however many wait; on PostgreSQL one that another
//! node takes at this moment is passed over.

use diesel::{
    QueryableByName, RunQueryDsl as _, sql_query,
    sql_types::{BigInt, Binary, Nullable},
};

use super::{AnyConnection, DbError, Timestamp, rows::literal};

/// Why it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum For {
    /// Only to know whether there are any.
    Looking,
    /// To take them, in this transaction.
    Taking,
}

/// A mail that is due.
#[derive(QueryableByName)]
pub struct Due {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    /// The blind index of its recipient's domain.
    #[diesel(sql_type = Nullable<Binary>)]
    pub domain: Option<Vec<u8>>,
}

/// The mails whose time came first, at most so many, of all but those to the domains of the indices `full`.
///
/// With some to leave out, only the first mail of each domain is looked at (a loose index scan): a
/// thousand that wait for one dead domain are stepped over at once.
pub fn first(
    connection: &mut AnyConnection,
    now: Timestamp,
    full: &[Vec<u8>],
    most: usize,
    why: For,
) -> Result<Vec<Due>, DbError> {
    let now = now.utc().naive_utc().format("%F %T%.f");
    let waits = format!(
        "state = 'queued' AND next_attempt_at <= '{now}' AND (lease IS NULL OR lease = 'taken')"
    );
    let order = "ORDER BY next_attempt_at, id LIMIT";
    let hold = match (why, &*connection) {
        (For::Taking, AnyConnection::Postgres(_)) => " FOR NO KEY UPDATE SKIP LOCKED",
        _ => "",
    };
    let these = "SELECT id, domain_mark AS domain FROM outbox";
    let query = sql_query(if full.is_empty() {
        format!("{these} WHERE {waits} {order} {most}{hold}")
    } else {
        let full: Vec<String> = full.iter().map(|one| literal(connection, one)).collect();
        let full = full.join(", ");
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
             {these} WHERE id IN (\
             SELECT (SELECT id FROM outbox WHERE domain_mark = lanes.lane AND {waits} {order} 1) \
             FROM lanes WHERE lanes.lane NOT IN ({full}) \
             UNION ALL \
             SELECT (SELECT id FROM outbox WHERE domain_mark IS NULL AND {waits} {order} 1)) \
             AND {waits} {order} {most}{hold}"
        )
    });
    Ok(match connection {
        AnyConnection::Sqlite(sqlite) => query.load(sqlite),
        AnyConnection::Postgres(postgres) => query.load(postgres),
    }?)
}
