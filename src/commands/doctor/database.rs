//! The database: reachable, of this version, whole, and written to.

use super::{Finding, disk, fail, warn, well};
use crate::{
    config::Config,
    context::Context,
    db::{
        DatabaseUrl, DbError,
        health::{self, Health, Postgres, Sqlite},
    },
};

/// It cannot be opened.
pub(super) fn away(config: &Config, why: &str) -> Finding {
    let remedy = match config.database_url {
        DatabaseUrl::Sqlite(_) => {
            "look whether the folder is there and is Plaza's user's; `plaza migrate` makes the file"
        }
        DatabaseUrl::Postgres(_) => {
            "look whether the server runs, and whether name, user and password in database_url are right"
        }
    };
    let kind = &config.database_url;
    fail("database", format!("{kind:?}: {why}"), remedy)
}

pub(super) async fn look(context: &Context) -> Vec<Finding> {
    let health = context.db.read(health::look).await;
    let mut found = match health {
        Ok(Health::Sqlite(sqlite)) => of_sqlite(context, &sqlite),
        Ok(Health::Postgres(postgres)) => of_postgres(context, &postgres),
        Err(error) => return vec![away(&context.config, &error.to_string())],
    };
    found.push(of_migrations(context).await);
    found.push(of_writing(context).await);
    found
}

fn of_sqlite(context: &Context, sqlite: &Sqlite) -> Vec<Finding> {
    let mib = |pages: i64| pages.saturating_mul(sqlite.page_size) / (1024 * 1024);
    let said = format!(
        "SQLite {}, {} MiB, of which {} MiB hold nothing any more",
        sqlite.version,
        mib(sqlite.pages),
        mib(sqlite.free_pages)
    );
    let mut found = vec![
        if sqlite.pages > 25_600 && sqlite.free_pages > sqlite.pages / 2 {
            let remedy =
                "stop Plaza and run `sqlite3 FILE VACUUM`: more than half of the file is empty";
            warn("database", said, remedy)
        } else {
            well("database", said)
        },
    ];
    if sqlite.journal != "wal" {
        found.push(fail(
            "database",
            format!("its journal is {}, and not wal", sqlite.journal),
            "put the file on a local disk: not every file system has what WAL needs",
        ));
    }
    if sqlite.foreign_keys == 0 {
        let remedy = "this build's SQLite keeps none; build Plaza with the one that it brings";
        found.push(fail("database", "foreign keys are not kept", remedy));
    }
    if let DatabaseUrl::Sqlite(path) = &context.config.database_url {
        found.extend(disk::look("database disk", path));
    }
    found
}

fn of_postgres(context: &Context, postgres: &Postgres) -> Vec<Finding> {
    let own = i64::from(context.config.connections);
    let (most, now) = (postgres.most_connections, postgres.connections);
    let said = format!(
        "PostgreSQL {}, {} MiB, {now} of {most} connections",
        postgres.version,
        postgres.size / (1024 * 1024)
    );
    let mut found = vec![if own > most {
        fail(
            "database",
            format!("{said}; connections = {own} is more than the server takes"),
            "lower `connections`, or raise max_connections of the server",
        )
    } else if now.saturating_mul(10) > most.saturating_mul(9) {
        let remedy =
            "raise max_connections, or lower `connections` of each node: together they must fit";
        warn("database", said, remedy)
    } else {
        well("database", said)
    }];
    if postgres.is_standby {
        let remedy = "name the primary server in database_url";
        found.push(fail("database", "it is a copy that only reads", remedy));
    }
    if postgres.unchecked_keys > 0 {
        found.push(warn(
            "database",
            format!(
                "{} foreign keys were never checked",
                postgres.unchecked_keys
            ),
            "run ALTER TABLE … VALIDATE CONSTRAINT for each (pg_constraint, NOT convalidated)",
        ));
    }
    found
}

async fn of_migrations(context: &Context) -> Finding {
    match context.db.pending_migrations().await {
        Ok(missing) if missing.is_empty() => well("migrations", "none is missing"),
        Ok(missing) => fail(
            "migrations",
            format!("{} are missing", missing.len()),
            "make a backup, and run `plaza migrate`",
        ),
        Err(error) => fail(
            "migrations",
            error.to_string(),
            "look at the database's log",
        ),
    }
}

async fn of_writing(context: &Context) -> Finding {
    let written: Result<(), DbError> = context.db.write(health::touch).await;
    match written {
        Ok(()) => well("writing", "something was written, and changes nothing"),
        Err(error) => fail(
            "writing",
            error.to_string(),
            "look whether the disk is full or only read, and who holds the database",
        ),
    }
}

/// What may take long: reading the whole of a file.
pub(super) async fn faults(context: &Context) -> Vec<Finding> {
    match context.db.read(health::faults).await {
        Ok(faults) if faults.is_empty() => {
            vec![well(
                "database files",
                "nothing is wrong with them, as far as it is looked",
            )]
        }
        Ok(faults) => faults
            .into_iter()
            .map(|fault| {
                let remedy = "stop Plaza, keep the file as it is, and restore the last good backup";
                fail("database files", fault, remedy)
            })
            .collect(),
        Err(error) => {
            let remedy = "look at the disk's health, and run it again";
            vec![fail("database files", error.to_string(), remedy)]
        }
    }
}
