//! Submitting a suggestion: one transaction from what was typed to the case, its
//! file and its mails.
//!
//! Sending twice goes by the submission ([`Submission`]), never by content alone: the same
//! form sent again is the same case with the same answer; another resident's identical
//! text is another case.

use chrono::{Datelike as _, NaiveDate};
use diesel::{
    prelude::*,
    result::{DatabaseErrorKind, Error as DieselError},
};
use validator::ValidationErrors;

use super::{
    Confirmation, RecordKind, Reference, State, SuggestionError, automatic, confirm,
    enquiry::Enquiry,
    intake::{Came, Medium},
    letters::Resident,
    record::{self, Details},
    route::route,
    submission::Submission,
    suggestion::{Suggestion, typed},
};
use crate::{
    attachments::Enclosed,
    context::Context,
    db::{
        AnyConnection, DbError,
        schema::{case_offices, cases, offices},
    },
    keys::Token,
    offices::{Choices, Office, days, enquiries, routing},
    privacy::{
        Private, consent,
        keepsake::Keepsake,
        sealed::{self, Column},
    },
    spam::automatic::Automatic,
};

/// What the resident is told, once.
pub struct Receipt {
    /// The case's id, for Plaza itself.
    pub case: i64,
    pub reference: String,
    pub password: String,
    /// The offices that get it or, before confirmation, that would.
    pub offices: Vec<Office>,
    pub due: Option<NaiveDate>,
    /// Whether it waits for the link in a mail to be followed.
    pub awaits_confirmation: bool,
}

/// Which offices would get a suggestion about `category` in `district`, and by when they would answer.
pub async fn preview(
    context: &Context,
    choices: &Choices,
    suggestion: &Suggestion,
) -> Result<(Vec<Office>, NaiveDate), SuggestionError> {
    let (Some(category), Some(district)) = (
        choices.category(&suggestion.category),
        choices.district(&suggestion.district),
    ) else {
        return Err(ValidationErrors::new().into());
    };
    let (category, district, due_days) = (category.id, district.id, category.due_days);
    let today = context.clock.today(context.config.city.time_zone);
    let cx = context.clone();
    context
        .db
        .read(move |connection| {
            let recipients = routing::route(connection, &cx, category, district)?.recipients;
            let calendar = days::of(connection, &cx, recipients.responsible().id)?;
            let due = calendar.due(today, due_days.unsigned_abs());
            Ok((recipients.all().cloned().collect(), due))
        })
        .await
}

/// Submits a suggestion; the same submission again is the same case with the same answer.
pub async fn submit(
    context: &Context,
    choices: &Choices,
    submission: &Submission,
    suggestion: Suggestion,
) -> Result<Receipt, SuggestionError> {
    submit_then(context, choices, submission, suggestion, |_, _| Ok(())).await
}

/// As [`submit`], for the form of somebody without an account; the case is marked where it may be automatic.
pub async fn submit_marked(
    context: &Context,
    choices: &Choices,
    submission: &Submission,
    suggestion: Suggestion,
    mark: Option<Automatic>,
) -> Result<Receipt, SuggestionError> {
    let then = move |connection: &mut AnyConnection, case: i64| {
        automatic::mark(connection, case, mark.as_ref())
    };
    submit_then(context, choices, submission, suggestion, then).await
}

/// As [`submit`]; `then` is done with the case's id in the same transaction, also when the
/// submission is known already.
pub async fn submit_then<F>(
    context: &Context,
    choices: &Choices,
    submission: &Submission,
    suggestion: Suggestion,
    then: F,
) -> Result<Receipt, SuggestionError>
where
    F: Fn(&mut AnyConnection, i64) -> Result<(), SuggestionError> + Clone + Send + 'static,
{
    submit_as(context, choices, submission, suggestion, Came::ONLINE, then).await
}

