//! Cases of an office that its mails do not reach: the fallback's office has those that did not
//! arrive as well, and its members answer or reassign them. An enquiry stays with the office that its
//! notice named.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{RecordKind, State, SuggestionError, due, letters};
use crate::{
    context::Context,
    db::{
        AnyConnection,
        schema::{case_offices, cases, categories, handling_records, offices as office_table},
    },
    mail::{LetterKind, outbox},
    offices::{Office, enquiries, routing},
    privacy::{Private, notices::Notice, sealed},
};

/// Passes on what there is now. Where no other office takes the fallback's cases, or its own mail
/// fails, nobody is told.
pub async fn pass_on(context: &Context) -> Result<(), SuggestionError> {
    let today = context.clock.today(context.config.city.time_zone);
    let failing: Vec<Office> = context
        .db
        .read(|connection| {
            Ok::<_, SuggestionError>(
                office_table::table
                    .filter(office_table::mail_fails_since.is_not_null())
                    .filter(office_table::retired_on.is_null())
                    .order(office_table::id)
                    .select(Office::as_select())
                    .load(connection)?,
            )
        })
        .await?;
    for office in failing {
        loop {
            let (cx, from) = (context.clone(), office.clone());
            let more = context
                .db
                .write(move |connection| some_of(connection, &cx, &from, today))
                .await?;
            if !more {
                break;
            }
        }
    }
    Ok(())
}

/// Whether there may be more.
fn some_of(
    connection: &mut AnyConnection,
    context: &Context,
    from: &Office,
    today: NaiveDate,
) -> Result<bool, SuggestionError> {
    let fallback = routing::fallback(connection, today)?;
    let mut others = fallback.all().filter(|office| office.id != from.id);
    let Some(to) = others.find(|office| office.mail_fails_since.is_none()) else {
        return Ok(false);
    };
    let address = Private::new(from.email.clone());
    let index = sealed::email_index(&context.config.keys, &address);
    let unreached = outbox::unreached(connection, LetterKind::OfficeSuggestion, &index)?;
    let cases = due::held(connection, |connection| {
        let mut cases = open(connection, from.id, to.id)?;
        cases.retain(|case| unreached.contains(case));
        cases.truncate(due::MOST);
        Ok(cases)
    })?;
    if cases.is_empty() {
        return Ok(false);
    }
    due::note(connection, context, RecordKind::PassedOn, to, &cases)?;
    due::join(connection, to.id, &cases, Notice::NAMES_FALLBACK)?;
    let lines = due::lines(connection, &cases)?;
    let kind = LetterKind::CasesPassedOn;
    let letter = letters::due(context, kind, (to, from), &lines, today);
    outbox::enqueue(connection, context, &letter)?;
    Ok(cases.len() == due::MOST)
}

/// The open cases of an office that another has not, and was not told of.
fn open(connection: &mut AnyConnection, from: i64, to: i64) -> QueryResult<Vec<i64>> {
    let of = |office: i64| {
        case_offices::table
            .filter(case_offices::office_id.eq(office))
            .select(case_offices::case_id)
    };
    let told = handling_records::table
        .filter(handling_records::kind.eq(RecordKind::PassedOn))
        .filter(handling_records::office_id.eq(to))
        .select(handling_records::case_id);
    cases::table
        .inner_join(categories::table)
        .filter(cases::state.eq_any(State::OPEN))
        .filter(categories::slug.ne(enquiries::CATEGORY))
        .filter(cases::id.eq_any(of(from)))
        .filter(cases::id.ne_all(of(to)))
        .filter(cases::id.ne_all(told))
        .order(cases::id)
        .select(cases::id)
        .load(connection)
}
