//! Routing a case: its offices, its due date, and the mails that tell them, in one transaction.

use std::collections::BTreeSet;

use diesel::prelude::*;

use super::{
    RecordKind, SuggestionError, letters,
    record::{self, Details},
};
use crate::{
    context::Context,
    db::{
        AnyConnection,
        schema::{case_offices, cases, categories},
    },
    mail::outbox,
    offices::{
        Office, days,
        routing::{self, Routing},
    },
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
    let Routing { rule, recipients } = routing::route(connection, category, district)?;
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
    let names: Vec<&str> = recipients
        .all()
        .map(|office| office.slug.as_str())
        .collect();
    let how = Private::new(format!("{}: {}", rule.as_str(), names.join(", ")));
    let details = Details {
        office: Some(recipients.responsible().id),
        body: Some(&how),
        ..Details::default()
    };
    record::append(connection, context, case, RecordKind::Routed, details)?;
    let all: Vec<&Office> = recipients.all().collect();
    tell(connection, context, case, &all, None)
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
