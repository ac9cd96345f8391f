//! Giving a case's personal data to a third party: [`disclose`] is the only way.
//!
//! It stands in the register, in the ledger, and on the page where its owner follows the case.

use chrono::{Datelike as _, NaiveDate};
use diesel::{dsl::count_star, prelude::*};
use serde_json::{Map, json};

use super::{
    DisclosureError, Field, Fields,
    agreements::{self, Standing},
};
use crate::{
    accounts::Member,
    context::Context,
    db::{
        AnyConnection, DbError,
        schema::{agreements as agreement_table, approvals, cases, disclosures},
    },
    once::Submission,
    privacy::{
        Private, Purpose, Viewer,
        approval::{self, Request},
        consent::{self, Basis, Subject},
        ground::{Consented, Ground, Investigation},
        ledger::{self, About, Disclosed},
        notices::Notice,
        sealed::{self, Column},
    },
    suggestions::{Confirmation, Reference, restrict},
};

/// Disclosures that a page lists, the newest first.
const LISTED: i64 = 200;

/// A field and what stands in it, where anything does.
type Revealed = (Field, Option<Private<String>>);

/// Under what data is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Under {
    /// The agreement with this id.
    Agreement(i64),
    /// An investigation that a second person approved: the approval's id.
    Investigation(i64),
}

/// What was given. The data is for the third party's eyes and stored nowhere else.
pub struct Disclosure {
    /// Its number in the ledger.
    pub number: i32,
    pub reference: String,
    /// The recipient of the agreement, or the investigating agency.
    pub recipient: String,
    values: Vec<(Field, Option<Private<String>>)>,
    proof: Disclosed,
}

impl Disclosure {
    /// Each field with what it holds; `None` where the resident gave nothing.
    pub fn values(&self) -> impl Iterator<Item = (Field, Option<&str>)> {
        self.values.iter().map(|(field, value)| {
            let viewer = Viewer::ThirdParty(&self.proof);
            let value = value.as_ref();
            (
                *field,
                value.map(|value| value.reveal(viewer, Purpose::Disclosure).as_str()),
            )
        })
    }
}

#[derive(Queryable)]
struct CaseRow {
    id: i64,
    reference: String,
    shares: bool,
    confirmation: Confirmation,
    name: Option<Vec<u8>>,
    email: Option<Vec<u8>>,
    phone: Option<Vec<u8>>,
    title: Private<String>,
    body: Private<String>,
    place: Option<Private<String>>,
    coordinates: Option<Private<String>>,
}

impl CaseRow {
    fn value(
        &self,
        context: &Context,
        field: Field,
    ) -> Result<Option<Private<String>>, DisclosureError> {
        let (column, sealed) = match field {
            Field::ContactName => (Column::CaseContactName, &self.name),
            Field::ContactEmail => (Column::CaseContactEmail, &self.email),
            Field::ContactPhone => (Column::CaseContactPhone, &self.phone),
            Field::Title => return Ok(Some(self.title.clone())),
            Field::Text => return Ok(Some(self.body.clone())),
            Field::Place => return Ok(self.place.clone()),
            Field::Coordinates => return Ok(self.coordinates.clone()),
        };
        let open = |sealed: &Vec<u8>| sealed::open(&context.config.keys, column, sealed);
        Ok(sealed.as_ref().map(open).transpose()?)
    }

    fn values(&self, context: &Context, fields: &Fields) -> Result<Vec<Revealed>, DisclosureError> {
        let all = fields.iter();
        all.map(|field| Ok((field, self.value(context, field)?)))
            .collect()
    }
}

/// Holds the case's row: nobody takes the leave to share back before this transaction ends.
fn hold_case(connection: &mut AnyConnection, reference: &str) -> Result<CaseRow, DisclosureError> {
    let reference = Reference::parse(reference).ok_or(DisclosureError::NoSuchCase)?;
    let held = diesel::update(cases::table.filter(cases::reference.eq(reference.as_str())))
        .set(cases::share_contact.eq(cases::share_contact))
        .execute(connection)?;
    if held == 0 {
        return Err(DisclosureError::NoSuchCase);
    }
    Ok(cases::table
        .filter(cases::reference.eq(reference.as_str()))
        .select((
            cases::id,
            cases::reference,
            cases::share_contact,
            cases::confirmation,
            cases::contact_name_sealed,
            cases::contact_email_sealed,
            cases::contact_phone_sealed,
            cases::title,
            cases::body,
            cases::place,
            cases::coordinates,
        ))
        .first(connection)?)
}

