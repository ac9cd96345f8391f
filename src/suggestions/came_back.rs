//! Mails to a case's resident that do not arrive: the case says so, whether a mail server refused one at
//! once, nobody took it for days, or it came back later (`inbound`).

use diesel::{
    dsl::{exists, not},
    prelude::*,
};

use super::{
    RecordKind, SuggestionError,
    record::{self, Details},
};
use crate::{
    context::Context,
    db::{
        AnyConnection, Timestamp,
        locks::{self, Table},
        schema::{handling_records, outbox},
    },
    mail::{
        LetterKind,
        outbox::{Ended, State},
    },
};

/// The mails that bring a resident news of a case.
pub(super) const TO_RESIDENTS: [LetterKind; 3] = [
    LetterKind::SuggestionConfirmation,
    LetterKind::Answer,
    LetterKind::CaseNews,
];
/// How many mails are looked at in one go.
const BATCH: i64 = 100;

/// Notes in each case that a mail to its resident did not arrive, where that stands nowhere yet. Who
/// delivers mails knows of no cases; found by how the mails stand, none is missed by a crash between.
pub async fn note(context: &Context) -> Result<(), SuggestionError> {
    let mut after = 0;
    loop {
        let now = context.now();
        let mut cases = context
            .db
            .read(move |connection| Ok::<_, SuggestionError>(untold(connection, after, now)?))
            .await?;
        let Some(last) = cases.last() else {
            return Ok(());
        };
        after = *last;
        cases.dedup();
        for case in cases {
            let cx = context.clone();
            context
                .db
                .write(move |connection| note_in(connection, &cx, case))
                .await?;
        }
    }
}

fn note_in(
    connection: &mut AnyConnection,
    context: &Context,
    case: i64,
) -> Result<(), SuggestionError> {
    locks::hold(connection, Table::Cases, [case].into())?;
    // Another node may have been faster, or the mail is tried again.
    if untold(connection, case - 1, context.now())?.first() != Some(&case) {
        return Ok(());
    }
    let kind = RecordKind::Bounced;
    record::append(connection, context, case, kind, Details::default())
}

/// The cases behind this one with a mail to their resident that did not arrive and of which no record
/// tells since, in their order; one may stand there more than once. What ended in another node's time, which
/// is ahead of this one's, waits until this one is there: a record before it would be none that tells since.
fn untold(connection: &mut AnyConnection, after: i64, now: Timestamp) -> QueryResult<Vec<i64>> {
    let told = handling_records::table
        .filter(handling_records::case_id.nullable().eq(outbox::case_id))
        .filter(handling_records::kind.eq(RecordKind::Bounced))
        .filter(handling_records::at.nullable().ge(outbox::finished_at));
    outbox::table
        .filter(outbox::kind.eq_any(TO_RESIDENTS))
        .filter(outbox::state.eq(State::Dead))
        .filter(outbox::ended.eq_any(Ended::NOT_TAKEN))
        .filter(outbox::finished_at.le(now))
        .filter(outbox::case_id.gt(after))
        .filter(not(exists(told)))
        .order(outbox::case_id)
        .limit(BATCH)
        .select(outbox::case_id.assume_not_null())
        .load(connection)
}
