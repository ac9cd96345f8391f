//! Mails about requests that do not arrive: the request says so, whether a mail server refused one at once,
//! nobody took it for days, or it came back later (`mail::bounce`).

use chrono::TimeDelta;
use diesel::prelude::*;

use super::{Request, RequestError, RequestState, load};
use crate::{
    accounts::Member,
    context::Context,
    db::{
        AnyConnection, Timestamp,
        schema::{accounts, data_requests, outbox},
    },
    mail::outbox::{Ended, Undelivered, because},
};

/// How long the officer sees it of a request that is answered.
pub const SHOWN_DAYS: i64 = 60;
/// How many mails are looked at in one go.
const BATCH: i64 = 100;

/// That a mail to whoever asked did not arrive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotArrived {
    pub at: Timestamp,
    pub because: Undelivered,
}

impl NotArrived {
    /// As it stands in a request's row.
    pub(super) fn of((at, because): (Option<Timestamp>, Option<Undelivered>)) -> Option<Self> {
        Some(Self {
            at: at?,
            because: because?,
        })
    }
}

/// A request, and how a mail about it ended, when, and with which words, sealed.
type Row = (i64, Option<Ended>, Option<Timestamp>, Option<Vec<u8>>);

/// Notes at each request that a mail to whoever asked did not arrive, where that does not stand there yet. Who
/// delivers mails knows of no requests; found by how the mails stand, none is missed by a crash between.
pub async fn note(context: &Context) -> Result<(), RequestError> {
    loop {
        let waiting = context
            .db
            .read(|connection| Ok::<_, RequestError>(untold(connection)?))
            .await?;
        if waiting.is_empty() {
            return Ok(());
        }
        let cx = context.clone();
        context
            .db
            .write(move |connection| note_in(connection, &cx))
            .await?;
    }
}

fn note_in(connection: &mut AnyConnection, context: &Context) -> Result<(), RequestError> {
    // Another node may have been faster, or a mail is tried again.
    for (request, ended, at, reply) in untold(connection)? {
        let because = because(&context.config.keys, ended, reply.as_deref());
        diesel::update(data_requests::table.find(request))
            .set((
                data_requests::undelivered_at.eq(at),
                data_requests::undelivered_because.eq(because),
            ))
            .execute(connection)?;
    }
    Ok(())
}

/// The mails that did not arrive and of which their requests do not tell, in the order in which they ended.
fn untold(connection: &mut AnyConnection) -> QueryResult<Vec<Row>> {
    let since = data_requests::undelivered_at;
    outbox::table
        .inner_join(data_requests::table)
        .filter(data_requests::state.ne(RequestState::Withdrawn))
        .filter(outbox::ended.eq_any(Ended::NOT_TAKEN))
        .filter(outbox::finished_at.is_not_null())
        .filter(since.is_null().or(outbox::finished_at.gt(since)))
        .order((outbox::finished_at, outbox::id))
        .limit(BATCH)
        .select((
            data_requests::id,
            outbox::ended,
            outbox::finished_at,
            outbox::reply_sealed,
        ))
        .load(connection)
}

/// What was answered in vain: a mail about it did not arrive in the last [`SHOWN_DAYS`], the latest first, at
/// most two hundred. That the officer reads it is written down.
pub async fn undelivered(
    context: &Context,
    officer: &Member,
) -> Result<Vec<Request>, RequestError> {
    let (cx, officer) = (context.clone(), officer.id);
    let since = context.now() - TimeDelta::days(SHOWN_DAYS);
    context
        .db
        .write(move |connection| {
            let granted = data_requests::state.eq(RequestState::Granted);
            let answered = granted.or(data_requests::state.eq(RequestState::Refused));
            let query = data_requests::table
                .left_join(accounts::table)
                .filter(answered)
                .filter(data_requests::undelivered_at.gt(since))
                .order((data_requests::undelivered_at.desc(), data_requests::id))
                .limit(200)
                .into_boxed();
            load(connection, &cx, officer, query)
        })
        .await
}
