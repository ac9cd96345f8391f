//! Indexes the public texts that search does not know yet: of the time before there was search, or
//! of an older tokeniser.

use crate::{context::Context, db::DbError, forum::copies, search};

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
