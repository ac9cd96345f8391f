//! The digest of an office's cases, for each of its members: what happened to which case, by number,
//! category, district and due date, and no word of a resident's.
//!
//! Each event leaves a row for every member who gets a digest, in the transaction of its record
//! ([`tell`]); the digest takes them (`write`). How often somebody gets one is in `choices`. Residents
//! are told of their own cases in `own`.

pub mod choices;
mod letter;
pub mod own;
mod write;

pub use letter::sample_mails;
pub use write::write_all;

use diesel::{
    prelude::*,
    sql_types::{BigInt, Text},
};

use super::RecordKind;
use crate::{
    db::{
        AnyConnection, DbError,
        locks::{self, Gate, Table},
        schema::{
            case_offices, case_watch_news, case_watches, digest_pending, office_members, offices,
        },
        text_enum,
    },
    mail::digest::Often,
};

text_enum! {
    /// What happened to a case of an office, in the order in which a digest tells it.
    pub(super) enum Happened {
        /// It is new.
        New = "new",
        /// It came from another office, or another of its offices gave it away. An office that has it no
        /// more is told nothing.
        Reassigned = "reassigned",
        Reopened = "reopened",
        /// Its resident replied to a question, or wrote something more.
        Replied = "replied",
        /// A colleague handles it now, or none in particular.
        Assigned = "assigned",
        /// Its answer is due soon.
        Due = "due",
        Late = "late",
        /// Its answer is promised for another day.
        Redated = "redated",
        Answered = "answered",
        /// It is over without an answer, or closed after one.
        Ended = "ended",
    }
}

/// How much members of offices are told in their next digests.
pub fn waiting(connection: &mut AnyConnection) -> Result<i64, DbError> {
    Ok(digest_pending::table.count().get_result(connection)?)
}

impl Happened {
    /// What a record tells a digest; `None` where it is no news to an office.
    const fn of(kind: RecordKind) -> Option<Self> {
        Some(match kind {
            RecordKind::Routed => Self::New,
            RecordKind::Reassigned | RecordKind::PassedOn => Self::Reassigned,
            RecordKind::Reopened | RecordKind::ReopenedByResident => Self::Reopened,
            RecordKind::Replied | RecordKind::Added => Self::Replied,
            RecordKind::Assigned | RecordKind::Unassigned => Self::Assigned,
            RecordKind::Reminded => Self::Due,
            RecordKind::Escalated => Self::Late,
            RecordKind::Extended | RecordKind::Redated => Self::Redated,
            RecordKind::Answered => Self::Answered,
            RecordKind::Forwarded
            | RecordKind::NotProcessedNoContent
            | RecordKind::NotProcessedNoName
            | RecordKind::NotProcessedAnswered
            | RecordKind::NotProcessedElsewhere
            | RecordKind::Duplicate
            | RecordKind::Merged
            | RecordKind::Closed
            | RecordKind::ClosedByTime => Self::Ended,
            RecordKind::Received
            | RecordKind::Confirmed
            | RecordKind::AddressCorrected
            | RecordKind::AcceptedUnconfirmed
            | RecordKind::Mailed
            | RecordKind::TakenUp
            | RecordKind::TookIn
            | RecordKind::AnsweredToo
            | RecordKind::Noted
            | RecordKind::Asked
            | RecordKind::ContactShown
            | RecordKind::ContactWithdrawn
            | RecordKind::PublicationAsked
            | RecordKind::PublicationWithdrawn
            | RecordKind::Restricted
            | RecordKind::Bounced
            | RecordKind::AutoReplied => return None,
        })
    }
}

/// The rows of `office_members`, joined with `offices`, of who gets a digest.
macro_rules! gets_one {
    () => {{
        let none = Often::None.as_str();
        let of_office = office_members::digest
            .is_null()
            .and(offices::digest.ne(none));
        of_office.or(office_members::digest
            .is_not_null()
            .and(office_members::digest.assume_not_null().ne(none)))
    }};
}

/// Leaves a row for each member who gets a digest of one of the offices that a record concerns, but
/// not for who did it. What is an office's own affair concerns that office alone, anything else also
/// those that have the case. And for whoever watches the case as their own.
pub(super) fn tell(
    connection: &mut AnyConnection,
    case: i64,
    kind: RecordKind,
    office: Option<i64>,
    by: Option<i64>,
) -> Result<(), DbError> {
    own::tell(connection, case, kind)?;
    let Some(happened) = Happened::of(kind) else {
        return Ok(());
    };
    // A member who leaves at this moment is told before, or not at all.
    locks::together(connection, Gate::Routing)?;
    let mut concerned: Vec<i64> = office.into_iter().collect();
    if !kind.is_internal() {
        let have: Vec<i64> = case_offices::table
            .filter(case_offices::case_id.eq(case))
            .select(case_offices::office_id)
            .load(connection)?;
        concerned.extend(have);
    }
    office_members::table
        .inner_join(offices::table)
        .filter(office_members::office_id.eq_any(concerned))
        .filter(office_members::account_id.ne(by.unwrap_or(0)))
        .filter(gets_one!())
        .select((
            office_members::office_id,
            office_members::account_id,
            case.into_sql::<BigInt>(),
            happened.as_str().into_sql::<Text>(),
        ))
        .insert_into(digest_pending::table)
        .into_columns((
            digest_pending::office_id,
            digest_pending::account_id,
            digest_pending::case_id,
            digest_pending::kind,
        ))
        .execute(connection)?;
    Ok(())
}

/// Lets whoever tells this account of a case finish, and all others wait until the transaction ends:
/// the account is about to go. Call it before anything else is held.
pub fn hold(connection: &mut AnyConnection, account: i64) -> Result<(), DbError> {
    let offices: i64 = office_members::table
        .filter(office_members::account_id.eq(account))
        .count()
        .get_result(connection)?;
    if offices > 0 {
        locks::alone(connection, Gate::Routing)?;
    }
    let watched: Vec<i64> = case_watches::table
        .filter(case_watches::account_id.eq(account))
        .select(case_watches::case_id)
        .load(connection)?;
    locks::hold(connection, Table::Cases, watched.into_iter().collect())
}

/// Forgets all that waits: a backup does not say what was mailed since.
pub fn forget_waiting(connection: &mut AnyConnection) -> Result<(), DbError> {
    diesel::delete(digest_pending::table).execute(connection)?;
    diesel::delete(case_watch_news::table).execute(connection)?;
    Ok(())
}
