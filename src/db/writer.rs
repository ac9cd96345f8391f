//! SQLite's one writer: a thread that takes what has arrived, runs each change
//! in a savepoint of one transaction, commits once, and only then answers.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, mpsc},
    thread,
};

use diesel::connection::{AnsiTransactionManager, TransactionManager};
use tokio::sync::oneshot;
use tracing::Span;

use super::{AnyConnection, DbError, transaction};
use crate::metrics::pools::Busy;

/// How many changes share a commit at most, so that the first does not wait for ever.
const SHARED: usize = 64;
/// How many changes may wait before a caller is told that the database is busy.
const WAITING: usize = 1024;

/// Runs a change, or is told why it cannot run; gives back how to tell its caller the commit's end.
type Change = Box<dyn FnOnce(Result<&mut AnyConnection, &str>) -> Answer + Send>;
type Answer = Box<dyn FnOnce(Result<(), String>) + Send>;

pub(super) struct Writer {
    changes: mpsc::SyncSender<Change>,
    busy: Arc<Busy>,
}

impl Writer {
    pub(super) fn start(connection: AnyConnection, busy: Arc<Busy>) -> Result<Self, DbError> {
        let (changes, arriving) = mpsc::sync_channel(WAITING);
        let counted = Arc::clone(&busy);
        thread::Builder::new()
            .name("sqlite-writer".into())
            .spawn(move || run(connection, &arriving, &counted))
            .map_err(|error| DbError::Unavailable(error.to_string()))?;
        Ok(Self { changes, busy })
    }

    pub(super) async fn write<T, E, F>(&self, change: F) -> Result<T, E>
    where
        F: FnOnce(&mut AnyConnection) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        let (sender, answer) = oneshot::channel();
        let asked_by = Span::current();
        let change: Change = Box::new(move |connection| {
            let result = asked_by.in_scope(|| match connection {
                Ok(connection) => guarded(connection, change),
                Err(message) => Err(DbError::Unavailable(message.to_owned()).into()),
            });
            Box::new(move |committed| {
                let result = match committed {
                    Ok(()) => result,
                    Err(message) => result.and(Err(DbError::Unavailable(message).into())),
                };
                // The caller may have gone; what it asked for is done all the same.
                let _ = sender.send(result);
            })
        });
        self.busy.queued.add(1);
        self.changes.try_send(change).map_err(|_| {
            self.busy.queued.add(-1);
            self.busy.turned_away.one();
            E::from(DbError::Unavailable(
                "too many changes wait to be written".to_owned(),
            ))
        })?;
        answer
            .await
            .unwrap_or_else(|_| Err(DbError::Panicked.into()))
    }
}

/// A panicking change rolls back to its savepoint and harms no other.
fn guarded<T, E, F>(connection: &mut AnyConnection, change: F) -> Result<T, E>
where
    F: FnOnce(&mut AnyConnection) -> Result<T, E>,
    E: From<DbError>,
{
    transaction(connection, |connection| {
        catch_unwind(AssertUnwindSafe(|| change(connection)))
            .unwrap_or_else(|_| Err(DbError::Panicked.into()))
    })
}

fn run(mut connection: AnyConnection, arriving: &mpsc::Receiver<Change>, busy: &Busy) {
    while let Ok(first) = arriving.recv() {
        let mut batch = vec![first];
        batch.extend(arriving.try_iter().take(SHARED - 1));
        busy.queued
            .add(-i64::try_from(batch.len()).unwrap_or_default());
        busy.batches.note(batch.len() as u64);
        write_batch(&mut connection, batch);
    }
}

fn write_batch(connection: &mut AnyConnection, batch: Vec<Change>) {
    if let Err(error) = begin(connection) {
        let message = error.to_string();
        for change in batch {
            change(Err(&message))(Ok(()));
        }
        return;
    }
    let answers: Vec<Answer> = batch
        .into_iter()
        .map(|change| change(Ok(connection)))
        .collect();
    let committed = commit(connection).map_err(|error| error.to_string());
    for answer in answers {
        answer(committed.clone());
    }
}

fn begin(connection: &mut AnyConnection) -> diesel::QueryResult<()> {
    match connection {
        AnyConnection::Sqlite(sqlite) => {
            AnsiTransactionManager::begin_transaction_sql(sqlite, "BEGIN IMMEDIATE")
        }
        AnyConnection::Postgres(postgres) => AnsiTransactionManager::begin_transaction(postgres),
    }
}

fn commit(connection: &mut AnyConnection) -> diesel::QueryResult<()> {
    let committed = match connection {
        AnyConnection::Sqlite(sqlite) => AnsiTransactionManager::commit_transaction(sqlite),
        AnyConnection::Postgres(postgres) => AnsiTransactionManager::commit_transaction(postgres),
    };
    if committed.is_err() {
        // After a refused commit (a full disk) the transaction may still be open.
        let _ = match connection {
            AnyConnection::Sqlite(sqlite) => AnsiTransactionManager::rollback_transaction(sqlite),
            AnyConnection::Postgres(postgres) => {
                AnsiTransactionManager::rollback_transaction(postgres)
            }
        };
    }
    committed
}
