//! What a node notes of its visits, in memory until a job writes it; clones share it.

use super::{access_log::AccessLog, counting::Tally};
use crate::config::Config;

/// Filled by `web`, emptied by `jobs`.
#[derive(Clone)]
pub struct Recorder {
    pub tally: Tally,
    pub access_log: AccessLog,
}

impl Recorder {
    pub fn new(config: &Config) -> Self {
        Self {
            tally: Tally::default(),
            access_log: AccessLog::new(config.access_log.clone()),
        }
    }
}
