//! `/api/v1/account/mail-check`: whether mails reach an account's address again, and how many
//! addresses there are to which they do not.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Json},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Status, accounts::TokenBody};
use crate::{
    accounts::mail_check,
    context::Context,
    keys::Token,
    mail::suppression::{self, Cause},
    web::{
        extract::{AddressLimits, Administrator, LoggedOn},
        fault::Fault,
        page::unstored,
    },
};

/// Ask for a mail whose link shows that mails reach the account's address again. Where none came
/// back, nothing is mailed.
#[utoipa::path(post, path = "/api/v1/account/mail-check", operation_id = "mail_check_ask", tag = "accounts", security(("session" = [])),
    responses((status = 200, description = "`reachable`: no mail came back", body = Status),
        (status = 202, description = "`check-mailed`: a mail is on its way", body = Status),
        (status = 401, description = "`unauthorized`"), (status = 429, description = "`too-many-attempts`")))]
pub async fn ask(
    LoggedOn(member): LoggedOn,
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    Ok(if mail_check::ask(&context, member.id).await? {
        HttpResponse::Accepted().json(Status::of("check-mailed"))
    } else {
        HttpResponse::Ok().json(Status::of("reachable"))
    })
}

/// Show with the token of the mailed link that mails reach the address again.
#[utoipa::path(post, path = "/api/v1/mail-check/confirm", operation_id = "mail_check_confirm", tag = "accounts", request_body = TokenBody,
    responses((status = 200, description = "Mails go there again", body = Status),
        (status = 410, description = "`gone`: used or expired"),
        (status = 429, description = "`too-many-attempts`")))]
pub async fn confirm(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    body: Json<TokenBody>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let token = Token::parse(body.token()).ok_or(Fault::Gone)?;
    mail_check::confirm(&context, &token).await?;
    Ok(HttpResponse::Ok().json(Status::of("confirmed")))
}

/// Addresses that get fewer mails for one reason.
#[derive(Serialize, ToSchema)]
pub struct Suppressed {
    reason: Cause,
    /// Absent where there are fewer than ten, or none.
    #[serde(skip_serializing_if = "Option::is_none")]
    addresses: Option<i64>,
}

/// How many addresses get no mails that one can do without, by the reason; no address is given.
#[utoipa::path(get, path = "/api/v1/admin/suppressed", operation_id = "mail_check_suppressed", tag = "administration", security(("session" = [])),
    responses((status = 200, body = Vec<Suppressed>), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`")))]
pub async fn suppressed(_: Administrator, context: Data<Context>) -> Result<HttpResponse, Fault> {
    let counted = suppression::counted(&context).await?.into_iter();
    let all: Vec<Suppressed> = counted
        .map(|(reason, addresses)| Suppressed { reason, addresses })
        .collect();
    Ok(unstored(HttpResponse::Ok().json(all)))
}
