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
    route,
};
use crate::{
    context::Context,
    db::{
        AnyConnection,
        locks::{self, Gate},
        schema::{case_offices, cases, offices as office_table},
    },
    offices::{Office, days},
    privacy::Private,
};

/// In the place of the acting office comes the one of this slug.
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
    let to: Option<Office> =
        Some(to)
            .filter(|slug| !slug.contains('\0'))
            .map_or(Ok(None), |slug| {
                office_table::table
                    .filter(office_table::slug.eq(slug))
                    .select(Office::as_select())
                    .first(connection)
                    .optional()
            })?;
    let today = context.clock.today(context.config.city.time_zone);
    let to = to
        .filter(|office| office.lives_on(today))
        .ok_or_else(|| refused("office", "choice"))?;
    let has_it: i64 = case_offices::table
        .find((case, to.id))
        .count()
        .get_result(connection)?;
    if has_it > 0 {
        return Err(refused("office", "office-has-it"));
    }
    let details = Details {
        office: Some(to.id),
        ..acting.details(Some(reason))
    };
    record::append(connection, context, case, RecordKind::Reassigned, details)?;
    diesel::update(case_offices::table.find((case, acting.office)))
        .set((
            case_offices::office_id.eq(to.id),
            case_offices::reminded_for.eq(None::<NaiveDate>),
        ))
        .execute(connection)?;
    assign::leave(connection, case, &[acting.office])?;
    let next = days::of(connection, context, to.id)?.due(today, 1);
    diesel::update(cases::table.find(case).filter(cases::due_on.lt(next)))
        .set(cases::due_on.eq(next))
        .execute(connection)?;
    route::tell(connection, context, case, &[&to], Some(reason))?;
    let news = News::Reassigned { to: &to, reason };
    news::tell(connection, context, acting, &news)
}
