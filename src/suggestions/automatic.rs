//! That a suggestion or an enquiry may be automatic: a mark for the desk, which changes nothing else. No
//! list, count, clock or mail knows it.

use diesel::prelude::*;

use super::SuggestionError;
use crate::{
    db::{AnyConnection, DbError, schema::cases},
    spam::automatic::Automatic,
};

/// Marks a case, in the transaction that opens it; the same form sent again leaves it as it is.
pub(super) fn mark(
    connection: &mut AnyConnection,
    case: i64,
    automatic: Option<&Automatic>,
) -> Result<(), SuggestionError> {
    if let Some(automatic) = automatic {
        diesel::update(cases::table.find(case).filter(cases::automatic.is_null()))
            .set(cases::automatic.eq(automatic.stored()))
            .execute(connection)?;
    }
    Ok(())
}

/// Why a case may be automatic.
pub(super) fn of(connection: &mut AnyConnection, case: i64) -> Result<Option<Automatic>, DbError> {
    let stored: Option<Option<String>> = cases::table
        .find(case)
        .select(cases::automatic)
        .first(connection)
        .optional()?;
    Ok(stored.flatten().as_deref().and_then(Automatic::read))
}
