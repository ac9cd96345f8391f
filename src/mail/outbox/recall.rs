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
