//! The outbox: rows written with their cause, delivered at least once, each with its own Message-ID.

use std::collections::{BTreeSet, HashMap};

use chrono::TimeDelta;
use diesel::prelude::*;

use super::{
    About, Content, Letter, LetterKind, status,
    suppression::{self, Reason},
};
use crate::{
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        locks::{self, Table},
        schema::outbox,
        text_enum,
    },
    privacy::{
        Private, Purpose, Viewer,
        sealed::{self, Column},
    },
};

text_enum! {
    /// Where a mail stands.
    pub enum State {
        Queued = "queued",
        Sent = "sent",
        /// Refused for good by the recipient's server; staff see it.
        Dead = "dead",
    }
}

text_enum! {
    /// Where a mail stands that is on its way.
    pub enum Lease {
        Taken = "taken",
        /// It is not tried again.
        Recalled = "recalled",
    }
}

/// How long a mail that is being sent is kept from others; a crash frees it after that. Longer
/// than sending one can take (`mail.timeout_seconds`), so that nobody sends it meanwhile.
const LEASE: TimeDelta = TimeDelta::minutes(2);
/// How many rows are tried in one transaction until one can be leased.
const MOST_TURNS: usize = 20;
/// How many days a refused mail of [`LetterKind::UNKEPT`] is kept; the inventory says so.
const REFUSED_DAYS: TimeDelta = TimeDelta::days(7);
/// The longest wait between two attempts.
const LONGEST_WAIT: TimeDelta = TimeDelta::hours(4);

/// A mail that is leased to the caller for delivery.
pub struct Leased {
    pub id: i64,
    pub message_id: String,
    pub attempts: i32,
    /// Until when it is this caller's; by this the lease is known.
    until: Timestamp,
    pub to: Private<String>,
    pub content: Content,
}

/// What became of a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Enqueued {
    /// It waits in the row of this id.
    Row(i64),
    /// Nothing was written: one can do without it, and its address gets no such mails.
    Suppressed,
}

impl Enqueued {
    /// The row's id, for whoever may take the letter back.
    pub const fn row(self) -> Option<i64> {
        match self {
            Self::Row(id) => Some(id),
            Self::Suppressed => None,
        }
    }
}

/// Writes a letter; call it in the transaction of its cause. The one place that leaves out what a
/// suppressed address is not sent.
pub fn enqueue(
    connection: &mut AnyConnection,
    context: &Context,
    letter: &Letter,
) -> Result<Enqueued, DbError> {
    let keys = &context.config.keys;
    let index = sealed::email_index(keys, &letter.to);
    if suppression::withholds(connection, &index, letter.kind)? {
        return Ok(Enqueued::Suppressed);
    }
    let (case, sign_up, support) = match letter.about {
        About::Nothing => (None, None, None),
        About::Case(case) => (Some(case), None, None),
        About::SignUp(sign_up) => (None, Some(sign_up), None),
        About::Support(request) => (None, None, Some(request)),
    };
    let content = serde_json::to_string(&letter.content).expect("strings serialise");
    let id = hex::encode(context.random.bytes::<16>());
    let host = context.config.base_url.host_str().unwrap_or("localhost");
    let now = context.now();
    diesel::insert_into(outbox::table)
        .values((
            outbox::message_id.eq(format!("<{id}@{host}>")),
            outbox::kind.eq(letter.kind),
            outbox::case_id.eq(case),
            outbox::sign_up_id.eq(sign_up),
            outbox::support_request_id.eq(support),
            outbox::recipient_sealed.eq(sealed::seal(
                keys,
                &context.random,
                Column::OutboxRecipient,
                &letter.to,
            )),
            outbox::recipient_index.eq(index),
            outbox::content_sealed.eq(sealed::seal(
                keys,
                &context.random,
                Column::OutboxContent,
                &Private::new(content),
            )),
            outbox::state.eq(State::Queued),
            outbox::attempts.eq(0),
            outbox::next_attempt_at.eq(now),
            outbox::created_at.eq(now),
        ))
        .returning(outbox::id)
        .get_result(connection)
        .map(Enqueued::Row)
        .map_err(DbError::from)
}

