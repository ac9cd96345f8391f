//! Whether mails leave in time.

use chrono::TimeDelta;
use diesel::{
    dsl::{count_star, min},
    prelude::*,
};

use crate::{
    context::Context,
    db::{AnyConnection, DbError, Timestamp, schema::outbox},
    mail::{
        outbox::{Lease, State},
        unsent::{Counts, counts},
    },
};

/// Mails that are due, or tried in vain, for longer than they may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ageing {
    /// Since when the first of them is.
    pub since: Timestamp,
    pub count: i64,
}

/// The mails that are due for longer than `mail.alarm_minutes`, or tried in vain for so long: each try puts
/// off when one is due. Nothing where there is none.
pub async fn ageing(context: &Context) -> Result<Option<Ageing>, DbError> {
    let patience = TimeDelta::minutes(context.config.mail.alarm_minutes.into());
    let late = context.now() - patience;
    context
        .db
        .read(move |connection| {
            type Oldest = (Option<Timestamp>, Option<Timestamp>, i64);
            let (due, tried, count): Oldest = outbox::table
                .filter(outbox::state.eq(State::Queued))
                .filter(outbox::due_at.le(late).or(outbox::tried_since.le(late)))
                .filter(outbox::lease.is_null().or(outbox::lease.eq(Lease::Taken)))
                .select((min(outbox::due_at), min(outbox::tried_since), count_star()))
                .first(connection)?;
            let since = [due, tried].into_iter().flatten().min();
            Ok(since.map(|since| Ageing { since, count }))
        })
        .await
}

/// What waits in the outbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waits {
    pub counts: Counts,
    /// Since when the first is due that nobody has tried.
    pub due_since: Option<Timestamp>,
    /// Since when the first is tried in vain.
    pub tried_since: Option<Timestamp>,
}

/// How many mails stand how at this moment, and since when.
pub fn waits(connection: &mut AnyConnection, now: Timestamp) -> Result<Waits, DbError> {
    let queued = || {
        outbox::table
            .filter(outbox::state.eq(State::Queued))
            .filter(outbox::lease.is_null().or(outbox::lease.eq(Lease::Taken)))
    };
    let due_since = queued()
        .filter(outbox::tried_since.is_null())
        .filter(outbox::due_at.le(now))
        .select(min(outbox::due_at))
        .first(connection)?;
    let tried_since = queued()
        .select(min(outbox::tried_since))
        .first(connection)?;
    Ok(Waits {
        counts: counts(connection)?,
        due_since,
        tried_since,
    })
}
