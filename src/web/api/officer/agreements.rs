//! Agreements on giving data: making, changing and ending them. Everybody reads them at
//! `/api/v1/privacy/agreements`.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Json, Path},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::refused;
use crate::{
    context::Context,
    rights::{
        Field, Fields,
        agreements::{self, NewAgreement, RecipientKind},
    },
    web::{
        api::{Status, suggestions::submission_id},
        confirm,
        extract::PrivacyOfficer,
        fault::Fault,
        matching::IfMatch,
    },
};

/// An agreement. It is public: it names bodies and purposes, and nobody.
#[derive(Deserialize, ToSchema)]
#[schema(as = NewAgreement)]
pub struct AgreementBody {
    recipient: String,
    recipient_kind: Option<RecipientKind>,
    purpose: String,
    fields: Vec<Field>,
    /// The first day.
    starts_on: Option<NaiveDate>,
    /// The last day.
    ends_on: Option<NaiveDate>,
}

impl AgreementBody {
    fn read(self) -> NewAgreement {
        NewAgreement {
            recipient: self.recipient.trim().to_owned(),
            kind: self.recipient_kind,
            purpose: self.purpose.trim().to_owned(),
            fields: Fields::new(self.fields),
            starts_on: self.starts_on,
            ends_on: self.ends_on,
        }
    }
}

#[derive(Serialize, ToSchema)]
pub struct MadeAgreement {
    id: i64,
}

/// Make an agreement.
#[utoipa::path(post, path = "/api/v1/officer/agreements", operation_id = "officer_agree", tag = "officer", request_body = AgreementBody, security(("session" = [])),
    params(("Idempotency-Key" = Option<String>, Header, description = "8 to 200 characters; sent again within a day, nothing is done twice")),
    responses((status = 201, body = MadeAgreement), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`, or `confirm-first`: prove again who you are (`/api/v1/account/confirm`)"),
        (status = 422, description = "`invalid`, with the fields")))]
pub async fn post(
    PrivacyOfficer(officer): PrivacyOfficer,
    request: HttpRequest,
    context: Data<Context>,
    body: Json<AgreementBody>,
) -> Result<HttpResponse, Fault> {
    confirm::recently(&request, &context, &officer).await?;
    let key = submission_id(&request, &context)?;
    match agreements::make(&context, &officer, &key, body.into_inner().read()).await {
        Ok(id) => Ok(HttpResponse::Created().json(MadeAgreement { id })),
        Err(error) => refused(&request, error),
    }
}

async fn stamp(context: &Context, id: i64) -> Result<String, Fault> {
    Ok(agreements::one(context, id).await?.stamp())
}

/// Change an agreement that is not in force yet. `If-Match` names its `stamp` of `GET /api/v1/privacy/agreements`, in quotation
/// marks.
#[utoipa::path(put, path = "/api/v1/officer/agreements/{id}", operation_id = "officer_change_agreement", tag = "officer", request_body = AgreementBody, security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 200, body = Status), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`, or `confirm-first`: prove again who you are (`/api/v1/account/confirm`)"),
        (status = 404, description = "`not-found`"), (status = 409, description = "`agreement-in-force`"),
        (status = 412, description = "`changed-meanwhile`: it is not what `If-Match` names"),
        (status = 422, description = "`invalid`, with the fields")))]
pub async fn put(
    PrivacyOfficer(officer): PrivacyOfficer,
    request: HttpRequest,
    context: Data<Context>,
    if_match: IfMatch,
    id: Path<i64>,
    body: Json<AgreementBody>,
) -> Result<HttpResponse, Fault> {
    confirm::recently(&request, &context, &officer).await?;
    let (new, began) = (body.into_inner().read(), if_match.began());
    let done = match agreements::change(&context, &officer, *id, new, began).await {
        Ok(()) => Ok(HttpResponse::Ok().json(Status::of("changed"))),
        Err(error) => refused(&request, error),
    };
    if_match.judged(done, stamp(&context, *id)).await
}

/// End an agreement at once, or withdraw one that is not in force yet. Twice is once.
#[utoipa::path(post, path = "/api/v1/officer/agreements/{id}/end", operation_id = "officer_end_agreement", tag = "officer", security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 200, body = Status), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`, or `confirm-first`: prove again who you are (`/api/v1/account/confirm`)"),
        (status = 404, description = "`not-found`")))]
pub async fn end(
    PrivacyOfficer(officer): PrivacyOfficer,
    request: HttpRequest,
    context: Data<Context>,
    id: Path<i64>,
) -> Result<HttpResponse, Fault> {
    confirm::recently(&request, &context, &officer).await?;
    agreements::end(&context, &officer, *id).await?;
    Ok(HttpResponse::Ok().json(Status::of("ended")))
}