/// Gives up what waits to be sent: a backup does not say which letters have left since it was
/// made. Gives how many there are.
pub fn give_up(connection: &mut AnyConnection, now: Timestamp) -> Result<usize, DbError> {
    let waiting = outbox::table.filter(outbox::state.eq(State::Queued));
    Ok(diesel::update(waiting)
        .set((outbox::state.eq(State::Dead), outbox::finished_at.eq(now)))
        .execute(connection)?)
}

/// Recalls those of these mails of one kind that were not delivered; gives those that can be erased
/// now. One that is on its way may still arrive: it is sent no second time, and is among the
/// [`recalled`] once it came back.
pub fn recall(
    connection: &mut AnyConnection,
    kind: LetterKind,
    ids: Vec<i64>,
) -> Result<Vec<i64>, DbError> {
    locks::hold(connection, Table::Outbox, ids.iter().copied().collect())?;
    let these = || {
        outbox::table
            .filter(outbox::id.eq_any(ids.clone()))
            .filter(outbox::kind.eq(kind))
    };
    diesel::update(these().filter(outbox::lease.eq(Lease::Taken)))
        .set(outbox::lease.eq(Lease::Recalled))
        .execute(connection)?;
    Ok(these()
        .filter(outbox::state.ne(State::Sent))
        .filter(outbox::lease.is_null())
        .select(outbox::id)
        .load(connection)?)
}

/// The mails of one kind that were recalled on their way, and came back.
pub fn recalled(
    connection: &mut AnyConnection,
    kind: LetterKind,
    now: Timestamp,
) -> Result<Vec<i64>, DbError> {
    Ok(outbox::table
        .filter(outbox::kind.eq(kind))
        .filter(outbox::lease.eq(Lease::Recalled))
        .filter(outbox::next_attempt_at.le(now))
        .select(outbox::id)
        .load(connection)?)
}

/// Erases a case's mails of one kind with their recipients; what was not sent yet stays unsent.
pub fn erase(connection: &mut AnyConnection, case: i64, kind: LetterKind) -> Result<(), DbError> {
    diesel::delete(
        outbox::table
            .filter(outbox::case_id.eq(case))
            .filter(outbox::kind.eq(kind)),
    )
    .execute(connection)?;
    Ok(())
}

/// Takes back the mails with a link to one of these sign-ups that have not left yet: the link
/// is worth nothing any more.
pub fn unsend(connection: &mut AnyConnection, sign_ups: &[i64]) -> Result<(), DbError> {
    diesel::delete(
        outbox::table
            .filter(outbox::sign_up_id.eq_any(sign_ups.to_vec()))
            .filter(outbox::state.eq(State::Queued)),
    )
    .execute(connection)?;
    Ok(())
}

/// Erases the mails of these kinds that were refused for good at an address.
pub fn erase_refused(
    connection: &mut AnyConnection,
    recipient_index: &[u8],
    kinds: &[LetterKind],
) -> Result<(), DbError> {
    diesel::delete(
        outbox::table
            .filter(outbox::recipient_index.eq(recipient_index))
            .filter(outbox::kind.eq_any(kinds.to_vec()))
            .filter(outbox::state.eq(State::Dead)),
    )
    .execute(connection)?;
    Ok(())
}

/// Erases the mails of one kind to an address, by its blind index; what was not sent yet stays
/// unsent.
pub fn erase_to(
    connection: &mut AnyConnection,
    index: &[u8],
    kind: LetterKind,
) -> Result<(), DbError> {
    diesel::delete(
        outbox::table
            .filter(outbox::recipient_index.eq(index))
            .filter(outbox::kind.eq(kind)),
    )
    .execute(connection)?;
    Ok(())
}

/// Whether a mail of one kind about a case stands there.
pub fn has(
    connection: &mut AnyConnection,
    case: i64,
    kind: LetterKind,
    state: State,
) -> Result<bool, DbError> {
    let found: i64 = outbox::table
        .filter(outbox::case_id.eq(case))
        .filter(outbox::kind.eq(kind))
        .filter(outbox::state.eq(state))
        .count()
        .get_result(connection)?;
    Ok(found > 0)
}