/// Why data may be given, to whom, and whether its owner is told.
struct Leave {
    ground: Ground,
    recipient: String,
    /// As the public register says it.
    recipient_kind: &'static str,
    agreement: Option<i64>,
    approval: Option<i64>,
    told: bool,
}

fn under_agreement(
    connection: &mut AnyConnection,
    today: NaiveDate,
    id: i64,
    case: &CaseRow,
    fields: &Fields,
) -> Result<Leave, DisclosureError> {
    if restrict::is_restricted(connection, case.id)? {
        return Err(DisclosureError::Restricted);
    }
    let agreement = agreements::hold(connection, id)?;
    match agreement.standing(today) {
        Standing::Valid => {}
        Standing::NotYet => return Err(DisclosureError::NotYet),
        Standing::Expired | Standing::Ended => return Err(DisclosureError::Expired),
    }
    if let Some(unnamed) = fields.iter().find(|one| !agreement.fields.contains(*one)) {
        return Err(DisclosureError::NotNamed(unnamed));
    }
    for contact in fields.iter().filter(|one| one.is_contact()) {
        may_be_given(connection, case, contact)?;
    }
    Ok(Leave {
        ground: Ground::OwnersConsent(Consented::Agreement(id)),
        recipient: agreement.recipient,
        recipient_kind: agreement.kind.as_str(),
        agreement: Some(id),
        approval: None,
        told: true,
    })
}

/// Contact data goes to third parties only as its owner was told before giving it.
fn may_be_given(
    connection: &mut AnyConnection,
    case: &CaseRow,
    contact: Field,
) -> Result<(), DisclosureError> {
    let mut consent = None;
    for notice in [Notice::Suggestion, Notice::Enquiry] {
        let standing = consent::standing(connection, Subject::Case(case.id), notice)?;
        consent = consent.or(standing);
    }
    let consent = consent.ok_or(DisclosureError::NoConsent(contact))?;
    let told = consent.notice.gives_contact_since();
    // Whoever wrote a letter was shown no notice.
    if consent.basis == Basis::Duty || told.is_none_or(|since| consent.notice_version < since) {
        return Err(DisclosureError::NotTold(contact));
    }
    if !case.shares {
        return Err(DisclosureError::NotShared(contact));
    }
    if contact == Field::ContactEmail && case.confirmation != Confirmation::Confirmed {
        return Err(DisclosureError::Unconfirmed(contact));
    }
    Ok(())
}

fn under_investigation(
    connection: &mut AnyConnection,
    context: &Context,
    id: i64,
    case: &CaseRow,
    fields: &Fields,
) -> Result<Leave, DisclosureError> {
    let act = act(&case.reference, fields);
    let approval = approval::take(connection, context.now(), id, &act)?;
    Ok(Leave {
        recipient: approval.agency().to_owned(),
        recipient_kind: "investigator",
        agreement: None,
        approval: Some(id),
        told: approval.told(),
        ground: Ground::Investigation(Investigation::new(approval)),
    })
}

/// Gives these fields of the case to the third party that `under` names.
///
/// Refused, with nothing changed, unless an agreement that is valid today names every field and
/// the resident, told of agreements, shares what is contact data; or a second person approved exactly this for an
/// investigation, once. The same `submission` twice is one disclosure with the same answer, as long as
/// it could still be given.
pub async fn disclose(
    context: &Context,
    by: &Member,
    submission: &str,
    case: &str,
    under: Under,
    fields: Fields,
) -> Result<Disclosure, DisclosureError> {
    let said = ["disclosure", case, &format!("{under:?}"), &fields.code()];
    let submission = Submission::new(context, submission, Some(by.id), &said);
    let (cx, by, reference) = (context.clone(), by.id, case.to_owned());
    context
        .db
        .write(move |connection| {
            let mut given = None;
            let number = submission.once(connection, &cx, |connection| {
                let disclosure = give(connection, &cx, by, &reference, under, &fields)?;
                let number = disclosure.number;
                given = Some(disclosure);
                Ok::<_, DisclosureError>(number.into())
            })?;
            match given {
                Some(given) => Ok(given),
                None => given_before(connection, &cx, &reference, under, &fields, number),
            }
        })
        .await
}

