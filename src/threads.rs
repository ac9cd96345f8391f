//! Work that would hold up others: on a thread that may block, in the span of whoever asked for it, so
//! that what is logged there names the request or the run as well.

use tokio::task::{JoinHandle, spawn_blocking};
use tracing::Span;

/// Runs `work` on such a thread.
pub fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> JoinHandle<T> {
    let span = Span::current();
    spawn_blocking(move || span.in_scope(work))
}
