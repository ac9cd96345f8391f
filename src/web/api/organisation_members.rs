//! `/api/v1/admin/offices/{slug}/members`: who works for an office.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Json, Path},
};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Status, boards::Parameters, desk_cases::Person, invalid, paged};
use crate::{
    accounts::staff,
    context::Context,
    offices::{administer, members},
    privacy::Private,
    text_rules::refuse,
    web::{confirm, extract::Administrator, fault::Fault, page::unstored},
};

/// Who works for an office.
#[utoipa::path(get, path = "/api/v1/admin/offices/{slug}/members", operation_id = "organisation_members", tag = "administration", security(("session" = [])),
    params(("slug" = String, Path)),
    responses((status = 200, body = Vec<Person>), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`")))]
pub async fn list(
    _: Administrator,
    request: HttpRequest,
    context: Data<Context>,
    slug: Path<String>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let all = administer::everything(&context).await?;
    all.office(&slug).ok_or(Fault::NotFound)?;
    let members = members::of_office(&context, &slug).await?;
    let (members, ways) = paged::part(&query, members, |one| one.id.to_string())?;
    let members: Vec<Person> = members.iter().map(Person::of).collect();
    let shown = unstored(HttpResponse::Ok().json(members));
    Ok(ways.on(&request, shown))
}

#[derive(Deserialize, ToSchema)]
pub struct MemberBody {
    /// The address of an account that handles cases.
    #[schema(value_type = String)]
    email: Private<String>,
}

/// Add somebody by the address of their account. Doing it twice is no error.
#[utoipa::path(post, path = "/api/v1/admin/offices/{slug}/members", operation_id = "organisation_add_member", tag = "administration", request_body = MemberBody, security(("session" = [])),
    params(("slug" = String, Path)),
    responses((status = 200, body = Status), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`, or `confirm-first`: prove again who you are (`/api/v1/account/confirm`)"),
        (status = 404, description = "`not-found`"), (status = 422, description = "`invalid`: no account that handles cases has this address")))]
pub async fn add(
    Administrator(member): Administrator,
    request: HttpRequest,
    context: Data<Context>,
    slug: Path<String>,
    body: Json<MemberBody>,
) -> Result<HttpResponse, Fault> {
    confirm::recently(&request, &context, &member).await?;
    let address = body.into_inner().email.map(|email| email.trim().to_owned());
    let found = staff::at(&context, vec![address]).await?;
    let Some(account) = found.into_iter().next().flatten() else {
        let mut errors = validator::ValidationErrors::new();
        refuse(&mut errors, "email", "member-unknown");
        return Ok(invalid(&request, &errors));
    };
    members::add(&context, member.id, &slug, account).await?;
    Ok(HttpResponse::Ok().json(Status::of("added")))
}

/// Take somebody away from an office. Doing it twice is no error.
#[utoipa::path(delete, path = "/api/v1/admin/offices/{slug}/members/{id}", operation_id = "organisation_remove_member", tag = "administration", security(("session" = [])),
    params(("slug" = String, Path), ("id" = i64, Path)),
    responses((status = 200, body = Status), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`, or `confirm-first`: prove again who you are (`/api/v1/account/confirm`)"),
        (status = 404, description = "`not-found`")))]
pub async fn remove(
    Administrator(member): Administrator,
    request: HttpRequest,
    context: Data<Context>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, Fault> {
    confirm::recently(&request, &context, &member).await?;
    let (slug, account) = path.into_inner();
    members::remove(&context, member.id, &slug, account).await?;
    Ok(HttpResponse::Ok().json(Status::of("removed")))
}
