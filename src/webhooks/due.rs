//! What is due: deliveries are handed to whoever sends them for a while, so that two nodes never send one at the
//! same time, and a crash keeps none for ever. What came of it is written only while that while lasts.

use chrono::TimeDelta;
use diesel::prelude::*;

use super::{Failure, Kind, Off, Standing, endpoints, signature};
use crate::{
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        schema::{webhook_deliveries, webhook_endpoints},
    },
    privacy::{
        Private, Purpose, Viewer,
        sealed::{self, Column},
    },
};

/// How long a delivery is kept from others: longer than it can take (`webhooks.timeout_seconds`).
pub const LEASE: TimeDelta = TimeDelta::minutes(2);
/// For how long a delivery is tried.
pub const PATIENCE: TimeDelta = TimeDelta::days(3);
/// After so long in which nothing arrived an endpoint is switched off.
pub const GIVE_UP: TimeDelta = TimeDelta::days(5);
/// The longest pause between two tries of a delivery, and the longest rest of an endpoint.
const LONGEST_PAUSE: TimeDelta = TimeDelta::hours(6);
const LONGEST_REST: TimeDelta = TimeDelta::minutes(10);
const FIRST_PAUSE: TimeDelta = TimeDelta::seconds(5);
/// The status by which an endpoint says that it is there no more.
const GONE: u16 = 410;

/// A delivery that is the caller's for a while.
pub struct Due {
    pub id: i64,
    pub endpoint: i64,
    pub kind: Kind,
    /// Of what it tells, by number, and what else is known of it.
    pub subject: i64,
    pub detail: String,
    pub happened_at: Timestamp,
    attempts: i32,
    tried_since: Timestamp,
    /// By which the endpoint knows it, at every try.
    pub message_id: String,
    /// By this the lease is known.
    until: Timestamp,
    pub url: String,
    secrets: Vec<Private<String>>,
}

impl Due {
    /// The header that signs `body`, sent at this second of the clock; empty where no secret opens.
    pub fn signature(&self, seconds: i64, body: &[u8]) -> String {
        let secrets = self.secrets.iter();
        let plain = secrets.map(|secret| secret.reveal(Viewer::Plaza, Purpose::Delivery).as_str());
        signature::header(plain, &self.message_id, seconds, body)
    }
}

/// How a try ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tried {
    /// The status of the answer, where there was one.
    pub status: Option<u16>,
    /// Absent where it arrived.
    pub failure: Option<Failure>,
}

impl Tried {
    /// What an answer with this status means. A redirect is followed by nobody.
    pub fn answered(status: u16) -> Self {
        let failure = match status {
            200..300 => None,
            300..400 => Some(Failure::Redirect),
            GONE => Some(Failure::Gone),
            _ => Some(Failure::Status),
        };
        Self {
            status: Some(status),
            failure,
        }
    }

    pub const fn failed(failure: Failure) -> Self {
        Self {
            status: None,
            failure: Some(failure),
        }
    }
}

/// An endpoint that was switched off, of which administrators are told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SwitchedOff {
    pub id: i64,
    pub url: String,
    pub why: Off,
}

/// The endpoints to which something is due, in no order.
pub fn endpoints_due(connection: &mut AnyConnection, now: Timestamp) -> Result<Vec<i64>, DbError> {
    let due = webhook_deliveries::table
        .filter(webhook_deliveries::state.eq(Standing::Waiting))
        .filter(webhook_deliveries::next_attempt_at.le(now))
        .select(webhook_deliveries::endpoint_id);
    Ok(webhook_endpoints::table
        .filter(webhook_endpoints::enabled.eq(true))
        .filter(
            webhook_endpoints::resting_until
                .is_null()
                .or(webhook_endpoints::resting_until.assume_not_null().le(now)),
        )
        .filter(webhook_endpoints::id.eq_any(due))
        .order(webhook_endpoints::id)
        .select(webhook_endpoints::id)
        .load(connection)?)
}

/// What a delivery needs of its endpoint: address, secret, the one before and until when that signs.
type Of = (String, Vec<u8>, Option<Vec<u8>>, Option<Timestamp>);
/// A delivery as it was leased.
type Row = (
    (i64, Kind, i64, String),
    (Timestamp, i32, Timestamp, Timestamp),
);

