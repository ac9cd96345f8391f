//! The desk: the cases of an office, for its members, and their answers.

use std::ops::Deref;

use chrono::NaiveDate;
use diesel::prelude::*;
use validator::ValidationErrors;

use super::{
    RecordKind, State, SuggestionError,
    duplicate::{self, Tied},
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
        schema::{accounts, case_offices, cases, categories, districts, handling_records},
    },
    i18n::Lang,
    offices,
    privacy::{
        Private, Purpose, Viewer,
        sealed::{self, Column},
        trace::{self, Look, Looked, Routed},
    },
    text_rules::{readable, refuse, refuse_length},
};

pub const LONGEST_ANSWER: usize = 10_000;
/// How many cases a page of the desk shows.
pub const PAGE: usize = 50;

/// A line of the desk's list.
pub struct Line {
    row: Row,
    routed: Option<Routed>,
}

impl Deref for Line {
    type Target = Row;

    fn deref(&self) -> &Row {
        &self.row
    }
}

/// What a line says, but for the title.
#[derive(Queryable)]
pub struct Row {
    pub id: i64,
    pub reference: String,
    title: Private<String>,
    pub language: Lang,
    pub state: State,
    pub due: Option<NaiveDate>,
    category_zh: String,
    category_en: String,
    district_zh: String,
    district_en: String,
}

impl Line {
    /// For the members of an office that the case was routed to; none for an administrator of
    /// another.
    pub fn title(&self) -> Option<&str> {
        let routed = self.routed?;
        Some(
            self.row
                .title
                .reveal(Viewer::Routed(routed), Purpose::Handling),
        )
    }

    pub fn category(&self, lang: Lang) -> String {
        lang.pick(&self.category_zh, &self.category_en)
    }

    pub fn district(&self, lang: Lang) -> String {
        lang.pick(&self.district_zh, &self.district_en)
    }
}

/// A case as its office opens it.
pub struct Opened {
    pub case: Case,
    pub shared: Shared,
    /// The look that lets the office see all of it; it has left its trace.
    pub looked: Looked,
    /// The nickname of the colleague behind the last record, where one is.
    pub last_by: Option<String>,
    /// Where it goes on, and which go on in it.
    pub tied: Tied,
}

/// Contact details that a resident shares with the office.
#[derive(Default)]
pub struct Shared {
    pub name: Option<Private<String>>,
    pub email: Option<Private<String>>,
    pub phone: Option<Private<String>>,
}

/// Where a page of the list begins: after the case of this due date and id.
pub type After = Option<(NaiveDate, i64)>;

/// The cases of the member's offices, the earliest due first: those that wait for
/// an answer, or those for which that is over. An administrator sees all offices'.
///
/// Gives one more than [`PAGE`] when there is another page.
pub async fn list(
    context: &Context,
    member: &Member,
    answered: bool,
    after: After,
) -> Result<Vec<Line>, SuggestionError> {
    let member = member.clone();
    context
        .db
        .read(move |connection| {
            let mut query = cases::table
                .inner_join(categories::table)
                .inner_join(districts::table)
                .filter(cases::due_on.is_not_null())
                .filter(cases::restricted_on.is_null())
                .into_boxed();
            query = if answered {
                query.filter(cases::state.eq_any(State::OVER))
            } else {
                query.filter(cases::state.ne_all(State::OVER))
            };
            let own = own(connection, &member)?;
            if !member.is_administrator {
                let theirs = case_offices::table
                    .filter(case_offices::office_id.eq_any(own.clone()))
                    .select(case_offices::case_id);
                query = query.filter(cases::id.eq_any(theirs));
            }
            if let Some((due, id)) = after {
                query = query.filter(
                    cases::due_on
                        .gt(due)
                        .or(cases::due_on.eq(due).and(cases::id.gt(id))),
                );
            }
            let rows: Vec<Row> = query
                .order((cases::due_on.asc(), cases::id.asc()))
                .limit(PAGE as i64 + 1)
                .select((
                    cases::id,
                    cases::reference,
                    cases::title,
                    cases::language,
                    cases::state,
                    cases::due_on,
                    categories::name_zh,
                    categories::name_en,
                    districts::name_zh,
                    districts::name_en,
                ))
                .load(connection)?;
            let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
            let routed = trace::routed(connection, &ids, &own)?;
            let line = |row: Row| Line {
                routed: routed.get(&row.id).copied(),
                row,
            };
            Ok(rows.into_iter().map(line).collect())
        })
        .await
}

