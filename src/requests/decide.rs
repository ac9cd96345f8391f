//! The officer's answers: needing longer, granting, refusing. Who asked is told by mail.

use chrono::{NaiveDate, TimeDelta};
use diesel::prelude::*;

use super::{RequestError, RequestState, hold, letters};
use crate::{
    accounts::Member,
    context::Context,
    db::{AnyConnection, schema::data_requests},
    privacy::{
        Private, Purpose, Viewer,
        sealed::{self, Column},
    },
    review::{
        Decision,
        matters::{self, Matter},
    },
};

/// Extends the clock, once, by as many days as it had; who asked is told the reason.
pub async fn extend(
    context: &Context,
    officer: &Member,
    id: i64,
    because: Private<String>,
) -> Result<NaiveDate, RequestError> {
    let (cx, officer) = (context.clone(), officer.id);
    context
        .db
        .write(move |connection| {
            let request = hold(connection, &cx, officer, id)?;
            let due = request.due.ok_or(RequestError::NotNow)?;
            if request.extended_because.is_some() {
                return Err(RequestError::NotNow);
            }
            let due = due + TimeDelta::days(request.kind.days());
            let sealed = sealed::seal(
                &cx.config.keys,
                &cx.random,
                Column::RequestExtension,
                &because,
            );
            diesel::update(data_requests::table.find(id))
                .set((
                    data_requests::extended_because_sealed.eq(sealed),
                    data_requests::due_on.eq(due),
                ))
                .execute(connection)?;
            matters::put_off(connection, Matter::Request(id), due)?;
            let because = because.reveal(Viewer::Plaza, Purpose::Delivery);
            letters::tell(connection, &cx, id, "request-extended", because)?;
            Ok(due)
        })
        .await
}

/// Closes a request with an answer, which is mailed; then the address is not kept.
pub async fn close(
    context: &Context,
    officer: &Member,
    id: i64,
    granted: bool,
    answer: Private<String>,
) -> Result<(), RequestError> {
    let (cx, by) = (context.clone(), officer.id);
    context
        .db
        .write(move |connection| settle(connection, &cx, (id, by), granted, &answer))
        .await
}

/// As [`close`], in the transaction of what was done about it; the request's id, and who answers.
pub fn settle(
    connection: &mut AnyConnection,
    context: &Context,
    (id, by): (i64, i64),
    granted: bool,
    answer: &Private<String>,
) -> Result<(), RequestError> {
    let (state, kind) = if granted {
        (RequestState::Granted, "request-granted")
    } else {
        (RequestState::Refused, "request-refused")
    };
    let keys = &context.config.keys;
    let sealed = sealed::seal(keys, &context.random, Column::RequestAnswer, answer);
    let closed = diesel::update(
        data_requests::table
            .find(id)
            .filter(data_requests::state.eq(RequestState::Open)),
    )
    .set((
        data_requests::state.eq(state),
        data_requests::answer_sealed.eq(sealed),
        data_requests::closed_on.eq(context.clock.today(context.config.city.time_zone)),
        data_requests::withdraw_hash.eq(None::<Vec<u8>>),
    ))
    .execute(connection)?;
    if closed == 0 {
        return Err(RequestError::NotNow);
    }
    let decision = match granted {
        true => Decision::Approved,
        false => Decision::Rejected,
    };
    let (now, matter) = (context.now(), Matter::Request(id));
    matters::end(connection, now, matter, decision, Some(by))?;
    let answer = answer.reveal(Viewer::Plaza, Purpose::Delivery);
    letters::tell(connection, context, id, kind, answer)?;
    diesel::update(data_requests::table.find(id))
        .set(data_requests::contact_sealed.eq(None::<Vec<u8>>))
        .execute(connection)?;
    Ok(())
}
