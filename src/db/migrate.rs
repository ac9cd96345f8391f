//! Embedded migrations: one folder for each database, the same tables in both.

use diesel::{RunQueryDsl, migration::Migration};
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
        AnyConnection::Sqlite(sqlite) => sqlite
            .pending_migrations(SQLITE)
            .map(|all| all.iter().map(|one| one.name().to_string()).collect())
            .map_err(failed),
        AnyConnection::Postgres(postgres) => postgres
            .pending_migrations(POSTGRES)
            .map(|all| all.iter().map(|one| one.name().to_string()).collect())
            .map_err(failed),
    }
}