fn give(
    connection: &mut AnyConnection,
    context: &Context,
    by: i64,
    reference: &str,
    under: Under,
    fields: &Fields,
) -> Result<Disclosure, DisclosureError> {
    let case = hold_case(connection, reference)?;
    let today = context.clock.today(context.config.city.time_zone);
    let leave = match under {
        Under::Agreement(id) => under_agreement(connection, today, id, &case, fields)?,
        Under::Investigation(id) => under_investigation(connection, context, id, &case, fields)?,
    };
    let about = About {
        post: None,
        case: Some(case.id),
        by: Some(by),
    };
    let facts = Map::from_iter([
        ("fields".to_owned(), json!(fields.code())),
        ("recipient".to_owned(), json!(leave.recipient_kind)),
    ]);
    let (number, proof) = ledger::disclosed(connection, context, &leave.ground, about, facts)?;
    diesel::insert_into(disclosures::table)
        .values((
            disclosures::agreement_id.eq(leave.agreement),
            disclosures::approval_id.eq(leave.approval),
            disclosures::ledger_number.eq(number),
            disclosures::case_id.eq(case.id),
            disclosures::fields.eq(fields.code()),
            disclosures::on_day.eq(today),
            disclosures::told.eq(leave.told),
            disclosures::made_by.eq(by),
        ))
        .execute(connection)?;
    Ok(Disclosure {
        number,
        values: case.values(context, fields)?,
        reference: case.reference,
        recipient: leave.recipient,
        proof,
    })
}

/// The same answer to the same submission; writes nothing.
fn given_before(
    connection: &mut AnyConnection,
    context: &Context,
    reference: &str,
    under: Under,
    fields: &Fields,
    number: i64,
) -> Result<Disclosure, DisclosureError> {
    let case = hold_case(connection, reference)?;
    let today = context.clock.today(context.config.city.time_zone);
    let recipient = match under {
        Under::Agreement(id) => under_agreement(connection, today, id, &case, fields)?.recipient,
        Under::Investigation(id) => approvals::table
            .find(id)
            .select(approvals::agency)
            .first(connection)?,
    };
    let number = i32::try_from(number).map_err(|_| DisclosureError::NotFound)?;
    let proof = ledger::disclosed_before(connection, number)?;
    Ok(Disclosure {
        number,
        values: case.values(context, fields)?,
        reference: case.reference,
        recipient,
        proof: proof.ok_or(DisclosureError::NotFound)?,
    })
}

/// The act that an approval is asked for: this case, and these fields and no others.
fn act(reference: &str, fields: &Fields) -> String {
    format!("disclose {reference} {}", fields.code())
}

/// Reads an approval's act: the case's reference and the fields.
pub fn of_act(act: &str) -> Option<(&str, Fields)> {
    let (reference, fields) = act.strip_prefix("disclose ")?.split_once(' ')?;
    Some((reference, Fields::parse(fields)?))
}

/// Asks for a second person's approval to give these fields of the case to an investigating
/// agency, whose document says why; gives the request's id.
pub async fn ask(
    context: &Context,
    by: &Member,
    agency: &str,
    document: &str,
    case: &str,
    fields: &Fields,
) -> Result<i64, DisclosureError> {
    let reference = Reference::parse(case).ok_or(DisclosureError::NoSuchCase)?;
    let act = act(reference.as_str(), fields);
    let known: i64 = context
        .db
        .read(move |connection| {
            let count = cases::table
                .filter(cases::reference.eq(reference.as_str()))
                .count()
                .get_result(connection)?;
            Ok::<_, DbError>(count)
        })
        .await?;
    if known == 0 {
        return Err(DisclosureError::NoSuchCase);
    }
    Ok(approval::request(context, by.id, agency, document, act).await?)
}

/// A request for an approval with what it is for.
#[derive(Clone)]
pub struct Asked {
    pub request: Request,
    pub reference: String,
    pub fields: Fields,
}

/// The disclosures that were approved and can be made, the oldest first.
pub async fn approved(context: &Context) -> Result<Vec<Asked>, DisclosureError> {
    let now = context.now();
    let open = approval::open(context).await?;
    Ok(open
        .into_iter()
        .filter(|request| request.state(now) == approval::State::Approved)
        .filter_map(|request| {
            let (reference, fields) = of_act(&request.act)?;
            Some(Asked {
                reference: reference.to_owned(),
                fields,
                request,
            })
        })
        .collect())
}