/// To whom mails of one kind about a case still wait to be sent, by the addresses' blind indices.
pub fn awaited(
    connection: &mut AnyConnection,
    case: i64,
    kind: LetterKind,
) -> Result<BTreeSet<Vec<u8>>, DbError> {
    let waiting: Vec<Option<Vec<u8>>> = outbox::table
        .filter(outbox::case_id.eq(case))
        .filter(outbox::kind.eq(kind))
        .filter(outbox::state.eq(State::Queued))
        .select(outbox::recipient_index)
        .load(connection)?;
    Ok(waiting.into_iter().flatten().collect())
}

/// How the mails to an address fared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fared {
    /// How many were refused for good since one was taken.
    pub refused: usize,
    /// Since when the oldest that waits is tried in vain; while the relay takes none, nobody tries.
    pub waiting: Option<Timestamp>,
}

/// How the mails of one kind to these addresses fared, by their blind indices; nothing of an address
/// with which all is well.
pub fn fared(
    connection: &mut AnyConnection,
    kind: LetterKind,
    indices: Vec<Vec<u8>>,
) -> Result<HashMap<Vec<u8>, Fared>, DbError> {
    type Last = (Option<Vec<u8>>, Option<Timestamp>);
    let mut fared: HashMap<Vec<u8>, Fared> = HashMap::new();
    let these = || {
        outbox::table
            .filter(outbox::kind.eq(kind))
            .filter(outbox::recipient_index.eq_any(indices.clone()))
    };
    // One without the server's words was given up for another reason than a refusal.
    let refused: Vec<Last> = these()
        .filter(outbox::state.eq(State::Dead))
        .filter(outbox::reply_sealed.is_not_null())
        .select((outbox::recipient_index, outbox::finished_at))
        .load(connection)?;
    let waiting: Vec<Last> = these()
        .filter(outbox::state.eq(State::Queued))
        .filter(outbox::tried_since.is_not_null())
        .group_by(outbox::recipient_index)
        .select((
            outbox::recipient_index,
            diesel::dsl::min(outbox::tried_since),
        ))
        .load(connection)?;
    if refused.is_empty() && waiting.is_empty() {
        return Ok(fared);
    }
    let taken: Vec<Last> = these()
        .filter(outbox::state.eq(State::Sent))
        .group_by(outbox::recipient_index)
        .select((
            outbox::recipient_index,
            diesel::dsl::max(outbox::finished_at),
        ))
        .load(connection)?;
    let taken: HashMap<_, _> = taken.into_iter().collect();
    for (index, at) in refused {
        let last = taken.get(&index).copied().flatten();
        if let Some(index) = index.filter(|_| at > last) {
            fared.entry(index).or_default().refused += 1;
        }
    }
    for (index, since) in waiting {
        if let Some(index) = index {
            fared.entry(index).or_default().waiting = since;
        }
    }
    Ok(fared)
}

/// The cases with mails of one kind to an address, by its blind index, of which none was taken.
pub fn unreached(
    connection: &mut AnyConnection,
    kind: LetterKind,
    index: &[u8],
) -> Result<BTreeSet<i64>, DbError> {
    let mails: Vec<(Option<i64>, State)> = outbox::table
        .filter(outbox::kind.eq(kind))
        .filter(outbox::recipient_index.eq(index.to_vec()))
        .filter(outbox::case_id.is_not_null())
        .group_by((outbox::case_id, outbox::state))
        .select((outbox::case_id, outbox::state))
        .load(connection)?;
    let of = |taken: bool| {
        let these = mails
            .iter()
            .filter(move |(_, state)| (*state == State::Sent) == taken);
        these
            .filter_map(|(case, _)| *case)
            .collect::<BTreeSet<i64>>()
    };
    Ok(of(false).difference(&of(true)).copied().collect())
}

/// Leases the mail whose time came first, right before it is sent; `None` when none is due.
pub async fn next(context: &Context) -> Result<Option<Leased>, DbError> {
    let cx = context.clone();
    // The look goes to the readers: an empty outbox must not trouble SQLite's one writer.
    let now = cx.now();
    let waiting: i64 = cx
        .db
        .read(move |connection| {
            let count = outbox::table
                .filter(outbox::state.eq(State::Queued))
                .filter(outbox::next_attempt_at.le(now))
                .filter(outbox::lease.is_null().or(outbox::lease.eq(Lease::Taken)))
                .count()
                .get_result(connection)?;
            Ok::<_, DbError>(count)
        })
        .await?;
    if waiting == 0 {
        return Ok(None);
    }
    let worker = cx.clone();
    cx.db
        .write(move |connection| lease(connection, &worker))
        .await
}

