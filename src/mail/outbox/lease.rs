//! Handing a mail to whoever sends it, for a while: so that two never send one, and a crash keeps
//! none for ever.

use chrono::TimeDelta;
use diesel::prelude::*;

use super::{Content, Lease, State};
use crate::{
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        due::{self, For},
        schema::outbox,
    },
    privacy::{
        Private, Purpose, Viewer,
        sealed::{self, Column},
    },
};

/// How long a mail that is being sent is kept from others; a crash frees it after that. Longer
/// than sending one can take (`mail.timeout_seconds`), so that nobody sends it meanwhile.
const LEASE: TimeDelta = TimeDelta::minutes(2);
/// How many rows are tried in one transaction until one can be leased.
const MOST_TURNS: usize = 20;

/// A mail that is leased to the caller for delivery.
pub struct Leased {
    pub id: i64,
    pub message_id: String,
    pub attempts: i32,
    /// Until when it is this caller's; by this the lease is known.
    pub(super) until: Timestamp,
    /// Since when it is tried in vain.
    pub(super) tried_since: Option<Timestamp>,
    /// The blind index of its recipient's domain; empty where none is known.
    pub domain: Vec<u8>,
    pub to: Private<String>,
    pub content: Content,
}

/// Leases the mail whose time came first, right before it is sent; `None` when none is due.
pub async fn next(context: &Context) -> Result<Option<Leased>, DbError> {
    next_but(context, None).await
}

/// As [`next`], but none to the domain of this index: as many as may be are being sent there.
pub async fn next_but(context: &Context, full: Option<Vec<u8>>) -> Result<Option<Leased>, DbError> {
    let cx = context.clone();
    // The look goes to the readers: an empty outbox must not trouble SQLite's one writer.
    let (now, without) = (cx.now(), full.clone());
    let waiting = cx
        .db
        .read(move |connection| due::first(connection, now, without.as_deref(), For::Looking))
        .await?;
    if waiting.is_none() {
        return Ok(None);
    }
    let worker = cx.clone();
    cx.db
        .write(move |connection| lease(connection, &worker, full.as_deref()))
        .await
}

#[derive(Queryable)]
struct Row {
    message_id: String,
    attempts: i32,
    recipient: Vec<u8>,
    content: Vec<u8>,
    next_attempt_at: Timestamp,
    tried_since: Option<Timestamp>,
    domain: Option<Vec<u8>>,
}

fn lease(
    connection: &mut AnyConnection,
    context: &Context,
    full: Option<&[u8]>,
) -> Result<Option<Leased>, DbError> {
    let now = context.now();
    let until = now + LEASE;
    // Each turn leases one, or finds that another node has. Where all that come first cannot be
    // opened, the rest wait for the next round: one transaction does not go through all of them.
    for _ in 0..MOST_TURNS {
        let Some(id) = due::first(connection, now, full, For::Taking)? else {
            return Ok(None);
        };
        let row: Option<Row> = outbox::table
            .find(id)
            .select((
                outbox::message_id,
                outbox::attempts,
                outbox::recipient_sealed,
                outbox::content_sealed,
                outbox::next_attempt_at,
                outbox::tried_since,
                outbox::domain_mark,
            ))
            .first(connection)
            .optional()?;
        let Some(row) = row else { continue };
        // Another node may have leased it since the row was read: the old time is the lock.
        let mine = diesel::update(
            outbox::table
                .find(id)
                .filter(outbox::state.eq(State::Queued))
                .filter(outbox::lease.is_null().or(outbox::lease.eq(Lease::Taken)))
                .filter(outbox::next_attempt_at.eq(row.next_attempt_at)),
        )
        .set((
            outbox::lease.eq(Lease::Taken),
            outbox::next_attempt_at.eq(until),
            outbox::attempts.eq(row.attempts + 1),
        ))
        .execute(connection)?;
        if mine == 0 {
            continue;
        }
        match open(context, &row.recipient, &row.content) {
            Some((to, content)) => {
                return Ok(Some(Leased {
                    id,
                    message_id: row.message_id,
                    attempts: row.attempts + 1,
                    until,
                    tried_since: row.tried_since,
                    domain: row.domain.unwrap_or_default(),
                    to,
                    content,
                }));
            }
            None => tracing::error!(
                outbox = id,
                "a queued mail cannot be opened with this secret; it stays queued"
            ),
        }
    }
    Ok(None)
}

fn open(context: &Context, recipient: &[u8], content: &[u8]) -> Option<(Private<String>, Content)> {
    let keys = &context.config.keys;
    let to = sealed::open(keys, Column::OutboxRecipient, recipient).ok()?;
    let content = sealed::open(keys, Column::OutboxContent, content).ok()?;
    let content = serde_json::from_str(content.reveal(Viewer::Plaza, Purpose::Delivery)).ok()?;
    Some((to, content))
}
