//! Giving a case's data to a third party, and what was given before.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Json},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use utoipa::ToSchema;
use validator::ValidationErrors;

use super::refused;
use crate::{
    context::Context,
    rights::{
        Field, Fields,
        disclosure::{self, Disclosure, Made, Recipient, Under},
    },
    text_rules::refuse,
    web::{
        api::{boards::Parameters, invalid, paged, suggestions::submission_id},
        confirm,
        extract::PrivacyOfficer,
        fault::Fault,
        page::unstored,
    },
};

/// A disclosure on record; what was given is not part of it.
#[derive(Serialize, ToSchema)]
pub struct DisclosureShown {
    /// In the public register.
    number: i32,
    /// Nothing when the case is gone.
    reference: Option<String>,
    day: NaiveDate,
    to: String,
    /// The agreement's purpose, or the investigating agency's document.
    why: String,
    fields: Vec<Field>,
    /// Whether the case's owner reads of it.
    told: bool,
}

impl From<Made> for DisclosureShown {
    fn from(made: Made) -> Self {
        let (to, why) = match made.to {
            Recipient::Agreement { recipient, purpose } => (recipient, purpose),
            Recipient::Investigation { agency, document } => (agency, document),
        };
        Self {
            number: made.number,
            reference: made.reference,
            day: made.day,
            to,
            why,
            fields: made.fields.iter().collect(),
            told: made.told,
        }
    }
}

#[derive(Serialize, ToSchema)]
pub struct DisclosuresBody {
    disclosures: Vec<DisclosureShown>,
}

/// What third parties were given, the latest first.
#[utoipa::path(get, path = "/api/v1/officer/disclosures", operation_id = "officer_disclosures", tag = "officer", security(("session" = [])),
    responses((status = 200, body = DisclosuresBody), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`")))]
pub async fn list(
    _: PrivacyOfficer,
    request: HttpRequest,
    context: Data<Context>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let made = disclosure::list(&context).await?;
    let (made, ways) = paged::part(&query, made, |one| one.number.to_string())?;
    let shown = HttpResponse::Ok().json(DisclosuresBody {
        disclosures: made.into_iter().map(DisclosureShown::from).collect(),
    });
    Ok(ways.on(&request, unstored(shown)))
}

/// What is to be given, and under what: one of `agreement` and `approval`.
#[derive(Deserialize, ToSchema)]
pub struct NewDisclosure {
    /// Of the case.
    reference: String,
    fields: Vec<Field>,
    agreement: Option<i64>,
    approval: Option<i64>,
}

/// What was given: shown once, for the third party's eyes.
#[derive(Serialize, ToSchema)]
pub struct GivenData {
    reference: String,
    recipient: String,
    /// In the public register.
    ledger_number: i32,
    /// Each field with what it holds; nothing where the resident gave nothing.
    #[schema(value_type = Object)]
    fields: Map<String, Value>,
}

impl From<&Disclosure> for GivenData {
    fn from(disclosure: &Disclosure) -> Self {
        Self {
            reference: disclosure.reference.clone(),
            recipient: disclosure.recipient.clone(),
            ledger_number: disclosure.number,
            fields: disclosure
                .values()
                .map(|(field, value)| (field.as_str().to_owned(), json!(value)))
                .collect(),
        }
    }
}

/// Give data of a case to a third party, under an agreement or for an approved investigation. It
/// stands in the public register and, unless an investigation forbids it, on the case's page.
#[utoipa::path(post, path = "/api/v1/officer/disclosures", operation_id = "officer_disclose", tag = "officer", request_body = NewDisclosure, security(("session" = [])),
    params(("Idempotency-Key" = Option<String>, Header, description = "8 to 200 characters; sent again within a day, nothing is done twice")),
    responses((status = 200, body = GivenData), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`, or `confirm-first`: prove again who you are (`/api/v1/account/confirm`)"),
        (status = 404, description = "`no-such-case`, or `not-found`: no such agreement"),
        (status = 409, description = "`agreement-not-yet`, `agreement-expired`, `field-not-named`, `contact-not-shared`, \
            `contact-no-consent`, `contact-not-told`, `contact-unconfirmed`, `case-restricted` or `not-approved`"),
        (status = 422, description = "`invalid`, with the fields")))]
pub async fn post(
    PrivacyOfficer(officer): PrivacyOfficer,
    request: HttpRequest,
    context: Data<Context>,
    body: Json<NewDisclosure>,
) -> Result<HttpResponse, Fault> {
    confirm::recently(&request, &context, &officer).await?;
    let body = body.into_inner();
    let mut errors = ValidationErrors::new();
    let under = match (body.agreement, body.approval) {
        (Some(id), None) => Some(Under::Agreement(id)),
        (None, Some(id)) => Some(Under::Investigation(id)),
        _ => None,
    };
    let fields = Fields::new(body.fields);
    if under.is_none() {
        refuse(&mut errors, "agreement", "choice");
    }
    if fields.is_none() {
        refuse(&mut errors, "fields", "fields");
    }
    let (Some(under), Some(fields)) = (under, fields) else {
        return Ok(invalid(&request, &errors));
    };
    let case = body.reference.trim();
    let key = submission_id(&request, &context)?;
    match disclosure::disclose(&context, &officer, &key, case, under, fields).await {
        Ok(disclosure) => Ok(unstored(
            HttpResponse::Ok().json(GivenData::from(&disclosure)),
        )),
        Err(error) => refused(&request, error),
    }
}
