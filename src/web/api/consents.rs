//! `/api/v1/account/consents`, the mails about the policy, and withdrawing a case's contact.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Json, Path},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Map;
use utoipa::ToSchema;

use super::{Status, boards::Parameters, paged, suggestions::CaseKey};
use crate::{
    accounts::{AccountError, policy_mails},
    context::Context,
    i18n::Lang,
    keys::Token,
    privacy::{
        consent::{self, Basis, Given},
        notices::Notice,
    },
    rights::consents::{self, Outcome},
    suggestions::withdraw,
    web::{
        extract::{AddressLimits, LoggedOn},
        fault::{Fault, problem},
        language,
        page::unstored,
    },
};

/// Something that was agreed to.
#[derive(Serialize, ToSchema)]
#[schema(as = Consent)]
pub struct ConsentBody {
    id: i64,
    basis: Basis,
    notice: Notice,
    /// 0: before notices had versions.
    notice_version: i32,
    policy_version: i32,
    given_at: DateTime<Utc>,
    withdrawn_at: Option<DateTime<Utc>>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = Consents)]
pub struct ConsentsBody {
    consents: Vec<ConsentBody>,
}

impl ConsentBody {
    fn of(given: &Given) -> Self {
        Self {
            id: given.id,
            basis: given.basis,
            notice: given.notice,
            notice_version: given.notice_version,
            policy_version: given.policy_version,
            given_at: given.given_at.utc(),
            withdrawn_at: given.withdrawn_at.map(|at| at.utc()),
        }
    }
}

/// What the account agreed to, the newest first, with the sign-ups made with its address.
#[utoipa::path(get, path = "/api/v1/account/consents", operation_id = "consents_list", tag = "accounts", security(("session" = [])),
    responses((status = 200, body = ConsentsBody), (status = 401, description = "`unauthorized`")))]
pub async fn list(
    LoggedOn(member): LoggedOn,
    request: HttpRequest,
    context: Data<Context>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let all = consent::of_account(&context, member.id).await?;
    let (all, ways) = paged::part(&query, all, |given| given.id.to_string())?;
    let consents = all.iter().map(ConsentBody::of).collect();
    let shown = HttpResponse::Ok().json(ConsentsBody { consents });
    Ok(ways.on(&request, unstored(shown)))
}

/// Withdraw a consent; that of a sign-up for an event cancels it. The one that the account itself
/// stands on ends by erasing the account.
#[utoipa::path(post, path = "/api/v1/account/consents/{id}/withdraw", operation_id = "consents_withdraw", tag = "accounts", security(("session" = [])),
    params(("id" = i64, Path, description = "Of the account's own")),
    responses((status = 200, body = Status), (status = 401, description = "`unauthorized`"),
        (status = 404, description = "`not-found`: not the account's, or withdrawn before"),
        (status = 409, description = "`erase-instead`")))]
pub async fn withdraw(
    LoggedOn(member): LoggedOn,
    request: HttpRequest,
    context: Data<Context>,
    id: Path<i64>,
) -> Result<HttpResponse, Fault> {
    match consents::withdraw(&context, &member, *id).await? {
        Outcome::Withdrawn => Ok(HttpResponse::Ok().json(Status::of("withdrawn"))),
        Outcome::EraseInstead => Ok(problem(
            &request,
            StatusCode::CONFLICT,
            "erase-instead",
            Map::new(),
        )),
        Outcome::None => Err(Fault::NotFound),
    }
}

/// Whether the account wants mails about major revisions of the policy.
#[derive(Deserialize, ToSchema)]
pub struct PolicyMails {
    wanted: bool,
    /// The hash of the notice that was read; see `/api/v1/notices/policy-mail`.
    #[serde(default)]
    notice: String,
    /// The language in which it was read; what the request asks for without one.
    language: Option<Lang>,
}

/// Ask for mails about major revisions of the privacy policy, or stop them.
#[utoipa::path(put, path = "/api/v1/account/policy-mails", operation_id = "consents_policy_mails", tag = "accounts", request_body = PolicyMails, security(("session" = [])),
    responses((status = 200, body = Status), (status = 401, description = "`unauthorized`"),
        (status = 422, description = "`notice-changed`")))]
pub async fn policy_mails(
    LoggedOn(member): LoggedOn,
    request: HttpRequest,
    context: Data<Context>,
    body: Json<PolicyMails>,
) -> Result<HttpResponse, Fault> {
    let lang = body
        .language
        .unwrap_or_else(|| language::of_header(&request));
    if body.wanted {
        let notice = Notice::PolicyMail;
        if !notice.still_stands(&body.notice, lang, &context.config) {
            return Err(Fault::NoticeChanged);
        }
    }
    policy_mails::set(&context, member.id, body.wanted, lang).await?;
    let status = if body.wanted { "on" } else { "off" };
    Ok(HttpResponse::Ok().json(Status::of(status)))
}

#[derive(Deserialize, ToSchema)]
pub struct StopPolicyMails {
    /// Of the link in a mail about the policy.
    token: String,
}

/// Stop the mails about the privacy policy by the link in one of them.
#[utoipa::path(post, path = "/api/v1/policy-mails/stop", operation_id = "consents_stop_policy_mails", tag = "accounts", request_body = StopPolicyMails, security(()),
    responses((status = 200, body = Status), (status = 410, description = "`gone`: it was used, or has expired")))]
pub async fn stop_policy_mails(
    context: Data<Context>,
    body: Json<StopPolicyMails>,
) -> Result<HttpResponse, Fault> {
    let token = Token::parse(&body.token).ok_or(AccountError::Gone)?;
    policy_mails::stop(&context, &token).await?;
    Ok(HttpResponse::Ok().json(Status::of("stopped")))
}

/// Withdraw the consent to be contacted about a case: its contact details are erased.
#[utoipa::path(post, path = "/api/v1/suggestions/case/withdraw-contact", operation_id = "suggestions_withdraw_contact", tag = "suggestions", request_body = CaseKey,
    responses((status = 200, body = Status),
        (status = 404, description = "`no-such-case`: unknown number or wrong password"),
        (status = 429, description = "`too-many-attempts`")))]
pub async fn withdraw_contact(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    key: Json<CaseKey>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    withdraw::withdraw_contact(&context, &key.reference, &key.password).await?;
    Ok(HttpResponse::Ok().json(Status::of("withdrawn")))
}
