//! The file of a case: handling records, appended and never changed.
//!
//! A state changes only by [`append`], so there is no transition without a record; each record
//! is a link of the case's chain (`privacy::chain`). Which can follow which, `state` says; how the
//! words of one are put together, `said`.

use diesel::prelude::*;

use super::{
    RecordKind, State, SuggestionError, digest, files::Message, intake::Medium, said::Said,
};
use crate::{
    attachments::{self, Enclosed},
    context::Context,
    db::{
        AnyConnection, Timestamp,
        schema::{cases, handling_records},
    },
    privacy::{
        Private, Purpose, Viewer,
        chain::{self, Chain},
        enclosed,
        ground::Ground,
        received::{self, Given},
    },
    webhooks::{self, Event},
};

/// What a record says beside its kind.
#[derive(Clone, Copy, Default)]
pub struct Details<'a> {
    pub office: Option<i64>,
    /// The staff member who acted.
    pub account: Option<i64>,
    /// How it reached the city, where staff entered it.
    pub medium: Option<Medium>,
    pub body: Option<&'a Private<String>>,
    /// The files that go with it.
    pub files: Enclosed<'a>,
    /// On what ground it was done, where it takes one.
    pub ground: Option<&'a Ground>,
}

impl<'a> Details<'a> {
    /// What somebody says.
    pub fn of(message: &'a Message) -> Self {
        Self {
            body: Some(&message.words),
            files: Enclosed::Chosen(&message.files),
            ..Self::default()
        }
    }
}

/// One entry of a case's file.
pub struct Record {
    pub number: i32,
    pub kind: RecordKind,
    pub office: Option<i64>,
    pub body: Option<Private<String>>,
    pub at: Timestamp,
}

impl Record {
    /// What its body says, fact by fact, where it has one.
    pub fn said(&self) -> Option<Said> {
        Some(Said::read(self.kind, self.body.as_ref()?))
    }
}

/// Appends a record, moves the case on, and leaves it for the digests that tell of it.
///
/// [`SuggestionError::NotNow`] when the case is not in a state that allows it, or
/// somebody else moved it meanwhile.
pub fn append(
    connection: &mut AnyConnection,
    context: &Context,
    case: i64,
    kind: RecordKind,
    details: Details<'_>,
) -> Result<(), SuggestionError> {
    let state: State = cases::table
        .find(case)
        .select(cases::state)
        .first(connection)?;
    let next = state.after(kind).ok_or(SuggestionError::NotNow(state))?;
    // The old state is the lock: on PostgreSQL two transactions may have read it.
    let moved = diesel::update(cases::table.find(case).filter(cases::state.eq(state)))
        .set(cases::state.eq(next))
        .execute(connection)?;
    if moved == 0 {
        return Err(SuggestionError::NotNow(state));
    }
    let now = context.now();
    if next.has_ended() != state.has_ended() {
        diesel::update(cases::table.find(case))
            .set(cases::ended_at.eq(next.has_ended().then_some(now)))
            .execute(connection)?;
    }
    let body = details
        .body
        .map(|body| body.reveal(Viewer::Plaza, Purpose::Storage).as_str());
    let mut facts = serde_json::json!({ "office": details.office });
    if let Some(medium) = details.medium {
        facts["medium"] = serde_json::json!(medium);
    }
    let mut payload = chain::record_payload(details.account, body);
    if let Some(ground) = details.ground {
        facts["ground"] = serde_json::json!(ground.named().ground);
    }
    if kind == RecordKind::Received {
        facts["payload"] = serde_json::json!(received::VERSION);
        payload = Given::of(connection, case)?.payload(&payload);
    }
    let files = attachments::take(connection, details.files)?;
    if !files.is_empty() {
        facts["files"] = serde_json::json!(files.len());
        let committed = files.iter().map(|file| (&file.name, &*file.hash));
        payload = enclosed::payload(payload, committed);
    }
    let link = chain::append(
        connection,
        &context.random,
        now,
        Chain::Case(case),
        kind.as_str(),
        facts.to_string(),
        &payload,
    )?;
    diesel::insert_into(handling_records::table)
        .values((
            handling_records::case_id.eq(case),
            handling_records::number.eq(link.number),
            handling_records::kind.eq(kind),
            handling_records::office_id.eq(details.office),
            handling_records::account_id.eq(details.account),
            handling_records::body.eq(body),
            handling_records::at.eq(now),
            handling_records::salt.eq(link.salt.to_vec()),
        ))
        .execute(connection)?;
    attachments::enclose(connection, (case, link.number), files)?;
    digest::tell(connection, case, kind, details.office, details.account)?;
    if let Some(event) = event_of(kind, case) {
        webhooks::happened(connection, context, event)?;
    }
    Ok(())
}

/// What programs of the city are told of a record. Until a case is accepted, it may be taken back without a trace.
const fn event_of(kind: RecordKind, case: i64) -> Option<Event> {
    match kind {
        RecordKind::Confirmed | RecordKind::AcceptedUnconfirmed => {
            Some(Event::SuggestionReceived(case))
        }
        RecordKind::Routed | RecordKind::Reassigned | RecordKind::PassedOn => {
            Some(Event::SuggestionRouted(case))
        }
        RecordKind::Answered | RecordKind::AnsweredToo => Some(Event::SuggestionAnswered(case)),
        RecordKind::Closed
        | RecordKind::ClosedByTime
        | RecordKind::NotProcessedNoContent
        | RecordKind::NotProcessedNoName
        | RecordKind::NotProcessedAnswered
        | RecordKind::NotProcessedElsewhere
        | RecordKind::Duplicate
        | RecordKind::Merged
        | RecordKind::Forwarded => Some(Event::SuggestionClosed(case)),
        RecordKind::Reopened | RecordKind::ReopenedByResident => {
            Some(Event::SuggestionReopened(case))
        }
        _ => None,
    }
}

/// The number of the latest record of a kind.
pub(super) fn latest(
    connection: &mut AnyConnection,
    case: i64,
    kind: RecordKind,
) -> QueryResult<Option<i32>> {
    handling_records::table
        .filter(handling_records::case_id.eq(case))
        .filter(handling_records::kind.eq(kind))
        .order(handling_records::number.desc())
        .select(handling_records::number)
        .first(connection)
        .optional()
}

/// The whole file of a case, in order.
pub fn of_case(connection: &mut AnyConnection, case: i64) -> QueryResult<Vec<Record>> {
    type Row = (
        i32,
        RecordKind,
        Option<i64>,
        Option<Private<String>>,
        Timestamp,
    );
    let rows: Vec<Row> = handling_records::table
        .filter(handling_records::case_id.eq(case))
        .order(handling_records::number)
        .select((
            handling_records::number,
            handling_records::kind,
            handling_records::office_id,
            handling_records::body,
            handling_records::at,
        ))
        .load(connection)?;
    Ok(rows
        .into_iter()
        .map(|(number, kind, office, body, at)| Record {
            number,
            kind,
            office,
            body,
            at,
        })
        .collect())
}
