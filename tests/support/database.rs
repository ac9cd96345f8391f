//! A database for one test: a SQLite file, or a PostgreSQL database made and dropped for it.

use std::{
    path::Path,
    sync::atomic::{AtomicU32, Ordering},
};

use diesel::{Connection, PgConnection, RunQueryDsl, sql_query};
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
