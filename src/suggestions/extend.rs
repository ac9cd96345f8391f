//! Extending a case: the answer comes later than promised, and the resident is told before the
//! promised day is over.

use chrono::{Days, NaiveDate};
use diesel::prelude::*;

use super::{
    RecordKind, SuggestionError,
    acts::{Acting, refused},
    news::{self, News},
    record, said,
};
use crate::{
    context::Context,
    db::{AnyConnection, schema::cases},
    offices::days,
    privacy::Private,
};

/// The furthest day, counted from today.
const FURTHEST: u64 = 366;

/// Until a working day after the one that was promised, which is not over yet.
pub(super) fn extend(
    connection: &mut AnyConnection,
    context: &Context,
    acting: Acting<'_>,
    until: NaiveDate,
    reason: &Private<String>,
) -> Result<(), SuggestionError> {
    let body = said::extended(until, reason);
    let kind = RecordKind::Extended;
    // First of all: a case that is over says so, whatever was typed.
    record::append(
        connection,
        context,
        acting.case,
        kind,
        acting.details(Some(&body)),
    )?;
    let today = context.clock.today(context.config.city.time_zone);
    let old: Option<NaiveDate> = cases::table
        .find(acting.case)
        .select(cases::due_on)
        .first(connection)?;
    if old.is_some_and(|old| old < today) {
        return Err(refused("until", "due-passed"));
    }
    if old.is_some_and(|old| until <= old) {
        return Err(refused("until", "due-not-later"));
    }
    if until > today + Days::new(FURTHEST) {
        return Err(refused("until", "due-too-far"));
    }
    if !days::of(connection, context, acting.office)?.works(until) {
        return Err(refused("until", "due-day-off"));
    }
    diesel::update(cases::table.find(acting.case))
        .set(cases::due_on.eq(until))
        .execute(connection)?;
    let news = News::Extended { until, reason };
    news::tell(connection, context, acting, &news)
}
