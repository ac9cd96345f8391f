//! Looks at covered data by others than its owner: each leaves a row that the owner can read.
//!
//! The list of cases at the desk alone leaves none. It shows number, title and area of what was
//! routed to the viewer's own offices: that they got it stands in the case's file and, by its mail,
//! here; looking through what waits is their duty, every day and by every member, and a row for each
//! would bury the looks that mean something. Nor does finding one of them by its words, which were mailed to
//! that office. The contact is on no list and no opened case: whoever has it shown leaves a record in the
//! case's file (`suggestions::contact`). Nobody else is shown a title, not even an
//! administrator: they open the case, and that is a look.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::{
    prelude::*,
    sql_types::{BigInt, Date},
};

use super::Purpose;
use crate::{
    context::Context,
    db::{
        AnyConnection, DbError,
        schema::{
            appeal_looks, appeals, case_offices, data_requests, event_looks, flag_looks, flags,
            looks, request_looks, unplaced_looks, unplaced_mails,
        },
    },
};

/// Says that a look at covered data left its trace; only this room makes one.
#[derive(Clone, Copy, Debug)]
pub struct Looked(());

/// Who looks at a case, and why.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    pub case: i64,
    /// The office for which it is done.
    pub office: i64,
    /// The member of staff; none when Plaza mails it to the office.
    pub account: Option<i64>,
    pub purpose: Purpose,
}

// The words of requests, of appeals, of flags and of mails without a place: once a day for each of them and each reader.
macro_rules! look_at_words {
    ($(#[$meta:meta])* $name:ident, $looks:ident, $column:ident, $of:ident) => {
        $(#[$meta])*
        pub fn $name(
            connection: &mut AnyConnection,
            context: &Context,
            ids: &[i64],
            reader: i64,
        ) -> Result<Looked, DbError> {
            let today = context.clock.today(context.config.city.time_zone);
            let known = $looks::table
                .filter($looks::account_id.eq(reader))
                .filter($looks::day.eq(today))
                .select($looks::$column);
            $of::table
                .filter($of::id.eq_any(ids.to_vec()))
                .filter($of::id.ne_all(known))
                .select((
                    $of::id,
                    reader.into_sql::<BigInt>().nullable(),
                    today.into_sql::<Date>(),
                ))
                .insert_into($looks::table)
                .into_columns(($looks::$column, $looks::account_id, $looks::day))
                .execute(connection)?;
            Ok(Looked(()))
        }
    };
}
look_at_words!(
    /// Writes down that an officer reads requests.
    look_at_requests,
    request_looks,
    request_id,
    data_requests
);
look_at_words!(
    /// Writes down that a moderator reads appeals, or the answers to them.
    look_at_appeals,
    appeal_looks,
    appeal_id,
    appeals
);
look_at_words!(
    /// Writes down that a moderator reads what was written in flags.
    look_at_flags,
    flag_looks,
    flag_id,
    flags
);
look_at_words!(
    /// Writes down that a member of an office reads mails that came in and have no place.
    look_at_mails,
    unplaced_looks,
    mail_id,
    unplaced_mails
);

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

/// Says that a case's file names an office of the viewer as one that it was routed to.
#[derive(Clone, Copy, Debug)]
pub struct Routed(());

/// Which of `cases` were routed to one of `offices`, each with the proof. An office's own list
/// shows by it what waits there (see [`super::Viewer::Routed`]).
pub fn routed(
    connection: &mut AnyConnection,
    cases: &[i64],
    offices: &[i64],
) -> Result<HashMap<i64, Routed>, DbError> {
    let theirs: Vec<i64> = case_offices::table
        .filter(case_offices::case_id.eq_any(cases.to_vec()))
        .filter(case_offices::office_id.eq_any(offices.to_vec()))
        .select(case_offices::case_id)
        .distinct()
        .load(connection)?;
    Ok(theirs.into_iter().map(|case| (case, Routed(()))).collect())
}

/// One look, as the owner of the data reads it. The person behind it is the office's affair.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Trace {
    pub office: i64,
    pub purpose: Purpose,
    pub day: NaiveDate,
}

/// Every look at a case, the latest first.
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