/// A disclosure on record; what was given is not part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// Its number in the ledger.
    pub number: i32,
    /// `None` when the case is gone.
    pub reference: Option<String>,
    pub to: Recipient,
    pub fields: Fields,
    pub day: NaiveDate,
    /// Whether the case's owner reads of it.
    pub told: bool,
}

/// Who was given data, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recipient {
    Agreement { recipient: String, purpose: String },
    Investigation { agency: String, document: String },
}

impl Recipient {
    /// Who.
    pub fn name(&self) -> &str {
        match self {
            Self::Agreement { recipient, .. } => recipient,
            Self::Investigation { agency, .. } => agency,
        }
    }
}

type MadeRow = (
    i32,
    Option<String>,
    String,
    NaiveDate,
    bool,
    Option<(String, String)>,
    Option<(String, String)>,
);

fn made(row: MadeRow) -> Option<Made> {
    let (number, reference, fields, day, told, agreement, approval) = row;
    let to = match (agreement, approval) {
        (Some((recipient, purpose)), _) => Recipient::Agreement { recipient, purpose },
        (None, Some((agency, document))) => Recipient::Investigation { agency, document },
        (None, None) => return None,
    };
    Some(Made {
        number,
        reference,
        to,
        fields: Fields::parse(&fields)?,
        day,
        told,
    })
}

/// The newest disclosures, or those of one case of which its owner is told, newest first.
fn load(connection: &mut AnyConnection, case: Option<i64>) -> Result<Vec<Made>, DbError> {
    let mut query = disclosures::table
        .left_join(cases::table.on(cases::id.nullable().eq(disclosures::case_id)))
        .left_join(
            agreement_table::table.on(agreement_table::id.nullable().eq(disclosures::agreement_id)),
        )
        .left_join(approvals::table.on(approvals::id.nullable().eq(disclosures::approval_id)))
        .order(disclosures::id.desc())
        .limit(LISTED)
        .select((
            disclosures::ledger_number,
            cases::reference.nullable(),
            disclosures::fields,
            disclosures::on_day,
            disclosures::told,
            (agreement_table::recipient, agreement_table::purpose).nullable(),
            (approvals::agency, approvals::document).nullable(),
        ))
        .into_boxed();
    if let Some(case) = case {
        query = query
            .filter(disclosures::case_id.eq(case))
            .filter(disclosures::told.eq(true));
    }
    let rows: Vec<MadeRow> = query.load(connection)?;
    Ok(rows.into_iter().filter_map(made).collect())
}

/// The newest disclosures, for the privacy officer.
pub async fn list(context: &Context) -> Result<Vec<Made>, DbError> {
    context.db.read(|connection| load(connection, None)).await
}

/// What was given of a case, for its owner: all but where an investigation forbids telling.
pub async fn of_case(context: &Context, case: i64) -> Result<Vec<Made>, DbError> {
    context
        .db
        .read(move |connection| load(connection, Some(case)))
        .await
}

/// How often data was given in a year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Year {
    pub year: i32,
    pub under_agreements: i64,
    pub for_investigations: i64,
}

/// The counts of every year with a disclosure, newest first.
pub async fn by_year(context: &Context) -> Result<Vec<Year>, DbError> {
    let days: Vec<(NaiveDate, Option<i64>, i64)> = context
        .db
        .read(|connection| {
            let days = disclosures::table
                .group_by((disclosures::on_day, disclosures::agreement_id))
                .order(disclosures::on_day.desc())
                .select((disclosures::on_day, disclosures::agreement_id, count_star()))
                .load(connection)?;
            Ok::<_, DbError>(days)
        })
        .await?;
    let mut years: Vec<Year> = Vec::new();
    for (day, agreement, count) in days {
        if years.last().is_none_or(|last| last.year != day.year()) {
            years.push(Year {
                year: day.year(),
                ..Year::default()
            });
        }
        if let Some(year) = years.last_mut() {
            match agreement {
                Some(_) => year.under_agreements += count,
                None => year.for_investigations += count,
            }
        }
    }
    Ok(years)
}
