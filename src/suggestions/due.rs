//! Promised days: offices are reminded before one, and after it the office above is told.
//!
//! Both go out on the working days of the office, once its telephone is answered, in one mail for
//! all cases; a promised day that is moved begins anew. Neither mail says a word of a resident's.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use diesel::{
    dsl::{max, min},
    prelude::*,
};

use super::{
    RecordKind, State, SuggestionError, letters,
    record::{self, Details},
};
use crate::{
    context::Context,
    db::{
        AnyConnection, DbError,
        locks::{self, Table},
        schema::{case_offices, cases, categories, districts, offices as office_table},
    },
    mail::{LetterKind, outbox},
    offices::{self, Office, days, enquiries, hours},
    privacy::{Private, consent, notices::Notice},
};

/// How many cases a mail names at most; further ones stand in a further mail.
pub(super) const MOST: usize = 100;

/// A case that is due, as a mail to an office names it.
#[derive(Queryable)]
pub(super) struct Due {
    pub reference: String,
    pub category: String,
    pub district: String,
    pub on: NaiveDate,
}

/// Reminds each office of what is due within the days of the configuration, and tells the office
/// above of what is late. One office that fails keeps none of the others waiting; its error is
/// given at the end.
pub async fn remind(context: &Context) -> Result<(), SuggestionError> {
    if !hours::has_begun(context) {
        return Ok(());
    }
    let mut failed = Ok(());
    let today = context.clock.today(context.config.city.time_zone);
    let cx = context.clone();
    // The look goes to the readers: where nobody is to be told, SQLite's one writer is left alone.
    let (soon, late) = context
        .db
        .read(move |connection| {
            let soon = waiting_offices(connection, &cx, today)?;
            Ok::<_, SuggestionError>((soon, late_offices(connection, &cx, today)?))
        })
        .await?;
    for (what, office) in soon
        .into_iter()
        .map(|office| (What::Remind, office))
        .chain(late.into_iter().map(|office| (What::Escalate, office)))
    {
        loop {
            let cx = context.clone();
            let done = context
                .db
                .write(move |connection| match what {
                    What::Remind => remind_one(connection, &cx, office, today),
                    What::Escalate => escalate(connection, &cx, office, today),
                })
                .await;
            match done {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => {
                    tracing::error!(office, %error, "an office could not be told what is due");
                    failed = Err(error);
                    break;
                }
            }
        }
    }
    failed
}

#[derive(Clone, Copy)]
enum What {
    Remind,
    Escalate,
}

/// The offices that work today and have open cases, soon due, of which they were not reminded.
fn waiting_offices(
    connection: &mut AnyConnection,
    context: &Context,
    today: NaiveDate,
) -> Result<Vec<i64>, SuggestionError> {
    let earliest: Vec<(i64, Option<NaiveDate>)> = case_offices::table
        .inner_join(cases::table)
        .filter(cases::state.eq_any(State::OPEN))
        .filter(
            case_offices::reminded_for
                .is_null()
                .or(case_offices::reminded_for.ne(cases::due_on)),
        )
        .group_by(case_offices::office_id)
        .order(case_offices::office_id)
        .select((case_offices::office_id, min(cases::due_on)))
        .load(connection)?;
    let (city, own) = (context.calendar(), days::own(connection, context)?);
    let mut waiting = Vec::new();
    for (office, earliest) in earliest {
        let calendar = own.get(&office).unwrap_or(&city);
        let until = calendar.due(today, context.config.remind_days);
        if calendar.works(today) && earliest.is_some_and(|earliest| earliest <= until) {
            waiting.push(office);
        }
    }
    Ok(waiting)
}

