//! An office asks the resident something, and the resident writes: in reply, or unasked. It all stands
//! in the file.
//!
//! The time to answer runs on meanwhile: nothing in the law stops it. Who needs longer extends.

use std::collections::BTreeSet;

use diesel::prelude::*;
use validator::ValidationErrors;

use super::{
    RecordKind, SuggestionError,
    acts::{Acting, check_words},
    files::{self, Message},
    follow::{self, Own},
    letters,
    news::{self, News},
    record::{self, Details},
    reopen,
};
use crate::{
    context::Context,
    db::{
        AnyConnection,
        locks::{self, Table},
        schema::case_questions,
        text_enum,
    },
    mail::outbox,
    offices::Office,
    once::Submission,
    privacy::Private,
};

/// The resident is mailed the question, and the case waits for the reply.
pub(super) fn ask(
    connection: &mut AnyConnection,
    context: &Context,
    acting: Acting<'_>,
    question: &Message,
) -> Result<(), SuggestionError> {
    let kind = RecordKind::Asked;
    let details = acting.saying(question);
    record::append(connection, context, acting.case, kind, details)?;
    over(connection, acting.case)?;
    let today = context.clock.today(context.config.city.time_zone);
    diesel::insert_into(case_questions::table)
        .values((
            case_questions::case_id.eq(acting.case),
            case_questions::asked_on.eq(today),
        ))
        .execute(connection)?;
    news::tell(connection, context, acting, &News::Asked { question })
}

/// No reply is waited for any more.
pub(super) fn over(connection: &mut AnyConnection, case: i64) -> QueryResult<()> {
    diesel::delete(case_questions::table.find(case))
        .execute(connection)
        .map(drop)
}

/// Whether its resident can reply: an office asked, and has it still.
pub fn may_reply(case: &Own) -> bool {
    let latest = case.records.iter().rev().find(|record| {
        matches!(
            record.kind,
            RecordKind::Asked
                | RecordKind::Replied
                | RecordKind::Reopened
                | RecordKind::ReopenedByResident
        )
    });
    case.state.is_open() && latest.is_some_and(|record| record.kind == RecordKind::Asked)
}

text_enum! {
    /// What is left to the resident of a case that takes no message.
    pub enum Instead {
        /// Its address waits to be confirmed: to follow the link.
        Confirm = "confirm",
        Reopen = "reopen",
        /// It is over for good: another suggestion, which can name it.
        Anew = "anew",
    }
}

/// `None` where a message joins the case: for as long as an office owes an answer.
pub fn instead(context: &Context, case: &Own) -> Option<Instead> {
    if case.state.after(RecordKind::Added).is_some() {
        None
    } else if !case.state.is_over() {
        Some(Instead::Confirm)
    } else if reopen::open_until(context, case).is_some() {
        Some(Instead::Reopen)
    } else {
        Some(Instead::Anew)
    }
}

/// Puts a message of the resident's into the case; fields `reply` and `files`. It replies to what an
/// office asked, where that stands, and is added else; gives which. The same `submission` twice is
/// once. The offices that have the case are told by mail.
///
/// [`SuggestionError::NotNow`] where no office owes an answer; see [`instead`].
pub async fn message(
    context: &Context,
    case: &Own,
    submission: &str,
    message: Message,
) -> Result<RecordKind, SuggestionError> {
    check(&message)?;
    let said = message.said();
    let mut parts = vec!["reply", &case.reference];
    parts.extend(said.iter().map(String::as_str));
    let submission = Submission::new(context, submission, None, &parts);
    let (cx, id) = (context.clone(), case.id);
    context
        .db
        .write(move |connection| {
            submission.once(connection, &cx, |connection| {
                join(connection, &cx, id, &message, None)
            })
        })
        .await
        .map(kind)
}

/// What breaks a rule in a message; fields `reply` and `files`.
pub(super) fn check(message: &Message) -> Result<(), ValidationErrors> {
    let mut errors = ValidationErrors::new();
    check_words(&mut errors, "reply", &message.words);
    files::check(&mut errors, &message.files);
    if errors.is_empty() {
        Ok(())
    } else {
        Err(errors)
    }
}

/// As [`message`], in the caller's transaction, of one that was [`check`]ed; `by` is the member of
/// staff who put it there. Gives how many questions stood.
pub(super) fn join(
    connection: &mut AnyConnection,
    context: &Context,
    case: i64,
    message: &Message,
    by: Option<i64>,
) -> Result<i64, SuggestionError> {
    locks::hold(connection, Table::Cases, [case].into())?;
    let asked: i64 = case_questions::table
        .find(case)
        .count()
        .get_result(connection)?;
    let details = Details {
        account: by,
        ..Details::of(message)
    };
    record::append(connection, context, case, kind(asked), details)?;
    over(connection, case)?;
    let offices = follow::offices_of(connection, case)?;
    tell(connection, context, case, &offices, (kind(asked), message))?;
    Ok(asked)
}

/// What a message is, where so many questions stand.
const fn kind(asked: i64) -> RecordKind {
    if asked > 0 {
        RecordKind::Replied
    } else {
        RecordKind::Added
    }
}

/// Mails the message to the offices that have the case; one that shares a mailbox gets it once.
fn tell(
    connection: &mut AnyConnection,
    context: &Context,
    case: i64,
    offices: &[Office],
    (kind, message): (RecordKind, &Message),
) -> Result<(), SuggestionError> {
    let mut told = BTreeSet::new();
    for office in offices {
        if told.insert(office.email.to_lowercase()) {
            let letter = letters::message(connection, context, case, office, (kind, message))?;
            outbox::enqueue(connection, context, &letter)?;
            let address = Private::new(office.email.clone());
            let details = Details {
                office: Some(office.id),
                body: Some(&address),
                ..Details::default()
            };
            record::append(connection, context, case, RecordKind::Mailed, details)?;
        }
    }
    Ok(())
}
