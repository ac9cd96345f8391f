//! `/api/v1/accounts`, `/api/v1/account` and the reset of a password.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Json},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Map, json};
use utoipa::ToSchema;

use super::{Status, invalid};
use crate::{
    accounts::{
        AccountError, Member, Password, Role,
        registration::{self, Registration},
        reset,
        settings::{self, Own},
    },
    context::Context,
    forum::{mentions, names},
    i18n::Lang,
    keys::Token,
    privacy::{Private, Purpose, Viewer, notices::Notice},
    web::{
        extract::{AddressLimits, LoggedOn},
        fault::{Fault, problem},
        language,
        page::unstored,
    },
};

/// What an account is registered with.
#[derive(Deserialize, ToSchema)]
#[schema(as = NewAccount)]
pub struct NewAccountBody {
    #[schema(value_type = String, format = "email")]
    email: Private<String>,
    /// 10 to 128 characters.
    #[schema(value_type = String, format = "password")]
    password: Password,
    /// The public name, up to 40 characters; a nickname is made up without one.
    #[serde(default)]
    name: Option<String>,
    /// Whether the name is the person's own (then it is marked as public personal data)
    /// or a nickname.
    #[serde(default = "yes")]
    name_is_personal: bool,
    /// The language of the mails; what the request asks for without one.
    #[serde(default)]
    language: Option<Lang>,
    /// The hash of the notice that was read; see `/api/v1/notices/registration`.
    #[serde(default)]
    notice: String,
}

const fn yes() -> bool {
    true
}

/// Register. The answer is the same whether the address has an account or not; its owner
/// is mailed a link, or told that there is an account.
#[utoipa::path(post, path = "/api/v1/accounts", operation_id = "accounts_post", tag = "accounts", request_body = NewAccountBody,
    responses((status = 202, description = "A mail is on its way", body = Status),
        (status = 422, description = "`invalid`, with the fields, or `notice-changed`"),
        (status = 429, description = "`too-many-attempts`")))]
pub async fn post(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    body: Json<NewAccountBody>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let body = body.into_inner();
    let language = body
        .language
        .unwrap_or_else(|| language::of_header(&request));
    if !Notice::Registration.still_stands(&body.notice, language, &context.config) {
        return Err(Fault::NoticeChanged);
    }
    let registration = Registration {
        email: body.email,
        password: body.password,
        name: body.name.unwrap_or_default(),
        name_is_personal: body.name_is_personal,
        language,
    };
    match names::register(&context, registration).await {
        Ok(()) => Ok(HttpResponse::Accepted().json(Status::of("confirmation-mailed"))),
        Err(AccountError::Invalid(errors)) => Ok(invalid(&request, &errors)),
        Err(error) => Err(error.into()),
    }
}

/// A mailed link's token.
#[derive(Deserialize, ToSchema)]
pub struct TokenBody {
    token: String,
}

impl TokenBody {
    pub(super) fn token(&self) -> &str {
        &self.token
    }
}

/// Confirm a registration with the token of the mailed link.
#[utoipa::path(post, path = "/api/v1/accounts/confirm", operation_id = "accounts_confirm", tag = "accounts", request_body = TokenBody,
    responses((status = 200, description = "The account stands", body = Status),
        (status = 410, description = "`gone`: used or expired"),
        (status = 429, description = "`too-many-attempts`")))]
pub async fn confirm(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    body: Json<TokenBody>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let token = Token::parse(&body.token).ok_or(Fault::Gone)?;
    registration::confirm(&context, &token).await?;
    Ok(HttpResponse::Ok().json(Status::of("confirmed")))
}

/// An account as its owner sees it.
#[derive(Serialize, ToSchema)]
pub struct Account {
    id: i64,
    /// The public name.
    name: String,
    /// Whether the name is public personal data, which the privacy policy does not cover.
    name_is_personal: bool,
    /// Covered by the privacy policy; nobody else is given it.
    #[schema(format = "email")]
    email: String,
    role: Role,
    language: Lang,
    /// The version of the forum rules that was accepted.
    rules_version: String,
    created_at: chrono::DateTime<chrono::Utc>,
    /// The day from which another name can be chosen; absent when that is today.
    #[serde(skip_serializing_if = "Option::is_none")]
    name_waits_until: Option<NaiveDate>,
    /// Since which day mails to the address come back; absent when none did. See
    /// `/api/v1/account/mail-check`.
    #[serde(skip_serializing_if = "Option::is_none")]
    mails_came_back: Option<NaiveDate>,
}

