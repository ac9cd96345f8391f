//! Writes what was noted of visits.

use crate::{context::Context, db::DbError, privacy::Recorder};

/// Stores the day's figures.
pub async fn once(context: &Context, recorder: &Recorder) -> Result<(), DbError> {
    recorder.tally.store(context).await
}

/// As [`once`], for a node that ends: nothing is kept back.
pub async fn last(context: &Context, recorder: &Recorder) -> Result<(), DbError> {
    recorder.tally.store(context).await
}
