//! Copies made of public texts: today's open data, and digests that have not left. Whoever takes
//! words away forgets the copies in the same transaction; they are made anew from what is left.

use diesel::prelude::*;

use super::reading::digest;
use crate::db::{AnyConnection, DbError, schema::open_data_files};

/// Forgets every copy.
pub fn forget(connection: &mut AnyConnection) -> Result<(), DbError> {
    diesel::delete(open_data_files::table).execute(connection)?;
    digest::take_back(connection)
}
