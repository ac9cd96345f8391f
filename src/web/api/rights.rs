//! People's rights over their data: seeing all that is held, erasing, asking the privacy
//! officer, and being taken out of what others wrote.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Json, Path},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    Status,
    accounts::TokenBody,
    invalid,
    suggestions::{CaseKey, submission_id},
};
use crate::{
    accounts::{AccountError, Password, settings},
    context::Context,
    forum::{owner::Owner, posts},
    i18n::Lang,
    keys::Token,
    privacy::{Private, erasures::Posts, notices::Notice},
    requests::{self, RequestError, RequestKind},
    rights::{RightsError, erase, export},
    web::{
        confirm,
        extract::{AddressLimits, LoggedOn},
        fault::Fault,
        language,
        page::unstored,
    },
};

/// Everything that is held about the account: table to rows, column to value. Of a value that
/// only proves something it is said that there is one.
#[utoipa::path(get, path = "/api/v1/account/data", operation_id = "rights_data", tag = "accounts", security(("session" = [])),
    responses((status = 200, body = serde_json::Value), (status = 401, description = "`unauthorized`")))]
pub async fn data(
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    let held = export::held(&context, &member).await?;
    Ok(unstored(
        HttpResponse::Ok().json(export::json(&member, &held)),
    ))
}

/// A request to the privacy officer.
#[derive(Deserialize, ToSchema)]
pub struct DataRequest {
    /// `access`, `correct` or `object`.
    kind: RequestKind,
    #[schema(value_type = String, max_length = 2000)]
    words: Private<String>,
}

/// Ask the privacy officer something about one's data; the answer is mailed.
#[utoipa::path(post, path = "/api/v1/account/data-requests", operation_id = "rights_ask", tag = "accounts", request_body = DataRequest, security(("session" = [])),
    params(("Idempotency-Key" = Option<String>, Header, description = "8 to 200 characters; sent again within a day, nothing is done twice")),
    responses((status = 202, body = Status), (status = 401, description = "`unauthorized`"),
        (status = 422, description = "`invalid`, with the fields")))]
pub async fn ask(
    LoggedOn(member): LoggedOn,
    request: HttpRequest,
    context: Data<Context>,
    body: Json<DataRequest>,
) -> Result<HttpResponse, Fault> {
    let DataRequest { kind, words } = body.into_inner();
    let key = submission_id(&request, &context)?;
    let asked = requests::ask(&context, &member, &key, kind, trimmed(words)).await;
    answered(&request, asked.map_err(RightsError::from), || {
        HttpResponse::Accepted().json(Status::of("asked"))
    })
}

/// How an account is erased.
#[derive(Deserialize, ToSchema)]
pub struct Erasure {
    /// The account's password, once more; of no use where it has none, for its owner logs on by the city's sign-on.
    #[schema(value_type = String)]
    password: Password,
    /// Whether the posts go as well, or stay without their author's name.
    posts: Posts,
}

/// Erase the account with everything that is held about it. It cannot be undone.
#[utoipa::path(post, path = "/api/v1/account/erase", operation_id = "rights_erase_account", tag = "accounts", request_body = Erasure, security(("session" = [])),
    responses((status = 200, body = Status), (status = 401, description = "`unauthorized`"),
        (status = 403, description = "`forbidden`: an account with a role for the city; `confirm-first`: one without a password, whose owner proves once more who is there"),
        (status = 422, description = "`invalid`: not the password"),
        (status = 429, description = "`too-many-attempts`")))]
pub async fn erase_account(
    LoggedOn(member): LoggedOn,
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    body: Json<Erasure>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let erased = if settings::has_password(&context, member.id).await? {
        erase::own_account(&context, &member, &body.password, body.posts).await
    } else {
        confirm::recently(&request, &context, &member).await?;
        erase::own_account_proven(&context, &member, body.posts).await
    };
    answered(&request, erased, || {
        HttpResponse::Ok().json(Status::of("erased"))
    })
}

/// Erase one's own post; a tombstone stays. It cannot be undone.
#[utoipa::path(delete, path = "/api/v1/posts/{id}", operation_id = "rights_erase_post", tag = "forum", security(("session" = [])),
    params(("id" = i64, Path, description = "Of the account's own")),
    responses((status = 204, description = "Erased"), (status = 401, description = "`unauthorized`"),
        (status = 403, description = "`forbidden`: somebody else's"),
        (status = 404, description = "`not-found`: none that the account sees, or erased before")))]
