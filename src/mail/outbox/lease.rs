//! Handing mails to whoever sends them, for a while: so that two never send one, and a crash keeps
//! none for ever.

use std::collections::HashMap;

use chrono::TimeDelta;
use diesel::prelude::*;

use super::{Claim, Content, Lease, LetterKind, State};
use crate::{
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        due::{self, For},
        schema::outbox,
    },
    mail::{Class, suppression, tag::Return},
    privacy::{
        Private, Purpose, Viewer,
        sealed::{self, Column},
    },
};

/// How long a mail is kept from others; a crash frees it after that. Longer than sending one can take
/// (`mail.timeout_seconds`), so that nobody sends it meanwhile: whoever begins asks [`Claim::lasts`].
const LEASE: TimeDelta = TimeDelta::minutes(2);
/// How often one transaction looks for mails until it has as many as are wanted.
const MOST_TURNS: usize = 20;

/// A mail that is leased to the caller for delivery.
pub struct Leased {
    pub id: i64,
    pub message_id: String,
    pub attempts: i32,
    /// Until when it is this caller's; by this the lease is known.
    pub(super) until: Timestamp,
    pub(super) kind: LetterKind,
    /// Since when it is tried in vain.
    pub(super) tried_since: Option<Timestamp>,
    /// The blind index of its recipient's domain; empty where none is known.
    pub domain: Vec<u8>,
    pub to: Private<String>,
    pub content: Content,
    /// Absent where nothing that comes back is told apart.
    pub back: Option<Return>,
}

impl Leased {
    pub const fn claim(&self) -> Claim {
        Claim {
            id: self.id,
            kind: self.kind,
            until: self.until,
        }
    }
}

/// How many mails somebody wants.
pub struct Wanted {
    pub most: usize,
    /// At most so many to one domain, with those that they have.
    pub of_one: usize,
    /// How many they have to each domain, by its blind index.
    pub has: HashMap<Vec<u8>, usize>,
}

impl Wanted {
    /// The domains to which no more are wanted.
    fn full(&self) -> Vec<Vec<u8>> {
        let full = self.has.iter().filter(|(_, has)| **has >= self.of_one);
        full.map(|(domain, _)| domain.clone()).collect()
    }

    /// Counts one in, unless there are enough to its domain. Nobody knows which are to one that is unknown.
    fn takes(&mut self, domain: Option<Vec<u8>>) -> bool {
        let Some(domain) = domain else { return true };
        let has = self.has.entry(domain).or_default();
        if *has >= self.of_one {
            return false;
        }
        *has += 1;
        true
    }
}

/// Leases the mail whose time came first; `None` when none is due.
pub async fn next(context: &Context) -> Result<Option<Leased>, DbError> {
    let wanted = Wanted {
        most: 1,
        of_one: usize::MAX,
        has: HashMap::new(),
    };
    Ok(lease(context, wanted).await?.pop())
}

/// Leases as many mails as are wanted of those whose time came first, in one transaction.
pub async fn lease(context: &Context, wanted: Wanted) -> Result<Vec<Leased>, DbError> {
    if wanted.most == 0 {
        return Ok(Vec::new());
    }
    let cx = context.clone();
    // The look goes to the readers: an empty outbox must not trouble SQLite's one writer.
    let (now, full) = (cx.now(), wanted.full());
    let waiting = cx
        .db
        .read(move |connection| due::first(connection, now, &full, 1, For::Looking))
        .await?;
    if waiting.is_empty() {
        return Ok(Vec::new());
    }
    let worker = cx.clone();
    cx.db
        .write(move |connection| take(connection, &worker, wanted))
        .await
}

/// Where all that come first cannot be opened, the rest wait for the next time: one transaction does not go
/// through all of them.
fn take(
    connection: &mut AnyConnection,
    context: &Context,
    mut wanted: Wanted,
) -> Result<Vec<Leased>, DbError> {
    let now = context.now();
    let mut leased = Vec::new();
    for _ in 0..MOST_TURNS {
        let more = wanted.most.saturating_sub(leased.len());
        if more == 0 {
            break;
        }
        let found = due::first(connection, now, &wanted.full(), more, For::Taking)?;
        if found.is_empty() {
            break;
        }
        let found = found.into_iter().filter_map(|due| {
            let id = due.id;
            wanted.takes(due.domain).then_some(id)
        });
        let ids: Vec<i64> = found.collect();
        let rows = claim(connection, ids, now)?;
        let rows = without_withheld(connection, rows)?;
        leased.extend(rows.into_iter().filter_map(|row| row.opened(context)));
    }
    Ok(leased)
}

