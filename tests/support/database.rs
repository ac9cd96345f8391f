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

fn next() -> u32 {
    MADE.fetch_add(1, Ordering::SeqCst)
}

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

    /// A copy of this database, as it is now; on SQLite a file in `folder`.
    pub fn copy_of(url: &DatabaseUrl, folder: &Path) -> Self {
        match url {
            DatabaseUrl::Sqlite(path) => {
                let copy = folder.join(format!("copy{}.sqlite", next()));
                let mut connection = SqliteConnection::establish(path.to_str().unwrap()).unwrap();
                let sql = format!("VACUUM INTO '{}'", copy.display());
                connection.batch_execute(&sql).unwrap();
                Self {
                    url: DatabaseUrl::Sqlite(copy),
                    postgres: None,
                }
            }
            DatabaseUrl::Postgres(url) => {
                let maintenance = std::env::var("PLAZA_TEST_DATABASE_URL").unwrap();
                let name = url::Url::parse(url).unwrap().path()[1..].to_owned();
                // Nobody may be connected to what is copied.
                let away = Away::postgres(&maintenance, &name);
                let copy = Self::postgres_from(maintenance, &format!("TEMPLATE {name}"));
                drop(away);
                copy
            }
        }
    }

    fn postgres(maintenance: String) -> Self {
        Self::postgres_from(maintenance, "")
    }

    fn postgres_from(maintenance: String, template: &str) -> Self {
        let name = format!("plaza_test_{}_{}", std::process::id(), next());
        let mut connection = PgConnection::establish(&maintenance).unwrap();
        sql_query(format!("CREATE DATABASE {name} {template}"))
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
            (Some((maintenance, name)), _) => Away::postgres(maintenance, name),
            (None, DatabaseUrl::Sqlite(path)) => {
                let mut connection = SqliteConnection::establish(path.to_str().unwrap()).unwrap();
                connection.batch_execute("BEGIN IMMEDIATE").unwrap();
                Away::Sqlite(connection)
            }
            (None, DatabaseUrl::Postgres(_)) => unreachable!("made by this file"),
        }
    }
}

impl Away {
    fn postgres(maintenance: &str, name: &str) -> Self {
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
        Self::Postgres {
            maintenance: maintenance.to_owned(),
            name: name.to_owned(),
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