pub async fn erase_post(
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
    id: Path<i64>,
) -> Result<HttpResponse, Fault> {
    let owner = Owner::by_account(&context, &member, *id).await?;
    erase::own_post(&context, &owner).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Somebody says that a post is about them.
#[derive(Deserialize, ToSchema)]
pub struct AboutMe {
    #[schema(value_type = String, format = "email")]
    email: Private<String>,
    /// What in the post is about them.
    #[schema(value_type = String, max_length = 2000)]
    words: Private<String>,
    /// The hash of the notice that was read; see `/api/v1/notices/about-me`.
    #[serde(default)]
    notice: String,
    /// The language in which it was read, and of the mails; what the request asks for without one.
    language: Option<Lang>,
}

/// Say that a post is about oneself, and ask for it to be masked. A mailed link confirms it.
#[utoipa::path(post, path = "/api/v1/posts/{id}/about-me", operation_id = "rights_about_me", tag = "forum", request_body = AboutMe,
    params(("Idempotency-Key" = Option<String>, Header, description = "8 to 200 characters; sent again within a day, nothing is done twice"), ("id" = i64, Path, description = "The post")),
    responses((status = 202, description = "A mail is on its way", body = Status),
        (status = 404, description = "`not-found`"),
        (status = 422, description = "`invalid`, with the fields, or `notice-changed`"),
        (status = 429, description = "`too-many-attempts`")))]
pub async fn about_me(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    id: Path<i64>,
    body: Json<AboutMe>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let body = body.into_inner();
    let lang = body
        .language
        .unwrap_or_else(|| language::of_header(&request));
    if !Notice::AboutMe.still_stands(&body.notice, lang, &context.config) {
        return Err(Fault::NoticeChanged);
    }
    posts::find(&context, *id, None).await?;
    let (email, words) = (trimmed(body.email), trimmed(body.words));
    let key = submission_id(&request, &context)?;
    let asked = requests::name_me(&context, &key, *id, email, words, lang).await;
    answered(&request, asked.map_err(RightsError::from), || {
        HttpResponse::Accepted().json(Status::of("confirmation-mailed"))
    })
}

/// A request whose clock runs.
#[derive(Serialize, ToSchema)]
pub struct Confirmed {
    /// By when it is answered.
    due: NaiveDate,
}

/// Confirm with the token of the mailed link that a post is about oneself.
#[utoipa::path(post, path = "/api/v1/about-me/confirm", operation_id = "rights_confirm", tag = "forum", request_body = TokenBody,
    responses((status = 200, body = Confirmed), (status = 410, description = "`gone`: used or expired"),
        (status = 429, description = "`too-many-attempts`")))]
pub async fn confirm(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    body: Json<TokenBody>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let token = Token::parse(body.token()).ok_or(Fault::Gone)?;
    let due = requests::confirm(&context, &token).await?;
    Ok(HttpResponse::Ok().json(Confirmed { due }))
}

/// Take back a request that a post is about oneself, with the token of the mailed link: its
/// address and words are erased.
#[utoipa::path(post, path = "/api/v1/about-me/withdraw", operation_id = "rights_withdraw", tag = "forum", request_body = TokenBody,
    responses((status = 200, body = Status), (status = 410, description = "`gone`: used, or the request was answered"),
        (status = 429, description = "`too-many-attempts`")))]
pub async fn withdraw(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    body: Json<TokenBody>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let token = Token::parse(body.token()).ok_or(Fault::Gone)?;
    requests::withdraw(&context, &token).await?;
    Ok(HttpResponse::Ok().json(Status::of("withdrawn")))
}

/// Restrict an answered case: its contact details are destroyed, the rest is kept without being used.
#[utoipa::path(post, path = "/api/v1/suggestions/case/restrict", operation_id = "rights_restrict", tag = "suggestions", request_body = CaseKey,
    responses((status = 200, body = Status),
        (status = 404, description = "`no-such-case`: unknown number or wrong password"),
        (status = 409, description = "`conflict`: it is not answered yet"),
        (status = 429, description = "`too-many-attempts`")))]
pub async fn restrict(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    key: Json<CaseKey>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    erase::own_case(&context, &key.reference, &key.password).await?;
    Ok(HttpResponse::Ok().json(Status::of("restricted")))
}

fn trimmed(text: Private<String>) -> Private<String> {
    text.map(|text| text.trim().to_owned())
}

fn answered(
    request: &HttpRequest,
    done: Result<(), RightsError>,
    answer: impl FnOnce() -> HttpResponse,
) -> Result<HttpResponse, Fault> {
    match done {
        Ok(()) => Ok(answer()),
        Err(
            RightsError::Request(RequestError::Invalid(errors))
            | RightsError::Account(AccountError::Invalid(errors)),
        ) => Ok(invalid(request, &errors)),
        Err(error) => Err(error.into()),
    }
}