/// The offices that work today and are responsible for late cases of which the office above was
/// not told.
fn late_offices(
    connection: &mut AnyConnection,
    context: &Context,
    today: NaiveDate,
) -> Result<Vec<i64>, SuggestionError> {
    let responsible: Vec<i64> = case_offices::table
        .inner_join(cases::table.inner_join(categories::table))
        .filter(cases::state.eq_any(State::OPEN))
        .filter(cases::due_on.lt(today))
        .filter(case_offices::position.eq(0))
        .filter(categories::slug.ne(enquiries::CATEGORY))
        .filter(
            case_offices::escalated_for
                .is_null()
                .or(case_offices::escalated_for.ne(cases::due_on)),
        )
        .select(case_offices::office_id)
        .distinct()
        .order(case_offices::office_id)
        .load(connection)?;
    let (city, own) = (context.calendar(), days::own(connection, context)?);
    let works = |office: &i64| own.get(office).unwrap_or(&city).works(today);
    Ok(responsible.into_iter().filter(works).collect())
}

/// Whether there may be more to remind it of.
fn remind_one(
    connection: &mut AnyConnection,
    context: &Context,
    office: i64,
    today: NaiveDate,
) -> Result<bool, SuggestionError> {
    let calendar = days::of(connection, context, office)?;
    if !calendar.works(today) {
        return Ok(false);
    }
    let until = calendar.due(today, context.config.remind_days);
    let cases = held(connection, |connection| {
        case_offices::table
            .inner_join(cases::table)
            .filter(case_offices::office_id.eq(office))
            .filter(cases::state.eq_any(State::OPEN))
            .filter(cases::due_on.le(until))
            .filter(
                case_offices::reminded_for
                    .is_null()
                    .or(case_offices::reminded_for.ne(cases::due_on)),
            )
            .order((cases::due_on, cases::id))
            .limit(MOST as i64)
            .select(cases::id)
            .load(connection)
    })?;
    if cases.is_empty() {
        return Ok(false);
    }
    let to = find(connection, office)?;
    note(connection, context, RecordKind::Reminded, &to, &cases)?;
    let due_on = cases::table
        .filter(cases::id.eq(case_offices::case_id))
        .select(cases::due_on);
    diesel::update(rows(&cases, office))
        .set(case_offices::reminded_for.eq(due_on.single_value()))
        .execute(connection)?;
    let due = lines(connection, &cases)?;
    let letter = letters::due(context, LetterKind::CasesDue, (&to, &to), &due, today);
    outbox::enqueue(connection, context, &letter)?;
    Ok(true)
}

/// Whether there may be more that is late. Where nobody is above, nobody is told.
fn escalate(
    connection: &mut AnyConnection,
    context: &Context,
    office: i64,
    today: NaiveDate,
) -> Result<bool, SuggestionError> {
    if !days::of(connection, context, office)?.works(today) {
        return Ok(false);
    }
    let cases = held(connection, |connection| {
        case_offices::table
            .inner_join(cases::table.inner_join(categories::table))
            .filter(case_offices::office_id.eq(office))
            .filter(case_offices::position.eq(0))
            .filter(cases::state.eq_any(State::OPEN))
            .filter(cases::due_on.lt(today))
            .filter(categories::slug.ne(enquiries::CATEGORY))
            .filter(
                case_offices::escalated_for
                    .is_null()
                    .or(case_offices::escalated_for.ne(cases::due_on)),
            )
            .order((cases::due_on, cases::id))
            .limit(MOST as i64)
            .select(cases::id)
            .load(connection)
    })?;
    if cases.is_empty() {
        return Ok(false);
    }
    let due_on = cases::table
        .filter(cases::id.eq(case_offices::case_id))
        .select(cases::due_on);
    diesel::update(rows(&cases, office))
        .set(case_offices::escalated_for.eq(due_on.single_value()))
        .execute(connection)?;
    let Some(above) = offices::above(connection, office, today)? else {
        return Ok(true);
    };
    note(connection, context, RecordKind::Escalated, &above, &cases)?;
    join(connection, above.id, &cases, Notice::NAMES_OFFICE_ABOVE)?;
    let late = find(connection, office)?;
    let due = lines(connection, &cases)?;
    let letter = letters::due(context, LetterKind::CasesLate, (&above, &late), &due, today);
    outbox::enqueue(connection, context, &letter)?;
    Ok(true)
}