/// One case of the member's offices, with the contact that its resident shares.
///
/// Who opened it for which office is written down first; also that an administrator of none of
/// them did.
/// [`SuggestionError::NoSuchCase`] for a case of other offices, as for one that does not exist.
pub async fn find(
    context: &Context,
    member: &Member,
    case: i64,
) -> Result<Opened, SuggestionError> {
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
    let cx = context.clone();
    context
        .db
        .read(move |connection| {
            Ok(Opened {
                case: follow::load(connection, case)?,
                shared: shared(connection, &cx, case)?,
                looked,
                last_by: last_by(connection, case)?,
                tied: duplicate::tied(connection, case)?,
            })
        })
        .await
}

/// The offices that a member works for; the privacy officer for the office of enquiries as well.
fn own(connection: &mut AnyConnection, member: &Member) -> Result<Vec<i64>, DbError> {
    let mut own = offices::of_member(connection, member.id)?;
    if member.is_privacy_officer {
        own.extend(offices::enquiries::office(connection)?);
    }
    Ok(own)
}

/// The office for which the member handles the case.
pub(super) fn office_of(
    connection: &mut AnyConnection,
    member: &Member,
    case: i64,
) -> Result<i64, SuggestionError> {
    let of_case: Vec<i64> = case_offices::table
        .filter(case_offices::case_id.eq(case))
        .order(case_offices::position)
        .select(case_offices::office_id)
        .load(connection)?;
    let own = own(connection, member)?;
    if restrict::is_restricted(connection, case)? {
        return Err(SuggestionError::NoSuchCase);
    }
    let office = of_case.iter().find(|office| own.contains(office));
    let office = office.or_else(|| of_case.first().filter(|_| member.is_administrator));
    office.copied().ok_or(SuggestionError::NoSuchCase)
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

fn shared(
    connection: &mut AnyConnection,
    context: &Context,
    case: i64,
) -> Result<Shared, SuggestionError> {
    type Sealed = Option<Vec<u8>>;
    let row: Option<(Sealed, Sealed, Sealed)> = cases::table
        .find(case)
        .filter(cases::share_contact.eq(true))
        .select((
            cases::contact_name_sealed,
            cases::contact_email_sealed,
            cases::contact_phone_sealed,
        ))
        .first(connection)
        .optional()?;
    let Some((name, email, phone)) = row else {
        return Ok(Shared::default());
    };
    let open = |column, sealed: Sealed| {
        sealed
            .map(|sealed| sealed::open(&context.config.keys, column, &sealed))
            .transpose()
    };
    Ok(Shared {
        name: open(Column::CaseContactName, name)?,
        email: open(Column::CaseContactEmail, email)?,
        phone: open(Column::CaseContactPhone, phone)?,
    })
}

/// Answers a case: its record, its state and the resident's mail in one transaction.
///
/// The mail goes out only to an address that its owner confirmed.
pub async fn answer(
    context: &Context,
    member: &Member,
    case: i64,
    answer: Private<String>,
) -> Result<(), SuggestionError> {
    check(&answer)?;
    let (cx, member) = (context.clone(), member.clone());
    context
        .db
        .write(move |connection| answer_in(connection, &cx, &member, case, &answer).map(drop))
        .await
}

/// As [`answer`], in the caller's transaction, of an answer that was [`check`]ed; gives the office
/// that answers.
pub fn answer_in(
    connection: &mut AnyConnection,
    context: &Context,
    member: &Member,
    case: i64,
    answer: &Private<String>,
) -> Result<i64, SuggestionError> {
    locks::hold(connection, Table::Cases, [case].into())?;
    let office = office_of(connection, member, case)?;
    let details = Details {
        office: Some(office),
        account: Some(member.id),
        body: Some(answer),
        ..Details::default()
    };
    record::append(connection, context, case, RecordKind::Answered, details)?;
    news::answered(connection, context, (case, office), answer)?;
    Ok(office)
}

/// What breaks a rule in an answer; field `answer`.
pub fn check(answer: &Private<String>) -> Result<(), ValidationErrors> {
    check_as("answer", answer.reveal(Viewer::Plaza, Purpose::Storage))
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
