//! The program's own log: what is told, and how it is written.

use tracing::{Level, Subscriber};
use tracing_subscriber::{
    Layer, Registry,
    filter::filter_fn,
    fmt::{self, MakeWriter},
    layer::SubscriberExt as _,
};

/// Tells what `wanted` asks for (`info`, `plaza=debug`), readable or as JSON.
///
/// Libraries are told from `info` up, whatever is wanted: below that they write out the texts
/// and requests that they work on. The one that reads PDF is never told: its warnings hold
/// pieces of the document.
pub fn subscriber<W>(
    wanted: impl Layer<Registry> + Send + Sync,
    json: bool,
    writer: W,
) -> Box<dyn Subscriber + Send + Sync>
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let silent = filter_fn(|event| match event.target().split("::").next() {
        Some("plaza") => true,
        Some("lopdf") => false,
        _ => *event.level() <= Level::INFO,
    });
    let layer = fmt::layer().with_writer(writer);
    let registry = tracing_subscriber::registry().with(wanted);
    if json {
        Box::new(registry.with(layer.json().with_filter(silent)))
    } else {
        Box::new(registry.with(layer.compact().with_filter(silent)))
    }
}
