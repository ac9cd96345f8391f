//! What a database says of itself, for whoever looks whether all is well with it.

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{BigInt, Bool, Text, Timestamp as TimestampType},
};

use super::{
    AnyConnection, DbError, Timestamp,
    schema::{chain_links, outbox},
};

/// What is known at once, however large the database.
#[derive(Clone, Debug)]
pub enum Health {
    Sqlite(Sqlite),
    Postgres(Postgres),
}

#[derive(Clone, Debug, QueryableByName)]
pub struct Sqlite {
    #[diesel(sql_type = Text)]
    pub version: String,
    /// `wal` while Plaza uses it.
    #[diesel(sql_type = Text)]
    pub journal: String,
    #[diesel(sql_type = BigInt)]
    pub foreign_keys: i64,
    #[diesel(sql_type = BigInt)]
    pub page_size: i64,
    #[diesel(sql_type = BigInt)]
    pub pages: i64,
    /// Pages that hold nothing any more.
    #[diesel(sql_type = BigInt)]
    pub free_pages: i64,
}

#[derive(Clone, Debug, QueryableByName)]
pub struct Postgres {
    #[diesel(sql_type = Text)]
    pub version: String,
    /// How many connections the server takes from others than its administrators.
    #[diesel(sql_type = BigInt)]
    pub most_connections: i64,
    /// How many there are now, of everybody.
    #[diesel(sql_type = BigInt)]
    pub connections: i64,
    /// In bytes.
    #[diesel(sql_type = BigInt)]
    pub size: i64,
    /// Foreign keys that were never checked against the rows there were.
    #[diesel(sql_type = BigInt)]
    pub unchecked_keys: i64,
    /// Whether it is a copy that only reads.
    #[diesel(sql_type = Bool)]
    pub is_standby: bool,
    /// What the server's clock says.
    #[diesel(sql_type = TimestampType)]
    pub now: Timestamp,
}

/// Looks, and writes nothing.
pub fn look(connection: &mut AnyConnection) -> Result<Health, DbError> {
    Ok(match connection {
        AnyConnection::Sqlite(sqlite) => Health::Sqlite(
            sql_query(
                "SELECT sqlite_version() AS version, \
                 (SELECT CAST(journal_mode AS TEXT) FROM pragma_journal_mode()) AS journal, \
                 (SELECT CAST(foreign_keys AS BIGINT) FROM pragma_foreign_keys()) AS foreign_keys, \
                 (SELECT CAST(page_size AS BIGINT) FROM pragma_page_size()) AS page_size, \
                 (SELECT CAST(page_count AS BIGINT) FROM pragma_page_count()) AS pages, \
                 (SELECT CAST(freelist_count AS BIGINT) FROM pragma_freelist_count()) AS free_pages",
            )
            .get_result(sqlite)?,
        ),
        AnyConnection::Postgres(postgres) => Health::Postgres(
            sql_query(
                "SELECT current_setting('server_version') AS version, \
                 current_setting('max_connections')::bigint \
                 - current_setting('superuser_reserved_connections')::bigint AS most_connections, \
                 (SELECT coalesce(sum(numbackends), 0)::bigint FROM pg_stat_database) AS connections, \
                 pg_database_size(current_database())::bigint AS size, \
                 (SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND NOT convalidated) \
                 AS unchecked_keys, \
                 pg_is_in_recovery() AS is_standby, \
                 (clock_timestamp() AT TIME ZONE 'UTC')::timestamp AS now",
            )
            .get_result(postgres)?,
        ),
    })
}

#[derive(QueryableByName)]
struct Said {
    #[diesel(sql_type = Text)]
    said: String,
}

/// What SQLite finds wrong with its file and with foreign keys, a few of each; nothing where all is well.
/// It reads the whole file. Of PostgreSQL nothing is asked: its own programs look into its files.
pub fn faults(connection: &mut AnyConnection) -> Result<Vec<String>, DbError> {
    let AnyConnection::Sqlite(sqlite) = connection else {
        return Ok(Vec::new());
    };
    let pages =
        "SELECT quick_check AS said FROM pragma_quick_check() WHERE quick_check <> 'ok' LIMIT 3";
    let keys = "SELECT \"table\" || ' has rows that name rows of ' || parent || ' that are not there' AS said \
                FROM pragma_foreign_key_check() GROUP BY 1 LIMIT 3";
    let mut found = Vec::new();
    for query in [pages, keys] {
        let said: Vec<Said> = sql_query(query).load(sqlite)?;
        found.extend(said.into_iter().map(|one| one.said));
    }
    Ok(found)
}

/// Writes something that changes nothing and is on the disk once the transaction has ended: so that a disk
/// that is full, or only read, is known.
pub fn touch(connection: &mut AnyConnection) -> Result<(), DbError> {
    #[derive(QueryableByName)]
    struct Kept {
        #[diesel(sql_type = BigInt)]
        kept: i64,
    }
    match connection {
        AnyConnection::Sqlite(sqlite) => {
            let query = "SELECT CAST(user_version AS BIGINT) AS kept FROM pragma_user_version()";
            let Kept { kept } = sql_query(query).get_result(sqlite)?;
            sql_query(format!("PRAGMA user_version = {kept}")).execute(sqlite)?;
        }
        AnyConnection::Postgres(postgres) => {
            // A transaction that has a number is written down when it ends.
            let query = "SELECT txid_current()::bigint AS kept";
            sql_query(query).get_result::<Kept>(postgres)?;
        }
    }
    Ok(())
}

/// When something was last written, as far as it can be known at once: the newest entry of the ledger and the
/// newest mail.
pub fn last_written(connection: &mut AnyConnection) -> Result<Option<Timestamp>, DbError> {
    let entry: Option<Timestamp> = chain_links::table
        .filter(chain_links::chain.eq(0))
        .order(chain_links::number.desc())
        .select(chain_links::at)
        .first(connection)
        .optional()?;
    let mail: Option<Timestamp> = outbox::table
        .order(outbox::id.desc())
        .select(outbox::created_at)
        .first(connection)
        .optional()?;
    Ok(entry.max(mail))
}
