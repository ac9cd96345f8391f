//! Indexes the public texts that search does not know yet: of the time before there was search, or
//! of an older tokeniser.

use std::time::{Duration, Instant};

use super::lease::Round;
use crate::{context::Context, db::DbError, forum::copies, search};

/// How long a round goes on: other jobs have their turn between.
const LONGEST: Duration = Duration::from_secs(5);

/// How far a round has come; it goes on where it was, and a new start begins where texts lack.
pub struct Progress(Option<i64>);

impl Progress {
    pub const fn start() -> Self {
        Self(Some(0))
    }

    pub const fn is_done(&self) -> bool {
        self.0.is_none()
    }
}

/// Indexes batch by batch, for some seconds.
pub async fn round(context: &Context) -> Result<Round, DbError> {
    let (begun, mut progress) = (Instant::now(), Progress::start());
    while !progress.is_done() {
        if begun.elapsed() > LONGEST {
            return Ok(Round::More);
        }
        once(context, &mut progress).await?;
    }
    Ok(Round::Done)
}

/// Indexes one batch.
pub async fn once(context: &Context, progress: &mut Progress) -> Result<(), DbError> {
    let Some(reached) = progress.0 else {
        return Ok(());
    };
    // The first text would wait for the dictionary in the one thread that writes.
    let _ = crate::threads::blocking(search::warm_up).await;
    let batch = copies::catch_up(context, reached).await?;
    progress.0 = batch.map(|batch| batch.last);
    Ok(())
}
