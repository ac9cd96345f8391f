//! SQLite's one writer: a thread that takes what has arrived, runs each change
//! in a savepoint of one transaction, commits once, and only then answers.
//!
//! A disk that is full may end the transaction under a change (SQLite then rolls back all of it). What
//! had been changed by then is told as lost, what had not begun gets a transaction of its own, and the
//! connection is made anew, so that it goes on once there is room.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, mpsc},
    thread,
};

use diesel::connection::{AnsiTransactionManager, SimpleConnection as _, TransactionManager};
use tokio::sync::oneshot;
use tracing::Span;

use super::{
    AnyConnection, DbError,
    aside::{Come, Work},
    changes::Changes,
    connection,
    connection::Manager,
    transaction,
};
use crate::{metrics::pools::Busy, turns::Full};

/// How many changes share a commit at most, so that the first does not wait for ever.
const SHARED: usize = 64;
/// How many changes may wait before a caller is told that the database is busy.
const WAITING: usize = 1024;

/// A change that waits for its turn.
struct Change {
    work: Work,
    asked_by: Span,
    answer: oneshot::Sender<Result<(), DbError>>,
}

/// A change that was run.
struct Done {
    answer: oneshot::Sender<Result<(), DbError>>,
    /// How it ended by itself, where it did not come to the commit.
    own: Option<Result<(), DbError>>,
}

impl Done {
    /// The caller may have gone; what it asked for is done all the same.
    fn tell(self, committed: Result<(), Lost>) {
        let ended = self.own.unwrap_or_else(|| committed.map_err(DbError::from));
        let _ = self.answer.send(ended);
    }
}

/// Why nothing of a batch was kept: each of its callers is told so.
#[derive(Clone)]
struct Lost {
    words: String,
    has_no_room: bool,
}

impl Lost {
    fn to(error: &diesel::result::Error) -> Self {
        let words = error.to_string();
        let has_no_room = connection::says_no_room(&words);
        Self { words, has_no_room }
    }
}

impl From<Lost> for DbError {
    fn from(lost: Lost) -> Self {
        if lost.has_no_room {
            Self::NoRoom(lost.words)
        } else {
            Self::Unavailable(lost.words)
        }
    }
}

pub(super) struct Writer {
    changes: mpsc::SyncSender<Change>,
    busy: Arc<Busy>,
}

impl Writer {
    /// Fails where the database cannot be opened.
    pub(super) fn start(
        manager: Manager,
        numbered: Arc<Changes>,
        busy: Arc<Busy>,
    ) -> Result<Self, DbError> {
        let (changes, arriving) = mpsc::sync_channel(WAITING);
        let connection = manager.connect_writer()?;
        let counted = Arc::clone(&busy);
        thread::Builder::new()
            .name("sqlite-writer".into())
            .spawn(move || run(&manager, connection, &arriving, &numbered, &counted))
            .map_err(|error| DbError::Unavailable(error.to_string()))?;
        Ok(Self { changes, busy })
    }

    /// Fails where what `work` did could not be kept.
    pub(super) async fn write(&self, work: Work) -> Result<(), DbError> {
        let (sender, answer) = oneshot::channel();
        let change = Change {
            work,
            asked_by: Span::current(),
            answer: sender,
        };
        self.busy.queued.add(1);
        self.changes.try_send(change).map_err(|_| {
            self.busy.queued.add(-1);
            self.busy.turned_away.one();
            DbError::from(Full("changes"))
        })?;
        answer.await.unwrap_or(Err(DbError::Panicked))
    }
}

/// Runs a change in a savepoint. One that panics is taken back to there and harms no other.
fn guarded(connection: &mut AnyConnection, work: Work) -> Result<Come, DbError> {
    transaction(connection, |connection| {
        catch_unwind(AssertUnwindSafe(|| work(connection))).unwrap_or(Come::Refused)
    })
}

fn run(
    manager: &Manager,
    mut connection: AnyConnection,
    arriving: &mpsc::Receiver<Change>,
    numbered: &Changes,
    busy: &Busy,
) {
    // Whether the connection was made anew for what is left of a batch.
    let (mut left, mut is_anew) = (Vec::new(), false);
    loop {
        if left.is_empty() {
            let Ok(first) = arriving.recv() else { return };
            left.push(first);
            left.extend(arriving.try_iter().take(SHARED - 1));
            busy.queued
                .add(-i64::try_from(left.len()).unwrap_or_default());
            busy.batches.note(left.len() as u64);
            is_anew = false;
        }
        let written = write_batch(&mut connection, left, is_anew, numbered);
        left = written.not_begun;
        if !written.is_sound {
            is_anew = true;
            // Where none can be had yet, the next change tries it again.
            match manager.connect_writer() {
                Ok(anew) => connection = anew,
                Err(error) => tracing::error!(%error, "the database could not be opened anew"),
            }
        }
    }
}

/// What became of a batch.
struct Written {
    /// What had not begun when the transaction ended.
    not_begun: Vec<Change>,
    /// Whether the connection can be used further.
    is_sound: bool,
}

fn write_batch(
    connection: &mut AnyConnection,
    batch: Vec<Change>,
    is_anew: bool,
    numbered: &Changes,
) -> Written {
    if let Err(error) = begin(connection) {
        let lost = Lost::to(&error);
        // One that was made while nothing could be written never can: another one may.
        if lost.has_no_room && !is_anew {
            return Written {
                not_begun: batch,
                is_sound: false,
            };
        }
        for change in batch {
            let _ = change.answer.send(Err(lost.clone().into()));
        }
        return Written {
            not_begun: Vec::new(),
            is_sound: false,
        };
    }
    let mut done: Vec<Done> = Vec::new();
    let mut changes = batch.into_iter();
    while let Some(change) = changes.next() {
        let Change {
            work,
            asked_by,
            answer,
        } = change;
        let own = match asked_by.in_scope(|| guarded(connection, work)) {
            Ok(Come::Done) => None,
            Ok(Come::Refused) => Some(Ok(())),
            Err(error) => Some(Err(error)),
        };
        let may_have_ended = own.is_some();
        done.push(Done { answer, own });
        if may_have_ended && has_ended(connection) {
            tracing::error!("the database ended a transaction: its disk may be full");
            let lost = Lost {
                words: "database or disk is full: the transaction was ended".to_owned(),
                has_no_room: true,
            };
            for done in done {
                done.tell(Err(lost.clone()));
            }
            return Written {
                not_begun: changes.collect(),
                is_sound: false,
            };
        }
    }
    let committed = commit(connection).map_err(|error| Lost::to(&error));
    let is_sound = committed.is_ok();
    numbered.ended();
    for done in done {
        done.tell(committed.clone());
    }
    Written {
        not_begun: Vec::new(),
        is_sound,
    }
}

/// Whether no transaction is open any more, though one was begun: within one SQLite begins no other.
fn has_ended(connection: &mut AnyConnection) -> bool {
    match connection {
        AnyConnection::Sqlite(sqlite) => {
            sqlite.batch_execute("BEGIN").is_ok() && sqlite.batch_execute("ROLLBACK").is_ok()
        }
        AnyConnection::Postgres(_) => false,
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
