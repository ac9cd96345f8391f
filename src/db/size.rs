//! How large the database is.

use diesel::{QueryableByName, RunQueryDsl as _, sql_query, sql_types::BigInt};

use super::{AnyConnection, DbError};

#[derive(QueryableByName)]
struct Size {
    #[diesel(sql_type = BigInt)]
    bytes: i64,
}

/// In bytes: of SQLite's file, or of all that PostgreSQL keeps for it.
pub fn bytes(connection: &mut AnyConnection) -> Result<i64, DbError> {
    let query = sql_query(match connection {
        AnyConnection::Sqlite(_) => {
            "SELECT page_count * page_size AS bytes FROM pragma_page_count(), pragma_page_size()"
        }
        AnyConnection::Postgres(_) => "SELECT pg_database_size(current_database()) AS bytes",
    });
    let size: Size = match connection {
        AnyConnection::Sqlite(sqlite) => query.get_result(sqlite),
        AnyConnection::Postgres(postgres) => query.get_result(postgres),
    }?;
    Ok(size.bytes)
}
