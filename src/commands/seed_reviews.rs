//! What the demo city's moderators decided in its past month, made up: by why it waited, as often and
//! after as many hours as stand in `demo/city.toml`.

use std::collections::BTreeMap;

use anyhow::Context as _;
use serde::Deserialize;

use crate::{review::Kind, statistics::reviews::Reviewed};

/// What became of one item after the other.
#[derive(Deserialize)]
pub(super) struct ReviewsEntry {
    count: usize,
    /// Hours until the decision; the list is begun again at its end.
    hours: Vec<i64>,
}

pub(super) fn made_up(entries: BTreeMap<String, ReviewsEntry>) -> anyhow::Result<Vec<Reviewed>> {
    let mut all = Vec::new();
    for (name, entry) in entries {
        let kind: Option<Kind> = name.parse().ok();
        let kind = kind.with_context(|| name.clone())?;
        let hours = entry.hours.into_iter().cycle().take(entry.count);
        all.extend(hours.map(|hours| Reviewed { kind, hours }));
    }
    Ok(all)
}
