//! An office asks the resident something, and the resident replies: both stand in the file.
//!
//! The time to answer runs on meanwhile: nothing in the law stops it. Who needs longer extends.

use std::collections::BTreeSet;

use diesel::prelude::*;
use validator::ValidationErrors;

use super::{
    RecordKind, State, SuggestionError,
    acts::{Acting, check_words},
    files::{self, Message},
    follow::{self, Own},
    letters,
    news::{self, News},
    record::{self, Details},
    restrict,
};
use crate::{
    context::Context,
    db::{
        AnyConnection,
        locks::{self, Table},
        schema::case_questions,
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

/// Replies to what an office asked; fields `reply` and `files`. The same `submission` twice is once. The offices
/// that have the case are told by mail.
///
/// [`SuggestionError::NotNow`] where nothing is asked (any more).
pub async fn reply(
    context: &Context,
    case: &Own,
    submission: &str,
    reply: Message,
) -> Result<(), SuggestionError> {
    let mut errors = ValidationErrors::new();
    check_words(&mut errors, "reply", &reply.words);
    files::check(&mut errors, &reply.files);
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let said = reply.said();
    let mut parts = vec!["reply", &case.reference];
    parts.extend(said.iter().map(String::as_str));
    let submission = Submission::new(context, submission, None, &parts);
    let (cx, id, state): (_, _, State) = (context.clone(), case.id, case.state);
    context
        .db
        .write(move |connection| {
            submission.once(connection, &cx, |connection| {
                locks::hold(connection, Table::Cases, [id].into())?;
                let asked: i64 = case_questions::table
                    .find(id)
                    .count()
                    .get_result(connection)?;
                if asked == 0 || restrict::is_restricted(connection, id)? {
                    return Err(SuggestionError::NotNow(state));
                }
                let details = Details::of(&reply);
                record::append(connection, &cx, id, RecordKind::Replied, details)?;
                over(connection, id)?;
                let offices = follow::offices_of(connection, id)?;
                tell(connection, &cx, id, &offices, &reply)?;
                Ok(id)
            })
        })
        .await
        .map(drop)
}

/// Mails the reply to the offices that have the case; one that shares a mailbox gets it once.
fn tell(
    connection: &mut AnyConnection,
    context: &Context,
    case: i64,
    offices: &[Office],
    reply: &Message,
) -> Result<(), SuggestionError> {
    let mut told = BTreeSet::new();
    for office in offices {
        if told.insert(office.email.to_lowercase()) {
            let letter = letters::reply(connection, context, case, office, reply)?;
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
