//! `/api/v1/privacy`: what the city says of the personal data that it keeps.

use actix_web::{HttpRequest, HttpResponse, web::Data};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    boards::{Parameters, lang},
    paged::{self, Ways},
};
use crate::{
    context::Context,
    rights::{
        Field,
        agreements::{self, Agreement, RecipientKind, Standing},
    },
    web::{
        fault::Fault,
        files::{self, FileShown, PlainShown},
    },
};

#[derive(Serialize, ToSchema)]
pub struct PersonalDataFiles {
    files: Vec<FileShown>,
    /// What is kept beside them; it says nothing of residents.
    others: Vec<PlainShown>,
    /// Whom to ask about them.
    telephone: String,
    email: String,
}

/// The files of personal data that the city keeps: name, basis, purpose, kinds, retention, recipients.
#[utoipa::path(get, path = "/api/v1/privacy/files", operation_id = "privacy_files", tag = "privacy",
    params(("lang" = Option<String>, Query, description = "zh or en")),
    responses((status = 200, body = PersonalDataFiles)))]
pub async fn files(
    request: HttpRequest,
    context: Data<Context>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let city = &context.config.city;
    let lang = lang(&request, &query);
    Ok(HttpResponse::Ok().json(PersonalDataFiles {
        files: files::all(&context, lang)?,
        others: files::plain(&context, lang)?,
        telephone: city.phone.clone(),
        email: city.email.clone(),
    }))
}

const LENGTH: usize = 50;

/// An agreement on giving data of cases to a third party.
#[derive(Serialize, ToSchema)]
pub struct AgreementShown {
    id: i64,
    recipient: String,
    recipient_kind: RecipientKind,
    purpose: String,
    fields: Vec<Field>,
    /// The version of the privacy policy that it was made under.
    policy_version: String,
    starts_on: NaiveDate,
    ends_on: NaiveDate,
    /// The day on which it was ended before its time.
    #[serde(skip_serializing_if = "Option::is_none")]
    ended_on: Option<NaiveDate>,
    /// `not-yet`, `valid`, `expired` or `ended`.
    standing: &'static str,
    /// While it can be changed: what `If-Match` of a change names, in quotation marks.
    #[serde(skip_serializing_if = "Option::is_none")]
    stamp: Option<String>,
}

impl AgreementShown {
    fn of(context: &Context, agreement: Agreement) -> Self {
        let zone = context.config.city.time_zone;
        let standing = agreement.standing(context.clock.today(zone));
        Self {
            standing: standing.as_str(),
            stamp: (standing == Standing::NotYet).then(|| agreement.stamp()),
            id: agreement.id,
            recipient: agreement.recipient,
            recipient_kind: agreement.kind,
            purpose: agreement.purpose,
            fields: agreement.fields.iter().collect(),
            policy_version: agreement.policy_version,
            starts_on: agreement.starts_on,
            ends_on: agreement.ends_on,
            ended_on: agreement.ended_at.map(|at| at.day_in(zone)),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub struct AgreementsBody {
    agreements: Vec<AgreementShown>,
    /// The address of older agreements, if there are any.
    next: Option<String>,
}

/// With whom the city has, had or will have an agreement on giving data: the newest first.
#[utoipa::path(get, path = "/api/v1/privacy/agreements", operation_id = "privacy_agreements", tag = "privacy",
    params(("before" = Option<i64>, Query, description = "agreements before this one")),
    responses((status = 200, body = AgreementsBody)))]
pub async fn agreements(
    request: HttpRequest,
    context: Data<Context>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let (before, length) = (paged::at(&query, "before")?, paged::length(&query, LENGTH)?);
    let mut all = agreements::page(&context, before, length as i64 + 1).await?;
    let more = all.len() > length;
    all.truncate(length);
    let last = all.last().filter(|_| more).map(|last| last.id);
    let next = last.map(|last| format!("/api/v1/privacy/agreements?before={last}"));
    let shown = HttpResponse::Ok().json(AgreementsBody {
        agreements: all
            .into_iter()
            .map(|agreement| AgreementShown::of(&context, agreement))
            .collect(),
        next,
    });
    Ok(Ways::onward("before", last).on(&request, shown))
}
