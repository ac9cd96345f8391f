//! Following a case by its number and password, without an account.

use std::{collections::BTreeSet, ops::Deref};

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{
    Confirmation, Record, RecordKind, Reference, State, SuggestionError, intake::Medium, record,
};
use crate::{
    accounts::throttle,
    attachments::{self, CaseFile},
    context::Context,
    db::{
        AnyConnection, Timestamp,
        schema::{case_offices, cases, categories, districts, offices as office_table},
    },
    i18n::Lang,
    offices::{Category, District, Office},
    privacy::{
        Owned, OwnersProof, Private, Proven,
        keepsake::Keepsake,
        trace::{self, Trace},
    },
};

/// A case as its resident sees it. Contact data is not part of it.
pub struct Case {
    pub id: i64,
    pub reference: String,
    pub category: Category,
    pub district: District,
    pub title: Private<String>,
    pub body: Private<String>,
    pub place: Option<Private<String>>,
    /// Latitude and longitude, as [`super::coordinates`] keeps them.
    pub coordinates: Option<Private<String>>,
    pub language: Lang,
    pub state: State,
    pub confirmation: Confirmation,
    pub created_at: Timestamp,
    pub due: Option<NaiveDate>,
    pub medium: Medium,
    /// The day on which it reached the city, where staff entered it.
    pub received_on: Option<NaiveDate>,
    /// The offices that have it, the responsible one first.
    pub offices: Vec<Office>,
    /// Those that its records and looks name as well.
    named: Vec<Office>,
    pub records: Vec<Record>,
    /// In the order of the records that they came with.
    pub files: Vec<CaseFile>,
    /// Which office saw the resident's contact, when and why.
    pub looks: Vec<Trace>,
}

impl Case {
    /// The latest answer.
    pub fn answer(&self) -> Option<&Private<String>> {
        self.records
            .iter()
            .rev()
            .find(|record| record.kind.is_answer())?
            .body
            .as_ref()
    }

    /// The agency outside the city that has it now.
    pub fn agency(&self) -> Option<Private<String>> {
        if self.state != State::Forwarded {
            return None;
        }
        let mut records = self.records.iter();
        let forwarded = records.rfind(|record| record.kind == RecordKind::Forwarded)?;
        forwarded.said()?.subject().cloned()
    }

    /// The files that came with a record.
    pub fn files_of(&self, record: &Record) -> Vec<&CaseFile> {
        let files = self.files.iter();
        files.filter(|file| file.record == record.number).collect()
    }

    /// An office that has it, had it or looked at it.
    pub fn office(&self, id: Option<i64>) -> Option<&Office> {
        self.named.iter().find(|office| Some(office.id) == id)
    }
}

/// A case that somebody opened with its number and password.
pub struct Own(Case);

impl Deref for Own {
    type Target = Case;

    fn deref(&self) -> &Case {
        &self.0
    }
}

impl Proven for Own {}
impl OwnersProof for Own {
    fn owned(&self) -> Owned {
        Owned::Case(self.0.id)
    }
}

/// The case with this number and password; [`SuggestionError::Mistyped`] before any look
/// when the number cannot be one. Failures are counted by number, whether or not there is such a case.
/// A block never keeps the right password out, or anybody could lock a resident out of their case:
/// its 60 bits stand by themselves.
pub async fn open(context: &Context, reference: &str, typed: &str) -> Result<Own, SuggestionError> {
    let reference = Reference::parse(reference).ok_or(SuggestionError::Mistyped)?;
    let key = throttle::key(context, "case", reference.as_str().as_bytes());
    let (cx, typed) = (context.clone(), typed.to_owned());
    let found = context
        .db
        .read(move |connection| {
            let row: Option<(i64, Vec<u8>)> = cases::table
                .filter(cases::reference.eq(reference.as_str()))
                .select((cases::id, cases::password_hash))
                .first(connection)
                .optional()?;
            let keys = &cx.config.keys;
            match row {
                Some((id, stored))
                    if Keepsake::CasePassword.holds(keys, reference.as_str(), &typed, &stored) =>
                {
                    let mut case = load(connection, id)?;
                    case.records.retain(|record| !record.kind.is_internal());
                    let told: BTreeSet<i32> = case.records.iter().map(|one| one.number).collect();
                    case.files.retain(|file| told.contains(&file.record));
                    Ok(Own(case))
                }
                Some(_) => Err(SuggestionError::NoSuchCase),
                None => {
                    // The same work as for a case that exists.
                    Keepsake::CasePassword.holds(keys, reference.as_str(), &typed, &[0; 32]);
                    Err(SuggestionError::NoSuchCase)
                }
            }
        })
        .await;
    if matches!(found, Err(SuggestionError::NoSuchCase)) {
        throttle::count(context, key).await?;
    }
    found
}

#[derive(Queryable)]
struct Row {
    id: i64,
    reference: String,
    title: Private<String>,
    body: Private<String>,
    place: Option<Private<String>>,
    coordinates: Option<Private<String>>,
    language: Lang,
    state: State,
    confirmation: Confirmation,
    created_at: Timestamp,
    due: Option<NaiveDate>,
    medium: Medium,
    received_on: Option<NaiveDate>,
}

pub(super) fn load(connection: &mut AnyConnection, case: i64) -> Result<Case, SuggestionError> {
    let (row, category, district): (Row, Category, District) = cases::table
        .inner_join(categories::table)
        .inner_join(districts::table)
        .filter(cases::id.eq(case))
        .select((
            (
                cases::id,
                cases::reference,
                cases::title,
                cases::body,
                cases::place,
                cases::coordinates,
                cases::language,
                cases::state,
                cases::confirmation,
                cases::created_at,
                cases::due_on,
                cases::medium,
                cases::received_on,
            ),
            Category::as_select(),
            District::as_select(),
        ))
        .first(connection)?;
    let records = record::of_case(connection, case)?;
    let files = attachments::of_case(connection, case)?;
    let looks = trace::of_case(connection, case)?;
    let having = offices_of(connection, case)?;
    let named = records
        .iter()
        .filter_map(|record| record.office)
        .chain(looks.iter().map(|look| look.office))
        .chain(having.iter().map(|office| office.id));
    let named: BTreeSet<i64> = named.collect();
    let named = office_table::table
        .filter(office_table::id.eq_any(named))
        .select(Office::as_select())
        .load(connection)?;
    Ok(Case {
        id: row.id,
        reference: row.reference,
        category,
        district,
        title: row.title,
        body: row.body,
        place: row.place,
        coordinates: row.coordinates,
        language: row.language,
        state: row.state,
        confirmation: row.confirmation,
        created_at: row.created_at,
        due: row.due,
        medium: row.medium,
        received_on: row.received_on,
        offices: having,
        named,
        records,
        files,
        looks,
    })
}

/// The offices that have a case, the responsible one first.
pub(super) fn offices_of(connection: &mut AnyConnection, case: i64) -> QueryResult<Vec<Office>> {
    case_offices::table
        .inner_join(office_table::table)
        .filter(case_offices::case_id.eq(case))
        .order(case_offices::position)
        .select(Office::as_select())
        .load(connection)
}
