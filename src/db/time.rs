//! What time it is for the database: where several nodes share one, all of them go by that.

use std::time::{Duration, Instant};

use diesel::{QueryableByName, RunQueryDsl as _, sql_query, sql_types};

use super::{AnyConnection, DbError, Timestamp};

/// What the database's clock showed, and between which moments of this process it was read.
#[derive(Clone, Copy, Debug)]
pub struct Said {
    pub asked: Instant,
    pub answered: Instant,
    pub at: Timestamp,
}

impl Said {
    /// How long the answer took.
    pub fn took(&self) -> Duration {
        self.answered.saturating_duration_since(self.asked)
    }
}

#[derive(QueryableByName)]
struct Now {
    #[diesel(sql_type = sql_types::Timestamp)]
    now: Timestamp,
}

/// Asks PostgreSQL; SQLite's clock is this machine's.
pub(super) fn ask(connection: &mut AnyConnection) -> Result<Option<Said>, DbError> {
    let AnyConnection::Postgres(postgres) = connection else {
        return Ok(None);
    };
    let asked = Instant::now();
    // Not the time at which the transaction began.
    let query = sql_query("SELECT clock_timestamp() AT TIME ZONE 'UTC' AS now");
    let Now { now } = query.get_result(postgres)?;
    // The database tells it to the microsecond.
    let at = Timestamp::from(now.utc());
    Ok(Some(Said {
        asked,
        answered: Instant::now(),
        at,
    }))
}
