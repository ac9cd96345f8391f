//! One connection type over both databases, and how connections are made.

use std::{fmt, path::PathBuf, str::FromStr, sync::Arc, time::Duration};

use diesel::{
    Connection, PgConnection, RunQueryDsl, SqliteConnection,
    connection::SimpleConnection,
    r2d2::{HandleError, R2D2Connection},
};

use super::{
    DbError,
    slow::{Limit, SlowQueries},
};
use crate::metrics::pools::Busy;

/// A connection to either database; diesel's DSL works on it as on any other.
#[derive(diesel::MultiConnection)]
pub enum AnyConnection {
    Postgres(PgConnection),
    Sqlite(SqliteConnection),
}

/// Where the database is: `sqlite:PATH` or `postgres://…`.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    Sqlite(PathBuf),
    Postgres(String),
}

#[derive(Debug, thiserror::Error)]
#[error("a database URL begins with sqlite: or postgres://")]
pub struct InvalidDatabaseUrl;

impl FromStr for DatabaseUrl {
    type Err = InvalidDatabaseUrl;

    fn from_str(url: &str) -> Result<Self, Self::Err> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            if path.is_empty() || path.starts_with(':') {
                return Err(InvalidDatabaseUrl);
            }
            Ok(Self::Sqlite(path.into()))
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Ok(Self::Postgres(url.to_owned()))
        } else {
            Err(InvalidDatabaseUrl)
        }
    }
}

/// Names the kind of database only: a URL may hold a password.
impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(_) => f.write_str("postgres://…"),
        }
    }
}

/// Makes connections for the pool, by the URL's scheme and nothing else.
#[derive(Clone)]
pub(super) struct Manager {
    url: DatabaseUrl,
    slow: Limit,
    busy: Arc<Busy>,
}

/// Every SQLite connection: wait for a lock instead of failing, keep foreign keys,
/// overwrite what is deleted. The kernel has the file in memory once for all of them, so each keeps little itself.
const SQLITE_SESSION: &str = "PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON; \
     PRAGMA secure_delete = ON; \
     PRAGMA temp_store = MEMORY; PRAGMA cache_size = -1000;";

impl Manager {
    /// Queries that take longer than `slow` are told.
    pub(super) fn new(url: DatabaseUrl, slow: Limit, busy: Arc<Busy>) -> Self {
        Self { url, slow, busy }
    }

    /// For a command, which is not counted and may ask as long as it wants.
    pub(super) fn of_command(url: DatabaseUrl) -> Self {
        Self::new(url, Limit::new(Duration::MAX), Arc::default())
    }

    fn slow_queries(&self) -> SlowQueries {
        SlowQueries::new(self.slow.clone(), Arc::clone(&self.busy))
    }

    fn establish(&self) -> Result<AnyConnection, DbError> {
        let unavailable = |error: diesel::ConnectionError| DbError::Unavailable(error.to_string());
        match &self.url {
            DatabaseUrl::Postgres(url) => {
                let mut connection = PgConnection::establish(url).map_err(unavailable)?;
                connection.set_instrumentation(self.slow_queries());
                Ok(AnyConnection::Postgres(connection))
            }
            DatabaseUrl::Sqlite(path) => {
                let mut connection =
                    SqliteConnection::establish(&path.to_string_lossy()).map_err(unavailable)?;
                connection.batch_execute(SQLITE_SESSION)?;
                connection.set_instrumentation(self.slow_queries());
                Ok(AnyConnection::Sqlite(connection))
            }
        }
    }

    /// A connection that may write. On SQLite it sets the journal to WAL and every commit to disk.
    pub(super) fn connect_writer(&self) -> Result<AnyConnection, DbError> {
        let mut connection = self.establish()?;
        if let AnyConnection::Sqlite(sqlite) = &mut connection {
            sqlite.batch_execute(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -8000;",
            )?;
        }
        Ok(connection)
    }

    /// A connection to SQLite's file that looks and never waits.
    pub(super) fn connect_watch(&self) -> Result<AnyConnection, DbError> {
        let mut connection = self.establish()?;
        if let AnyConnection::Sqlite(sqlite) = &mut connection {
            sqlite.batch_execute(
                "PRAGMA query_only = ON; PRAGMA busy_timeout = 0; PRAGMA cache_size = -256;",
            )?;
        }
        Ok(connection)
    }
}

impl diesel::r2d2::ManageConnection for Manager {
    type Connection = AnyConnection;
    type Error = diesel::r2d2::Error;

    fn connect(&self) -> Result<AnyConnection, Self::Error> {
        let mut connection = self.establish().map_err(|error| {
            diesel::r2d2::Error::ConnectionError(diesel::ConnectionError::BadConnection(
                error.to_string(),
            ))
        })?;
        if let AnyConnection::Sqlite(sqlite) = &mut connection {
            sqlite
                .batch_execute("PRAGMA query_only = ON;")
                .map_err(diesel::r2d2::Error::QueryError)?;
        }
        Ok(connection)
    }

    fn is_valid(&self, connection: &mut AnyConnection) -> Result<(), Self::Error> {
        match connection {
            AnyConnection::Sqlite(_) => Ok(()),
            AnyConnection::Postgres(postgres) => diesel::sql_query("SELECT 1")
                .execute(postgres)
                .map(|_| ())
                .map_err(diesel::r2d2::Error::QueryError),
        }
    }

    fn has_broken(&self, connection: &mut AnyConnection) -> bool {
        std::thread::panicking()
            || match connection {
                AnyConnection::Postgres(postgres) => postgres.is_broken(),
                AnyConnection::Sqlite(sqlite) => sqlite.is_broken(),
            }
    }
}

/// A failed attempt to connect is told once by the request that needed it; here it is only traced.
#[derive(Debug)]
pub(super) struct PoolErrors;

impl HandleError<diesel::r2d2::Error> for PoolErrors {
    fn handle_error(&self, _error: diesel::r2d2::Error) {
        tracing::debug!("the pool could not open a database connection");
    }
}

/// PostgreSQL's word for two transactions that wait for each other, of which diesel tells no kind.
pub(super) fn says_deadlock(message: &str) -> bool {
    message.contains("deadlock detected")
}

/// SQLite's and PostgreSQL's words for a disk that is full, or that was mounted so that nothing can be
/// written, of which diesel tells no kind.
pub(crate) fn says_no_room(message: &str) -> bool {
    [
        "database or disk is full",
        // So it says where it ended the transaction for that.
        "no such savepoint",
        "attempt to write a readonly database",
        "disk I/O error",
        "No space left on device",
        "Read-only file system",
        "Disk quota exceeded",
    ]
    .iter()
    .any(|words| message.contains(words))
}

/// SQLite's words where it gets no file: all that the process may open are open.
pub(super) fn says_cannot_open(message: &str) -> bool {
    message.contains("unable to open database file")
}

/// libpq reports a lost server as an unknown error; only its words tell.
pub(super) fn says_closed(message: &str) -> bool {
    [
        "server closed the connection",
        "terminating connection",
        "connection to server",
        "could not receive data",
        "could not send data",
        "no connection to the server",
    ]
    .iter()
    .any(|words| message.contains(words))
}
