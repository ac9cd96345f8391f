//! Casting a vote, once.

use diesel::{
    prelude::*,
    result::{DatabaseErrorKind, Error},
};

use super::{Phase, PollError, by_id, today};
use crate::{
    accounts::Member,
    context::Context,
    db::{
        AnyConnection, Db, DbError,
        schema::{poll_marks, poll_options, polls},
    },
    forum::reader::Reader,
    keys::{Keys, Use},
    privacy::ground::Ground,
};

/// The mark of an account in one poll, which is another in another poll: as it is made now, and
/// as it was before each change of the secret. It begins with which secret that was.
fn marks(context: &Context, account: i64, poll: i64) -> Vec<Vec<u8>> {
    let (poll, account) = (poll.to_be_bytes(), account.to_be_bytes());
    let mark = |keys: Keys| {
        let mac = keys.mac(Use::PollMark, &[&poll, &account]);
        [&keys.version()[..], &mac[..]].concat()
    };
    context.config.keys.each().map(mark).collect()
}

/// Votes for the option of this number: a mark and a tally in one transaction.
///
/// Fails, and changes nothing, where the poll is not open, has no such option, or this account
/// has voted.
pub async fn vote(
    context: &Context,
    member: &Member,
    poll: i64,
    number: i32,
) -> Result<(), PollError> {
    let (marks, today) = (marks(context, member.id, poll), today(context));
    let reader = Reader::from(member);
    context
        .db
        .write(move |connection| {
            // One vote after the other: each writes every option's row.
            diesel::update(polls::table.find(poll))
                .set(polls::closes_on.eq(polls::closes_on))
                .execute(connection)?;
            if by_id(connection, poll, reader, today)?.phase != Phase::Open {
                return Err(PollError::NotOpen);
            }
            if is_marked(connection, &marks)? {
                return Err(PollError::AlreadyVoted);
            }
            let marked = diesel::insert_into(poll_marks::table)
                .values((poll_marks::mark.eq(&marks[0]), poll_marks::poll_id.eq(poll)))
                .execute(connection);
            match marked {
                Err(Error::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => {
                    return Err(PollError::AlreadyVoted);
                }
                other => other?,
            };
            let counted = diesel::update(poll_options::table.find((poll, number)))
                .set(poll_options::votes.eq(poll_options::votes + 1))
                .execute(connection)?;
            if counted == 0 {
                return Err(PollError::NoSuchOption);
            }
            // On PostgreSQL a row says which transaction wrote it last, and so does the mark:
            // written with each vote, no option's row differs in that from the others.
            let others = poll_options::table
                .filter(poll_options::poll_id.eq(poll))
                .filter(poll_options::number.ne(number));
            diesel::update(others)
                .set(poll_options::votes.eq(poll_options::votes))
                .execute(connection)?;
            Ok(())
        })
        .await
}

/// Whether this account has voted: what the page tells its owner while the poll is open.
pub async fn has_voted(context: &Context, member: &Member, poll: i64) -> Result<bool, PollError> {
    let marks = marks(context, member.id, poll);
    context
        .db
        .read(move |connection| is_marked(connection, &marks))
        .await
}

fn is_marked(connection: &mut AnyConnection, marks: &[Vec<u8>]) -> Result<bool, PollError> {
    let found: i64 = poll_marks::table
        .filter(poll_marks::mark.eq_any(marks))
        .count()
        .get_result(connection)?;
    Ok(found > 0)
}

/// Whether somebody has voted in an open poll with an older secret than the current one. Without
/// that secret nobody would know it, and they could vote again.
pub async fn is_marked_with_older(db: &Db, keys: &Keys) -> Result<bool, DbError> {
    let version = keys.version();
    let older = db
        .read(move |connection| {
            let marks: Vec<Vec<u8>> = poll_marks::table
                .select(poll_marks::mark)
                .filter(
                    poll_marks::mark
                        .lt(version.to_vec())
                        .or(poll_marks::mark.gt([&version[..], &[u8::MAX; 33]].concat())),
                )
                .limit(1)
                .load(connection)?;
            Ok::<_, DbError>(marks)
        })
        .await?;
    Ok(!older.is_empty())
}

/// Erases the marks of polls that have closed, on the ground of the schedule: nobody can vote in
/// them any more. The ledger says nothing of it, as how many there were is nobody's to know.
pub async fn settle(context: &Context, _ground: &Ground) -> Result<(), PollError> {
    let today = today(context);
    let closed = move || {
        poll_marks::poll_id.eq_any(
            polls::table
                .filter(polls::closes_on.lt(today))
                .select(polls::id),
        )
    };
    let look = move |connection: &mut AnyConnection| {
        let closed = poll_marks::table.filter(closed()).count();
        Ok(closed.get_result(connection)?)
    };
    context
        .db
        .write_if_any(look, move |connection| {
            diesel::delete(poll_marks::table.filter(closed())).execute(connection)?;
            Ok(())
        })
        .await
}
