//! Embedded migrations: one folder for each database, the same tables in both.
//!
//! A migration adds to what is there, so that programs of the release before go on while it runs and after;
//! one that takes something away says so in its name (`tests/migrations.rs` holds both to it).

use std::{
    thread::sleep,
    time::{Duration, Instant},
};

use diesel::{
    PgConnection, QueryableByName, RunQueryDsl, SqliteConnection,
    connection::SimpleConnection as _,
    migration::{Migration, MigrationSource},
    sql_types::{BigInt, Bool},
    sqlite::Sqlite,
};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::{AnyConnection, DbError, connection::Manager};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");
/// An arbitrary number that only Plaza's migrations lock.
const MIGRATION_LOCK: &str = "SELECT pg_try_advisory_lock(7316982) AS got";
const MIGRATION_UNLOCK: &str = "SELECT pg_advisory_unlock(7316982)";
/// Whoever waits longer for a table that is in use lets those through who came after.
const TABLE_WAIT: &str = "SET lock_timeout = '3s'";
/// So a migration's name begins, behind its day, that takes away what no program of the last release uses.
const CONTRACTS: &str = "contract_";
/// The words of PostgreSQL for a table that somebody else holds, and of SQLite for a file, of which diesel
/// tells no kind.
const HELD: &str = "due to lock timeout";
const LOCKED: &str = "database is locked";
/// How long others are waited for at least: for who migrates already, and for tables in use.
const PATIENCE: Duration = Duration::from_secs(600);
/// How long it is until it is tried again.
const STEP: Duration = Duration::from_millis(500);

/// For what whoever migrates waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waiting {
    /// The server does not answer.
    Server,
    /// Somebody else migrates.
    Other,
    /// A table is in use.
    Table,
}

/// Whether programs of before the last release have to end before a migration runs.
pub fn takes_away(name: &str) -> bool {
    name.split_once('_')
        .is_some_and(|(_, what)| what.starts_with(CONTRACTS))
}

/// Runs what is missing, and gives its names. The server is waited for as long as `wait`; `told` is told for
/// what it waits, each time before it tries again.
pub(super) fn run(
    manager: &Manager,
    wait: Duration,
    mut told: impl FnMut(Waiting),
) -> Result<Vec<String>, DbError> {
    let begun = Instant::now();
    let mut connection = loop {
        let error = match manager.connect_writer() {
            Ok(connection) => break connection,
            Err(error) => error,
        };
        let (waiting, longest) = match &error {
            // SQLite's log is begun by one alone.
            error if error.to_string().contains(LOCKED) => (Waiting::Other, PATIENCE),
            DbError::Unavailable(_) => (Waiting::Server, wait),
            _ => (Waiting::Server, Duration::ZERO),
        };
        if begun.elapsed() >= longest {
            return Err(error);
        }
        told(waiting);
        sleep(STEP);
    };
    let until = begun + wait.max(PATIENCE);
    match &mut connection {
        AnyConnection::Sqlite(sqlite) => {
            let ran = run_on_sqlite(sqlite, until, &mut told)?;
            // Plans are made without it, too: whoever writes at this moment goes first.
            analyse(sqlite).ok();
            Ok(ran)
        }
        AnyConnection::Postgres(postgres) => {
            // Nodes that start together wait here; the second finds nothing left to do.
            lock(postgres, until, &mut told)?;
            locks_others_out(manager)?;
            postgres.batch_execute(TABLE_WAIT)?;
            let ran = run_on_postgres(postgres, until, &mut told);
            diesel::sql_query(MIGRATION_UNLOCK).execute(postgres)?;
            ran
        }
    }
}

/// Lets SQLite count how many rows its indices tell apart, of each at most so many entries: without that it
/// takes a topic of ten thousand posts for one of ten. PostgreSQL does so by itself. With that limit no values
/// are sampled (`sqlite_stat4`), which would outlast an erasure.
pub(super) fn analyse(sqlite: &mut SqliteConnection) -> diesel::QueryResult<()> {
    sqlite.batch_execute("PRAGMA analysis_limit = 1000; ANALYZE")
}

type Failure = Box<dyn std::error::Error + Send + Sync>;

fn failed(error: Failure) -> DbError {
    DbError::Migration(error.to_string())
}

/// Somebody else may migrate the same file: what they ran meanwhile fails here, and is done.
fn run_on_sqlite(
    sqlite: &mut SqliteConnection,
    until: Instant,
    told: &mut impl FnMut(Waiting),
) -> Result<Vec<String>, DbError> {
    let mut ran = Vec::new();
    for migration in sqlite.pending_migrations(SQLITE).map_err(failed)? {
        let name = migration.name().to_string();
        loop {
            let error = match sqlite.run_migration(migration.as_ref()) {
                Ok(_) => {
                    ran.push(name);
                    break;
                }
                Err(error) => error,
            };
            if !pending_on_sqlite(sqlite)?.contains(&name) {
                break;
            }
            if !is_in_use(&error) || Instant::now() >= until {
                return Err(failed(error));
            }
            told(Waiting::Other);
            sleep(STEP);
        }
    }
    Ok(ran)
}

