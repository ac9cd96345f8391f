//! Work that keeps a processor or much memory busy is done some at a time. Some more waits for its turn,
//! for a while; whoever comes while as many wait as may is told at once to come back.
//!
//! Who waits holds neither a thread nor a connection to the database.

use std::{sync::Arc, time::Duration};

use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

/// More of it waits than can be done in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("more {0} wait than can be done in time")]
pub struct Full(pub &'static str);

/// How many do one kind of work at once, and how many wait.
pub struct Turns {
    /// The work, as a log names it: `searches`.
    name: &'static str,
    at_once: Arc<Semaphore>,
    places: Semaphore,
    /// How many places there are.
    most: usize,
    patience: Duration,
}

/// Lasts as long as the work does.
#[must_use]
pub struct Turn {
    _permit: OwnedSemaphorePermit,
}

impl Turns {
    /// `waiting` may wait, each as long as `patience` says.
    pub fn new(name: &'static str, at_once: usize, waiting: usize, patience: Duration) -> Self {
        Self {
            name,
            at_once: Arc::new(Semaphore::new(at_once.max(1))),
            places: Semaphore::new(waiting),
            most: waiting,
            patience,
        }
    }

    /// Waits for a turn.
    pub async fn take(&self) -> Result<Turn, Full> {
        if let Ok(turn) = Arc::clone(&self.at_once).try_acquire_owned() {
            return Ok(Turn { _permit: turn });
        }
        let _place = self.places.try_acquire().map_err(|_| Full(self.name))?;
        let turn = Arc::clone(&self.at_once).acquire_owned();
        match timeout(self.patience, turn).await {
            Ok(Ok(turn)) => Ok(Turn { _permit: turn }),
            _ => Err(Full(self.name)),
        }
    }

    /// How many wait for their turn.
    pub fn waiting(&self) -> usize {
        self.most.saturating_sub(self.places.available_permits())
    }
}

#[cfg(test)]
mod tests {
    use futures_util::{FutureExt as _, poll};

    use super::*;

    const FULL: Full = Full("searches");

    fn turns(at_once: usize, waiting: usize) -> Turns {
        Turns::new("searches", at_once, waiting, Duration::from_secs(30))
    }

    #[actix_web::test]
    async fn some_work_some_wait_and_the_rest_comes_back() {
        let turns = turns(2, 1);
        let first = turns.take().await.expect("a turn is free");
        let _second = turns.take().await.expect("another is");
        let mut third = Box::pin(turns.take());
        assert!(poll!(&mut third).is_pending());
        assert_eq!(turns.waiting(), 1);
        assert_eq!(turns.take().await.err(), Some(FULL));
        drop(first);
        assert!(third.now_or_never().expect("its turn has come").is_ok());
        assert_eq!(turns.waiting(), 0);
    }

    #[actix_web::test]
    async fn who_goes_away_leaves_the_place() {
        let turns = turns(1, 1);
        let first = turns.take().await.expect("a turn is free");
        let mut gone = Box::pin(turns.take());
        assert!(poll!(&mut gone).is_pending());
        drop(gone);
        let mut next = Box::pin(turns.take());
        assert!(poll!(&mut next).is_pending(), "the place is free again");
        drop(first);
        assert!(next.await.is_ok());
    }

    #[actix_web::test]
    async fn nobody_waits_longer_than_the_patience_lasts() {
        let turns = Turns::new("searches", 1, 5, Duration::ZERO);
        let _first = turns.take().await.expect("a turn is free");
        assert_eq!(turns.take().await.err(), Some(FULL));
    }
}
