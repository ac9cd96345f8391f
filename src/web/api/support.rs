//! Support of published suggestions, with an account or by a mailed link.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Json, Path},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Status, accounts::TokenBody, invalid, suggestions::submission_id};
use crate::{
    context::Context,
    i18n::Lang,
    keys::Token,
    privacy::Private,
    published::support::{
        self, Support, SupportError,
        by_mail::{self, Asked, Stands},
    },
    web::{
        extract::{AddressLimits, LoggedOn},
        fault::Fault,
        language,
        page::unstored,
    },
};

/// How many people support a suggestion, by the hour; who, nobody is told.
#[derive(Serialize, ToSchema)]
pub struct SupportShown {
    /// As it was last counted, once an hour; with the asker's account at least one.
    count: i64,
    /// Whether the asker's account is one of them.
    mine: bool,
    /// Whether it can be supported now.
    open: bool,
}

impl SupportShown {
    pub(super) const fn of(support: Support) -> Self {
        Self {
            count: support.count,
            mine: support.mine,
            open: support.is_open,
        }
    }
}

/// Support a published suggestion, once.
#[utoipa::path(put, path = "/api/v1/topics/{id}/support", operation_id = "support_put", tag = "suggestions", security(("session" = [])),
    params(("id" = i64, Path, description = "The suggestion's topic")),
    responses((status = 204, description = "Given"), (status = 401, description = "`unauthorized`"),
        (status = 308, description = "The topic was merged into another"),
        (status = 404, description = "`not-found`: or no published suggestion"),
        (status = 409, description = "`conflict`: the topic is locked or the board archived")))]
pub async fn put(
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
    id: Path<i64>,
) -> Result<HttpResponse, Fault> {
    support::set(&context, &member, *id, true).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Take support back.
#[utoipa::path(delete, path = "/api/v1/topics/{id}/support", operation_id = "support_delete", tag = "suggestions", security(("session" = [])),
    params(("id" = i64, Path, description = "The suggestion's topic")),
    responses((status = 204, description = "Taken back, or there was none"), (status = 401, description = "`unauthorized`")))]
pub async fn delete(
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
    id: Path<i64>,
) -> Result<HttpResponse, Fault> {
    support::set(&context, &member, *id, false).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Somebody without an account who supports a suggestion.
#[derive(Deserialize, ToSchema)]
pub struct NewSupport {
    #[schema(value_type = String, format = "email")]
    email: Private<String>,
    /// The hash of the notice that was read; see `/api/v1/notices/support`.
    #[serde(default)]
    notice: String,
    /// The language in which it was read, and of the mail; what the request asks for without one.
    language: Option<Lang>,
}

/// Support a published suggestion without an account. A mail brings a link that confirms it, and
/// one that takes it back; only that one where the topic is locked or the board archived. The answer is
/// the same whether the address has supported it before or not.
#[utoipa::path(post, path = "/api/v1/topics/{id}/support/mail", operation_id = "support_ask", tag = "suggestions", request_body = NewSupport,
    params(("Idempotency-Key" = Option<String>, Header, description = "8 to 200 characters; sent again within a day, nothing is done twice"), ("id" = i64, Path, description = "The suggestion's topic")),
    responses((status = 202, description = "A mail is on its way", body = Status),
        (status = 308, description = "The topic was merged into another"),
        (status = 404, description = "`not-found`: or no published suggestion"),
        (status = 422, description = "`invalid`, with the fields, or `notice-changed`"),
        (status = 429, description = "`too-many-attempts`")))]
pub async fn ask(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    id: Path<i64>,
    body: Json<NewSupport>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let body = body.into_inner();
    let asked = Asked {
        email: body.email,
        language: body
            .language
            .unwrap_or_else(|| language::of_header(&request)),
        notice: body.notice,
    };
    let key = submission_id(&request, &context)?;
    match by_mail::ask(&context, &key, *id, asked).await {
        Ok(_) => Ok(HttpResponse::Accepted().json(Status::of("confirmation-mailed"))),
        Err(SupportError::Invalid(errors)) => Ok(invalid(&request, &errors)),
        Err(error) => Err(error.into()),
    }
}

/// What the token of a mailed link stands for.
#[derive(Serialize, ToSchema)]
pub struct SupportLinked {
    /// The suggestion's topic.
    topic: i64,
    /// Whether the support counts; else it waits to be confirmed.
    counts: bool,
    /// Whether it counts with an account of the address, which takes it back.
    with_account: bool,
}

/// Look at support by the token of its mailed link; it changes nothing.
#[utoipa::path(post, path = "/api/v1/support/look", operation_id = "support_look", tag = "suggestions", request_body = TokenBody,
    responses((status = 200, body = SupportLinked), (status = 410, description = "`gone`: used or expired"),
        (status = 429, description = "`too-many-attempts`")))]
pub async fn look(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    body: Json<TokenBody>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let token = Token::parse(body.token()).ok_or(Fault::Gone)?;
    let found = by_mail::look(&context, &token).await?;
    Ok(unstored(HttpResponse::Ok().json(SupportLinked {
        topic: found.topic,
        counts: found.stands != Stands::Waits,
        with_account: found.stands == Stands::WithAccount,
    })))
}

/// Confirm support with the token of the mailed link: it counts (`supported`), and the address is
/// erased. `supported-with-account`: an account of the address supports it, and nothing was added.
#[utoipa::path(post, path = "/api/v1/support/confirm", operation_id = "support_confirm", tag = "suggestions", request_body = TokenBody,
    responses((status = 200, body = Status), (status = 409, description = "`conflict`: the topic is locked or the board archived"),
        (status = 410, description = "`gone`: used or expired, or the suggestion is not public"),
        (status = 429, description = "`too-many-attempts`")))]
pub async fn confirm(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    body: Json<TokenBody>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let token = Token::parse(body.token()).ok_or(Fault::Gone)?;
    let done = by_mail::confirm(&context, &token).await?;
    Ok(HttpResponse::Ok().json(Status::of(match done.stands {
        Stands::WithAccount => "supported-with-account",
        Stands::Waits | Stands::Counts => "supported",
    })))
}

/// Take support back with the token of the mailed link, before or after it was confirmed
/// (`taken-back`). `account-supports`: an account of the address supports the suggestion still, and
/// takes that back itself.
#[utoipa::path(post, path = "/api/v1/support/take-back", operation_id = "support_take_back", tag = "suggestions", request_body = TokenBody,
    responses((status = 200, body = Status), (status = 410, description = "`gone`: used or expired"),
        (status = 429, description = "`too-many-attempts`")))]
pub async fn take_back(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    body: Json<TokenBody>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let token = Token::parse(body.token()).ok_or(Fault::Gone)?;
    let done = by_mail::take_back(&context, &token).await?;
    Ok(HttpResponse::Ok().json(Status::of(match done.with_account {
        true => "account-supports",
        false => "taken-back",
    })))
}
