//! What has had its time: unconfirmed registrations, links, sessions, failures.

use diesel::prelude::*;

use super::{events, throttle};
use crate::{
    context::Context,
    db::{
        DbError,
        schema::{account_tokens, registrations, sessions, throttles},
    },
};

/// Deletes all of it. None of it counts any more when this runs; it only stops being kept.
pub async fn expire(context: &Context) -> Result<(), DbError> {
    let (now, worker) = (context.now(), context.clone());
    context
        .db
        .write(move |connection| {
            diesel::delete(registrations::table.filter(registrations::expires_at.le(now)))
                .execute(connection)?;
            diesel::delete(account_tokens::table.filter(account_tokens::expires_at.le(now)))
                .execute(connection)?;
            diesel::delete(sessions::table.filter(sessions::expires_at.le(now)))
                .execute(connection)?;
            let forgotten = throttles::updated_at.lt(now - throttle::MEMORY);
            diesel::delete(throttles::table.filter(forgotten)).execute(connection)?;
            events::expire(connection, &worker)
        })
        .await
}
