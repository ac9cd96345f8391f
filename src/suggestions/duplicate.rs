//! A case that is about the same as another: a duplicate, which ends with that, or one that is
//! merged, whose resident gets the other's answer as well.
//!
//! The other case stays as it is. Of it the duplicate's resident is told nothing, not even its number.

use diesel::prelude::*;

use super::{
    RecordKind, State, SuggestionError,
    acts::{Acting, refused},
    desk,
    news::{self, News},
    record::{self, Details},
    said,
};
use crate::{
    context::Context,
    db::{
        AnyConnection,
        schema::{case_duplicates, cases, handling_records},
    },
    privacy::Private,
};

/// The acting office's case goes on in `main`, which an office of the same member has. Both are held.
pub(super) fn set(
    connection: &mut AnyConnection,
    context: &Context,
    acting: Acting<'_>,
    main: i64,
    merge: bool,
) -> Result<(), SuggestionError> {
    let case = acting.case;
    let unknown = || refused("of", "reference-unknown");
    // Whether there is a case of another office by this number, nobody is told.
    let office = match desk::office_of(connection, acting.member, main) {
        Err(SuggestionError::NoSuchCase) => return Err(unknown()),
        office => office?,
    };
    if main == case {
        return Err(refused("of", "reference-own"));
    }
    let (own, other) = (reference(connection, case)?, reference(connection, main)?);
    let kind = if merge {
        RecordKind::Merged
    } else {
        RecordKind::Duplicate
    };
    let body = said::other_case(&other);
    record::append(connection, context, case, kind, acting.details(Some(&body)))?;
    let stands: State = cases::table
        .find(main)
        .select(cases::state)
        .first(connection)?;
    if stands == State::Duplicate {
        return Err(refused("of", "reference-duplicate"));
    }
    if merge && stands.after(RecordKind::TookIn).is_none() {
        return Err(refused("of", "reference-over"));
    }
    let promised: i64 = case_duplicates::table
        .filter(case_duplicates::main_id.eq(case))
        .filter(case_duplicates::merged.eq(true))
        .count()
        .get_result(connection)?;
    if promised > 0 && !merge {
        return Err(refused("merge", "merge-promised"));
    }
    // Those that pointed here point to where it goes on.
    diesel::update(case_duplicates::table.filter(case_duplicates::main_id.eq(case)))
        .set(case_duplicates::main_id.eq(main))
        .execute(connection)?;
    diesel::insert_into(case_duplicates::table)
        .values((
            case_duplicates::case_id.eq(case),
            case_duplicates::main_id.eq(main),
            case_duplicates::merged.eq(merge),
        ))
        .execute(connection)?;
    news::tell(
        connection,
        context,
        acting,
        &News::Duplicate { merged: merge },
    )?;
    if merge {
        let body = said::other_case(&own);
        let details = Details {
            office: Some(office),
            account: Some(acting.member.id),
            body: Some(&body),
            ..Details::default()
        };
        record::append(connection, context, main, RecordKind::TookIn, details)?;
        if !stands.is_open() {
            bring_answer(connection, context, case, main)?;
        }
    }
    Ok(())
}

/// The answer that the main case has already.
fn bring_answer(
    connection: &mut AnyConnection,
    context: &Context,
    case: i64,
    main: i64,
) -> Result<(), SuggestionError> {
    let latest: Option<(Option<i64>, Option<Private<String>>)> = handling_records::table
        .filter(handling_records::case_id.eq(main))
        .filter(handling_records::kind.eq(RecordKind::Answered))
        .order(handling_records::number.desc())
        .select((handling_records::office_id, handling_records::body))
        .first(connection)
        .optional()?;
    if let Some((Some(office), Some(answer))) = latest {
        news::answered_too(connection, context, (main, office), &[case], &answer)?;
    }
    Ok(())
}

/// Where a case goes on, and which go on in it, by their ids and numbers.
#[derive(Default)]
pub struct Tied {
    pub main: Option<(i64, String)>,
    pub others: Vec<(i64, String)>,
}

pub(super) fn tied(connection: &mut AnyConnection, case: i64) -> QueryResult<Tied> {
    let main = case_duplicates::table
        .inner_join(cases::table.on(cases::id.eq(case_duplicates::main_id)))
        .filter(case_duplicates::case_id.eq(case))
        .select((cases::id, cases::reference))
        .first(connection)
        .optional()?;
    let others = case_duplicates::table
        .inner_join(cases::table.on(cases::id.eq(case_duplicates::case_id)))
        .filter(case_duplicates::main_id.eq(case))
        .order(cases::id)
        .select((cases::id, cases::reference))
        .load(connection)?;
    Ok(Tied { main, others })
}

/// A case that is opened again goes on by itself.
pub(super) fn untie(connection: &mut AnyConnection, case: i64) -> QueryResult<usize> {
    diesel::delete(case_duplicates::table.find(case)).execute(connection)
}

fn reference(connection: &mut AnyConnection, case: i64) -> QueryResult<String> {
    cases::table
        .find(case)
        .select(cases::reference)
        .first(connection)
}
