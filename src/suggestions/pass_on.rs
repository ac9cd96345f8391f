//! Cases of an office that its mails do not reach: the fallback's office has those that did not
//! arrive as well, and its members answer or reassign them. An enquiry stays with the office that its
//! notice named.

use std::collections::BTreeSet;

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
    let cx = context.clone();
    // The look goes to the readers: where nothing is stranded, SQLite's one writer is left alone.
    let failing: Vec<Office> = context
        .db
        .read(move |connection| {
            let failing: Vec<Office> = office_table::table
                .filter(office_table::mail_fails_since.is_not_null())
                .filter(office_table::retired_on.is_null())
                .order(office_table::id)
                .select(Office::as_select())
                .load(connection)?;
            let mut stranding = Vec::new();
            for office in failing {
                if let Some(stranded) = Stranded::of(connection, &cx, &office, today)?
                    && !stranded.cases(connection, office.id)?.is_empty()
                {
                    stranding.push(office);
                }
            }
            Ok::<_, SuggestionError>(stranding)
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

/// What mails did not bring to an office, and to whom it goes.
struct Stranded {
    to: Office,
    unreached: BTreeSet<i64>,
}

impl Stranded {
    fn of(
        connection: &mut AnyConnection,
        context: &Context,
        from: &Office,
        today: NaiveDate,
    ) -> Result<Option<Self>, SuggestionError> {
        let fallback = routing::fallback(connection, today)?;
        let mut others = fallback.all().filter(|office| office.id != from.id);
        let Some(to) = others.find(|office| office.mail_fails_since.is_none()) else {
            return Ok(None);
        };
        let address = Private::new(from.email.clone());
        let index = sealed::email_index(&context.config.keys, &address);
        let kind = LetterKind::OfficeSuggestion;
        Ok(Some(Self {
            to: to.clone(),
            unreached: outbox::unreached(connection, kind, &index)?,
        }))
    }

    /// The next of them that are still open, and of which the other was not told.
    fn cases(&self, connection: &mut AnyConnection, from: i64) -> QueryResult<Vec<i64>> {
        let mut cases = open(connection, from, self.to.id)?;
        cases.retain(|case| self.unreached.contains(case));
        cases.truncate(due::MOST);
        Ok(cases)
    }
}

/// Whether there may be more.
fn some_of(
    connection: &mut AnyConnection,
    context: &Context,
    from: &Office,
    today: NaiveDate,
) -> Result<bool, SuggestionError> {
    let Some(stranded) = Stranded::of(connection, context, from, today)? else {
        return Ok(false);
    };
    let to = &stranded.to;
    let cases = due::held(connection, |connection| stranded.cases(connection, from.id))?;
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
