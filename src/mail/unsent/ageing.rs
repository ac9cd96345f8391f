//! Whether mails leave in time.

use chrono::TimeDelta;
use diesel::{
    dsl::{count_star, min},
    prelude::*,
};

use crate::{
    context::Context,
    db::{DbError, Timestamp, schema::outbox},
    mail::outbox::{Lease, State},
};

/// Mails that are due for longer than they may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ageing {
    /// Since when the first of them is.
    pub since: Timestamp,
    pub count: i64,
}

/// The mails that are due for longer than `mail.alarm_minutes`; nothing where there is none.
pub async fn ageing(context: &Context) -> Result<Option<Ageing>, DbError> {
    let patience = TimeDelta::minutes(context.config.mail.alarm_minutes.into());
    let late = context.now() - patience;
    context
        .db
        .read(move |connection| {
            let (since, count): (Option<Timestamp>, i64) = outbox::table
                .filter(outbox::state.eq(State::Queued))
                .filter(outbox::due_at.le(late))
                .filter(outbox::lease.is_null().or(outbox::lease.eq(Lease::Taken)))
                .select((min(outbox::due_at), count_star()))
                .first(connection)?;
            Ok(since.map(|since| Ageing { since, count }))
        })
        .await
}
