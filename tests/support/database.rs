//! A database for one test: a SQLite file, or a PostgreSQL database made and dropped for it.

use std::{
    path::Path,
    sync::atomic::{AtomicU32, Ordering},
};

use diesel::{
    Connection, PgConnection, RunQueryDsl, SqliteConnection, connection::SimpleConnection,
    sql_query,
};
use plaza::db::DatabaseUrl;

static MADE: AtomicU32 = AtomicU32::new(0);

pub struct TestDatabase {
    pub url: DatabaseUrl,
    postgres: Option<(String, String)>,
}

impl TestDatabase {
    pub fn create(folder: &Path) -> Self {
        match std::env::var("PLAZA_TEST_DATABASE_URL") {
            Ok(maintenance) => Self::postgres(maintenance),
            Err(_) => Self {
                url: DatabaseUrl::Sqlite(folder.join("plaza.sqlite")),
                postgres: None,
            },
        }
    }

    fn postgres(maintenance: String) -> Self {
        let name = format!(
            "plaza_test_{}_{}",
            std::process::id(),
            MADE.fetch_add(1, Ordering::SeqCst)
        );
        let mut connection = PgConnection::establish(&maintenance).unwrap();
        sql_query(format!("CREATE DATABASE {name}"))
            .execute(&mut connection)
            .unwrap();
        let mut url = url::Url::parse(&maintenance).unwrap();
        url.set_path(&name);
        Self {
            url: url.as_str().parse().unwrap(),
            postgres: Some((maintenance, name)),
        }
    }
}

/// Holds the database away from Plaza.
pub enum Away {
    Sqlite(SqliteConnection),
    Postgres { maintenance: String, name: String },
}

impl TestDatabase {
    pub fn on_postgres(&self) -> bool {
        self.postgres.is_some()
    }

    pub fn take_away(&self) -> Away {
        match (&self.postgres, &self.url) {
            (Some((maintenance, name)), _) => {
                let mut connection = PgConnection::establish(maintenance).unwrap();
                // Two transactions: the pool reconnects at once, and must be refused by then.
                connection
                    .batch_execute(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false"))
                    .unwrap();
                connection
                    .batch_execute(&format!(
                        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity \
                         WHERE datname = '{name}'"
                    ))
                    .unwrap();
                Away::Postgres {
                    maintenance: maintenance.clone(),
                    name: name.clone(),
                }
            }
            (None, DatabaseUrl::Sqlite(path)) => {
                let mut connection = SqliteConnection::establish(path.to_str().unwrap()).unwrap();
                connection.batch_execute("BEGIN IMMEDIATE").unwrap();
                Away::Sqlite(connection)
            }
            (None, DatabaseUrl::Postgres(_)) => unreachable!("made by this file"),
        }
    }
}

impl Drop for Away {
    fn drop(&mut self) {
        match self {
            Self::Sqlite(connection) => connection.batch_execute("ROLLBACK").unwrap(),
            Self::Postgres { maintenance, name } => PgConnection::establish(maintenance)
                .unwrap()
                .batch_execute(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS true"))
                .unwrap(),
        }
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if let Some((maintenance, name)) = &self.postgres
            && let Ok(mut connection) = PgConnection::establish(maintenance)
        {
            let _ =
                sql_query(format!("DROP DATABASE {name} WITH (FORCE)")).execute(&mut connection);
        }
    }
}
