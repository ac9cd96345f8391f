//! The desk: a case of an office, for its members, and their answers. Which there are, `desk_list` says.

use std::collections::BTreeMap;

use diesel::prelude::*;
use validator::ValidationErrors;

use super::{
    RecordKind, SuggestionError, assign, automatic, contact, drafts,
    duplicate::{self, Tied},
    files::{self, Message},
    follow::{self, Case},
    news,
    record::{self, Details},
    restrict,
};
use crate::{
    accounts::Member,
    context::Context,
    db::{
        AnyConnection, DbError,
        locks::{self, Table},
        schema::{accounts, case_offices, handling_records},
    },
    offices::{self, members::Colleague},
    once::Submission,
    privacy::{
        Purpose, Viewer,
        trace::{self, Look, Looked},
    },
    spam::automatic::Automatic,
    text_rules::{readable, refuse, refuse_length},
};

pub const LONGEST_ANSWER: usize = 10_000;

/// A case as its office opens it.
pub struct Opened {
    pub case: Case,
    /// Whether its resident shares a contact, which `contact` shows.
    pub has_contact: bool,
    /// Who handles it.
    pub handler: Option<Colleague>,
    /// Who can handle it: those who work for the office.
    pub colleagues: Vec<Colleague>,
    /// The names of the colleagues whom the file names by their accounts.
    pub names: BTreeMap<i64, String>,
    /// The look that lets the office see all of it; it has left its trace.
    pub looked: Looked,
    /// The nickname of the colleague behind the last record, where one is.
    pub last_by: Option<String>,
    /// Where it goes on, and which go on in it.
    pub tied: Tied,
    /// Why its form may have been filled in by a program.
    pub automatic: Option<Automatic>,
}

/// One case of the member's offices; without the contact that its resident shares.
///
/// Who opened it for which office is written down first; also that an administrator of none of
/// them did.
/// [`SuggestionError::NoSuchCase`] for a case of other offices, as for one that does not exist.
pub async fn find(
    context: &Context,
    member: &Member,
    case: i64,
) -> Result<Opened, SuggestionError> {
    let (office, looked) = look(context, member, case).await?;
    let member = member.clone();
    context
        .db
        .read(move |connection| {
            let found = follow::load(connection, case)?;
            let named = found.records.iter();
            let named = named.filter_map(|record| record.said()?.colleague());
            let names = assign::names(connection, named.collect())?;
            Ok(Opened {
                case: found,
                has_contact: contact::is_shared(connection, &member, (case, office))?,
                handler: assign::assignee(connection, case)?,
                colleagues: assign::colleagues(connection, &member, &[office])?,
                names,
                looked,
                last_by: last_by(connection, case)?,
                tied: duplicate::tied(connection, case)?,
                automatic: automatic::of(connection, case)?,
            })
        })
        .await
}

/// Notes that the member opens the case; gives for which office, and the proof.
pub(super) async fn look(
    context: &Context,
    member: &Member,
    case: i64,
) -> Result<(i64, Looked), SuggestionError> {
    let (cx, viewer) = (context.clone(), member.clone());
    let (look, looked) = context
        .db
        .read(move |connection| {
            let office = office_of(connection, &viewer, case)?;
            let look = Look {
                case,
                office,
                account: Some(viewer.id),
                purpose: if own(connection, &viewer)?.contains(&office) {
                    Purpose::Handling
                } else {
                    Purpose::Administration
                },
            };
            let looked = trace::noted(connection, &cx, look)?;
            Ok::<_, SuggestionError>((look, looked))
        })
        .await?;
    let cx = context.clone();
    let looked = match looked {
        Some(looked) => looked,
        None => {
            let writing = context.db.write(move |connection| {
                Ok::<_, SuggestionError>(trace::look(connection, &cx, look)?)
            });
            writing.await?
        }
    };
    Ok((look.office, looked))
}

/// The offices that a member works for; the privacy officer for the office of enquiries as well.
pub(super) fn own(connection: &mut AnyConnection, member: &Member) -> Result<Vec<i64>, DbError> {
    let mut own = offices::of_member(connection, member.id)?;
    if member.is_privacy_officer {
        own.extend(offices::enquiries::office(connection)?);
    }
    Ok(own)
}