#[derive(Queryable)]
struct Row {
    id: i64,
    kind: LetterKind,
    case: Option<i64>,
    message_id: String,
    attempts: i32,
    recipient: Vec<u8>,
    content: Vec<u8>,
    until: Timestamp,
    tried_since: Option<Timestamp>,
    domain: Option<Vec<u8>>,
    index: Option<Vec<u8>>,
}

/// Leases those of these mails that nobody else has leased since they were found, in this order.
fn claim(
    connection: &mut AnyConnection,
    ids: Vec<i64>,
    now: Timestamp,
) -> Result<Vec<Row>, DbError> {
    // One that another node has leased is not due any more: its old time is the lock.
    let mine = outbox::table
        .filter(outbox::id.eq_any(ids.clone()))
        .filter(outbox::state.eq(State::Queued))
        .filter(outbox::lease.is_null().or(outbox::lease.eq(Lease::Taken)))
        .filter(outbox::next_attempt_at.le(now));
    let mut rows: Vec<Row> = diesel::update(mine)
        .set((
            outbox::lease.eq(Lease::Taken),
            outbox::next_attempt_at.eq(now + LEASE),
            outbox::attempts.eq(outbox::attempts + 1),
        ))
        .returning((
            outbox::id,
            outbox::kind,
            outbox::case_id,
            outbox::message_id,
            outbox::attempts,
            outbox::recipient_sealed,
            outbox::content_sealed,
            outbox::next_attempt_at,
            outbox::tried_since,
            outbox::domain_mark,
            outbox::recipient_index,
        ))
        .get_results(connection)?;
    rows.sort_by_key(|row| ids.iter().position(|id| *id == row.id));
    Ok(rows)
}

/// Those of these mails that may be sent still. Where an address gets no such mails any more since one was
/// written, as little is left of it as if that had been known then.
fn without_withheld(connection: &mut AnyConnection, rows: Vec<Row>) -> Result<Vec<Row>, DbError> {
    let optional: Vec<(i64, LetterKind, Vec<u8>)> = rows
        .iter()
        .filter(|row| row.kind.class() == Class::Optional)
        .filter_map(|row| Some((row.id, row.kind, row.index.clone()?)))
        .collect();
    let withheld = suppression::withheld(connection, optional)?;
    if withheld.is_empty() {
        return Ok(rows);
    }
    diesel::delete(outbox::table.filter(outbox::id.eq_any(withheld.clone())))
        .execute(connection)?;
    let count = withheld.len();
    tracing::info!(
        count,
        "mails are not sent: their addresses get no such mails any more"
    );
    let kept = rows.into_iter().filter(|row| !withheld.contains(&row.id));
    Ok(kept.collect())
}

impl Row {
    fn opened(self, context: &Context) -> Option<Leased> {
        let Some((to, content)) = open(context, &self.recipient, &self.content) else {
            tracing::error!(
                outbox = self.id,
                "a queued mail cannot be opened with this secret; it stays queued"
            );
            return None;
        };
        Some(Leased {
            id: self.id,
            message_id: self.message_id,
            attempts: self.attempts,
            until: self.until,
            kind: self.kind,
            tried_since: self.tried_since,
            domain: self.domain.unwrap_or_default(),
            to,
            content,
            back: Return::of(&context.config, self.id, self.kind, self.case),
        })
    }
}

fn open(context: &Context, recipient: &[u8], content: &[u8]) -> Option<(Private<String>, Content)> {
    let keys = &context.config.keys;
    let to = sealed::open(keys, Column::OutboxRecipient, recipient).ok()?;
    let content = sealed::open(keys, Column::OutboxContent, content).ok()?;
    let content = serde_json::from_str(content.reveal(Viewer::Plaza, Purpose::Delivery)).ok()?;
    Some((to, content))
}