impl Account {
    fn of(own: Own, member: &Member) -> Self {
        Self {
            id: own.id,
            name: own.name,
            name_is_personal: own.name_is_personal,
            email: own
                .email
                .reveal(Viewer::Owner(member), Purpose::OwnAccess)
                .to_owned(),
            role: own.role,
            language: own.language,
            rules_version: own.rules_version,
            created_at: own.created_at.utc(),
            name_waits_until: own.name_waits_until,
            mails_came_back: own.mails_came_back,
        }
    }
}

/// The account that the request is made with.
#[utoipa::path(get, path = "/api/v1/account", operation_id = "accounts_get", tag = "accounts", security(("session" = [])),
    responses((status = 200, body = Account), (status = 401, description = "`unauthorized`")))]
pub async fn get(
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    let own = settings::own(&context, member.id).await?;
    Ok(unstored(HttpResponse::Ok().json(Account::of(own, &member))))
}

/// The public name that an account is to have.
#[derive(Deserialize, ToSchema)]
pub struct NewName {
    /// Up to 40 characters; a nickname is made up for an empty one.
    #[serde(default)]
    name: String,
    /// Whether the name is the person's own (then it is marked as public personal data)
    /// or a nickname.
    #[serde(default = "yes")]
    name_is_personal: bool,
}

/// Change the public name. It holds at once wherever the name stands.
///
/// Another name can be chosen once in 30 days. Changing the mark alone, and taking back a name
/// that is the own one for a made-up nickname, never wait.
#[utoipa::path(put, path = "/api/v1/account/name", operation_id = "accounts_put_name", tag = "accounts", request_body = NewName, security(("session" = [])),
    responses((status = 200, body = Account), (status = 401, description = "`unauthorized`"),
        (status = 409, description = "`name-too-soon`, with the day `from` which another can be chosen"),
        (status = 422, description = "`invalid`, with the fields"), (status = 429, description = "`too-many-attempts`")))]
pub async fn put_name(
    LoggedOn(member): LoggedOn,
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    body: Json<NewName>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let (name, is_personal) = (&body.name, body.name_is_personal);
    match mentions::change_name(&context, member.id, name, is_personal, member.language).await {
        Ok(()) => {
            let own = settings::own(&context, member.id).await?;
            Ok(unstored(HttpResponse::Ok().json(Account::of(own, &member))))
        }
        Err(AccountError::Invalid(errors)) => Ok(invalid(&request, &errors)),
        Err(AccountError::NameTooSoon { from }) => {
            let members = Map::from_iter([("from".to_owned(), json!(from))]);
            Ok(problem(
                &request,
                StatusCode::CONFLICT,
                "name-too-soon",
                members,
            ))
        }
        Err(error) => Err(error.into()),
    }
}

/// Whose password was forgotten.
#[derive(Deserialize, ToSchema)]
pub struct ResetRequestBody {
    #[schema(value_type = String, format = "email")]
    email: Private<String>,
}

/// Ask for a link that resets the password. The same answer whether there is an account.
#[utoipa::path(post, path = "/api/v1/password/reset-requests", operation_id = "accounts_request_reset", tag = "accounts", request_body = ResetRequestBody,
    responses((status = 202, description = "A mail is on its way if the address has an account", body = Status),
        (status = 422, description = "`invalid`"), (status = 429, description = "`too-many-attempts`")))]
pub async fn request_reset(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    body: Json<ResetRequestBody>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let lang = language::of_header(&request);
    match reset::request(&context, body.into_inner().email, lang).await {
        Ok(()) => Ok(HttpResponse::Accepted().json(Status::of("reset-mailed"))),
        Err(AccountError::Invalid(errors)) => Ok(invalid(&request, &errors)),
        Err(error) => Err(error.into()),
    }
}
