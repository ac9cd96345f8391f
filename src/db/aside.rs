//! What comes of a query, put aside on the thread on which it ran for whoever waits for it.
//!
//! So everything that runs queries (turns, threads, transactions, the writer) is there once, whatever they
//! find: made anew for each query, it was a tenth of the program.

use std::sync::{Arc, Mutex, PoisonError};

use super::AnyConnection;

/// A query or a change that puts its answer aside.
pub(super) type Work = Box<dyn FnOnce(&mut AnyConnection) -> Come + Send>;

/// What came of it, for a transaction.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Come {
    Done,
    /// It gave an error of its own: nothing of it is kept.
    Refused,
}

/// Where the answer is put.
pub(super) struct Aside<T>(Arc<Mutex<Option<T>>>);

impl<T> Aside<T> {
    /// The answer; none where the work was never done, or panicked.
    pub(super) fn take(self) -> Option<T> {
        let mut put = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        put.take()
    }
}

/// `work` as one that puts its answer aside, and where.
pub(super) fn aside<T, E, F>(work: F) -> (Work, Aside<Result<T, E>>)
where
    F: FnOnce(&mut AnyConnection) -> Result<T, E> + Send + 'static,
    T: Send + 'static,
    E: Send + 'static,
{
    let put = Arc::new(Mutex::new(None));
    let there = Arc::clone(&put);
    let work = Box::new(move |connection: &mut AnyConnection| {
        let answer = work(connection);
        let come = match answer {
            Ok(_) => Come::Done,
            Err(_) => Come::Refused,
        };
        *put.lock().unwrap_or_else(PoisonError::into_inner) = Some(answer);
        come
    });
    (work, Aside(there))
}
