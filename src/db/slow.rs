//! Slow queries are told by their text alone: what was asked with it may be anybody's data.

use std::time::{Duration, Instant};

use diesel::connection::{Instrumentation, InstrumentationEvent};

/// Tells of each query of a connection that takes longer than `limit`.
pub(super) struct SlowQueries {
    limit: Duration,
    began: Option<Instant>,
}

impl SlowQueries {
    pub(super) const fn new(limit: Duration) -> Self {
        Self { limit, began: None }
    }
}

impl Instrumentation for SlowQueries {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        match event {
            InstrumentationEvent::StartQuery { .. } => self.began = Some(Instant::now()),
            InstrumentationEvent::FinishQuery { query, .. } => {
                let Some(took) = self.began.take().map(|began| began.elapsed()) else {
                    return;
                };
                if took >= self.limit {
                    let milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
                    let query = query.to_string();
                    tracing::warn!(statement = statement(&query), milliseconds, "a slow query");
                }
            }
            _ => {}
        }
    }
}

/// The text before the values, which diesel writes behind it.
fn statement(query: &str) -> &str {
    query.split("-- binds:").next().unwrap_or_default().trim()
}

#[cfg(test)]
mod tests {
    use diesel::prelude::*;

    use super::*;
    use crate::db::schema::accounts;

    #[test]
    fn the_values_of_a_query_are_cut_off() {
        let query = accounts::table
            .filter(accounts::name.eq("canary -- binds: canary"))
            .select(accounts::id);
        let text = diesel::debug_query::<diesel::sqlite::Sqlite, _>(&query).to_string();
        assert!(
            text.contains("canary"),
            "diesel writes values otherwise: {text}"
        );
        let told = statement(&text);
        assert!(told.starts_with("SELECT `accounts`.`id`"), "{told}");
        assert!(!told.contains("canary"), "{told}");
    }
}
