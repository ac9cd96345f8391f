//! What a node notes of its visits, in memory until a job writes it; clones share it.

use super::counting::Tally;

/// Filled by `web`, emptied by `jobs`.
#[derive(Clone, Default)]
pub struct Recorder {
    pub tally: Tally,
}
