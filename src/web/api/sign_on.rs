//! `/api/v1/sign-on` and `/api/v1/account/sign-on`: the city's own sign-on. Logging on and linking by it needs a browser.

use actix_web::{HttpRequest, HttpResponse, web::Data};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::Status;
use crate::{
    context::Context,
    i18n::Lang,
    sign_on::{
        self,
        identities::{self, Linked},
    },
    web::{
        confirm,
        extract::{AddressLimits, LoggedOn},
        fault::Fault,
        language::{of_header, varies},
        page::unstored,
    },
};

/// The city's own sign-on, as people see it.
#[derive(Serialize, ToSchema)]
pub struct SignOn {
    /// What it is called, in the language of `Accept-Language`.
    label: String,
    /// Whether residents log on by it, or the city's own people alone.
    residents: bool,
    /// The form that a browser posts to log on by it, in each language.
    log_on: Vec<String>,
}

/// Whether the city has a sign-on of its own, and where a browser logs on by it.
#[utoipa::path(get, path = "/api/v1/sign-on", operation_id = "sign_on_get", tag = "accounts",
    responses((status = 200, body = SignOn), (status = 404, description = "`not-found`: this city has none")))]
pub async fn get(request: HttpRequest, context: Data<Context>) -> Result<HttpResponse, Fault> {
    let lang = of_header(&request);
    let label = sign_on::label(&context, lang).ok_or(Fault::NotFound)?;
    let configured = context.config.sign_on.as_ref().ok_or(Fault::NotFound)?;
    let body = SignOn {
        label,
        residents: configured.residents,
        log_on: Lang::ALL
            .map(|lang| format!("/{}/log-on/sign-on", lang.as_str()))
            .to_vec(),
    };
    Ok(varies(HttpResponse::Ok().json(body), lang))
}

/// How an account is linked to the sign-on.
#[derive(Serialize, ToSchema)]
pub struct SignOnLink {
    linked_on: NaiveDate,
    last_used_on: NaiveDate,
    /// Whether the account can be logged on to without it.
    can_be_unlinked: bool,
}

impl From<Linked> for SignOnLink {
    fn from(linked: Linked) -> Self {
        Self {
            linked_on: linked.linked_on,
            last_used_on: linked.last_used_on,
            can_be_unlinked: linked.can_be_unlinked,
        }
    }
}

/// How the account that the request is made with is linked to the city's sign-on.
#[utoipa::path(get, path = "/api/v1/account/sign-on", operation_id = "sign_on_own", tag = "accounts", security(("session" = [])),
    responses((status = 200, body = SignOnLink), (status = 401, description = "`unauthorized`"),
        (status = 404, description = "`not-found`: it is not linked, or this city has no sign-on")))]
pub async fn own(
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    let linked = identities::of_account(&context, member.id).await?;
    let linked = linked.ok_or(Fault::NotFound)?;
    Ok(unstored(HttpResponse::Ok().json(SignOnLink::from(linked))))
}

/// End the link of an account to the city's sign-on, and what its rules gave. Twice is once.
#[utoipa::path(delete, path = "/api/v1/account/sign-on", operation_id = "sign_on_unlink", tag = "accounts", security(("session" = [])),
    responses((status = 200, description = "`unlinked`", body = Status), (status = 401, description = "`unauthorized`"),
        (status = 403, description = "`confirm-first`: prove once more who is there"),
        (status = 404, description = "`not-found`: this city has no sign-on"),
        (status = 409, description = "`conflict`: the account could not be logged on to any more"),
        (status = 429, description = "`too-many-attempts`")))]
pub async fn unlink(
    LoggedOn(member): LoggedOn,
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    sign_on::label(&context, member.language).ok_or(Fault::NotFound)?;
    confirm::recently(&request, &context, &member).await?;
    identities::unlink(&context, member.id).await?;
    Ok(HttpResponse::Ok().json(Status::of("unlinked")))
}