/// As [`submit_then`], for what came another way as well.
pub(super) async fn submit_as<F>(
    context: &Context,
    choices: &Choices,
    submission: &Submission,
    suggestion: Suggestion,
    came: Came,
    then: F,
) -> Result<Receipt, SuggestionError>
where
    F: Fn(&mut AnyConnection, i64) -> Result<(), SuggestionError> + Clone + Send + 'static,
{
    suggestion.check(choices)?;
    let known = choices
        .category(&suggestion.category)
        .zip(choices.district(&suggestion.district));
    let Some((category, district)) = known.map(|(category, district)| (category.id, district.id))
    else {
        return Err(ValidationErrors::new().into());
    };
    let mut tries = 0;
    loop {
        let (cx, submission, suggestion) =
            (context.clone(), submission.clone(), suggestion.clone());
        let then = then.clone();
        let result = context
            .db
            .write(move |connection| {
                let receipt = write(
                    connection,
                    &cx,
                    &submission,
                    &suggestion,
                    came,
                    (category, district),
                )?;
                then(connection, receipt.case)?;
                Ok(receipt)
            })
            .await;
        match result {
            // On PostgreSQL the same form may have come twice at the same moment; now the other is there.
            Err(Conflict::Raced) if tries == 0 => tries += 1,
            Err(Conflict::Raced) => {
                return Err(DbError::Unavailable("submitted twice at once".into()).into());
            }
            Err(Conflict::Refused(error)) => return Err(error),
            Ok(receipt) => return Ok(receipt),
        }
    }
}

/// Submits an enquiry about privacy, `mark` as for [`submit_marked`].
pub async fn enquire(
    context: &Context,
    submission: &Submission,
    enquiry: Enquiry,
    mark: Option<Automatic>,
) -> Result<Receipt, SuggestionError> {
    let choices = enquiries::choices(context).await?;
    let suggestion = enquiry.check(&choices)?;
    submit_marked(context, &choices, submission, suggestion, mark).await
}

enum Conflict {
    Raced,
    Refused(SuggestionError),
}

impl From<SuggestionError> for Conflict {
    fn from(error: SuggestionError) -> Self {
        Self::Refused(error)
    }
}

impl From<DbError> for Conflict {
    fn from(error: DbError) -> Self {
        Self::Refused(error.into())
    }
}

impl From<DieselError> for Conflict {
    fn from(error: DieselError) -> Self {
        Self::Refused(error.into())
    }
}

fn write(
    connection: &mut AnyConnection,
    context: &Context,
    submission: &Submission,
    suggestion: &Suggestion,
    came: Came,
    (category, district): (i64, i64),
) -> Result<Receipt, Conflict> {
    // A submission of before a rotation is known by the secret that was current then.
    let mut made_with = context.config.keys.clone();
    let mut earlier: Option<(i64, Option<Vec<u8>>)> = None;
    for keys in context.config.keys.each() {
        let index = submission.index(&keys, &suggestion.digest(&keys));
        earlier = cases::table
            .filter(cases::submission.eq(index))
            .select((cases::id, cases::submission_digest))
            .first(connection)
            .optional()?;
        if earlier.is_some() {
            made_with = keys;
            break;
        }
    }
    let digest = suggestion.digest(&made_with);
    let secret = submission.secret(&made_with, &digest);
    let password = Keepsake::CasePassword.derive(&made_with, &secret);
    let case = match earlier {
        Some((case, Some(earlier))) if earlier == digest => case,
        Some((case, _)) => {
            let reference = cases::table
                .find(case)
                .select(cases::reference)
                .first(connection)?;
            return Err(SuggestionError::Reused { reference }.into());
        }
        None => create(
            connection,
            context,
            suggestion,
            came,
            (category, district),
            Known {
                index: submission.index(&made_with, &digest),
                digest,
                password: &password,
            },
        )?,
    };
    Ok(receipt(
        connection,
        context,
        case,
        password,
        (category, district),
    )?)
}

/// By what a case is known: when it comes again, and to who submitted it.
struct Known<'a> {
    index: Vec<u8>,
    digest: Vec<u8>,
    password: &'a str,
}