/// Waits until nobody else migrates.
fn lock(
    postgres: &mut PgConnection,
    until: Instant,
    told: &mut impl FnMut(Waiting),
) -> Result<(), DbError> {
    while !is_locked_by(postgres)? {
        if Instant::now() >= until {
            let words = "another program migrates this database and does not end";
            return Err(DbError::Migration(words.to_owned()));
        }
        told(Waiting::Other);
        sleep(STEP);
    }
    Ok(())
}

/// Whether this session has the lock now.
fn is_locked_by(postgres: &mut PgConnection) -> Result<bool, DbError> {
    #[derive(QueryableByName)]
    struct Locked {
        #[diesel(sql_type = Bool)]
        got: bool,
    }
    let Locked { got } = diesel::sql_query(MIGRATION_LOCK).get_result(postgres)?;
    Ok(got)
}

/// While one session has the lock, no other gets it: there are servers whose advisory locks do nothing, and
/// poolers that give one session to several. All that nodes do one after the other would be done at once.
fn locks_others_out(manager: &Manager) -> Result<(), DbError> {
    let mut other = manager.connect_writer()?;
    if let AnyConnection::Postgres(other) = &mut other
        && is_locked_by(other)?
    {
        let words = "advisory locks lock nobody out here: Plaza needs a PostgreSQL that has them, and \
                     `plaza migrate` its own address, without a pooler";
        return Err(DbError::Migration(words.to_owned()));
    }
    Ok(())
}

/// A table that is in use is waited for a little at a time: whoever waits to change it keeps all waiting that
/// come after.
fn run_on_postgres(
    postgres: &mut PgConnection,
    until: Instant,
    told: &mut impl FnMut(Waiting),
) -> Result<Vec<String>, DbError> {
    let mut ran = Vec::new();
    for migration in postgres.pending_migrations(POSTGRES).map_err(failed)? {
        while let Err(error) = postgres.run_migration(migration.as_ref()) {
            if !is_in_use(&error) || Instant::now() >= until {
                return Err(failed(error));
            }
            told(Waiting::Table);
            sleep(STEP);
        }
        ran.push(migration.name().to_string());
    }
    Ok(ran)
}

fn is_in_use(error: &Failure) -> bool {
    let words = error.to_string();
    words.contains(HELD) || words.contains(LOCKED)
}

pub(super) fn pending(connection: &mut AnyConnection) -> Result<Vec<String>, DbError> {
    match connection {
        AnyConnection::Sqlite(sqlite) => pending_on_sqlite(sqlite),
        AnyConnection::Postgres(postgres) => postgres
            .pending_migrations(POSTGRES)
            .map(|all| all.iter().map(|one| one.name().to_string()).collect())
            .map_err(failed),
    }
}

fn pending_on_sqlite(sqlite: &mut SqliteConnection) -> Result<Vec<String>, DbError> {
    // The harness would make its table first, which a connection that only reads cannot.
    let pending = if has_run(sqlite)? {
        sqlite.pending_migrations(SQLITE)
    } else {
        MigrationSource::<Sqlite>::migrations(&SQLITE)
    };
    let pending = pending.map_err(failed)?;
    Ok(pending.iter().map(|one| one.name().to_string()).collect())
}

/// Whether any migration ever ran on this file.
fn has_run(sqlite: &mut SqliteConnection) -> Result<bool, DbError> {
    #[derive(QueryableByName)]
    struct Count {
        #[diesel(sql_type = BigInt)]
        count: i64,
    }
    let tables: Count = diesel::sql_query(
        "SELECT count(*) AS count FROM sqlite_master WHERE name = '__diesel_schema_migrations'",
    )
    .get_result(sqlite)?;
    Ok(tables.count > 0)
}

#[cfg(test)]
mod tests {
    use diesel::Connection as _;

    use super::*;

    #[test]
    fn a_migration_that_takes_away_says_so_behind_its_day() {
        assert!(takes_away("2026-07-01-000000_contract_old_names"));
        for adds in ["2026-05-06-000000_jobs", "2026-05-06-000000_contracts"] {
            assert!(!takes_away(adds), "{adds}");
        }
    }

    #[test]
    fn an_empty_file_lacks_all_migrations_and_looking_writes_nothing() {
        let mut sqlite = SqliteConnection::establish(":memory:").expect("a database in memory");
        let lacking = pending_on_sqlite(&mut sqlite).expect("readable");
        assert!(!lacking.is_empty());
        assert!(!has_run(&mut sqlite).expect("readable"));
        sqlite.run_pending_migrations(SQLITE).expect("they run");
        assert!(pending_on_sqlite(&mut sqlite).expect("readable").is_empty());
    }
}
