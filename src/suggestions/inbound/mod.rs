//! What becomes of a mail that came in: an answer's draft, a resident's message, a note that a mail came
//! back, or a mail that waits for a person. No mail is ever replied to; a member whose answer is a draft is
//! told that it waits (`drafts`).
//!
//! What a message is, `mail::inbound` says. By the address that it came to it is known what it is about;
//! who wrote it is believed where the mail server found that the author's domain sent it.

mod plan;

use std::sync::Arc;

use diesel::prelude::*;
use sha2::{Digest as _, Sha256};

use self::plan::{Plan, plan};
use super::{
    RecordKind, SuggestionError, ask, came_back, desk, drafts, kept_mail,
    record::{self, Details},
    unplaced::{self, Why},
};
use crate::{
    context::Context,
    db::{
        AnyConnection, DbError,
        locks::{self, Table},
        schema::{cases, handling_records},
        text_enum,
    },
    mail::{
        bounce,
        inbound::{self, Envelope, Incoming},
        tag,
    },
    once::Submission,
    privacy::Private,
};

text_enum! {
    /// What became of a mail.
    #[schema(as = InboundOutcome)]
    pub enum Outcome {
        Drafted = "drafted",
        /// The resident has the answer: the office wants it sent at once.
        Answered = "answered",
        Joined = "joined",
        Bounced = "bounced",
        /// Noted where it belongs; there is nothing to read.
        Automatic = "automatic",
        Waiting = "waiting",
        /// It was taken before.
        Twice = "twice",
    }
}

/// Why a mail was not taken. Whoever brings it keeps it, but where it can never be taken.
#[derive(Debug, thiserror::Error)]
pub enum InboundError {
    #[error("mail.inbound is not set, so that nothing can come in")]
    NoInbound,
    #[error("no mail for this address is taken here")]
    NoUser,
    #[error("the message is larger than the {mib} MiB that are taken")]
    TooLarge { mib: usize },
    /// A person would have to look at it, and anybody may send such.
    #[error("the message is too large for this address, which takes {mib} MiB")]
    TooLargeHere { mib: usize },
    #[error("this is no message: it has no headers")]
    NoMessage,
    /// A person has to look at others first.
    #[error("too many mails wait for a person")]
    Full,
    #[error(transparent)]
    Suggestion(#[from] SuggestionError),
}

impl From<DbError> for InboundError {
    fn from(error: DbError) -> Self {
        Self::Suggestion(error.into())
    }
}

impl From<diesel::result::Error> for InboundError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Suggestion(error.into())
    }
}

/// How many MiB a mail may have to an address that Plaza did not make.
const UNTAGGED_MIB: usize = 1;

/// A mail as it came.
struct Came {
    envelope: Envelope,
    raw: Arc<Vec<u8>>,
}

/// Takes a mail in. The same mail for the same address within a day is taken once.
pub async fn take(
    context: &Context,
    envelope: Envelope,
    raw: Vec<u8>,
) -> Result<Outcome, InboundError> {
    let settings = &context.config.mail;
    let inbound = settings.inbound.as_ref().ok_or(InboundError::NoInbound)?;
    if !envelope.is_for(inbound) {
        return Err(InboundError::NoUser);
    }
    if raw.len() > settings.largest {
        let mib = settings.largest / (1024 * 1024);
        return Err(InboundError::TooLarge { mib });
    }
    let tag = tag::read(&context.config.keys, inbound, &envelope.to);
    if tag.is_none() && raw.len() > UNTAGGED_MIB * 1024 * 1024 {
        return Err(InboundError::TooLargeHere { mib: UNTAGGED_MIB });
    }
    let came = Came {
        envelope,
        raw: Arc::new(raw),
    };
    let message = read(context, &came).await?;
    let id = message.message_id.clone();
    let (from, subject) = (message.from.clone(), message.subject.clone());
    let plan = plan(context, tag, message).await?;
    let was_to_wait = matches!(plan, Plan::Wait { .. });
    let outcome = match settle(context, &came, &id, plan).await {
        // Somebody was faster, and what was looked up holds no more: a person looks.
        Err(InboundError::Suggestion(
            SuggestionError::NotNow(_)
            | SuggestionError::NoSuchCase
            | SuggestionError::Invalid(_)
            | SuggestionError::StaysHere,
        )) if !was_to_wait => {
            let why = Why::Closed;
            settle(context, &came, &id, Plan::Wait { why, from, subject }).await?
        }
        done => done?,
    };
    tracing::info!(outcome = outcome.as_str(), "a mail came in");
    Ok(outcome)
}

/// Reads it on a thread of its own: it may be large.
async fn read(context: &Context, came: &Came) -> Result<Incoming, InboundError> {
    let (raw, envelope) = (Arc::clone(&came.raw), came.envelope.clone());
    let trusted = kept_mail::trusted(context);
    let reading = crate::threads::blocking(move || inbound::read(&raw, &envelope, &trusted)).await;
    reading
        .map_err(|_| DbError::Panicked)?
        .ok_or(InboundError::NoMessage)
}