fn create(
    connection: &mut AnyConnection,
    context: &Context,
    suggestion: &Suggestion,
    came: Came,
    (category, district): (i64, i64),
    known: Known<'_>,
) -> Result<i64, Conflict> {
    let keys = &context.config.keys;
    let now = context.now();
    let seal = |column, value: &Private<String>| {
        (!typed(value).is_empty()).then(|| sealed::seal(keys, &context.random, column, value))
    };
    let pending = suggestion.has_email();
    let consent = if suggestion.has_contact() {
        let notice = suggestion.notice();
        let lang = suggestion.language;
        Some(consent::give(
            connection, context, notice, lang, came.basis,
        )?)
    } else {
        None
    };
    let place = Some(typed(&suggestion.place)).filter(|place| !place.is_empty());
    let coordinates = suggestion.coordinates.kept();
    let inserted = diesel::insert_into(cases::table)
        .values((
            // Its own number is known only once it has an id.
            cases::reference.eq(format!("new-{}", Token::draw(&context.random).reveal())),
            cases::category_id.eq(category),
            cases::district_id.eq(district),
            cases::title.eq(typed(&suggestion.title)),
            cases::body.eq(typed(&suggestion.body)),
            cases::place.eq(place),
            cases::coordinates.eq(coordinates.as_ref().map(typed)),
            cases::contact_name_sealed.eq(seal(Column::CaseContactName, &suggestion.contact.name)),
            cases::contact_email_sealed
                .eq(seal(Column::CaseContactEmail, &suggestion.contact.email)),
            cases::contact_phone_sealed
                .eq(seal(Column::CaseContactPhone, &suggestion.contact.phone)),
            cases::contact_consent_id.eq(consent),
            cases::share_contact.eq(suggestion.share_contact),
            cases::publish.eq(suggestion.publish),
            cases::language.eq(suggestion.language),
            cases::state.eq(State::New),
            cases::confirmation.eq(if pending {
                Confirmation::Pending
            } else {
                Confirmation::None
            }),
            cases::password_hash.eq(Vec::new()),
            cases::submission.eq(known.index),
            cases::submission_digest.eq(known.digest),
            cases::created_at.eq(now),
            cases::confirm_until.eq(pending.then(|| confirm::until(context, now))),
            cases::medium.eq(came.medium),
            cases::received_on.eq(came.received_on),
        ))
        .returning(cases::id)
        .get_result::<i64>(connection);
    let case = match inserted {
        Ok(case) => case,
        Err(DieselError::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => {
            return Err(Conflict::Raced);
        }
        Err(error) => return Err(error.into()),
    };
    if let Some(consent) = consent {
        consent::bind(connection, consent, consent::Subject::Case(case))?;
    }
    let year = context.clock.today(context.config.city.time_zone).year();
    let reference = Reference::new(&context.config.city.code, year, case);
    diesel::update(cases::table.find(case))
        .set((
            cases::reference.eq(reference.as_str()),
            cases::password_hash.eq(Keepsake::CasePassword.stored(
                keys,
                &context.random,
                reference.as_str(),
                known.password,
            )),
        ))
        .execute(connection)?;
    record::append(
        connection,
        context,
        case,
        RecordKind::Received,
        Details {
            account: came.by,
            files: Enclosed::Chosen(&suggestion.files),
            medium: Some(came.medium).filter(|medium| *medium != Medium::Web),
            ..Details::default()
        },
    )?;
    if pending {
        let resident = Resident {
            case,
            reference: reference.as_str().to_owned(),
            lang: suggestion.language,
            slug: suggestion.category.clone(),
            to: suggestion.contact.email.clone(),
        };
        confirm::ask(connection, context, resident, confirm::until(context, now))?;
    } else {
        record::append(
            connection,
            context,
            case,
            RecordKind::AcceptedUnconfirmed,
            Details::default(),
        )?;
        route(connection, context, case)?;
    }
    Ok(case)
}

fn receipt(
    connection: &mut AnyConnection,
    context: &Context,
    case: i64,
    password: String,
    (category, district): (i64, i64),
) -> Result<Receipt, SuggestionError> {
    let (reference, due, confirmation): (String, Option<NaiveDate>, Confirmation) = cases::table
        .find(case)
        .select((cases::reference, cases::due_on, cases::confirmation))
        .first(connection)?;
    let mut offices: Vec<Office> = case_offices::table
        .inner_join(offices::table)
        .filter(case_offices::case_id.eq(case))
        .order(case_offices::position)
        .select(Office::as_select())
        .load(connection)?;
    if offices.is_empty() {
        offices = routing::route(connection, context, category, district)?
            .recipients
            .all()
            .cloned()
            .collect();
    }
    Ok(Receipt {
        case,
        reference,
        password,
        offices,
        due,
        awaits_confirmation: confirmation == Confirmation::Pending,
    })
}
