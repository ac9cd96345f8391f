//! The database: one way in for reads, one for writes, on SQLite or PostgreSQL.
//!
//! Everything that differs between the two stands in this room. Queries of a
//! subject stand in that subject's room, written once with diesel's DSL.

mod aside;
mod changes;
mod connection;
pub mod copy;
pub mod due;
pub mod health;
mod in_hand;
mod lists;
pub mod locks;
pub mod many;
pub mod migrate;
mod nodes;
pub mod order;
pub mod quiet;
pub mod rows;
pub mod schema;
pub mod search;
pub mod size;
mod slow;
pub mod slugs;
mod time;
mod types;
pub mod unread;
pub mod webhooks;
mod writer;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use diesel::{
    Connection as _,
    r2d2::{Pool, PooledConnection},
};

use self::{
    aside::{Come, Work, aside},
    changes::Changes,
    connection::Manager,
    migrate::Waiting,
    slow::Limit,
    writer::Writer,
};
pub use self::{
    changes::{Numbers, Part, Stamp},
    connection::{AnyConnection, DatabaseUrl, InvalidDatabaseUrl},
    in_hand::InHand,
    lists::{OneOf, one_of},
    time::Said,
    types::Timestamp,
};
pub(crate) use self::{connection::says_no_room, types::text_enum};
use crate::{
    metrics::pools::Busy,
    threads,
    turns::{Full, Turn, Turns},
};

/// How long a request waits for a free connection before it is told to come back.
const CONNECTION_WAIT: Duration = Duration::from_secs(3);
/// How long a connection to a server is used: where another server took over, no longer than this.
const LIFE: Duration = Duration::from_secs(300);
/// How many queries wait for a connection on each node.
const WAITING: usize = 1024;

