//! How busy the database's connections and SQLite's one writer are.

use super::count::{Counter, Histogram, Level, SECONDS, TOGETHER};

/// What a handle of the database counts; how many wait for a connection, it knows without.
pub struct Busy {
    /// How long it took until there was one.
    pub waited: Histogram,
    /// How often there was none in time.
    pub refused: Counter,
    /// How many changes wait for SQLite's writer now.
    pub queued: Level,
    /// How many changes shared a commit.
    pub batches: Histogram,
    /// How many changes were turned away since too many waited.
    pub turned_away: Counter,
    /// Queries that took longer than `slow_query_ms`.
    pub slow: Counter,
}

impl Default for Busy {
    fn default() -> Self {
        Self {
            waited: Histogram::new(SECONDS),
            refused: Counter::new(),
            queued: Level::new(),
            batches: Histogram::new(TOGETHER),
            turned_away: Counter::new(),
            slow: Counter::new(),
        }
    }
}
