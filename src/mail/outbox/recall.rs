//! Taking mails back: those that have not left, those on their way, and those that go with what they
//! were about.

use diesel::prelude::*;

use super::{Lease, LetterKind, State};
use crate::{
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        locks::{self, Table},
        schema::outbox,
    },
    privacy::{
        Private,
        sealed::{self, Column},
    },
};

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

/// Deletes the mails of which something is true. They are held first, the least number first, as whoever
/// records several of them does: of two such none waits for one that the other has.
macro_rules! delete {
    ($connection:ident, $which:expr) => {{
        let found: Vec<i64> = outbox::table
            .filter($which)
            .select(outbox::id)
            .load($connection)?;
        locks::hold($connection, Table::Outbox, found.iter().copied().collect())?;
        // It may have changed before it was held.
        let still = outbox::table
            .filter(outbox::id.eq_any(found))
            .filter($which);
        diesel::delete(still).execute($connection)?;
    }};
}

/// Erases a case's mails of these kinds with their recipients; what was not sent yet stays unsent. Call it
/// once for all kinds: mails that are held one kind after the other are held in no order.
pub fn erase(
    connection: &mut AnyConnection,
    case: i64,
    kinds: &[LetterKind],
) -> Result<(), DbError> {
    delete!(
        connection,
        outbox::case_id
            .eq(case)
            .and(outbox::kind.eq_any(kinds.to_vec()))
    );
    Ok(())
}

/// Takes back the mails with a link to one of these sign-ups that have not left yet: the link
/// is worth nothing any more.
pub fn unsend(connection: &mut AnyConnection, sign_ups: &[i64]) -> Result<(), DbError> {
    delete!(
        connection,
        outbox::sign_up_id
            .eq_any(sign_ups.to_vec())
            .and(outbox::state.eq(State::Queued))
    );
    Ok(())
}

/// Erases the mails of these kinds that were refused for good at an address.
pub fn erase_refused(
    connection: &mut AnyConnection,
    recipient_index: &[u8],
    kinds: &[LetterKind],
) -> Result<(), DbError> {
    delete!(
        connection,
        outbox::recipient_index
            .eq(recipient_index)
            .and(outbox::kind.eq_any(kinds.to_vec()))
            .and(outbox::state.eq(State::Dead))
    );
    Ok(())
}

/// Erases the mails about a request on personal data, and those to the address of whoever asked, by its
/// blind index; what was not sent yet stays unsent.
pub fn erase_request(
    connection: &mut AnyConnection,
    request: i64,
    index: &[u8],
) -> Result<(), DbError> {
    delete!(
        connection,
        outbox::kind.eq(LetterKind::DataRequest).and(
            outbox::recipient_index
                .eq(index)
                .or(outbox::request_id.eq(request))
        )
    );
    Ok(())
}

/// Takes back the mails of one kind to an address, by its blind index, that have not left, and forgets those
/// that could not: whoever reads there wants no more of them.
pub fn unsend_to(
    connection: &mut AnyConnection,
    index: &[u8],
    kind: LetterKind,
) -> Result<(), DbError> {
    delete!(
        connection,
        outbox::recipient_index
            .eq(index)
            .and(outbox::kind.eq(kind))
            .and(outbox::state.ne(State::Sent))
    );
    Ok(())
}

/// What waits for somebody who can do without it goes to their new address. What is on its way to the old one,
/// by its blind index, is sent no second time, and what could not be sent there is forgotten.
pub fn follow(
    connection: &mut AnyConnection,
    context: &Context,
    old: &[u8],
    new: &Private<String>,
) -> Result<(), DbError> {
    let (keys, random, now) = (&context.config.keys, &context.random, context.now());
    let these = || {
        outbox::table
            .filter(outbox::recipient_index.eq(old.to_vec()))
            .filter(outbox::kind.eq_any(LetterKind::OPTIONAL))
    };
    let found: Vec<i64> = these().select(outbox::id).load(connection)?;
    locks::hold(connection, Table::Outbox, found.into_iter().collect())?;
    let waits = these()
        .filter(outbox::state.eq(State::Queued))
        .filter(outbox::lease.is_null().or(outbox::next_attempt_at.le(now)));
    diesel::update(waits)
        .set((
            outbox::recipient_sealed.eq(sealed::seal(keys, random, Column::OutboxRecipient, new)),
            outbox::recipient_index.eq(sealed::email_index(keys, new)),
            outbox::domain_mark.eq(sealed::domain_mark(keys, new)),
        ))
        .execute(connection)?;
    diesel::delete(these().filter(outbox::state.ne(State::Sent))).execute(connection)?;
    Ok(())
}

/// Erases the mails of every kind to an address, by its blind index; what was not sent yet stays unsent.
pub fn erase_all_to(connection: &mut AnyConnection, index: &[u8]) -> Result<(), DbError> {
    delete!(connection, outbox::recipient_index.eq(index));
    Ok(())
}

/// Forgets every mail that waits: a demo city's made-up past is told to nobody.
pub async fn empty(context: &Context) -> Result<(), DbError> {
    context
        .db
        .write(|connection| {
            delete!(connection, outbox::state.eq(State::Queued));
            Ok(())
        })
        .await
}
