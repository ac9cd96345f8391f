//! A mail that the server took and that came back: it is dead after all, with the words of whoever
//! sent it back.

use diesel::prelude::*;

use super::{
    LetterKind,
    outbox::{Ended, Lease, State},
    suppression::{self, Reason},
};
use crate::{
    context::Context,
    db::{
        AnyConnection, DbError,
        locks::{self, Table},
        schema::outbox,
    },
    keys::Keys,
    privacy::{
        Private,
        sealed::{self, Column},
    },
};

/// A mail that something came back of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Returned {
    pub kind: LetterKind,
    pub case: Option<i64>,
}

/// The mail with this id; `None` where its row is gone.
pub fn of(connection: &mut AnyConnection, mail: i64) -> Result<Option<Returned>, DbError> {
    let row: Option<(LetterKind, Option<i64>)> = outbox::table
        .find(mail)
        .select((outbox::kind, outbox::case_id))
        .first(connection)
        .optional()?;
    Ok(row.map(|(kind, case)| Returned { kind, case }))
}

/// Whose the addresses are that a report names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// The mail's own, and none beside it; or it names none, or the mail has none any more.
    Own,
    /// The mail's own, and whereto that leads: the office's address, and who left it.
    Beyond,
    /// Others, or whose is not said of a mail that nobody has now: it may be of whom it went to before.
    Others,
}

/// Whose these addresses are, that a report about a mail names.
pub fn named(
    connection: &mut AnyConnection,
    keys: &Keys,
    mail: i64,
    addresses: &[Private<String>],
) -> Result<Named, DbError> {
    type Row = (Option<Vec<u8>>, State, Option<Lease>);
    let row: Option<Row> = outbox::table
        .find(mail)
        .select((outbox::recipient_index, outbox::state, outbox::lease))
        .first(connection)
        .optional()?;
    let Some((Some(own), state, lease)) = row else {
        return Ok(Named::Own);
    };
    if addresses.is_empty() && state == State::Queued && lease.is_none() {
        return Ok(Named::Others);
    }
    let is_own = |address: &&Private<String>| sealed::email_indices(keys, address).contains(&own);
    let count = addresses.iter().filter(is_own).count();
    Ok(if count == addresses.len() {
        Named::Own
    } else if count > 0 {
        Named::Beyond
    } else {
        Named::Others
    })
}

/// Records that a mail came back for good; `None` where its row is gone, or it was dead already. Where
/// there is no such address, nothing goes there any more that one can do without.
pub fn bounced(
    connection: &mut AnyConnection,
    context: &Context,
    mail: i64,
    (words, is_nowhere): (&Private<String>, bool),
) -> Result<Option<Returned>, DbError> {
    locks::hold(connection, Table::Outbox, [mail].into())?;
    let (keys, random) = (&context.config.keys, &context.random);
    if let Some((kind, index)) = mark(connection, mail)? {
        diesel::delete(outbox::table.find(mail)).execute(connection)?;
        tracing::warn!(outbox = mail, "a mail came back for good");
        nowhere(connection, context, index.filter(|_| is_nowhere))?;
        return Ok(Some(Returned { kind, case: None }));
    }
    let words = sealed::seal(keys, random, Column::OutboxReply, words);
    if answer(connection, context, mail, &words)? {
        tracing::warn!(outbox = mail, "an answer came back for good");
        return of(connection, mail);
    }
    // It may come back before the server's own word that it was taken is written down.
    let living = outbox::table
        .find(mail)
        .filter(outbox::state.ne(State::Dead));
    let died = diesel::update(living)
        .set((
            outbox::state.eq(State::Dead),
            outbox::ended.eq(Ended::Refused),
            outbox::lease.eq(None::<Lease>),
            outbox::finished_at.eq(context.now()),
            outbox::reply_sealed.eq(words),
        ))
        .execute(connection)?;
    if died == 0 {
        tracing::info!(
            outbox = mail,
            "a mail came back whose row is gone, or which was dead before"
        );
        return Ok(None);
    }
    tracing::warn!(outbox = mail, "a mail came back for good");
    if is_nowhere {
        let index: Option<Vec<u8>> = outbox::table
            .find(mail)
            .select(outbox::recipient_index)
            .first(connection)?;
        nowhere(connection, context, index)?;
    }
    of(connection, mail)
}

/// A mail's kind, and to whom it went, by the blind index.
type Mark = (LetterKind, Option<Vec<u8>>);

/// What is left of a mail that leaves no copy, where it is all that is left.
fn mark(connection: &mut AnyConnection, mail: i64) -> Result<Option<Mark>, DbError> {
    Ok(outbox::table
        .find(mail)
        .filter(outbox::state.eq(State::Sent))
        .filter(outbox::kind.eq_any(LetterKind::MARKED))
        .select((outbox::kind, outbox::recipient_index))
        .first(connection)
        .optional()?)
}

/// Records it of the mark of a mail that answered a request: nothing else is left of that, and whoever keeps
/// the request looks for it. Gives whether it is such a mark.
fn answer(
    connection: &mut AnyConnection,
    context: &Context,
    mail: i64,
    words: &[u8],
) -> Result<bool, DbError> {
    let mark = outbox::table
        .find(mail)
        .filter(outbox::state.eq(State::Sent))
        .filter(outbox::request_id.is_not_null());
    let noted = diesel::update(mark)
        .set((
            outbox::ended.eq(Ended::Refused),
            outbox::finished_at.eq(context.now()),
            outbox::reply_sealed.eq(words),
        ))
        .execute(connection)?;
    Ok(noted > 0)
}

/// There is no such address, if this is one: nothing goes there any more that one can do without.
fn nowhere(
    connection: &mut AnyConnection,
    context: &Context,
    index: Option<Vec<u8>>,
) -> Result<(), DbError> {
    match index {
        Some(index) => suppression::suppress(connection, context, &index, Reason::HardBounce),
        None => Ok(()),
    }
}