/// Leases at most so many deliveries to an endpoint, of those whose time came first.
pub async fn take(context: &Context, endpoint: i64, most: i64) -> Result<Vec<Due>, DbError> {
    let cx = context.clone();
    context
        .db
        .write(move |connection| {
            endpoints::hold(connection, endpoint)?;
            let now = cx.now();
            if !endpoints_due(connection, now)?.contains(&endpoint) {
                return Ok(Vec::new());
            }
            let of: Of = webhook_endpoints::table
                .find(endpoint)
                .select((
                    webhook_endpoints::url,
                    webhook_endpoints::secret_sealed,
                    webhook_endpoints::old_secret_sealed,
                    webhook_endpoints::old_secret_until,
                ))
                .first(connection)?;
            let ids: Vec<i64> = webhook_deliveries::table
                .filter(webhook_deliveries::endpoint_id.eq(endpoint))
                .filter(webhook_deliveries::state.eq(Standing::Waiting))
                .filter(webhook_deliveries::next_attempt_at.le(now))
                .order((webhook_deliveries::next_attempt_at, webhook_deliveries::id))
                .limit(most)
                .select(webhook_deliveries::id)
                .load(connection)?;
            // One that another node has leased is not due any more: its old time is the lock.
            let mine = webhook_deliveries::table
                .filter(webhook_deliveries::id.eq_any(ids))
                .filter(webhook_deliveries::state.eq(Standing::Waiting))
                .filter(webhook_deliveries::next_attempt_at.le(now));
            let mut rows: Vec<Row> = diesel::update(mine)
                .set((
                    webhook_deliveries::next_attempt_at.eq(now + LEASE),
                    webhook_deliveries::attempts.eq(webhook_deliveries::attempts + 1),
                    webhook_deliveries::tried_at.eq(now),
                ))
                .returning((
                    (
                        webhook_deliveries::id,
                        webhook_deliveries::kind,
                        webhook_deliveries::subject,
                        webhook_deliveries::detail,
                    ),
                    (
                        webhook_deliveries::happened_at,
                        webhook_deliveries::attempts,
                        webhook_deliveries::tried_since,
                        webhook_deliveries::next_attempt_at,
                    ),
                ))
                .get_results(connection)?;
            rows.sort_by_key(|((id, ..), _)| *id);
            let (url, secret, old, old_until) = of;
            let secrets = secrets(&cx, &secret, old.filter(|_| old_until > Some(now)));
            let due = |((id, kind, subject, detail), times): Row| {
                let (happened_at, attempts, tried_since, until) = times;
                Due {
                    id,
                    endpoint,
                    kind,
                    subject,
                    detail,
                    happened_at,
                    attempts,
                    tried_since,
                    message_id: signature::id(&cx.config.keys, id, happened_at),
                    until,
                    url: url.clone(),
                    secrets: secrets.clone(),
                }
            };
            Ok(rows.into_iter().map(due).collect())
        })
        .await
}

/// Those that open with this secret of the city; one that does not is told.
fn secrets(context: &Context, secret: &[u8], old: Option<Vec<u8>>) -> Vec<Private<String>> {
    let keys = &context.config.keys;
    let mut all = Vec::new();
    match sealed::open(keys, Column::WebhookSecret, secret) {
        Ok(secret) => all.push(secret),
        Err(_) => tracing::error!("the secret of an endpoint of webhooks cannot be opened"),
    }
    if let Some(old) = old
        && let Ok(old) = sealed::open(keys, Column::WebhookOldSecret, &old)
    {
        all.push(old);
    }
    all
}

/// What stands with an endpoint when a try has ended.
type Fares = (String, i32, Option<Timestamp>);

