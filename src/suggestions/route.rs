//! Routing a case: its offices, its due date, and the mails that tell them, in one transaction.

use std::collections::BTreeSet;

use diesel::prelude::*;

use super::{
    RecordKind, SuggestionError, assign, follow, letters,
    record::{self, Details},
    said,
};
use crate::{
    context::Context,
    db::{
        AnyConnection,
        locks::{self, Gate},
        schema::{case_offices, cases, categories},
    },
    i18n::Lang,
    mail::outbox,
    offices::{Office, days, routing},
    privacy::Private,
};

/// Finds the offices of an accepted case, gives it its due date, and tells them by mail.
pub fn route(
    connection: &mut AnyConnection,
    context: &Context,
    case: i64,
) -> Result<(), SuggestionError> {
    let now = context.now();
    let (category, district, due_days): (i64, i64, i32) = cases::table
        .inner_join(categories::table)
        .filter(cases::id.eq(case))
        .select((cases::category_id, cases::district_id, categories::due_days))
        .first(connection)?;
    // No office is retired meanwhile, and so none is with a case that nobody can reassign.
    locks::together(connection, Gate::Routing)?;
    let routing = routing::route(connection, context, category, district)?;
    let recipients = &routing.recipients;
    let today = context.clock.today(context.config.city.time_zone);
    let calendar = days::of(connection, context, recipients.responsible().id)?;
    let due = calendar.due(today, due_days.unsigned_abs());
    diesel::update(cases::table.find(case))
        .set((cases::routed_at.eq(now), cases::due_on.eq(due)))
        .execute(connection)?;
    for (position, office) in (0..).zip(recipients.all()) {
        diesel::insert_into(case_offices::table)
            .values((
                case_offices::case_id.eq(case),
                case_offices::office_id.eq(office.id),
                case_offices::position.eq(position),
            ))
            .execute(connection)?;
    }
    let how = said::routed(&routing);
    let details = Details {
        office: Some(recipients.responsible().id),
        body: Some(&how),
        ..Details::default()
    };
    record::append(connection, context, case, RecordKind::Routed, details)?;
    let all: Vec<&Office> = recipients.all().collect();
    tell(connection, context, case, &all, None)
}

/// A case that is opened again leaves the offices that were retired meanwhile; where none is left,
/// it goes where routing gives it today. Gives its offices.
pub(super) fn leave_retired(
    connection: &mut AnyConnection,
    context: &Context,
    case: i64,
) -> Result<Vec<Office>, SuggestionError> {
    locks::together(connection, Gate::Routing)?;
    let today = context.clock.today(context.config.city.time_zone);
    let (retired, mut left): (Vec<Office>, Vec<Office>) = follow::offices_of(connection, case)?
        .into_iter()
        .partition(|office| !office.lives_on(today));
    if retired.is_empty() {
        return Ok(left);
    }
    let gone: Vec<i64> = retired.iter().map(|office| office.id).collect();
    diesel::delete(
        case_offices::table
            .filter(case_offices::case_id.eq(case))
            .filter(case_offices::office_id.eq_any(&gone)),
    )
    .execute(connection)?;
    assign::leave(connection, case, &gone)?;
    let (category, district, lang): (i64, i64, Lang) = cases::table
        .find(case)
        .select((cases::category_id, cases::district_id, cases::language))
        .first(connection)?;
    if left.is_empty() {
        let routing = routing::route(connection, context, category, district)?;
        left = routing.recipients.all().cloned().collect();
        for (position, office) in (0..).zip(&left) {
            diesel::insert_into(case_offices::table)
                .values((
                    case_offices::case_id.eq(case),
                    case_offices::office_id.eq(office.id),
                    case_offices::position.eq(position),
                ))
                .execute(connection)?;
        }
    }
    // Whoever is first of those who have it is responsible.
    if let Some(first) = left.first() {
        diesel::update(case_offices::table.find((case, first.id)))
            .set(case_offices::position.eq(0))
            .execute(connection)?;
    }
    let names = lang.list(retired.iter().map(|office| office.name(lang)));
    let why = Private::new(lang.ta("record-office-retired", "office", names));
    let details = Details {
        office: left.first().map(|office| office.id),
        body: Some(&why),
        ..Details::default()
    };
    record::append(connection, context, case, RecordKind::Reassigned, details)?;
    Ok(left)
}

/// Tells offices by mail that the case is theirs, and writes the addresses into its file; with the
/// words of whoever gave it to them, if anybody did.
pub(super) fn tell(
    connection: &mut AnyConnection,
    context: &Context,
    case: i64,
    offices: &[&Office],
    because: Option<&Private<String>>,
) -> Result<(), SuggestionError> {
    let mut told = BTreeSet::new();
    for office in offices {
        // Offices may share a mailbox; it gets the case once.
        if told.insert(office.email.to_lowercase()) {
            let letter = letters::to_office(connection, context, case, office, because)?;
            outbox::enqueue(connection, context, &letter)?;
        }
        let address = Private::new(office.email.clone());
        let details = Details {
            office: Some(office.id),
            body: Some(&address),
            ..Details::default()
        };
        record::append(connection, context, case, RecordKind::Mailed, details)?;
    }
    Ok(())
}
