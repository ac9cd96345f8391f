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
    offices::{calendar, routing},
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
    let recipients = routing::route(connection, category, district)?;
    let today = context.clock.today(context.config.city.time_zone);
    let due = calendar::due(today, due_days.unsigned_abs());
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
    let names = Private::new(names.join(", "));
    let responsible = Some(recipients.responsible().id);
    let details = Details {
        office: responsible,
        body: Some(&names),
        ..Details::default()
    };
    record::append(connection, now, case, RecordKind::Routed, details)?;
    let addresses: BTreeSet<&str> = recipients
        .all()
        .map(|office| office.email.as_str())
        .collect();
    for address in &addresses {
        let letter = letters::to_office(connection, context, case, address)?;
        outbox::enqueue(connection, context, &letter)?;
    }
    let addresses = Private::new(addresses.into_iter().collect::<Vec<_>>().join(", "));
    let details = Details {
        office: responsible,
        body: Some(&addresses),
        ..Details::default()
    };
    record::append(connection, now, case, RecordKind::Mailed, details)
}
