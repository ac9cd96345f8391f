//! Giving a case to another office of the city: it gets the case as routing would have given it,
//! and the resident is told.
//!
//! The day that the resident was promised stands. Where it would leave the new office no working
//! day, the answer is due on the next one.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{
    RecordKind, SuggestionError,
    acts::{Acting, refused},
    assign,
    news::{self, News},
    record::{self, Details},
    route, said,
};
use crate::{
    context::Context,
    db::{
        AnyConnection,
        locks::{self, Gate},
        schema::{case_offices, cases, handling_records, offices as office_table},
    },
    offices::{Office, days},
    privacy::Private,
};

/// In the place of the acting office comes the one of this slug. An office that has the case because
/// another was late or not reached gives it on in that one's stead, and keeps it in sight.
///
/// An office that has the case already takes the place of the one that leaves.
pub(super) fn reassign(
    connection: &mut AnyConnection,
    context: &Context,
    acting: Acting<'_>,
    to: &str,
    reason: &Private<String>,
) -> Result<(), SuggestionError> {
    let case = acting.case;
    if super::enquiry::is_one(connection, case)? {
        return Err(SuggestionError::StaysHere);
    }
    locks::together(connection, Gate::Routing)?;
    let today = context.clock.today(context.config.city.time_zone);
    let to = living(connection, to, today)?.ok_or_else(|| refused("office", "choice"))?;
    let from = if came_after(connection, acting)? {
        responsible(connection, case)?.unwrap_or(acting.office)
    } else {
        acting.office
    };
    if to.id == from {
        return Err(refused("office", "office-has-it"));
    }
    let details = Details {
        office: Some(to.id),
        ..acting.details(Some(reason))
    };
    replace(connection, case, from, to.id)?;
    assign::leave(connection, case, &[from])?;
    // After that: whose case it is no more gets no digest of it.
    record::append(connection, context, case, RecordKind::Reassigned, details)?;
    let due = redate(connection, context, acting, (&to, today))?;
    route::tell(connection, context, case, &[&to], Some(reason))?;
    let to = &to;
    let news = News::Reassigned { to, due, reason };
    news::tell(connection, context, acting, &news)
}

fn living(
    connection: &mut AnyConnection,
    slug: &str,
    today: NaiveDate,
) -> Result<Option<Office>, SuggestionError> {
    if slug.contains('\0') {
        return Ok(None);
    }
    let found: Option<Office> = office_table::table
        .filter(office_table::slug.eq(slug))
        .select(Office::as_select())
        .first(connection)
        .optional()?;
    Ok(found.filter(|office| office.lives_on(today)))
}

/// Whether the acting office has the case since another was late or not reached.
fn came_after(connection: &mut AnyConnection, acting: Acting<'_>) -> QueryResult<bool> {
    let after = [RecordKind::Escalated, RecordKind::PassedOn];
    let told: i64 = handling_records::table
        .filter(handling_records::case_id.eq(acting.case))
        .filter(handling_records::kind.eq_any(after))
        .filter(handling_records::office_id.eq(acting.office))
        .count()
        .get_result(connection)?;
    Ok(told > 0)
}

fn responsible(connection: &mut AnyConnection, case: i64) -> QueryResult<Option<i64>> {
    case_offices::table
        .filter(case_offices::case_id.eq(case))
        .order(case_offices::position)
        .select(case_offices::office_id)
        .first(connection)
        .optional()
}

/// `to` stands where `from` stood, and is reminded anew.
fn replace(connection: &mut AnyConnection, case: i64, from: i64, to: i64) -> QueryResult<()> {
    let place: i32 = case_offices::table
        .find((case, from))
        .select(case_offices::position)
        .first(connection)?;
    diesel::delete(case_offices::table.find((case, from))).execute(connection)?;
    let anew = (
        case_offices::position.eq(place),
        case_offices::reminded_for.eq(None::<NaiveDate>),
        case_offices::escalated_for.eq(None::<NaiveDate>),
    );
    let had_it = diesel::update(case_offices::table.find((case, to)))
        .set(anew)
        .execute(connection)?;
    if had_it == 0 {
        diesel::insert_into(case_offices::table)
            .values((
                case_offices::case_id.eq(case),
                case_offices::office_id.eq(to),
                case_offices::position.eq(place),
            ))
            .execute(connection)?;
    }
    Ok(())
}

/// The day that the resident was promised stands. Where it leaves the new office no working day, the
/// next one comes in its place, on record; gives it.
fn redate(
    connection: &mut AnyConnection,
    context: &Context,
    acting: Acting<'_>,
    (to, today): (&Office, NaiveDate),
) -> Result<Option<NaiveDate>, SuggestionError> {
    let next = days::of(connection, context, to.id)?.due(today, 1);
    let promised: Option<NaiveDate> = cases::table
        .find(acting.case)
        .select(cases::due_on)
        .first(connection)?;
    let Some(promised) = promised.filter(|promised| *promised < next) else {
        return Ok(None);
    };
    diesel::update(cases::table.find(acting.case))
        .set(cases::due_on.eq(next))
        .execute(connection)?;
    // What was missed once stays missed in the figures.
    if promised < today {
        diesel::update(
            cases::table
                .find(acting.case)
                .filter(cases::missed_on.is_null()),
        )
        .set(cases::missed_on.eq(promised))
        .execute(connection)?;
    }
    let body = said::redated(next);
    let details = Details {
        office: Some(to.id),
        ..acting.details(Some(&body))
    };
    let kind = RecordKind::Redated;
    record::append(connection, context, acting.case, kind, details)?;
    Ok(Some(next))
}
