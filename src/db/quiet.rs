//! Waiting until nobody is changing a table.

use diesel::connection::SimpleConnection as _;

use super::{AnyConnection, DbError};

/// Waits for every transaction that has changed this table, and lets no other begin to until this
/// one ends: what they did is seen from now on. On SQLite one transaction writes at a time.
pub fn wait_for_changes(
    connection: &mut AnyConnection,
    table: &'static str,
) -> Result<(), DbError> {
    if let AnyConnection::Postgres(postgres) = connection {
        postgres.batch_execute(&format!("LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE"))?;
    }
    Ok(())
}
