//! Closing an answered case: by its office, or when the days after the answer are over.

use diesel::{
    dsl::{exists, not},
    prelude::*,
};

use super::{
    RecordKind, State, SuggestionError,
    acts::Acting,
    record::{self, Details},
};
use crate::{
    context::Context,
    db::{
        AnyConnection, Timestamp,
        locks::{self, Table},
        schema::{cases, handling_records},
    },
};

/// How many cases one transaction closes.
const BATCH: i64 = 100;

pub(super) fn close(
    connection: &mut AnyConnection,
    context: &Context,
    acting: Acting<'_>,
) -> Result<(), SuggestionError> {
    let kind = RecordKind::Closed;
    record::append(connection, context, acting.case, kind, acting.details(None))
}

/// Closes what was answered before `moment` and not since; those that nobody may use stay as they are.
pub(super) async fn answered_before(
    context: &Context,
    moment: Timestamp,
) -> Result<(), SuggestionError> {
    let mut after = 0;
    loop {
        let waiting = context
            .db
            .read(move |connection| Ok::<_, SuggestionError>(due(connection, moment, after)?))
            .await?;
        let Some(last) = waiting.last().copied() else {
            return Ok(());
        };
        let cx = context.clone();
        context
            .db
            .write(move |connection| {
                // What somebody opened again meanwhile is due no more.
                locks::hold(connection, Table::Cases, waiting.into_iter().collect())?;
                for case in due(connection, moment, after)? {
                    if case > last {
                        break;
                    }
                    let kind = RecordKind::ClosedByTime;
                    record::append(connection, &cx, case, kind, Details::default())?;
                }
                Ok::<_, SuggestionError>(())
            })
            .await?;
        after = last;
    }
}

fn due(connection: &mut AnyConnection, moment: Timestamp, after: i64) -> QueryResult<Vec<i64>> {
    let since = handling_records::table
        .filter(handling_records::case_id.eq(cases::id))
        .filter(handling_records::kind.eq(RecordKind::Answered))
        .filter(handling_records::at.gt(moment));
    cases::table
        .filter(cases::state.eq(State::Answered))
        .filter(cases::restricted_on.is_null())
        .filter(cases::id.gt(after))
        .filter(not(exists(since)))
        .order(cases::id)
        .limit(BATCH)
        .select(cases::id)
        .load(connection)
}
