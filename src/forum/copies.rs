//! Copies made of public texts: today's open data. Whoever takes words away forgets the copies
//! in the same transaction; they are made anew from what is left when somebody asks for them.

use diesel::prelude::*;

use crate::db::{AnyConnection, DbError, schema::open_data_files};

/// Forgets every copy.
pub fn forget(connection: &mut AnyConnection) -> Result<(), DbError> {
    diesel::delete(open_data_files::table).execute(connection)?;
    Ok(())
}