/// A fault of the database, never a user's mistake.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// No connection could be had: the server is away, or all connections are busy.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    /// Everything works, and there is more to do than can be done in time.
    #[error(transparent)]
    Busy(#[from] Full),
    /// The disk is full, or nothing can be written to it; what is there can be read.
    #[error("the disk takes nothing: {0}")]
    NoRoom(String),
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
        // The server went away while it committed: that nothing could be taken back either says less.
        if let Error::RollbackErrorOnCommit { commit_error, .. } = error {
            return Self::from(*commit_error);
        }
        match &error {
            Error::DatabaseError(
                DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand,
                info,
            ) => Self::Unavailable(info.message().to_owned()),
            // The server is away, or of two transactions that waited for each other it ended this
            // one: nothing of it was done, and asked again it works.
            Error::DatabaseError(DatabaseErrorKind::Unknown, info)
                if connection::says_closed(info.message())
                    || connection::says_cannot_open(info.message())
                    || connection::says_deadlock(info.message()) =>
            {
                Self::Unavailable(info.message().to_owned())
            }
            // Another server took over as the one that writes: the next connections go there.
            Error::DatabaseError(
                DatabaseErrorKind::SerializationFailure | DatabaseErrorKind::ReadOnlyTransaction,
                info,
            ) => Self::Unavailable(info.message().to_owned()),
            Error::DatabaseError(_, info) if says_no_room(info.message()) => {
                Self::NoRoom(info.message().to_owned())
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
    /// For each connection of the pool one: no thread waits for a connection.
    turns: Arc<Turns>,
    writes: Arc<Writes>,
    slow: Limit,
    changes: Arc<Changes>,
    busy: Arc<Busy>,
}

/// The connections of one [`Db`], of which SQLite's writer has one more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Connections {
    pub open: u32,
    pub idle: u32,
    pub most: u32,
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
        let slow = Limit::new(slow);
        let busy = Arc::new(Busy::default());
        let manager = Manager::new(url.clone(), slow.clone(), Arc::clone(&busy));
        let changes = Arc::new(match url {
            DatabaseUrl::Sqlite(_) => Changes::of_file(manager.clone()),
            DatabaseUrl::Postgres(_) => Changes::of_server(),
        });
        let writes = match url {
            DatabaseUrl::Sqlite(_) => {
                let (changes, busy) = (Arc::clone(&changes), Arc::clone(&busy));
                Writes::Shared(Writer::start(manager.clone(), changes, busy)?)
            }
            DatabaseUrl::Postgres(_) => Writes::Pooled,
        };
        let connections = connections.max(1);
        let readers = Pool::builder()
            .max_size(connections)
            .min_idle(Some(1))
            .connection_timeout(CONNECTION_WAIT)
            .max_lifetime(matches!(url, DatabaseUrl::Postgres(_)).then_some(LIFE))
            .error_handler(Box::new(connection::PoolErrors))
            .build(manager)
            .map_err(|error| DbError::Unavailable(error.to_string()))?;
        let turns = Turns::new("queries", connections as usize, WAITING, CONNECTION_WAIT);
        Ok(Self {
            readers,
            turns: Arc::new(turns),
            writes: Arc::new(writes),
            slow,
            changes,
            busy,
        })
    }

    /// How many queries wait for a connection.
    pub fn waiting(&self) -> usize {
        self.turns.waiting()
    }

    /// From now on the text of each query is told that takes longer than `slow`.
    pub fn tell_slow(&self, slow: Duration) {
        self.slow.set(slow);
    }

    /// Runs every migration that has not run yet. Safe when several nodes start at once.
    pub fn migrate(url: &DatabaseUrl) -> Result<Vec<String>, DbError> {
        Self::migrate_waiting(url, Duration::ZERO, |_| {})
    }

    /// As [`Db::migrate`], where the server may not answer before so long; what is waited for is told.
    pub fn migrate_waiting(
        url: &DatabaseUrl,
        wait: Duration,
        told: impl FnMut(Waiting),
    ) -> Result<Vec<String>, DbError> {
        migrate::run(&Manager::of_command(url.clone()), wait, told)
    }

    /// The names of the migrations that this program has and the database has not.
    pub async fn pending_migrations(&self) -> Result<Vec<String>, DbError> {
        self.read(migrate::pending).await
    }

    /// What time it is for the database, where that is another machine's clock than ours.
    pub async fn time(&self) -> Result<Option<Said>, DbError> {
        self.read(time::ask).await
    }

    /// Runs `query` on a blocking thread with a connection that only reads.
    pub async fn read<T, E, F>(&self, query: F) -> Result<T, E>
    where
        F: FnOnce(&mut AnyConnection) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        let (work, found) = aside(query);
        self.query(work).await?;
        found
            .take()
            .unwrap_or_else(|| Err(DbError::Panicked.into()))
    }

    async fn query(&self, work: Work) -> Result<(), DbError> {
        let (turn, db) = (self.turn().await?, self.clone());
        let read = threads::blocking(move || {
            let _turn = turn;
            let mut connection = db.connection()?;
            work(&mut connection);
            Ok(())
        });
        read.await.unwrap_or(Err(DbError::Panicked))
    }

    /// As [`Db::read`], on this thread: for whoever is on a blocking one already.
    pub fn read_here<T, E, F>(&self, query: F) -> Result<T, E>
    where
        F: FnOnce(&mut AnyConnection) -> Result<T, E>,
        E: From<DbError>,
    {
        let mut connection = self.connection()?;
        query(&mut connection)
    }

    /// A turn at the connections, for which others may wait as well.
    async fn turn(&self) -> Result<Turn, DbError> {
        let began = Instant::now();
        let found = self.turns.take().await;
        self.busy.waited.took(began.elapsed());
        found.map_err(|full| {
            self.busy.refused.one();
            full.into()
        })
    }

    fn connection(&self) -> Result<PooledConnection<Manager>, DbError> {
        self.readers.get().map_err(|error| {
            self.busy.refused.one();
            DbError::Unavailable(error.to_string())
        })
    }

    /// How busy it is.
    pub fn busy(&self) -> &Busy {
        &self.busy
    }

    /// How many connections there are, how many of these nobody uses, and how many there may be.
    pub fn connections(&self) -> Connections {
        let state = self.readers.state();
        Connections {
            open: state.connections,
            idle: state.idle_connections,
            most: self.readers.max_size(),
        }
    }

    /// Runs `change` in one transaction: all of it is kept when it returns `Ok`
    /// and the commit succeeded, nothing otherwise.
    pub async fn write<T, E, F>(&self, change: F) -> Result<T, E>
    where
        F: FnOnce(&mut AnyConnection) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        let (work, ended) = aside(change);
        self.change(work).await?;
        ended
            .take()
            .unwrap_or_else(|| Err(DbError::Panicked.into()))
    }

    /// Fails where what the change did could not be kept; what it refused by itself is no fault here.
    async fn change(&self, work: Work) -> Result<(), DbError> {
        if let Writes::Shared(writer) = &*self.writes {
            return writer.write(work).await;
        }
        let (turn, db) = (self.turn().await?, self.clone());
        let written = threads::blocking(move || {
            let _turn = turn;
            let mut connection = db.connection()?;
            let ended = transaction(&mut connection, work);
            db.changes.ended();
            ended.map(|_| ())
        });
        written.await.unwrap_or(Err(DbError::Panicked))
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

impl Db {
    /// The numbers of what public pages show: all that ended in this process counts, and what others
    /// wrote by half a second ago. None where they cannot be had: then no kept page is shown.
    pub async fn numbers(&self) -> Option<Arc<Numbers>> {
        if let Some(known) = self.changes.fresh() {
            return known;
        }
        let _alone = self.changes.looking.lock().await;
        if let Some(known) = self.changes.fresh() {
            return known;
        }
        let look = self.changes.begin();
        let found = match self.changes.in_file() {
            Some(found) => found,
            None => {
                self.read(|connection| Numbers::read(connection).map(Arc::new))
                    .await
            }
        };
        self.changes.settle(look, found)
    }

    /// Another process on the same database said that it wrote.
    pub fn hear(&self) {
        self.changes.hear();
    }

    /// Tells other nodes on the same PostgreSQL what is written here, and hears what they write.
    pub fn join_nodes(&self, url: &DatabaseUrl) -> Result<(), DbError> {
        match url {
            DatabaseUrl::Sqlite(_) => Ok(()),
            DatabaseUrl::Postgres(url) => nodes::begin(url.clone(), &self.changes),
        }
    }
}

/// What can end a transaction: the change itself, or the database.
enum Ended {
    Refused,
    Database(diesel::result::Error),
}

impl From<diesel::result::Error> for Ended {
    fn from(error: diesel::result::Error) -> Self {
        Self::Database(error)
    }
}

/// Runs `work` in a transaction, or in a savepoint if one is open already. What is refused is taken back.
fn transaction<F>(connection: &mut AnyConnection, work: F) -> Result<Come, DbError>
where
    F: FnOnce(&mut AnyConnection) -> Come,
{
    let ended = connection.transaction(|connection| match work(connection) {
        Come::Done => Ok(()),
        Come::Refused => Err(Ended::Refused),
    });
    match ended {
        Ok(()) => Ok(Come::Done),
        Err(Ended::Refused) => Ok(Come::Refused),
        Err(Ended::Database(error)) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use diesel::result::{DatabaseErrorKind, Error};

    use super::*;

    #[test]
    fn a_server_that_goes_away_while_it_commits_is_away() {
        let words = |words: &str| {
            let words = Box::new(words.to_owned());
            Box::new(Error::DatabaseError(DatabaseErrorKind::Unknown, words))
        };
        let error = DbError::from(Error::RollbackErrorOnCommit {
            rollback_error: words("no connection to the server\n"),
            commit_error: words("server closed the connection unexpectedly\n"),
        });
        assert!(matches!(error, DbError::Unavailable(_)), "{error}");
    }

    #[test]
    fn a_server_that_is_found_away_when_the_next_command_is_sent_is_away() {
        let words = Box::new("no connection to the server\n".to_owned());
        let error = Error::DatabaseError(DatabaseErrorKind::UnableToSendCommand, words);
        let error = DbError::from(error);
        assert!(matches!(error, DbError::Unavailable(_)), "{error}");
    }
}
