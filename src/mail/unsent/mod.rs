//! Mails that have not left, for administrators and whoever runs Plaza: listed, tried again, sent
//! elsewhere, given up, or many of them tried again at once. Each act stands in the ledger.
//!
//! Nobody sees here what a mail says. An office's address is official; of anybody else's the first
//! letter and the domain are shown, also where a server repeats it.

mod acts;
mod ageing;
mod many;
mod narrow;

use diesel::prelude::*;
use validator::ValidationErrors;

use self::narrow::narrowed;
pub use self::{
    acts::{Held, give_up, hold, redirect, retry},
    ageing::{Ageing, Waits, ageing, waits},
    many::{MOST_AT_ONCE, Retried, count_all, retry_all},
    narrow::Narrow,
};
use super::{
    LetterKind, masked,
    outbox::{Ended, Lease, State},
};
use crate::{
    context::Context,
    db::{AnyConnection, DbError, Timestamp, schema::outbox, text_enum},
    keys::Keys,
    privacy::{
        Purpose, Viewer,
        sealed::{self, Column},
    },
};

/// How many mails a page of the list shows.
pub const PAGE: usize = 50;

text_enum! {
    /// Where a mail stands that has not left.
    #[schema(as = UnsentStanding)]
    pub enum Standing {
        /// Nobody has tried it yet.
        Waiting = "waiting",
        /// It was tried in vain, and waits for the next time.
        Delayed = "delayed",
        /// It is tried no more.
        Dead = "dead",
    }
}

impl Standing {
    pub const ALL: [Self; 3] = [Self::Waiting, Self::Delayed, Self::Dead];
}

/// Why something was not done with a mail.
#[derive(Debug, thiserror::Error)]
pub enum UnsentError {
    /// It has left, was erased, or never was.
    #[error("there is no such mail that has not left")]
    NotFound,
    /// It is being sent, is in the hand of another node, or stands elsewhere already.
    #[error("the mail is on its way, or was given up before")]
    NotNow,
    /// One can do without it, and its address gets no such mails.
    #[error("its address gets no such mails any more: they came back, or its reader stopped them")]
    Withheld,
    /// What was typed breaks a rule; each field with the code of its message.
    #[error("some fields need changing")]
    Invalid(#[from] ValidationErrors),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<diesel::result::Error> for UnsentError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Db(error.into())
    }
}

/// A mail that has not left, as staff may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsent {
    pub id: i64,
    pub kind: LetterKind,
    pub standing: Standing,
    /// `None` where it cannot be opened with today's secrets.
    pub to: Option<String>,
    pub attempts: i32,
    pub created_at: Timestamp,
    /// When it is tried again; of one that is being sent, nothing.
    pub next_at: Option<Timestamp>,
    /// Since when it is tried in vain.
    pub tried_since: Option<Timestamp>,
    pub ended: Option<Ended>,
    pub ended_at: Option<Timestamp>,
    /// What the server said last.
    pub words: Option<String>,
}

/// A page of the list, the newest first.
pub struct List {
    pub mails: Vec<Unsent>,
    /// The number before which the next page begins.
    pub next: Option<i64>,
    pub counts: Counts,
    /// The kinds of which there are any.
    pub kinds: Vec<LetterKind>,
}

/// How many mails stand so, however the list is narrowed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    waiting: i64,
    delayed: i64,
    dead: i64,
}

impl Counts {
    pub const fn of(self, standing: Standing) -> i64 {
        match standing {
            Standing::Waiting => self.waiting,
            Standing::Delayed => self.delayed,
            Standing::Dead => self.dead,
        }
    }
}

fn counts(connection: &mut AnyConnection) -> Result<Counts, DbError> {
    let these = |state: State| {
        outbox::table
            .filter(outbox::state.eq(state))
            .filter(outbox::lease.is_null().or(outbox::lease.eq(Lease::Taken)))
    };
    let dead: i64 = these(State::Dead).count().get_result(connection)?;
    let queued: i64 = these(State::Queued).count().get_result(connection)?;
    let delayed: i64 = these(State::Queued)
        .filter(outbox::tried_since.is_not_null())
        .count()
        .get_result(connection)?;
    Ok(Counts {
        waiting: queued - delayed,
        delayed,
        dead,
    })
}