fn lease(connection: &mut AnyConnection, context: &Context) -> Result<Option<Leased>, DbError> {
    let now = context.now();
    let until = now + LEASE;
    type Row = (i64, String, i32, Vec<u8>, Vec<u8>, Timestamp);
    // Each turn leases one, or finds that another node has. Where all that come first cannot be
    // opened, the rest wait for the next round: one transaction does not go through all of them.
    for _ in 0..MOST_TURNS {
        let row: Option<Row> = outbox::table
            .filter(outbox::state.eq(State::Queued))
            .filter(outbox::next_attempt_at.le(now))
            .filter(outbox::lease.is_null().or(outbox::lease.eq(Lease::Taken)))
            .order((outbox::next_attempt_at, outbox::id))
            .select((
                outbox::id,
                outbox::message_id,
                outbox::attempts,
                outbox::recipient_sealed,
                outbox::content_sealed,
                outbox::next_attempt_at,
            ))
            .first(connection)
            .optional()?;
        let Some((id, message_id, attempts, recipient, content, next_attempt_at)) = row else {
            return Ok(None);
        };
        // Another node may have leased it since the row was read: the old time is the lock.
        let mine = diesel::update(
            outbox::table
                .find(id)
                .filter(outbox::state.eq(State::Queued))
                .filter(outbox::lease.is_null().or(outbox::lease.eq(Lease::Taken)))
                .filter(outbox::next_attempt_at.eq(next_attempt_at)),
        )
        .set((
            outbox::lease.eq(Lease::Taken),
            outbox::next_attempt_at.eq(until),
            outbox::attempts.eq(attempts + 1),
        ))
        .execute(connection)?;
        if mine == 0 {
            continue;
        }
        match open(context, &recipient, &content) {
            Some((to, content)) => {
                return Ok(Some(Leased {
                    id,
                    message_id,
                    attempts: attempts + 1,
                    until,
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

/// The row of a mail, while the lease that was taken of it stands.
macro_rules! leased {
    ($mail:expr) => {
        outbox::id
            .eq($mail.id)
            .and(outbox::state.eq(State::Queued))
            .and(outbox::next_attempt_at.eq($mail.until))
    };
}

/// Records that the server took a mail. One of [`LetterKind::UNKEPT`] goes at once.
pub async fn sent(context: &Context, mail: Leased) -> Result<(), DbError> {
    let now = context.now();
    context
        .db
        .write(move |connection| {
            let unkept = outbox::kind.eq_any(LetterKind::UNKEPT);
            let gone = diesel::delete(outbox::table.filter(leased!(mail)).filter(unkept))
                .execute(connection)?;
            if gone == 0 {
                diesel::update(outbox::table.filter(leased!(mail)))
                    .set((
                        outbox::state.eq(State::Sent),
                        outbox::lease.eq(None::<Lease>),
                        outbox::finished_at.eq(now),
                        outbox::reply_sealed.eq(None::<Vec<u8>>),
                    ))
                    .execute(connection)?;
            }
            Ok(())
        })
        .await
}

/// Records that a mail was refused for good, with the server's words. Where these say that there is
/// no such address, no mail goes there any more that one can do without.
pub async fn refused(
    context: &Context,
    mail: Leased,
    words: Private<String>,
) -> Result<(), DbError> {
    let (now, cx) = (context.now(), context.clone());
    let (keys, random) = (&context.config.keys, &context.random);
    let is_nowhere = status::no_such_address(words.reveal(Viewer::Plaza, Purpose::Delivery));
    let nowhere = is_nowhere.then(|| sealed::email_index(keys, &mail.to));
    let words = sealed::seal(keys, random, Column::OutboxReply, &words);
    context
        .db
        .write(move |connection| {
            if let Some(index) = nowhere {
                suppression::suppress(connection, &cx, &index, Reason::HardBounce)?;
            }
            let recalled =
                outbox::table.filter(leased!(mail).and(outbox::lease.eq(Lease::Recalled)));
            if diesel::delete(recalled).execute(connection)? > 0 {
                return Ok(());
            }
            diesel::update(outbox::table.filter(leased!(mail)))
                .set((
                    outbox::state.eq(State::Dead),
                    outbox::lease.eq(None::<Lease>),
                    outbox::finished_at.eq(now),
                    outbox::reply_sealed.eq(words),
                ))
                .execute(connection)?;
            Ok(())
        })
        .await
}

/// The mails of [`LetterKind::UNKEPT`] that were refused a week ago.
pub fn refused_long(
    connection: &mut AnyConnection,
    now: Timestamp,
    limit: i64,
) -> Result<Vec<i64>, DbError> {
    Ok(outbox::table
        .filter(outbox::kind.eq_any(LetterKind::UNKEPT))
        .filter(outbox::state.eq(State::Dead))
        .filter(outbox::finished_at.le(now - REFUSED_DAYS))
        .limit(limit)
        .select(outbox::id)
        .load(connection)?)
}

/// Puts a mail back after a failure that may pass, later each time.
pub async fn retry(context: &Context, mail: Leased) -> Result<(), DbError> {
    let at = context.now() + wait_after(mail.attempts, jitter(context));
    let attempts = mail.attempts;
    back(context, mail, at, attempts, Tried::InVain).await
}

/// Puts a mail back that nobody has tried: the relay takes none.
pub async fn put_back(context: &Context, mail: Leased) -> Result<(), DbError> {
    let (now, attempts) = (context.now(), mail.attempts - 1);
    back(context, mail, now, attempts, Tried::Not).await
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Tried {
    InVain,
    Not,
}

async fn back(
    context: &Context,
    mail: Leased,
    at: Timestamp,
    attempts: i32,
    tried: Tried,
) -> Result<(), DbError> {
    let now = context.now();
    context
        .db
        .write(move |connection| {
            // One that was recalled on its way is due at once, to be taken back.
            let recalled =
                outbox::table.filter(leased!(mail).and(outbox::lease.eq(Lease::Recalled)));
            let back = diesel::update(recalled)
                .set(outbox::next_attempt_at.eq(now))
                .execute(connection)?;
            if back > 0 {
                return Ok(());
            }
            match tried {
                Tried::InVain => diesel::update(
                    outbox::table
                        .filter(leased!(mail))
                        .filter(outbox::tried_since.is_null()),
                )
                .set(outbox::tried_since.eq(now))
                .execute(connection)?,
                Tried::Not => diesel::update(outbox::table.filter(leased!(mail)))
                    .set(outbox::tried_since.eq(None::<Timestamp>))
                    .execute(connection)?,
            };
            diesel::update(outbox::table.filter(leased!(mail)))
                .set((
                    outbox::next_attempt_at.eq(at),
                    outbox::attempts.eq(attempts),
                    outbox::lease.eq(None::<Lease>),
                ))
                .execute(connection)?;
            Ok(())
        })
        .await
}

/// Forgets every mail that waits: a demo city's made-up past is told to nobody.
pub async fn empty(context: &Context) -> Result<(), DbError> {
    context
        .db
        .write(|connection| {
            diesel::delete(outbox::table.filter(outbox::state.eq(State::Queued)))
                .execute(connection)?;
            Ok(())
        })
        .await
}

/// A share of the wait, 0 to 255 of 1024, so that mails that failed together do not return together.
fn jitter(context: &Context) -> i32 {
    i32::from(context.random.bytes::<1>()[0])
}

/// 5, 10, 20, 40 … seconds after the first, second … attempt, up to [`LONGEST_WAIT`].
fn wait_after(attempts: i32, jitter: i32) -> TimeDelta {
    let doublings = attempts.clamp(1, 16) - 1;
    let wait = (TimeDelta::seconds(5) * 2_i32.pow(doublings.unsigned_abs())).min(LONGEST_WAIT);
    wait + wait * jitter / 1024
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_doubles_and_ends() {
        assert_eq!(wait_after(1, 0), TimeDelta::seconds(5));
        assert_eq!(wait_after(4, 0), TimeDelta::seconds(40));
        assert_eq!(wait_after(1000, 0), LONGEST_WAIT);
        assert!(wait_after(4, 255) < TimeDelta::seconds(50));
    }
}
