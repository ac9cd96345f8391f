//! The database: one way in for reads, one for writes, on SQLite or PostgreSQL.
//!
//! Everything that differs between the two stands in this room. Queries of a
//! subject stand in that subject's room, written once with diesel's DSL.

mod connection;
pub mod copy;
pub mod due;
pub mod locks;
pub mod many;
mod migrate;
pub mod quiet;
pub mod rows;
pub mod schema;
pub mod search;
mod slow;
pub mod slugs;
mod types;
mod writer;

use std::{sync::Arc, time::Duration};

use diesel::{Connection as _, r2d2::Pool};

pub(crate) use self::types::text_enum;
use self::{connection::Manager, writer::Writer};
pub use self::{
    connection::{AnyConnection, DatabaseUrl, InvalidDatabaseUrl},
    types::Timestamp,
};

/// How long a request waits for a free connection before it is told to come back.
const CONNECTION_WAIT: Duration = Duration::from_secs(3);

/// A fault of the database, never a user's mistake.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// No connection could be had: the server is away, or all connections are busy.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    #[error("a query failed: {0}")]
    Query(diesel::result::Error),
    #[error("the migrations failed: {0}")]
    Migration(String),
    /// A closure that was given to [`Db::write`] or [`Db::read`] panicked; nothing was written.
    #[error("a database operation panicked")]
    Panicked,
}

impl From<diesel::result::Error> for DbError {
    fn from(error: diesel::result::Error) -> Self {
        use diesel::result::{DatabaseErrorKind, Error};
        match &error {
            Error::DatabaseError(DatabaseErrorKind::ClosedConnection, info) => {
                Self::Unavailable(info.message().to_owned())
            }
            // The server is away, or of two transactions that waited for each other it ended this
            // one: nothing of it was done, and asked again it works.
            Error::DatabaseError(DatabaseErrorKind::Unknown, info)
                if connection::says_closed(info.message())
                    || connection::says_deadlock(info.message()) =>
            {
                Self::Unavailable(info.message().to_owned())
            }
            Error::DatabaseError(DatabaseErrorKind::SerializationFailure, info) => {
                Self::Unavailable(info.message().to_owned())
            }
            Error::BrokenTransactionManager => Self::Unavailable(error.to_string()),
            _ => Self::Query(error),
        }
    }
}

/// The handle that everything shares; clones are cheap.
#[derive(Clone)]
pub struct Db {
    readers: Pool<Manager>,
    writes: Arc<Writes>,
}

enum Writes {
    /// PostgreSQL orders writers itself.
    Pooled,
    /// SQLite has one writer; it commits for all that arrived together.
    Shared(Writer),
}

impl Db {
    /// Opens the database. `connections` bounds how many queries run at once (at least 1).
    ///
    /// Does not migrate. Fails when the URL's server cannot be reached: a
    /// PostgreSQL URL never falls back to anything else.
    pub fn open(url: &DatabaseUrl, connections: u32) -> Result<Self, DbError> {
        Self::open_telling(url, connections, Duration::MAX)
    }

    /// As [`Db::open`]; the text of each query that takes longer than `slow` is told, never its values.
    pub fn open_telling(
        url: &DatabaseUrl,
        connections: u32,
        slow: Duration,
    ) -> Result<Self, DbError> {
        let manager = Manager::new(url.clone(), slow);
        let writes = match url {
            DatabaseUrl::Sqlite(_) => Writes::Shared(Writer::start(manager.connect_writer()?)?),
            DatabaseUrl::Postgres(_) => Writes::Pooled,
        };
        let readers = Pool::builder()
            .max_size(connections.max(1))
            .min_idle(Some(1))
            .connection_timeout(CONNECTION_WAIT)
            .error_handler(Box::new(connection::PoolErrors))
            .build(manager)
            .map_err(|error| DbError::Unavailable(error.to_string()))?;
        Ok(Self {
            readers,
            writes: Arc::new(writes),
        })
    }

    /// Runs every migration that has not run yet. Safe when several nodes start at once.
    pub fn migrate(url: &DatabaseUrl) -> Result<Vec<String>, DbError> {
        migrate::run(&mut Manager::new(url.clone(), Duration::MAX).connect_writer()?)
    }

    /// The names of the migrations that this program has and the database has not.
    pub async fn pending_migrations(&self) -> Result<Vec<String>, DbError> {
        self.read(migrate::pending).await
    }

    /// Runs `query` on a blocking thread with a connection that only reads.
    pub async fn read<T, E, F>(&self, query: F) -> Result<T, E>
    where
        F: FnOnce(&mut AnyConnection) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        let db = self.clone();
        blocking(move || db.read_here(query)).await
    }

    /// As [`Db::read`], on this thread: for whoever is on a blocking one already.
    pub fn read_here<T, E, F>(&self, query: F) -> Result<T, E>
    where
        F: FnOnce(&mut AnyConnection) -> Result<T, E>,
        E: From<DbError>,
    {
        let mut connection = self
            .readers
            .get()
            .map_err(|error| DbError::Unavailable(error.to_string()))?;
        query(&mut connection)
    }

    /// Runs `change` in one transaction: all of it is kept when it returns `Ok`
    /// and the commit succeeded, nothing otherwise.
    pub async fn write<T, E, F>(&self, change: F) -> Result<T, E>
    where
        F: FnOnce(&mut AnyConnection) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        match &*self.writes {
            Writes::Shared(writer) => writer.write(change).await,
            Writes::Pooled => {
                let pool = self.readers.clone();
                blocking(move || {
                    let mut connection = pool
                        .get()
                        .map_err(|error| DbError::Unavailable(error.to_string()))?;
                    transaction(&mut connection, change)
                })
                .await
            }
        }
    }

    /// Runs `change` as [`Db::write`] does, where `look` counts anything. The look goes to the
    /// readers: where there is nothing to do, SQLite's one writer is left alone.
    pub async fn write_if_any<E, L, F>(&self, look: L, change: F) -> Result<(), E>
    where
        L: FnOnce(&mut AnyConnection) -> Result<i64, E> + Send + 'static,
        F: FnOnce(&mut AnyConnection) -> Result<(), E> + Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        if self.read(look).await? == 0 {
            return Ok(());
        }
        self.write(change).await
    }
}

async fn blocking<T, E, F>(work: F) -> Result<T, E>
where
    F: FnOnce() -> Result<T, E> + Send + 'static,
    T: Send + 'static,
    E: From<DbError> + Send + 'static,
{
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(_) => Err(DbError::Panicked.into()),
    }
}

/// What can end a transaction: the change's own error, or the database's.
enum Ended<E> {
    Refused(E),
    Database(diesel::result::Error),
}

impl<E> From<diesel::result::Error> for Ended<E> {
    fn from(error: diesel::result::Error) -> Self {
        Self::Database(error)
    }
}

/// Runs `change` in a transaction, or in a savepoint if one is open already.
fn transaction<T, E, F>(connection: &mut AnyConnection, change: F) -> Result<T, E>
where
    F: FnOnce(&mut AnyConnection) -> Result<T, E>,
    E: From<DbError>,
{
    connection
        .transaction(|connection| change(connection).map_err(Ended::Refused))
        .map_err(|ended| match ended {
            Ended::Refused(error) => error,
            Ended::Database(error) => DbError::from(error).into(),
        })
}
