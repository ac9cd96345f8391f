//! The file of a case: handling records, appended and never changed, and the
//! states that they lead through.
//!
//! A state changes only by [`append`], so there is no transition without a record; each record
//! is a link of the case's chain (`privacy::chain`).

use diesel::prelude::*;

use super::{SuggestionError, intake::Medium};
use crate::{
    context::Context,
    db::{
        AnyConnection, Timestamp,
        schema::{cases, handling_records},
        text_enum,
    },
    privacy::{
        Private, Purpose, Viewer,
        chain::{self, Chain},
        received::{self, Given},
    },
};

text_enum! {
    /// Where a case stands.
    pub enum State {
        /// Waits for its e-mail address to be confirmed.
        New = "new",
        /// Accepted, about to be routed.
        Confirmed = "confirmed",
        Routed = "routed",
        InProgress = "in-progress",
        Answered = "answered",
    }
}

text_enum! {
    /// What happened to a case.
    pub enum RecordKind {
        Received = "received",
        Confirmed = "confirmed",
        AcceptedUnconfirmed = "accepted-unconfirmed",
        Routed = "routed",
        Mailed = "mailed",
        TakenUp = "taken-up",
        Answered = "answered",
        /// The resident took back the consent to be contacted, and the contact was erased.
        ContactWithdrawn = "contact-withdrawn",
        /// The resident agreed that words of it be published, and sent them to be looked at.
        PublicationAsked = "publication-asked",
        /// What was published of it, or was to be, was taken back.
        PublicationWithdrawn = "publication-withdrawn",
        /// The resident asked that the closed case be used no more; it is kept, unread.
        Restricted = "restricted",
    }
}

impl State {
    /// The state after a record of `kind`; `None` where that cannot happen now.
    pub const fn after(self, kind: RecordKind) -> Option<Self> {
        match (self, kind) {
            (Self::New, RecordKind::Received) => Some(Self::New),
            (Self::New, RecordKind::Confirmed | RecordKind::AcceptedUnconfirmed) => {
                Some(Self::Confirmed)
            }
            (Self::Confirmed, RecordKind::Routed) => Some(Self::Routed),
            (Self::Routed, RecordKind::Mailed) => Some(Self::Routed),
            (Self::Routed, RecordKind::TakenUp) => Some(Self::InProgress),
            (Self::Routed | Self::InProgress, RecordKind::Answered) => Some(Self::Answered),
            (
                Self::New,
                RecordKind::ContactWithdrawn
                | RecordKind::PublicationAsked
                | RecordKind::PublicationWithdrawn,
            ) => None,
            (
                state,
                RecordKind::ContactWithdrawn
                | RecordKind::PublicationAsked
                | RecordKind::PublicationWithdrawn,
            ) => Some(state),
            (Self::Answered, RecordKind::Restricted) => Some(Self::Answered),
            _ => None,
        }
    }
}

/// What a record says beside its kind.
#[derive(Clone, Copy, Default)]
pub struct Details<'a> {
    pub office: Option<i64>,
    /// The staff member who acted.
    pub account: Option<i64>,
    /// How it reached the city, where staff entered it.
    pub medium: Option<Medium>,
    pub body: Option<&'a Private<String>>,
}

/// One entry of a case's file.
pub struct Record {
    pub number: i32,
    pub kind: RecordKind,
    pub office: Option<i64>,
    pub body: Option<Private<String>>,
    pub at: Timestamp,
}

/// Appends a record and moves the case on.
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
    let body = details
        .body
        .map(|body| body.reveal(Viewer::Plaza, Purpose::Storage).as_str());
    let mut facts = serde_json::json!({ "office": details.office });
    if let Some(medium) = details.medium {
        facts["medium"] = serde_json::json!(medium);
    }
    let mut payload = chain::record_payload(details.account, body);
    if kind == RecordKind::Received {
        facts["payload"] = serde_json::json!(received::VERSION);
        payload = Given::of(connection, case)?.payload(&payload);
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
    Ok(())
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const KINDS: [RecordKind; 7] = [
        RecordKind::Received,
        RecordKind::Confirmed,
        RecordKind::AcceptedUnconfirmed,
        RecordKind::Routed,
        RecordKind::Mailed,
        RecordKind::TakenUp,
        RecordKind::Answered,
    ];

    proptest! {
        /// Whatever is tried in whatever order: nothing is answered that was not routed,
        /// nothing is routed that was not accepted, and nothing leads back.
        #[test]
        fn every_way_through_keeps_its_order(tries in proptest::collection::vec(0_usize..KINDS.len(), 0..40)) {
            let mut state = State::New;
            let mut file = Vec::new();
            for kind in tries.into_iter().map(|at| KINDS[at]) {
                if let Some(next) = state.after(kind) {
                    prop_assert!(next >= state);
                    state = next;
                    file.push(kind);
                }
            }
            let first = |wanted: &[RecordKind]| file.iter().position(|kind| wanted.contains(kind));
            let accepted = first(&[RecordKind::Confirmed, RecordKind::AcceptedUnconfirmed]);
            let routed = first(&[RecordKind::Routed]);
            if let Some(routed) = routed {
                prop_assert!(accepted.is_some_and(|accepted| accepted < routed));
            }
            if let Some(answered) = first(&[RecordKind::Answered]) {
                prop_assert!(routed.is_some_and(|routed| routed < answered));
                prop_assert_eq!(answered, file.len() - 1);
            }
        }
    }
}
