//! A database for one test: a SQLite file, or a PostgreSQL database made and dropped for it.

use std::{
    path::Path,
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
};

use diesel::{
    Connection, PgConnection, RunQueryDsl, SqliteConnection, connection::SimpleConnection,
    sql_query,
};
use plaza::db::{DatabaseUrl, Db};
use sha2::{Digest as _, Sha256};

static MADE: AtomicU32 = AtomicU32::new(0);

fn next() -> u32 {
    MADE.fetch_add(1, Ordering::SeqCst)
}

const SQLITE: &str = "plaza.sqlite";

/// The bytes of a migrated file.
fn sqlite_template() -> &'static [u8] {
    static TEMPLATE: OnceLock<Vec<u8>> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let migrated = TestDatabase::create(folder.path());
        Db::migrate(&migrated.url).unwrap();
        // One file, without what a log may still hold.
        let whole = TestDatabase::copy_of(&migrated.url, folder.path());
        let DatabaseUrl::Sqlite(path) = &whole.url else {
            unreachable!("made by this file")
        };
        std::fs::read(path).unwrap()
    })
}

/// The name of a migrated database, which stays on the server for later runs with the same
/// migrations.
fn postgres_template(maintenance: &str) -> &'static str {
    static TEMPLATE: OnceLock<String> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let name = format!("plaza_template_{}", hash_of_migrations());
        let mut connection = PgConnection::establish(maintenance).unwrap();
        let known = format!("SELECT 1 FROM pg_database WHERE datname = '{name}'");
        if sql_query(known).execute(&mut connection).unwrap() == 0 {
            let made = TestDatabase::postgres(maintenance.to_owned());
            Db::migrate(&made.url).unwrap();
            let (_, own) = made.postgres.as_ref().unwrap();
            let renamed = format!("ALTER DATABASE {own} RENAME TO {name}");
            // Another run may have been first: then this one is dropped.
            if let Err(error) = sql_query(renamed).execute(&mut connection) {
                assert!(error.to_string().contains("already exists"), "{error}");
            }
        }
        name
    })
}

fn hash_of_migrations() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations/postgres");
    let folders = std::fs::read_dir(folder).unwrap();
    let mut folders: Vec<_> = folders.map(|folder| folder.unwrap().path()).collect();
    folders.sort();
    let mut hash = Sha256::new();
    for folder in folders {
        hash.update(folder.file_name().unwrap().as_encoded_bytes());
        hash.update(std::fs::read(folder.join("up.sql")).unwrap());
    }
    hex::encode(&hash.finalize()[..8])
}

/// How a database is copied in half the time: since PostgreSQL 15 all of it goes through the server's log, where
/// nobody says otherwise.
fn as_files(connection: &mut PgConnection) -> &'static str {
    let newer = "SELECT 1 WHERE current_setting('server_version_num')::int >= 150000";
    match sql_query(newer).execute(connection).unwrap() {
        0 => "",
        _ => "STRATEGY file_copy",
    }
}

pub struct TestDatabase {
    pub url: DatabaseUrl,
    postgres: Option<(String, String)>,
}

impl TestDatabase {
    /// An empty, migrated database. Migrating takes longer than many a test: it is done once, and
    /// copied.
    pub fn migrated(folder: &Path) -> Self {
        if let Ok(maintenance) = std::env::var("PLAZA_TEST_DATABASE_URL") {
            let template = postgres_template(&maintenance);
            return Self::postgres_from(maintenance, Some(template));
        }
        let database = Self::create(folder);
        std::fs::write(folder.join(SQLITE), sqlite_template()).unwrap();
        database
    }

    /// A database without a table.
    pub fn create(folder: &Path) -> Self {
        match std::env::var("PLAZA_TEST_DATABASE_URL") {
            Ok(maintenance) => Self::postgres(maintenance),
            Err(_) => Self {
                url: DatabaseUrl::Sqlite(folder.join(SQLITE)),
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
                let copy = Self::postgres_from(maintenance, Some(&name));
                drop(away);
                copy
            }
        }
    }

    fn postgres(maintenance: String) -> Self {
        Self::postgres_from(maintenance, None)
    }

    fn postgres_from(maintenance: String, template: Option<&str>) -> Self {
        let name = format!("plaza_test_{}_{}", std::process::id(), next());
        let mut connection = PgConnection::establish(&maintenance).unwrap();
        let mut create = format!("CREATE DATABASE {name}");
        if let Some(template) = template {
            create += &format!(" TEMPLATE {template} {}", as_files(&mut connection));
        }
        sql_query(create).execute(&mut connection).unwrap();
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