/// By what it is known when it comes again: its Message-ID, what stands below its headers (servers on
/// the way add to those), and where it came to.
fn submission(context: &Context, came: &Came, message_id: &str) -> Submission {
    let raw = came.raw.as_slice();
    let words = match message_id {
        "" => raw,
        _ => below_headers(raw),
    };
    let words = hex::encode(Sha256::digest(words));
    let to = came.envelope.to.trim().to_lowercase();
    Submission::new(context, "inbound-mail", None, &[message_id, &words, &to])
}

fn below_headers(raw: &[u8]) -> &[u8] {
    let end = |mark: &[u8]| {
        let at = raw.windows(mark.len()).position(|window| window == mark);
        at.map(|at| at + mark.len())
    };
    let ends = [end(b"\r\n\r\n"), end(b"\n\n")];
    let first = ends.into_iter().flatten().min();
    first.map_or(raw, |at| &raw[at..])
}

/// Carries a plan out, once.
async fn settle(
    context: &Context,
    came: &Came,
    message_id: &str,
    plan: Plan,
) -> Result<Outcome, InboundError> {
    let submission = submission(context, came, message_id);
    let cx = context.clone();
    let (envelope, raw) = (came.envelope.clone(), Arc::clone(&came.raw));
    context
        .db
        .write(move |connection| {
            let mut outcome = Outcome::Twice;
            submission.once(connection, &cx, |connection| {
                outcome = carry_out(connection, &cx, (&envelope, raw.as_slice()), &plan)?;
                Ok::<_, InboundError>(0)
            })?;
            Ok(outcome)
        })
        .await
}

fn carry_out(
    connection: &mut AnyConnection,
    context: &Context,
    (envelope, raw): (&Envelope, &[u8]),
    plan: &Plan,
) -> Result<Outcome, InboundError> {
    Ok(match plan {
        Plan::Draft {
            case,
            account,
            shown,
        } => {
            let of = (*case, *account);
            drafts::keep(connection, context, of, shown, (envelope, raw))?;
            Outcome::Drafted
        }
        Plan::Answer {
            case,
            member,
            answer,
        } => {
            desk::answer_in(connection, context, member, *case, answer)?;
            Outcome::Answered
        }
        Plan::Join { case, message } => {
            ask::join(connection, context, *case, message, None)?;
            Outcome::Joined
        }
        Plan::Bounced {
            mail,
            words,
            is_nowhere,
        } => {
            bounced(connection, context, *mail, (words, *is_nowhere))?;
            Outcome::Bounced
        }
        Plan::Replied(case) => {
            if let Some(case) = case {
                replied(connection, context, *case)?;
            }
            Outcome::Automatic
        }
        Plan::Nothing => Outcome::Automatic,
        Plan::Wait { why, from, subject } => {
            let head = (from.as_ref(), subject);
            unplaced::keep(connection, context, *why, head, (envelope, raw))?;
            Outcome::Waiting
        }
    })
}

/// A mail came back for good. Where it was the resident's, the case says so; that mails to an office do
/// not arrive, `offices::mail_health` sees by itself.
fn bounced(
    connection: &mut AnyConnection,
    context: &Context,
    mail: i64,
    said: (&Private<String>, bool),
) -> Result<(), SuggestionError> {
    // Whoever holds a case and a mail of it holds the case first.
    let case = bounce::of(connection, mail)?.and_then(|mail| mail.case);
    locks::hold(connection, Table::Cases, case.into_iter().collect())?;
    let Some(returned) = bounce::bounced(connection, context, mail, said)? else {
        return Ok(());
    };
    let is_residents = came_back::TO_RESIDENTS.contains(&returned.kind);
    match returned.case.filter(|_| is_residents) {
        Some(case) => {
            let kind = RecordKind::Bounced;
            record::append(connection, context, case, kind, Details::default())
        }
        None => Ok(()),
    }
}

/// A program replied to a mail about a case: noted once a day, without its words.
fn replied(
    connection: &mut AnyConnection,
    context: &Context,
    case: i64,
) -> Result<(), SuggestionError> {
    let exists: i64 = cases::table.find(case).count().get_result(connection)?;
    let since = context.now() - chrono::TimeDelta::days(1);
    let noted: i64 = handling_records::table
        .filter(handling_records::case_id.eq(case))
        .filter(handling_records::kind.eq(RecordKind::AutoReplied))
        .filter(handling_records::at.gt(since))
        .count()
        .get_result(connection)?;
    if exists == 0 || noted > 0 {
        return Ok(());
    }
    let kind = RecordKind::AutoReplied;
    record::append(connection, context, case, kind, Details::default())
}

#[cfg(test)]
mod tests {
    use super::below_headers;

    #[test]
    fn what_stands_below_the_headers_is_found_with_either_end_of_lines() {
        for (raw, below) in [
            ("A: b\r\n\r\nHi\n\nthere", "Hi\n\nthere"),
            ("A: b\n\nHi\r\n\r\nthere", "Hi\r\n\r\nthere"),
            ("A: b", "A: b"),
            ("", ""),
        ] {
            assert_eq!(below_headers(raw.as_bytes()), below.as_bytes(), "{raw}");
        }
    }
}
