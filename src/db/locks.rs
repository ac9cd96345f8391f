//! Rows that a transaction holds, the least id first: two that hold some of the same never wait for
//! each other. And gates, through which many go at once, or one alone.
//!
//! On SQLite there is one writer, and nothing to hold.

use std::collections::BTreeSet;

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, BigInt},
};

use super::{AnyConnection, DbError};

/// Whose rows are held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Table {
    Accounts,
    Posts,
    Topics,
    Boards,
    Outbox,
    Cases,
    Events,
    Polls,
    WebhookEndpoints,
}

/// Holds these rows until the transaction ends, against whoever would change or hold them.
pub fn hold(
    connection: &mut AnyConnection,
    table: Table,
    ids: BTreeSet<i64>,
) -> Result<(), DbError> {
    let AnyConnection::Postgres(postgres) = connection else {
        return Ok(());
    };
    if ids.is_empty() {
        return Ok(());
    }
    let table = match table {
        Table::Accounts => "accounts",
        Table::Posts => "posts",
        Table::Topics => "topics",
        Table::Boards => "boards",
        Table::Outbox => "outbox",
        Table::Cases => "cases",
        Table::Events => "events",
        Table::Polls => "polls",
        Table::WebhookEndpoints => "webhook_endpoints",
    };
    let ids: Vec<i64> = ids.into_iter().collect();
    sql_query(format!(
        "SELECT id FROM {table} WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE"
    ))
    .bind::<Array<BigInt>, _>(ids)
    .execute(postgres)?;
    Ok(())
}

/// What many do at once, and what is done while none of them does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gate {
    /// Words are taken away; digests are written.
    Digests,
    /// Posts take their numbers; the last number is asked for.
    Appearances,
    /// Cases get their offices, whose members are told of them; offices, members and rules are changed.
    Routing,
    /// What is learned of spam is counted.
    Spam,
    /// The links in the foot of every page are counted.
    Foot,
}

impl Gate {
    /// No other advisory lock has these numbers.
    const fn number(self) -> i64 {
        match self {
            Self::Digests => 7_316_983,
            Self::Appearances => 7_316_984,
            Self::Routing => 7_316_985,
            Self::Spam => 7_316_990,
            Self::Foot => 7_316_991,
        }
    }
}

/// Goes through a gate beside others, until the transaction ends.
pub fn together(connection: &mut AnyConnection, gate: Gate) -> Result<(), DbError> {
    enter(connection, gate, "pg_advisory_xact_lock_shared")
}

/// Goes through a gate once all others are through, and keeps them waiting until the transaction
/// ends. Call it before anything else is held.
pub fn alone(connection: &mut AnyConnection, gate: Gate) -> Result<(), DbError> {
    enter(connection, gate, "pg_advisory_xact_lock")
}

fn enter(connection: &mut AnyConnection, gate: Gate, how: &str) -> Result<(), DbError> {
    if let AnyConnection::Postgres(postgres) = connection {
        let number = gate.number();
        sql_query(format!("SELECT {how}({number})")).execute(postgres)?;
    }
    Ok(())
}
