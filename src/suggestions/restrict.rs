//! Restricting a closed case at its resident's wish.
//!
//! A case file is an official record: it cannot be erased before the retention of its class has
//! ended (Personal Data Protection Act art. 11). Instead its contact data is destroyed, and the
//! rest is kept without being used: the desk shows it no more, agreements do not reach it, and
//! only an investigation with a second person's approval does. What was published of it goes with
//! that; `rights::erase` does both.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{
    RecordKind, State, SuggestionError,
    record::{self, Details},
    withdraw,
};
use crate::{
    context::Context,
    db::{AnyConnection, schema::cases},
    privacy::{
        ground::Ground,
        ledger::{self, About, Act},
    },
};

/// Restricts it from `day` on, in the caller's transaction. Gives whether it was not restricted:
/// also for a restored backup, which the erasure journal makes keep to it again.
pub fn restrict_on(
    connection: &mut AnyConnection,
    context: &Context,
    case: i64,
    day: NaiveDate,
    ground: &Ground,
) -> Result<bool, SuggestionError> {
    let state: Option<State> = cases::table
        .find(case)
        .select(cases::state)
        .first(connection)
        .optional()?;
    // In a backup of before its end it must still be handled, and only the contact goes.
    if !state.is_some_and(State::is_over) {
        return withdraw::erase(connection, context, case, ground);
    }
    let first = diesel::update(
        cases::table
            .find(case)
            .filter(cases::restricted_on.is_null()),
    )
    .set(cases::restricted_on.eq(day))
    .execute(connection)?;
    if first == 0 {
        return Ok(false);
    }
    withdraw::erase(connection, context, case, ground)?;
    let kind = RecordKind::Restricted;
    record::append(connection, context, case, kind, Details::default())?;
    let about = About {
        case: Some(case),
        ..About::default()
    };
    let fields = serde_json::Map::new();
    ledger::append(connection, context, Act::Restricted, ground, about, fields)?;
    Ok(true)
}

/// Whether a case is kept without being used.
pub fn is_restricted(connection: &mut AnyConnection, case: i64) -> QueryResult<bool> {
    let restricted: i64 = cases::table
        .find(case)
        .filter(cases::restricted_on.is_not_null())
        .count()
        .get_result(connection)?;
    Ok(restricted > 0)
}
