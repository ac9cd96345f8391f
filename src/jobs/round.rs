//! One round of a job: in a span with a random name of its own, and noted for whoever watches over Plaza.

use std::{fmt::Display, time::Instant};

use tracing::Instrument as _;

use super::Job;
use crate::{context::Context, metrics::count::Words as _};

/// Runs a round; one that failed is told, and tried again at its time.
pub(super) async fn round<T, E: Display>(
    context: &Context,
    job: Job,
    work: impl Future<Output = Result<T, E>>,
) {
    let (job, run) = (job.word(), context.metrics.ids.draw());
    let span = tracing::info_span!("job", job, run = run.as_str());
    let (runs, began) = (&context.metrics.runs, Instant::now());
    runs.began(job, context.now());
    let done = work.instrument(span.clone()).await;
    let failed = done.err().map(|error| {
        span.in_scope(|| tracing::error!(%error, job, "a job failed and will be tried again"));
        run
    });
    runs.ended(job, context.now(), began.elapsed(), failed);
}
