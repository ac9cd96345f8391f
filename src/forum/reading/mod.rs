//! What the forum keeps for one reader: how far they have read, what they watch, what they are
//! told of, what they keep and react to, and what they show of themselves.
//!
//! All of it is of an account; of a guest nothing is kept. Whatever refers to a post holds its id
//! and no word of it, so that what is masked there is masked here at once. What others may see of
//! it is totals of reactions, and profiles as far as their owners chose; statistics read nothing.

pub mod appearing;
pub mod bookmarks;
pub mod digest;
pub mod notifications;
pub mod profile_hidden;
pub mod profile_texts;
pub mod profiles;
pub mod reactions;
pub mod regrouped;
pub mod told;
pub mod tracking;
pub mod watches;

use diesel::prelude::*;

use super::ForumError;
use crate::db::AnyConnection;

/// Carries out an insertion of a row that may be there already; gives whether it was not. In a
/// savepoint, since PostgreSQL gives a transaction up at a refused row.
fn once(
    connection: &mut AnyConnection,
    insert: impl FnOnce(&mut AnyConnection) -> QueryResult<usize>,
) -> Result<bool, ForumError> {
    use diesel::{
        Connection as _,
        result::{DatabaseErrorKind::UniqueViolation, Error},
    };
    match connection.transaction(insert) {
        Ok(inserted) => Ok(inserted > 0),
        Err(Error::DatabaseError(UniqueViolation, _)) => Ok(false),
        Err(error) => Err(error.into()),
    }
}
