//! What was delivered to an endpoint and what was not, for administrators: how each fared, trying it out, and
//! delivering again.

use diesel::{dsl::min, prelude::*};

use super::{
    Done, Failure, Kind, Standing, WebhookError,
    endpoints::{exists, hold, note},
    signature,
};
use crate::{
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        schema::{webhook_deliveries, webhook_endpoints},
    },
};

/// How many a page shows.
pub const PAGE: usize = 50;

/// A delivery as it stands. Of what the endpoint answered the status alone is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    pub id: i64,
    /// By which the endpoint knows it.
    pub message_id: String,
    pub kind: Kind,
    pub happened_at: Timestamp,
    pub standing: Standing,
    pub attempts: i32,
    pub next_attempt_at: Timestamp,
    pub tried_at: Option<Timestamp>,
    pub status: Option<i32>,
    pub failure: Option<Failure>,
    pub ended_at: Option<Timestamp>,
}

impl Delivery {
    /// When it is tried next, while it waits.
    pub fn next(&self) -> Option<Timestamp> {
        (self.standing == Standing::Waiting).then_some(self.next_attempt_at)
    }
}

type Row = (
    (i64, Kind, Timestamp, Standing, i32),
    (Timestamp, Option<Timestamp>),
    (Option<i32>, Option<Failure>, Option<Timestamp>),
);

/// The newest first, so many at `most`, before that of this number where one is named; and the number before which
/// there are more.
pub async fn list(
    context: &Context,
    endpoint: i64,
    before: Option<i64>,
    most: usize,
) -> Result<(Vec<Delivery>, Option<i64>), WebhookError> {
    let mut rows: Vec<Row> = context
        .db
        .read(move |connection| {
            exists(connection, endpoint)?;
            let all = webhook_deliveries::table
                .filter(webhook_deliveries::endpoint_id.eq(endpoint))
                .filter(webhook_deliveries::id.lt(before.unwrap_or(i64::MAX)))
                .order(webhook_deliveries::id.desc())
                .limit(i64::try_from(most + 1).unwrap_or(i64::MAX))
                .select((
                    (
                        webhook_deliveries::id,
                        webhook_deliveries::kind,
                        webhook_deliveries::happened_at,
                        webhook_deliveries::state,
                        webhook_deliveries::attempts,
                    ),
                    (
                        webhook_deliveries::next_attempt_at,
                        webhook_deliveries::tried_at,
                    ),
                    (
                        webhook_deliveries::status,
                        webhook_deliveries::failure,
                        webhook_deliveries::ended_at,
                    ),
                ))
                .load(connection)?;
            Ok::<_, WebhookError>(all)
        })
        .await?;
    let has_more = rows.len() > most;
    rows.truncate(most);
    let delivery = |(what, when, came): Row| {
        let (id, kind, happened_at, standing, attempts) = what;
        let (next_attempt_at, tried_at) = when;
        let (status, failure, ended_at) = came;
        Delivery {
            id,
            message_id: signature::id(&context.config.keys, id, happened_at),
            kind,
            happened_at,
            standing,
            attempts,
            next_attempt_at,
            tried_at,
            status,
            failure,
            ended_at,
        }
    };
    let found: Vec<Delivery> = rows.into_iter().map(delivery).collect();
    let last = found.last().filter(|_| has_more).map(|last| last.id);
    Ok((found, last))
}

/// Whether it is told of anything now: [`WebhookError::Changed`] where it is not.
fn is_on(connection: &mut AnyConnection, endpoint: i64) -> Result<(), WebhookError> {
    let enabled: Option<bool> = webhook_endpoints::table
        .find(endpoint)
        .select(webhook_endpoints::enabled)
        .first(connection)
        .optional()?;
    match enabled {
        None => Err(WebhookError::NotFound),
        Some(false) => Err(WebhookError::Changed),
        Some(true) => Ok(()),
    }
}

/// It is asked at once, however it fared before.
fn wake(connection: &mut AnyConnection, endpoint: i64) -> Result<(), DbError> {
    diesel::update(webhook_endpoints::table.find(endpoint))
        .set(webhook_endpoints::resting_until.eq(None::<Timestamp>))
        .execute(connection)?;
    Ok(())
}