/// Writes down how a try ended, unless its lease is over and somebody else has it. Gives the endpoint where that
/// was switched off for it.
pub fn finish(
    connection: &mut AnyConnection,
    now: Timestamp,
    due: &Due,
    tried: Tried,
) -> Result<Option<SwitchedOff>, DbError> {
    // As many as are on their way to one endpoint end at once.
    endpoints::hold(connection, due.endpoint)?;
    let status = tried.status.map(i32::from);
    let mine = webhook_deliveries::table
        .find(due.id)
        .filter(webhook_deliveries::state.eq(Standing::Waiting))
        .filter(webhook_deliveries::next_attempt_at.eq(due.until));
    let Some(failure) = tried.failure else {
        let ended = diesel::update(mine)
            .set((
                webhook_deliveries::state.eq(Standing::Delivered),
                webhook_deliveries::status.eq(status),
                webhook_deliveries::failure.eq(None::<Failure>),
                webhook_deliveries::ended_at.eq(now),
            ))
            .execute(connection)?;
        if ended > 0 {
            fares_well(connection, due.endpoint)?;
        }
        return Ok(None);
    };
    // Whoever tries an endpoint waits for what comes of it.
    let is_over =
        due.kind == Kind::Test || failure == Failure::Gone || now >= due.tried_since + PATIENCE;
    let (state, ended) = match is_over {
        true => (Standing::Dead, Some(now)),
        false => (Standing::Waiting, None),
    };
    let written = diesel::update(mine)
        .set((
            webhook_deliveries::state.eq(state),
            webhook_deliveries::next_attempt_at.eq(now + pause(due.attempts)),
            webhook_deliveries::status.eq(status),
            webhook_deliveries::failure.eq(failure),
            webhook_deliveries::ended_at.eq(ended),
        ))
        .execute(connection)?;
    if written == 0 || due.kind == Kind::Test && failure != Failure::Gone {
        return Ok(None);
    }
    let fares: Option<Fares> = webhook_endpoints::table
        .find(due.endpoint)
        .filter(webhook_endpoints::enabled.eq(true))
        .select((
            webhook_endpoints::url,
            webhook_endpoints::failures,
            webhook_endpoints::failing_since,
        ))
        .first(connection)
        .optional()?;
    // It was taken away or switched off meanwhile.
    let Some((url, failures, since)) = fares else {
        return Ok(None);
    };
    let (failures, since) = (failures.saturating_add(1), since.unwrap_or(now));
    diesel::update(webhook_endpoints::table.find(due.endpoint))
        .set((
            webhook_endpoints::failures.eq(failures),
            webhook_endpoints::failing_since.eq(since),
            webhook_endpoints::resting_until.eq(now + rest(failures)),
        ))
        .execute(connection)?;
    let why = match failure {
        Failure::Gone => Off::Gone,
        _ if now >= since + GIVE_UP => Off::Failing,
        _ => return Ok(None),
    };
    endpoints::switch_off(connection, now, due.endpoint, why)?;
    Ok(Some(SwitchedOff {
        id: due.endpoint,
        url,
        why,
    }))
}

/// Takes a delivery away that says nothing to anybody, unless somebody else has it.
pub fn forget(connection: &mut AnyConnection, due: &Due) -> Result<(), DbError> {
    let mine = webhook_deliveries::table
        .find(due.id)
        .filter(webhook_deliveries::next_attempt_at.eq(due.until));
    diesel::delete(mine).execute(connection)?;
    Ok(())
}

/// Nothing is written where it fared well before: most do.
fn fares_well(connection: &mut AnyConnection, endpoint: i64) -> Result<(), DbError> {
    let failing = webhook_endpoints::table
        .find(endpoint)
        .filter(webhook_endpoints::failures.gt(0));
    diesel::update(failing)
        .set((
            webhook_endpoints::failures.eq(0),
            webhook_endpoints::failing_since.eq(None::<Timestamp>),
            webhook_endpoints::resting_until.eq(None::<Timestamp>),
        ))
        .execute(connection)?;
    Ok(())
}

/// How long a delivery waits after so many tries: 5 s, 30 s, 3 min, 18 min, 108 min, then 6 h.
fn pause(attempts: i32) -> TimeDelta {
    grown(attempts, 6).min(LONGEST_PAUSE)
}

/// How long an endpoint is left alone after so many tries in a row that failed: 5 s, 10 s, 20 s, up to 10 min.
fn rest(failures: i32) -> TimeDelta {
    grown(failures, 2).min(LONGEST_REST)
}

fn grown(times: i32, by: i32) -> TimeDelta {
    let steps = u32::try_from(times.saturating_sub(1)).unwrap_or(0).min(12);
    FIRST_PAUSE * by.saturating_pow(steps).min(100_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_end() {
        let seconds = |times| pause(times).num_seconds();
        assert_eq!([1, 2, 3, 4, 5].map(seconds), [5, 30, 180, 1080, 6480]);
        assert_eq!(seconds(6), 6 * 3600);
        assert_eq!(seconds(i32::MAX), 6 * 3600);
        assert_eq!(
            [1, 2, 3].map(|times| rest(times).num_seconds()),
            [5, 10, 20]
        );
        assert_eq!(rest(40), LONGEST_REST);
    }

    #[test]
    fn only_2xx_is_taken() {
        for (status, failure) in [
            (200, None),
            (204, None),
            (299, None),
            (100, Some(Failure::Status)),
            (301, Some(Failure::Redirect)),
            (307, Some(Failure::Redirect)),
            (404, Some(Failure::Status)),
            (410, Some(Failure::Gone)),
            (500, Some(Failure::Status)),
        ] {
            assert_eq!(Tried::answered(status).failure, failure, "{status}");
        }
    }
}
