//! Slow queries are told by their text alone: what was asked with it may be anybody's data. The span in
//! which they run names the request or the run of a job that asked.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use diesel::connection::{Instrumentation, InstrumentationEvent};

use crate::metrics::pools::Busy;

/// From how many milliseconds on a query is slow; clones share it.
#[derive(Clone)]
pub(super) struct Limit(Arc<AtomicU64>);

impl Limit {
    pub(super) fn new(slow: Duration) -> Self {
        Self(Arc::new(AtomicU64::new(milliseconds(slow))))
    }

    pub(super) fn set(&self, slow: Duration) {
        self.0.store(milliseconds(slow), Ordering::Relaxed);
    }

    fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// Tells of each query of a connection that takes longer than `limit`.
pub(super) struct SlowQueries {
    limit: Limit,
    began: Option<Instant>,
    busy: Arc<Busy>,
}

impl SlowQueries {
    pub(super) fn new(limit: Limit, busy: Arc<Busy>) -> Self {
        Self {
            limit,
            began: None,
            busy,
        }
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
                let milliseconds = milliseconds(took);
                if milliseconds >= self.limit.get() {
                    self.busy.slow.one();
                    let query = query.to_string();
                    tracing::warn!(
                        statement = without_values(statement(&query)),
                        milliseconds,
                        "a slow query"
                    );
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

/// The text with `?` in place of what is written into it as a value: a text or a number may be
/// somebody's, or lead to them.
fn without_values(text: &str) -> String {
    let mut told = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    let mut before = ' ';
    while let Some(c) = rest.next() {
        if c == '\'' {
            // A doubled quote ends one text and begins the next; both are gone.
            rest.by_ref().find(|c| *c == '\'');
            told.push('?');
        } else if c == '"' || c == '`' {
            told.push(c);
            for c in rest.by_ref() {
                told.push(c);
                if c == '"' || c == '`' {
                    break;
                }
            }
        } else if c.is_ascii_digit() && !(before.is_alphanumeric() || "_$?".contains(before)) {
            while rest.next_if(|c| c.is_ascii_digit() || *c == '.').is_some() {}
            told.push('?');
        } else {
            told.push(c);
        }
        before = c;
    }
    told
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

    #[test]
    fn values_that_stand_in_the_text_are_cut_out() {
        for (text, told) in [
            (
                r#"DELETE FROM "sessions" WHERE "account_id" IN (42)"#,
                r#"DELETE FROM "sessions" WHERE "account_id" IN (?)"#,
            ),
            (
                "SELECT 0, number, 'consent' WHERE at <= '2026-03-02 02:00:00.5'",
                "SELECT ?, number, ? WHERE at <= ?",
            ),
            (
                "x = 'it''s 7' OR y = $1 LIMIT 1000",
                "x = ?? OR y = $1 LIMIT ?",
            ),
            (
                r#""t7"."c_2" = 7 OR `a9` = 0.5"#,
                r#""t7"."c_2" = ? OR `a9` = ?"#,
            ),
            (
                "substr(c, 1, 2) <> x'0a1b' AND never = 'closed",
                "substr(c, ?, ?) <> x? AND never = ?",
            ),
        ] {
            assert_eq!(without_values(text), told);
        }
    }
}