/// What `look` finds, held against whoever would move it meanwhile.
pub(super) fn held(
    connection: &mut AnyConnection,
    look: impl Fn(&mut AnyConnection) -> QueryResult<Vec<i64>>,
) -> Result<Vec<i64>, DbError> {
    let found: BTreeSet<i64> = look(connection)?.into_iter().collect();
    locks::hold(connection, Table::Cases, found.clone())?;
    let mut still = look(connection)?;
    still.retain(|case| found.contains(case));
    Ok(still)
}

#[diesel::dsl::auto_type(no_type_alias)]
fn rows<'a>(cases: &'a [i64], office: i64) -> _ {
    case_offices::table
        .filter(case_offices::case_id.eq_any(cases))
        .filter(case_offices::office_id.eq(office))
}

/// Writes into the files of the cases that `to` was told.
pub(super) fn note(
    connection: &mut AnyConnection,
    context: &Context,
    kind: RecordKind,
    to: &Office,
    cases: &[i64],
) -> Result<(), SuggestionError> {
    let address = Private::new(to.email.clone());
    for case in cases {
        let details = Details {
            office: Some(to.id),
            body: Some(&address),
            ..Details::default()
        };
        record::append(connection, context, *case, kind, details)?;
    }
    Ok(())
}

/// The office has the cases too, after those that have them already; but for a contact that was
/// shared at a notice older than the version that names such an office.
pub(super) fn join(
    connection: &mut AnyConnection,
    office: i64,
    of: &[i64],
    named_since: i32,
) -> Result<(), SuggestionError> {
    let told = consent::told_since(connection, of, Notice::Suggestion, named_since)?;
    let have: Vec<i64> = case_offices::table
        .filter(case_offices::case_id.eq_any(of))
        .filter(case_offices::office_id.eq(office))
        .select(case_offices::case_id)
        .load(connection)?;
    let share: Vec<i64> = cases::table
        .filter(cases::id.eq_any(of))
        .filter(cases::share_contact.eq(true))
        .select(cases::id)
        .load(connection)?;
    let last: Vec<(i64, Option<i32>)> = case_offices::table
        .filter(case_offices::case_id.eq_any(of))
        .group_by(case_offices::case_id)
        .select((case_offices::case_id, max(case_offices::position)))
        .load(connection)?;
    let due_on: Vec<(i64, Option<NaiveDate>)> = cases::table
        .filter(cases::id.eq_any(of))
        .select((cases::id, cases::due_on))
        .load(connection)?;
    let due_on: BTreeMap<i64, NaiveDate> = due_on
        .into_iter()
        .filter_map(|(case, due)| Some((case, due?)))
        .collect();
    let new = last
        .into_iter()
        .filter(|(case, _)| !have.contains(case))
        .filter(|(case, _)| told.contains(case) || !share.contains(case));
    for (case, last) in new {
        diesel::insert_into(case_offices::table)
            .values((
                case_offices::case_id.eq(case),
                case_offices::office_id.eq(office),
                case_offices::position.eq(last.unwrap_or_default() + 1),
                // It was told just now.
                case_offices::reminded_for.eq(due_on.get(&case).copied()),
            ))
            .execute(connection)?;
    }
    Ok(())
}

fn find(connection: &mut AnyConnection, office: i64) -> QueryResult<Office> {
    office_table::table
        .find(office)
        .select(Office::as_select())
        .first(connection)
}

pub(super) fn lines(connection: &mut AnyConnection, of: &[i64]) -> QueryResult<Vec<Due>> {
    cases::table
        .inner_join(categories::table)
        .inner_join(districts::table)
        .filter(cases::id.eq_any(of))
        .order((cases::due_on, cases::id))
        .select((
            cases::reference,
            categories::name_zh,
            districts::name_zh,
            cases::due_on.assume_not_null(),
        ))
        .load(connection)
}