/// Sends an event that says nothing but that it is one; gives its number. It is tried once.
pub async fn test(context: &Context, by: i64, endpoint: i64) -> Result<i64, WebhookError> {
    let cx = context.clone();
    context
        .db
        .write(move |connection| {
            hold(connection, endpoint)?;
            is_on(connection, endpoint)?;
            let now = cx.now();
            let id = diesel::insert_into(webhook_deliveries::table)
                .values((
                    webhook_deliveries::endpoint_id.eq(endpoint),
                    webhook_deliveries::kind.eq(Kind::Test),
                    webhook_deliveries::subject.eq(0),
                    webhook_deliveries::detail.eq(""),
                    webhook_deliveries::happened_at.eq(now),
                    webhook_deliveries::state.eq(Standing::Waiting),
                    webhook_deliveries::attempts.eq(0),
                    webhook_deliveries::tried_since.eq(now),
                    webhook_deliveries::next_attempt_at.eq(now),
                ))
                .returning(webhook_deliveries::id)
                .get_result(connection)?;
            wake(connection, endpoint)?;
            note(connection, &cx, by, endpoint, Done::Tested)?;
            Ok(id)
        })
        .await
}

/// Delivers one again, whatever became of it, or all events that are tried no more; gives how many wait now. Each keeps
/// the id by which the endpoint knows it.
pub async fn redeliver(
    context: &Context,
    by: i64,
    endpoint: i64,
    delivery: Option<i64>,
) -> Result<usize, WebhookError> {
    let cx = context.clone();
    context
        .db
        .write(move |connection| {
            hold(connection, endpoint)?;
            is_on(connection, endpoint)?;
            let now = cx.now();
            let again = (
                webhook_deliveries::state.eq(Standing::Waiting),
                webhook_deliveries::attempts.eq(0),
                webhook_deliveries::tried_since.eq(now),
                webhook_deliveries::next_attempt_at.eq(now),
                webhook_deliveries::status.eq(None::<i32>),
                webhook_deliveries::failure.eq(None::<Failure>),
                webhook_deliveries::ended_at.eq(None::<Timestamp>),
            );
            let of = webhook_deliveries::table.filter(webhook_deliveries::endpoint_id.eq(endpoint));
            let count = match delivery {
                Some(id) => {
                    let ended = of
                        .filter(webhook_deliveries::id.eq(id))
                        .filter(webhook_deliveries::state.ne(Standing::Waiting));
                    diesel::update(ended).set(again).execute(connection)?
                }
                None => {
                    let dead = of
                        .filter(webhook_deliveries::state.eq(Standing::Dead))
                        .filter(webhook_deliveries::kind.ne(Kind::Test));
                    diesel::update(dead).set(again).execute(connection)?
                }
            };
            if count == 0 {
                return match delivery {
                    Some(_) => Err(WebhookError::NotFound),
                    None => Ok(0),
                };
            }
            wake(connection, endpoint)?;
            note(connection, &cx, by, endpoint, Done::Redelivered)?;
            Ok(count)
        })
        .await
}

/// How many events wait and since when the oldest does, and how many are tried no more. Of endpoints that are switched
/// off nobody waits for any, and a test tells whoever made it.
pub fn waiting(connection: &mut AnyConnection) -> Result<(i64, Option<Timestamp>, i64), DbError> {
    let of = |standing: Standing| {
        let on = webhook_endpoints::table
            .filter(webhook_endpoints::enabled.eq(true))
            .select(webhook_endpoints::id);
        webhook_deliveries::table
            .filter(webhook_deliveries::state.eq(standing))
            .filter(webhook_deliveries::kind.ne(Kind::Test))
            .filter(webhook_deliveries::endpoint_id.eq_any(on))
    };
    let waiting: i64 = of(Standing::Waiting).count().get_result(connection)?;
    let since: Option<Timestamp> = of(Standing::Waiting)
        .select(min(webhook_deliveries::tried_since))
        .first(connection)?;
    let dead: i64 = of(Standing::Dead).count().get_result(connection)?;
    Ok((waiting, since, dead))
}

/// Forgets all that waits: a backup does not say what was delivered since.
pub fn forget_waiting(connection: &mut AnyConnection) -> Result<(), DbError> {
    let waiting = webhook_deliveries::table.filter(webhook_deliveries::state.eq(Standing::Waiting));
    diesel::delete(waiting).execute(connection)?;
    Ok(())
}

/// How many endpoints were switched off because nothing arrived there.
pub fn given_up(connection: &mut AnyConnection) -> Result<i64, DbError> {
    Ok(webhook_endpoints::table
        .filter(webhook_endpoints::enabled.eq(false))
        .filter(webhook_endpoints::off_because.ne(super::Off::Hand))
        .count()
        .get_result(connection)?)
}
