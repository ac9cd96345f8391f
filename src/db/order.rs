//! The places of what stands in an order that people chose.

use diesel::{RunQueryDsl as _, sql_query};

use super::{AnyConnection, DbError};

/// Gives each board a place of its own, in the order in which they are shown: two that were added at once have
/// the same.
pub fn spread_boards(connection: &mut AnyConnection) -> Result<(), DbError> {
    let spread = sql_query(
        "UPDATE boards SET position = stands.place FROM \
         (SELECT id, ROW_NUMBER() OVER (ORDER BY position, id) AS place FROM boards) AS stands \
         WHERE stands.id = boards.id",
    );
    match connection {
        AnyConnection::Sqlite(sqlite) => spread.execute(sqlite)?,
        AnyConnection::Postgres(postgres) => spread.execute(postgres)?,
    };
    Ok(())
}
