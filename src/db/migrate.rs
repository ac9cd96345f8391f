//! Embedded migrations: one folder for each database, the same tables in both.

use diesel::{
    QueryableByName, RunQueryDsl, SqliteConnection,
    migration::{Migration, MigrationSource},
    sql_types::BigInt,
    sqlite::Sqlite,
};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::{AnyConnection, DbError};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");
/// An arbitrary number that only Plaza's migrations lock.
const MIGRATION_LOCK: &str = "SELECT pg_advisory_lock(7316982)";
const MIGRATION_UNLOCK: &str = "SELECT pg_advisory_unlock(7316982)";

pub(super) fn run(connection: &mut AnyConnection) -> Result<Vec<String>, DbError> {
    let failed =
        |error: Box<dyn std::error::Error + Send + Sync>| DbError::Migration(error.to_string());
    match connection {
        AnyConnection::Sqlite(sqlite) => {
            let ran = sqlite.run_pending_migrations(SQLITE).map_err(failed)?;
            Ok(ran.iter().map(ToString::to_string).collect())
        }
        AnyConnection::Postgres(postgres) => {
            // Nodes that start together wait here; the second finds nothing left to do.
            diesel::sql_query(MIGRATION_LOCK).execute(postgres)?;
            let ran = postgres
                .run_pending_migrations(POSTGRES)
                .map(|ran| ran.iter().map(ToString::to_string).collect())
                .map_err(failed);
            diesel::sql_query(MIGRATION_UNLOCK).execute(postgres)?;
            ran
        }
    }
}

pub(super) fn pending(connection: &mut AnyConnection) -> Result<Vec<String>, DbError> {
    let failed =
        |error: Box<dyn std::error::Error + Send + Sync>| DbError::Migration(error.to_string());
    match connection {
        AnyConnection::Sqlite(sqlite) => pending_on_sqlite(sqlite),
        AnyConnection::Postgres(postgres) => postgres
            .pending_migrations(POSTGRES)
            .map(|all| all.iter().map(|one| one.name().to_string()).collect())
            .map_err(failed),
    }
}

fn pending_on_sqlite(sqlite: &mut SqliteConnection) -> Result<Vec<String>, DbError> {
    let failed =
        |error: Box<dyn std::error::Error + Send + Sync>| DbError::Migration(error.to_string());
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
    fn an_empty_file_lacks_all_migrations_and_looking_writes_nothing() {
        let mut sqlite = SqliteConnection::establish(":memory:").expect("a database in memory");
        let lacking = pending_on_sqlite(&mut sqlite).expect("readable");
        assert!(!lacking.is_empty());
        assert!(!has_run(&mut sqlite).expect("readable"));
        sqlite.run_pending_migrations(SQLITE).expect("they run");
        assert!(pending_on_sqlite(&mut sqlite).expect("readable").is_empty());
    }
}
