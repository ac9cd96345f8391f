//! Looks at covered data by others than its owner: each leaves a row that the owner can read.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::Purpose;
use crate::{
    context::Context,
    db::{
        AnyConnection, DbError,
        schema::{event_looks, looks},
    },
};

/// Says that a look at covered data left its trace; only this room makes one.
#[derive(Debug)]
pub struct Looked(());

/// Who looks at the contact of a case, and why.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    pub case: i64,
    /// The office for which it is done.
    pub office: i64,
    /// The member of staff; none when Plaza mails it to the office.
    pub account: Option<i64>,
    pub purpose: Purpose,
}

/// Writes the look down, once a day for each who, case and why.
pub fn look(
    connection: &mut AnyConnection,
    context: &Context,
    look: Look,
) -> Result<Looked, DbError> {
    if let Some(looked) = noted(connection, context, look)? {
        return Ok(looked);
    }
    diesel::insert_into(looks::table)
        .values((
            looks::case_id.eq(look.case),
            looks::account_id.eq(look.account),
            looks::office_id.eq(look.office),
            looks::purpose.eq(look.purpose),
            looks::day.eq(context.clock.today(context.config.city.time_zone)),
        ))
        .execute(connection)?;
    Ok(Looked(()))
}

/// Writes down that an organiser looks at who signed up for an event, once a day.
pub fn look_at_event(
    connection: &mut AnyConnection,
    context: &Context,
    event: i64,
    organiser: i64,
) -> Result<Looked, DbError> {
    let today = context.clock.today(context.config.city.time_zone);
    let known: i64 = event_looks::table
        .filter(event_looks::event_id.eq(event))
        .filter(event_looks::account_id.eq(organiser))
        .filter(event_looks::day.eq(today))
        .count()
        .get_result(connection)?;
    if known == 0 {
        diesel::insert_into(event_looks::table)
            .values((
                event_looks::event_id.eq(event),
                event_looks::account_id.eq(organiser),
                event_looks::day.eq(today),
            ))
            .execute(connection)?;
    }
    Ok(Looked(()))
}

/// The days on which an organiser looked at who signed up for an event, from `since` on, the
/// latest first: for who signed up on that day.
pub fn of_event(
    connection: &mut AnyConnection,
    event: i64,
    since: NaiveDate,
) -> Result<Vec<NaiveDate>, DbError> {
    Ok(event_looks::table
        .filter(event_looks::event_id.eq(event))
        .filter(event_looks::day.ge(since))
        .select(event_looks::day)
        .distinct()
        .order(event_looks::day.desc())
        .load(connection)?)
}

/// The same look of earlier today; it needs no second row, and so no writer.
pub fn noted(
    connection: &mut AnyConnection,
    context: &Context,
    look: Look,
) -> Result<Option<Looked>, DbError> {
    let today = context.clock.today(context.config.city.time_zone);
    let viewers: Vec<Option<i64>> = looks::table
        .filter(looks::case_id.eq(look.case))
        .filter(looks::office_id.eq(look.office))
        .filter(looks::purpose.eq(look.purpose))
        .filter(looks::day.eq(today))
        .select(looks::account_id)
        .load(connection)?;
    Ok(viewers.contains(&look.account).then_some(Looked(())))
}

/// For the text of a case, never for its contact, when an office sees what its own file says it
/// was given: there the handling records `routed` and `mailed` are the trace.
pub(crate) const fn on_file() -> Looked {
    Looked(())
}

/// One look, as the owner of the data reads it. The person behind it is the office's affair.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Trace {
    pub office: i64,
    pub purpose: Purpose,
    pub day: NaiveDate,
}

/// Every look at the contact of a case, the latest first.
pub fn of_case(connection: &mut AnyConnection, case: i64) -> Result<Vec<Trace>, DbError> {
    Ok(looks::table
        .filter(looks::case_id.eq(case))
        .group_by((looks::office_id, looks::purpose, looks::day))
        .select((looks::office_id, looks::purpose, looks::day))
        .order((
            looks::day.desc(),
            looks::office_id.asc(),
            looks::purpose.asc(),
        ))
        .load(connection)?)
}
