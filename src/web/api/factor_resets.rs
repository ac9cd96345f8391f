//! `/api/v1/admin/factors` and `/factor-resets`: who works for the city and has a second factor, and ending the factors of
//! somebody who lost them, which takes two administrators.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Json, Path},
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Map;
use utoipa::ToSchema;

use super::{Status, boards::Parameters, invalid, paged};
use crate::{
    accounts::{
        AccountError, Role,
        factors::reset::{self, Asked, Protected},
    },
    context::Context,
    privacy::Private,
    web::{
        confirm,
        extract::Administrator,
        fault::{Fault, problem},
        page::unstored,
    },
};

/// Somebody with a role for the city.
#[derive(Serialize, ToSchema)]
pub struct ProtectedShown {
    /// The account.
    id: i64,
    name: String,
    role: Role,
    has_factor: bool,
    /// The last day on which it may do without, where its role needs one and it has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<NaiveDate>,
}

impl ProtectedShown {
    fn of(one: Protected) -> Self {
        Self {
            id: one.account,
            name: one.name,
            role: one.role,
            has_factor: one.has_factor,
            until: one.until,
        }
    }
}

/// Everybody with a role for the city, and whether a second factor protects the account.
#[utoipa::path(get, path = "/api/v1/admin/factors", operation_id = "factors_people", tag = "administration", security(("session" = [])),
    responses((status = 200, body = Vec<ProtectedShown>), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`")))]
pub async fn people(
    _administrator: Administrator,
    request: HttpRequest,
    context: Data<Context>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let people = reset::people(&context).await?;
    let (people, ways) = paged::part(&query, people, |one| one.account.to_string())?;
    let people: Vec<ProtectedShown> = people.into_iter().map(ProtectedShown::of).collect();
    Ok(ways.on(&request, unstored(HttpResponse::Ok().json(people))))
}

/// A request that waits for a second administrator.
#[derive(Serialize, ToSchema)]
pub struct FactorReset {
    /// The account whose second factors are to end.
    id: i64,
    name: String,
    role: Role,
    /// The account of who asked.
    asked_by: i64,
    asked_by_name: String,
    expires: DateTime<Utc>,
}

impl FactorReset {
    fn of(asked: Asked) -> Self {
        Self {
            id: asked.account,
            name: asked.name,
            role: asked.role,
            asked_by: asked.asked_by,
            asked_by_name: asked.asked_by_name,
            expires: asked.expires_at.utc(),
        }
    }
}

/// All that wait.
#[utoipa::path(get, path = "/api/v1/admin/factor-resets", operation_id = "factor_resets_list", tag = "administration", security(("session" = [])),
    responses((status = 200, body = Vec<FactorReset>), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`")))]
pub async fn list(
    _administrator: Administrator,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    let waiting = reset::waiting(&context).await?.into_iter();
    let waiting: Vec<FactorReset> = waiting.map(FactorReset::of).collect();
    Ok(unstored(HttpResponse::Ok().json(waiting)))
}

/// Whose.
#[derive(Deserialize, ToSchema)]
pub struct FactorResetBody {
    /// The address of the account.
    #[schema(value_type = String)]
    email: Private<String>,
}

/// Ask that the second factors of an account end. Another administrator decides, within three days. Asking twice is no
/// error.
#[utoipa::path(post, path = "/api/v1/admin/factor-resets", operation_id = "factor_resets_ask", tag = "administration", request_body = FactorResetBody, security(("session" = [])),
    responses((status = 202, body = Status), (status = 401, description = "`unauthorized`"),
        (status = 403, description = "`forbidden`, or `confirm-first`: prove again who you are (`/api/v1/account/confirm`)"),
        (status = 422, description = "`invalid`: no account, one's own, or one without a second factor")))]
pub async fn ask(
    Administrator(member): Administrator,
    request: HttpRequest,
    context: Data<Context>,
    body: Json<FactorResetBody>,
) -> Result<HttpResponse, Fault> {
    confirm::recently(&request, &context, &member).await?;
    let email = body.into_inner().email.map(|email| email.trim().to_owned());
    match reset::ask(&context, &member, email).await {
        Ok(()) => Ok(HttpResponse::Accepted().json(Status::of("asked"))),
        Err(AccountError::Invalid(errors)) => Ok(invalid(&request, &errors)),
        Err(error) => Err(error.into()),
    }
}

/// Agree as the second administrator: the factors end, and every session of the account.
#[utoipa::path(post, path = "/api/v1/admin/factor-resets/{id}/approve", operation_id = "factor_resets_approve", tag = "administration", security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 200, body = Status), (status = 401, description = "`unauthorized`"),
        (status = 403, description = "`forbidden`, `confirm-first`, or `second-person`: one's own request, or one's own account"),
        (status = 404, description = "`not-found`: none waits")))]
pub async fn approve(
    Administrator(member): Administrator,
    request: HttpRequest,
    context: Data<Context>,
    id: Path<i64>,
) -> Result<HttpResponse, Fault> {
    confirm::recently(&request, &context, &member).await?;
    match reset::approve(&context, &member, *id).await {
        Ok(()) => Ok(HttpResponse::Ok().json(Status::of("ended"))),
        Err(AccountError::SamePerson) => Ok(problem(
            &request,
            StatusCode::FORBIDDEN,
            "second-person",
            Map::new(),
        )),
        Err(error) => Err(error.into()),
    }
}

/// Decline a request, or take one's own back.
#[utoipa::path(delete, path = "/api/v1/admin/factor-resets/{id}", operation_id = "factor_resets_decline", tag = "administration", security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 200, body = Status), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`, or `confirm-first`"),
        (status = 404, description = "`not-found`: none waits")))]
pub async fn decline(
    Administrator(member): Administrator,
    request: HttpRequest,
    context: Data<Context>,
    id: Path<i64>,
) -> Result<HttpResponse, Fault> {
    confirm::recently(&request, &context, &member).await?;
    reset::decline(&context, &member, *id).await?;
    Ok(HttpResponse::Ok().json(Status::of("declined")))
}
