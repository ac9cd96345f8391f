//! What is done with a mail that has not left; each act stands in the ledger, by its number alone.

use diesel::prelude::*;
use validator::ValidationErrors;

use super::UnsentError;
use crate::{
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        locks::{self, Table},
        schema::outbox,
    },
    mail::{
        LetterKind,
        outbox::{self as rows, Ended, Lease, State},
        suppression,
    },
    privacy::{
        Private,
        ground::LONGEST,
        ledger::{self, Arrangement, OfMail},
        reason::Reason,
        sealed::{self, Column},
    },
    text_rules::{readable, refuse, refuse_length},
};

/// A mail that is held, so that nobody sends it until the transaction ends.
pub struct Held {
    id: i64,
    state: State,
    attempts: i32,
    pub kind: LetterKind,
    /// The case that it is about.
    pub case: Option<i64>,
}

/// Holds a mail that is not being sent. One that lies in this program's hand is taken out of it; where the
/// transaction comes to nothing then, that mail waits until its lease ends.
pub fn hold(
    connection: &mut AnyConnection,
    context: &Context,
    id: i64,
) -> Result<Held, UnsentError> {
    type Found = (
        State,
        i32,
        LetterKind,
        Option<i64>,
        Option<Lease>,
        Timestamp,
        Option<Timestamp>,
    );
    locks::hold(connection, Table::Outbox, [id].into())?;
    let found: Option<Found> = outbox::table
        .find(id)
        .filter(outbox::state.ne(State::Sent))
        .select((
            outbox::state,
            outbox::attempts,
            outbox::kind,
            outbox::case_id,
            outbox::lease,
            outbox::next_attempt_at,
            outbox::due_at,
        ))
        .first(connection)
        .optional()?;
    let (state, attempts, kind, case, lease, next_attempt_at, due_at) =
        found.ok_or(UnsentError::NotFound)?;
    if lease == Some(Lease::Recalled) {
        return Err(UnsentError::NotFound);
    }
    let mut mail = Held {
        id,
        state,
        attempts,
        kind,
        case,
    };
    let now = context.now();
    if lease.is_some() && next_attempt_at > now {
        if !context.in_hand.take(id, next_attempt_at) {
            return Err(UnsentError::NotNow);
        }
        put_down(connection, &mut mail, due_at.unwrap_or(now))?;
    }
    Ok(mail)
}

/// Ends the lease of a mail that nobody has tried by it: it waits in its place again.
fn put_down(
    connection: &mut AnyConnection,
    mail: &mut Held,
    due_at: Timestamp,
) -> Result<(), DbError> {
    mail.attempts -= 1;
    diesel::update(outbox::table.find(mail.id))
        .set((
            outbox::attempts.eq(mail.attempts),
            outbox::next_attempt_at.eq(due_at),
            outbox::lease.eq(None::<Lease>),
        ))
        .execute(connection)?;
    Ok(())
}

/// Puts a mail to the others that wait, as if it had just been written.
fn queue(connection: &mut AnyConnection, context: &Context, mail: &Held) -> Result<(), DbError> {
    let now = context.now();
    diesel::update(outbox::table.find(mail.id))
        .set((
            outbox::state.eq(State::Queued),
            outbox::attempts.eq(0),
            outbox::next_attempt_at.eq(now),
            outbox::due_at.eq(now),
            outbox::tried_since.eq(None::<Timestamp>),
            outbox::lease.eq(None::<Lease>),
            outbox::ended.eq(None::<Ended>),
            outbox::finished_at.eq(None::<Timestamp>),
            outbox::reply_sealed.eq(None::<Vec<u8>>),
        ))
        .execute(connection)?;
    Ok(())
}

/// Tries a mail anew, from now on; twice is once. `by` is the account; nobody where the command does it.
pub async fn retry(context: &Context, by: Option<i64>, id: i64) -> Result<(), UnsentError> {
    let cx = context.clone();
    context
        .db
        .write(move |connection| {
            let mail = hold(connection, &cx, id)?;
            if mail.state == State::Queued && mail.attempts == 0 {
                return Ok(());
            }
            let index: Option<Vec<u8>> = outbox::table
                .find(id)
                .select(outbox::recipient_index)
                .first(connection)?;
            if let Some(index) = index
                && suppression::withholds(connection, &index, mail.kind)?
            {
                return Err(UnsentError::Withheld);
            }
            queue(connection, &cx, &mail)?;
            note(connection, &cx, by, OfMail::Retried, &mail, None)?;
            Ok(())
        })
        .await
}

/// Sends a mail to another address, in the transaction of whoever has seen that it may go there.
pub fn redirect(
    connection: &mut AnyConnection,
    context: &Context,
    by: Option<i64>,
    mail: &Held,
    to: &Private<String>,
) -> Result<(), DbError> {
    let (keys, random) = (&context.config.keys, &context.random);
    queue(connection, context, mail)?;
    diesel::update(outbox::table.find(mail.id))
        .set((
            // Another mailbox of the same server may have seen the old one.
            outbox::message_id.eq(rows::new_message_id(context)),
            outbox::recipient_sealed.eq(sealed::seal(keys, random, Column::OutboxRecipient, to)),
            outbox::recipient_index.eq(sealed::email_index(keys, to)),
            outbox::domain_mark.eq(sealed::domain_mark(keys, to)),
        ))
        .execute(connection)?;
    note(connection, context, by, OfMail::Redirected, mail, None)
}

/// Why a mail is given up, in words that may name people.
fn reason(words: &str) -> Result<Reason, ValidationErrors> {
    const REASON: &str = "reason";
    let mut errors = ValidationErrors::new();
    match Reason::new(words) {
        Ok(reason) if readable(reason.words()) => return Ok(reason),
        Ok(_) => refuse(&mut errors, REASON, "characters"),
        Err(_) if words.trim().is_empty() => refuse(&mut errors, REASON, "required"),
        Err(_) => refuse_length(&mut errors, REASON, 1, LONGEST),
    }
    Err(errors)
}

/// Gives a mail up that still waits.
pub async fn give_up(
    context: &Context,
    by: Option<i64>,
    id: i64,
    words: &str,
) -> Result<(), UnsentError> {
    let (cx, reason) = (context.clone(), reason(words)?);
    context
        .db
        .write(move |connection| {
            let mail = hold(connection, &cx, id)?;
            if mail.state != State::Queued {
                return Err(UnsentError::NotNow);
            }
            diesel::update(outbox::table.find(id))
                .set((
                    outbox::state.eq(State::Dead),
                    outbox::ended.eq(Ended::GivenUp),
                    outbox::lease.eq(None::<Lease>),
                    outbox::finished_at.eq(cx.now()),
                ))
                .execute(connection)?;
            let act = OfMail::GivenUp;
            note(connection, &cx, by, act, &mail, Some(&reason))?;
            Ok(())
        })
        .await
}

fn note(
    connection: &mut AnyConnection,
    context: &Context,
    by: Option<i64>,
    act: OfMail,
    mail: &Held,
    reason: Option<&Reason>,
) -> Result<(), DbError> {
    let about = ledger::About {
        by,
        ..ledger::About::default()
    };
    let number = serde_json::Value::from(mail.id);
    let facts = serde_json::Map::from_iter([("mail".to_owned(), number)]);
    ledger::note(
        connection,
        context,
        Arrangement::Mail(act),
        reason,
        about,
        facts,
    )?;
    Ok(())
}