/// The office for which the member handles the case; an administrator who is in none of its offices
/// handles it for the first.
pub(super) fn office_of(
    connection: &mut AnyConnection,
    member: &Member,
    case: i64,
) -> Result<i64, SuggestionError> {
    let of_case = offices_of(connection, case)?;
    let own = own(connection, member)?;
    let office = of_case.iter().find(|office| own.contains(office));
    let office = office.or_else(|| of_case.first().filter(|_| member.is_administrator));
    office.copied().ok_or(SuggestionError::NoSuchCase)
}

/// The office of the case that the member is in, as whoever answers by mail must be.
pub(super) fn own_office_of(
    connection: &mut AnyConnection,
    member: &Member,
    case: i64,
) -> Result<i64, SuggestionError> {
    let of_case = offices_of(connection, case)?;
    let own = own(connection, member)?;
    let office = of_case.into_iter().find(|office| own.contains(office));
    office.ok_or(SuggestionError::NoSuchCase)
}

/// The offices that have a case, the responsible one first; of one that is restricted nobody's.
fn offices_of(connection: &mut AnyConnection, case: i64) -> Result<Vec<i64>, SuggestionError> {
    if restrict::is_restricted(connection, case)? {
        return Err(SuggestionError::NoSuchCase);
    }
    let offices = case_offices::table
        .filter(case_offices::case_id.eq(case))
        .order(case_offices::position)
        .select(case_offices::office_id)
        .load(connection)?;
    Ok(offices)
}

fn last_by(connection: &mut AnyConnection, case: i64) -> QueryResult<Option<String>> {
    let last: Option<Option<String>> = handling_records::table
        .left_join(accounts::table)
        .filter(handling_records::case_id.eq(case))
        .filter(handling_records::kind.ne(RecordKind::Mailed))
        .order(handling_records::number.desc())
        .select(accounts::name.nullable())
        .first(connection)
        .optional()?;
    Ok(last.flatten())
}

/// Answers a case, once for each `submission`: its record, its state and the resident's mail in one
/// transaction.
///
/// The mail goes out only to an address that its owner confirmed.
pub async fn answer(
    context: &Context,
    member: &Member,
    submission: &str,
    case: i64,
    answer: Message,
) -> Result<(), SuggestionError> {
    check(&answer)?;
    let submission = submission_of(context, member, submission, case, &answer);
    let (cx, member) = (context.clone(), member.clone());
    context
        .db
        .write(move |connection| {
            submission.once(connection, &cx, |connection| {
                answer_in(connection, &cx, &member, case, &answer).map(|_| 0)
            })
        })
        .await
        .map(drop)
}

/// An answer as it is known when it comes again. The number of what it did is the topic's in which it
/// stands too, or 0.
pub fn submission_of(
    context: &Context,
    member: &Member,
    submission: &str,
    case: i64,
    answer: &Message,
) -> Submission {
    let (case, said) = (case.to_string(), answer.said());
    let mut parts = vec!["answer", &case];
    parts.extend(said.iter().map(String::as_str));
    Submission::new(context, submission, Some(member.id), &parts)
}

/// As [`answer`], in the caller's transaction, of an answer that was [`check`]ed; gives the office
/// that answers.
pub fn answer_in(
    connection: &mut AnyConnection,
    context: &Context,
    member: &Member,
    case: i64,
    answer: &Message,
) -> Result<i64, SuggestionError> {
    locks::hold(connection, Table::Cases, [case].into())?;
    let office = office_of(connection, member, case)?;
    let details = Details {
        office: Some(office),
        account: Some(member.id),
        ..Details::of(answer)
    };
    record::append(connection, context, case, RecordKind::Answered, details)?;
    drafts::answered(connection, case)?;
    news::answered(connection, context, (case, office), &answer.words)?;
    Ok(office)
}

/// What breaks a rule in an answer; fields `answer` and `files`.
pub fn check(answer: &Message) -> Result<(), ValidationErrors> {
    let words = answer.words.reveal(Viewer::Plaza, Purpose::Storage);
    let mut errors = check_as("answer", words).err().unwrap_or_default();
    files::check(&mut errors, &answer.files);
    if errors.is_empty() {
        Ok(())
    } else {
        Err(errors)
    }
}

/// As [`check`], of words in another `field`.
pub fn check_as(field: &'static str, text: &str) -> Result<(), ValidationErrors> {
    let mut errors = ValidationErrors::new();
    if text.is_empty() {
        refuse(&mut errors, field, "required");
    } else if text.chars().count() > LONGEST_ANSWER {
        refuse_length(&mut errors, field, 1, LONGEST_ANSWER);
    } else if !readable(text) {
        refuse(&mut errors, field, "characters");
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(errors)
    }
}
