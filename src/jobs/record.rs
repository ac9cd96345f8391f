//! Writes what was noted of visits: the day's figures and the access log.

use crate::{
    context::Context,
    db::DbError,
    privacy::{Recorder, access_log::Which},
};

/// What could not be written; it is kept for the next time.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    #[error(transparent)]
    Db(#[from] DbError),
    #[error("the access log cannot be written: {0}")]
    Log(#[from] std::io::Error),
    #[error("writing the access log panicked")]
    Panicked,
}

/// Stores the figures, and the batch of the access log when it is due.
pub async fn once(context: &Context, recorder: &Recorder) -> Result<(), RecordError> {
    write(context, recorder, Which::Due).await
}

/// As [`once`], for a node that ends: nothing is kept back.
pub async fn last(context: &Context, recorder: &Recorder) -> Result<(), RecordError> {
    write(context, recorder, Which::All).await
}

async fn write(context: &Context, recorder: &Recorder, which: Which) -> Result<(), RecordError> {
    let (worker, log) = (context.clone(), recorder.access_log.clone());
    let written = crate::threads::blocking(move || log.write(&worker, which)).await;
    recorder.tally.store(context).await?;
    Ok(written.map_err(|_| RecordError::Panicked)??)
}
