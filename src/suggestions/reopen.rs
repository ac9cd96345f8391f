//! Opening a case again: its resident, for some days after the answer, or its office. The time to
//! answer runs anew, and the offices that have it are told why.

use chrono::{NaiveDate, TimeDelta};
use diesel::prelude::*;
use validator::ValidationErrors;

use super::{
    RecordKind, SuggestionError,
    acts::{Acting, check_words},
    ask, duplicate,
    follow::{self, Own},
    news::{self, News},
    record::{self, Details},
    restrict, route,
};
use crate::{
    context::Context,
    db::{
        AnyConnection, Timestamp,
        locks::{self, Table},
        schema::{cases, categories},
    },
    offices::{Office, days},
    once::Submission,
    privacy::{Private, Purpose, Viewer},
};

/// Until when its resident can open an answered case again; `None` where that is over, or nothing
/// was answered.
pub fn open_until(context: &Context, case: &Own) -> Option<Timestamp> {
    case.state.after(RecordKind::ReopenedByResident)?;
    let mut records = case.records.iter();
    if records.any(|one| one.kind == RecordKind::Restricted) {
        return None;
    }
    let mut records = case.records.iter();
    let answered = records.rfind(|one| one.kind == RecordKind::Answered)?;
    let until = answered.at + TimeDelta::days(context.config.reopen_days.into());
    (until > context.now()).then_some(until)
}

/// Opens one's own case again, with words on what the answer left open; field `still_open`. The same
/// `submission` twice is once.
///
/// [`SuggestionError::NotNow`] where nothing was answered or the days after the answer are over.
pub async fn by_resident(
    context: &Context,
    case: &Own,
    submission: &str,
    words: Private<String>,
) -> Result<(), SuggestionError> {
    let mut errors = ValidationErrors::new();
    check_words(&mut errors, "still_open", &words);
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let text = words.reveal(Viewer::Plaza, Purpose::Storage);
    let said = ["reopen", &case.reference, text];
    let submission = Submission::new(context, submission, None, &said);
    let (cx, id, state) = (context.clone(), case.id, case.state);
    let may = open_until(context, case).is_some();
    context
        .db
        .write(move |connection| {
            submission.once(connection, &cx, |connection| {
                locks::hold(connection, Table::Cases, [id].into())?;
                if !may || restrict::is_restricted(connection, id)? {
                    return Err(SuggestionError::NotNow(state));
                }
                let details = Details {
                    body: Some(&words),
                    ..Details::default()
                };
                let kind = RecordKind::ReopenedByResident;
                record::append(connection, &cx, id, kind, details)?;
                begin_anew(connection, &cx, id, &words)?;
                Ok(id)
            })
        })
        .await
        .map(drop)
}

pub(super) fn by_office(
    connection: &mut AnyConnection,
    context: &Context,
    acting: Acting<'_>,
    reason: &Private<String>,
) -> Result<(), SuggestionError> {
    let details = acting.details(Some(reason));
    record::append(
        connection,
        context,
        acting.case,
        RecordKind::Reopened,
        details,
    )?;
    let due = begin_anew(connection, context, acting.case, reason)?;
    news::tell(connection, context, acting, &News::Reopened { due, reason })
}

/// The new due date.
fn begin_anew(
    connection: &mut AnyConnection,
    context: &Context,
    case: i64,
    because: &Private<String>,
) -> Result<NaiveDate, SuggestionError> {
    let due_days: i32 = cases::table
        .inner_join(categories::table)
        .filter(cases::id.eq(case))
        .select(categories::due_days)
        .first(connection)?;
    let today = context.clock.today(context.config.city.time_zone);
    let offices = follow::offices_of(connection, case)?;
    let calendar = match offices.first() {
        Some(office) => days::of(connection, context, office.id)?,
        None => context.calendar(),
    };
    let due = calendar.due(today, due_days.unsigned_abs());
    diesel::update(cases::table.find(case))
        .set(cases::due_on.eq(due))
        .execute(connection)?;
    duplicate::untie(connection, case)?;
    ask::over(connection, case)?;
    let offices = route::leave_retired(connection, context, case)?;
    let offices: Vec<&Office> = offices.iter().collect();
    route::tell(connection, context, case, &offices, Some(because))?;
    Ok(due)
}