fn kinds(connection: &mut AnyConnection) -> Result<Vec<LetterKind>, DbError> {
    Ok(outbox::table
        .filter(outbox::state.eq_any([State::Queued, State::Dead]))
        .select(outbox::kind)
        .distinct()
        .order(outbox::kind)
        .load(connection)?)
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = outbox)]
struct Row {
    id: i64,
    kind: LetterKind,
    state: State,
    attempts: i32,
    next_attempt_at: Timestamp,
    created_at: Timestamp,
    finished_at: Option<Timestamp>,
    tried_since: Option<Timestamp>,
    ended: Option<Ended>,
    lease: Option<Lease>,
    recipient_sealed: Vec<u8>,
    reply_sealed: Option<Vec<u8>>,
}

impl Row {
    fn shown(self, keys: &Keys, now: Timestamp) -> Unsent {
        let standing = match (self.state, self.tried_since) {
            (State::Dead, _) => Standing::Dead,
            (_, Some(_)) => Standing::Delayed,
            (_, None) => Standing::Waiting,
        };
        let is_queued = self.state == State::Queued;
        let on_its_way = is_queued && self.lease.is_some() && self.next_attempt_at > now;
        let see = |column: Column, sealed: &[u8]| {
            let value = sealed::open(keys, column, sealed).ok()?;
            Some(value.reveal(Viewer::Plaza, Purpose::Delivery).clone())
        };
        let to = see(Column::OutboxRecipient, &self.recipient_sealed);
        let reply = self.reply_sealed.as_deref();
        let said = reply.and_then(|reply| see(Column::OutboxReply, reply));
        let is_official = self.kind.is_to_office();
        let words = match &to {
            _ if is_official => said,
            Some(to) => said.map(|said| masked::words(&said, to)),
            // Whose address it may repeat is not known.
            None => None,
        };
        Unsent {
            id: self.id,
            kind: self.kind,
            standing,
            to: to.map(|to| {
                if is_official {
                    to
                } else {
                    masked::address(&to)
                }
            }),
            attempts: self.attempts,
            created_at: self.created_at,
            next_at: (is_queued && !on_its_way).then_some(self.next_attempt_at),
            tried_since: self.tried_since,
            ended: self.ended,
            ended_at: self.finished_at,
            words,
        }
    }
}

/// The mails that stand so, the newest first, before the number `before`. What is recalled on its way
/// is none of them.
pub async fn list(
    context: &Context,
    standing: Standing,
    narrow: Narrow,
    before: Option<i64>,
) -> Result<List, DbError> {
    let cx = context.clone();
    context
        .db
        .read(move |connection| {
            let query = outbox::table
                .order(outbox::id.desc())
                .limit(PAGE as i64 + 1)
                .select(Row::as_select())
                .into_boxed();
            let mut query = narrowed!(query, standing, &narrow, &cx);
            if let Some(before) = before {
                query = query.filter(outbox::id.lt(before));
            }
            let now = cx.now();
            let mut found: Vec<Row> = query.load(connection)?;
            let more = found.len() > PAGE;
            found.truncate(PAGE);
            let next = found.last().filter(|_| more).map(|row| row.id);
            let keys = &cx.config.keys;
            let mails = found.into_iter().map(|row| row.shown(keys, now));
            Ok(List {
                mails: mails.collect(),
                next,
                counts: counts(connection)?,
                kinds: kinds(connection)?,
            })
        })
        .await
}

/// One mail that has not left.
pub async fn one(context: &Context, id: i64) -> Result<Unsent, UnsentError> {
    let cx = context.clone();
    context
        .db
        .read(move |connection| {
            let row: Option<Row> = outbox::table
                .find(id)
                .filter(outbox::state.ne(State::Sent))
                .filter(outbox::lease.is_null().or(outbox::lease.eq(Lease::Taken)))
                .select(Row::as_select())
                .first(connection)
                .optional()?;
            let row = row.ok_or(UnsentError::NotFound)?;
            Ok(row.shown(&cx.config.keys, cx.now()))
        })
        .await
}
