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
