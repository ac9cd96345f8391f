//! One round of a job: in a span with a random name of its own, and noted for whoever watches over Plaza.

use std::{
    fmt::Display,
    time::{Duration, Instant},
};

use tracing::Instrument as _;

use crate::context::Context;

/// Runs a round of a job that has one so often. That it failed is told here.
pub(super) async fn round<T, E: Display>(
    context: &Context,
    job: &'static str,
    every: Duration,
    work: impl Future<Output = Result<T, E>>,
) -> Result<T, String> {
    let (runs, run) = (&context.metrics.runs, context.metrics.ids.draw());
    let span = tracing::info_span!("job", job, run = run.as_str());
    let began = Instant::now();
    runs.began(job, every, context.now());
    let done = work.instrument(span.clone()).await;
    let done = done.map_err(|error| error.to_string());
    if let Err(error) = &done {
        span.in_scope(|| tracing::error!(error, job, "a job failed and will be tried again"));
    }
    let failed = done.is_err().then_some(run);
    runs.ended(job, context.now(), began.elapsed(), failed);
    done
}
