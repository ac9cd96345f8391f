//! Looking a long text through keeps a processor busy. As many are looked through at once as there are
//! processors, so that whoever only reads is still answered quickly.

use std::{num::NonZeroUsize, sync::LazyLock, thread::available_parallelism, time::Duration};

use crate::{
    db::DbError,
    turns::{Turn, Turns},
};

static TEXTS: LazyLock<Turns> = LazyLock::new(|| {
    let processors = available_parallelism().map_or(2, NonZeroUsize::get);
    Turns::new("texts", processors, 200, Duration::from_secs(30))
});

/// Waits until a text may be looked through. Whoever has a turn takes no second one.
pub async fn turn() -> Result<Turn, DbError> {
    Ok(TEXTS.take().await?)
}
