//! `/api/v1/account/factors`, `/passkeys` and `/confirm`: one's own second factors, and proving again who one is.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Json, Path},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    Status, invalid,
    second_step::{AppSecret, proof},
};
use crate::{
    accounts::{
        AccountError, Password,
        factors::{
            self, again, authenticator,
            browser::{Assertion, Attestation},
            grace,
            passkeys::{self, Listed},
            recovery,
        },
    },
    context::Context,
    web::{
        confirm,
        extract::{self, AddressLimits, LoggedOn},
        fault::Fault,
        page::unstored,
    },
};

/// A passkey of one's own.
#[derive(Serialize, ToSchema)]
pub struct PasskeyShown {
    id: i64,
    label: String,
    added_on: NaiveDate,
    last_used_on: Option<NaiveDate>,
}

impl PasskeyShown {
    fn of(listed: Listed) -> Self {
        Self {
            id: listed.id,
            label: listed.label,
            added_on: listed.added_on,
            last_used_on: listed.last_used_on,
        }
    }
}

/// What an account has.
#[derive(Serialize, ToSchema)]
pub struct FactorsShown {
    /// Whether the account's role needs one.
    required: bool,
    /// Since when an app shows its codes; absent where none does.
    #[serde(skip_serializing_if = "Option::is_none")]
    app_since: Option<NaiveDate>,
    passkeys: Vec<PasskeyShown>,
    /// How many are left.
    recovery_codes: i64,
}

/// One's own second factors.
#[utoipa::path(get, path = "/api/v1/account/factors", operation_id = "factors_get", tag = "accounts", security(("session" = [])),
    responses((status = 200, body = FactorsShown), (status = 401, description = "`unauthorized`")))]
pub async fn get(
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    let held = factors::held(&context, member.id).await?;
    Ok(unstored(HttpResponse::Ok().json(FactorsShown {
        required: grace::is_required(&context, member.role),
        app_since: held.app_since,
        passkeys: held.passkeys.into_iter().map(PasskeyShown::of).collect(),
        recovery_codes: held.codes,
    })))
}

/// End all of one's second factors. Doing it twice is no error.
#[utoipa::path(delete, path = "/api/v1/account/factors", operation_id = "factors_end", tag = "accounts", security(("session" = [])),
    responses((status = 200, body = Status), (status = 401, description = "`unauthorized`"), (status = 403, description = "`confirm-first`: prove again who you are (`/api/v1/account/confirm`)")))]
pub async fn end(
    LoggedOn(member): LoggedOn,
    request: HttpRequest,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    confirm::recently(&request, &context, &member).await?;
    factors::end_all(&context, member.id).await?;
    Ok(HttpResponse::Ok().json(Status::of("ended")))
}

/// Begin to set an app up: its secret, which waits for its first code.
#[utoipa::path(post, path = "/api/v1/account/factors/app", operation_id = "factors_app", tag = "accounts", security(("session" = [])),
    responses((status = 200, body = AppSecret), (status = 401, description = "`unauthorized`"), (status = 403, description = "`confirm-first`"),
        (status = 409, description = "`conflict`: one is set up already")))]
pub async fn app(
    LoggedOn(member): LoggedOn,
    request: HttpRequest,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    confirm::recently(&request, &context, &member).await?;
    let secret = authenticator::begin(&context, member.id).await?;
    Ok(unstored(HttpResponse::Ok().json(AppSecret::of(secret))))
}

/// The app's first code.
#[derive(Deserialize, ToSchema)]
pub struct FirstCode {
    code: String,
}

/// What came with a new second factor.
#[derive(Serialize, ToSchema)]
pub struct FactorAdded {
    /// `added`.
    status: &'static str,
    /// The recovery codes that came with the first one, shown this once.
    #[serde(skip_serializing_if = "Option::is_none")]
    recovery_codes: Option<Vec<String>>,
}

fn added(
    request: &HttpRequest,
    done: Result<Option<Vec<String>>, AccountError>,
) -> Result<HttpResponse, Fault> {
    match done {
        Ok(recovery_codes) => Ok(unstored(HttpResponse::Created().json(FactorAdded {
            status: "added",
            recovery_codes,
        }))),
        Err(AccountError::Invalid(errors)) => Ok(invalid(request, &errors)),
        Err(error) => Err(error.into()),
    }
}

/// Finish setting an app up.
#[utoipa::path(post, path = "/api/v1/account/factors/app/confirm", operation_id = "factors_confirm_app", tag = "accounts", request_body = FirstCode, security(("session" = [])),
    responses((status = 201, body = FactorAdded), (status = 401, description = "`unauthorized`"), (status = 403, description = "`confirm-first`"),
        (status = 409, description = "`conflict`: none waits for its first code"), (status = 422, description = "`invalid`: the code is wrong"),
        (status = 429, description = "`too-many-attempts`")))]
pub async fn confirm_app(
    LoggedOn(member): LoggedOn,
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    body: Json<FirstCode>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    confirm::recently(&request, &context, &member).await?;
    let code = body.into_inner().code;
    let done = authenticator::confirm(&context, member.id, code).await;
    added(&request, done)
}

/// Remove the app. Doing it twice is no error.
#[utoipa::path(delete, path = "/api/v1/account/factors/app", operation_id = "factors_remove_app", tag = "accounts", security(("session" = [])),
    responses((status = 200, body = Status), (status = 401, description = "`unauthorized`"), (status = 403, description = "`confirm-first`")))]
pub async fn remove_app(
    LoggedOn(member): LoggedOn,
    request: HttpRequest,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    confirm::recently(&request, &context, &member).await?;
    authenticator::remove(&context, member.id).await?;
    Ok(HttpResponse::Ok().json(Status::of("removed")))
}

/// Make the recovery codes anew: the earlier ones open nothing any more.
#[utoipa::path(post, path = "/api/v1/account/factors/codes", operation_id = "factors_renew_codes", tag = "accounts", security(("session" = [])),
    responses((status = 201, body = FactorAdded), (status = 401, description = "`unauthorized`"), (status = 403, description = "`confirm-first`"),
        (status = 409, description = "`conflict`: there is no second factor that they could stand for")))]
pub async fn renew_codes(
    LoggedOn(member): LoggedOn,
    request: HttpRequest,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    confirm::recently(&request, &context, &member).await?;
    let codes = recovery::renew(&context, member.id).await;
    added(&request, codes.map(Some))
}

/// The options of `navigator.credentials.create`, with bytes in base64url.
#[utoipa::path(post, path = "/api/v1/account/passkeys/options", operation_id = "factors_passkey_options", tag = "accounts", security(("session" = [])),
    responses((status = 200, body = serde_json::Value), (status = 401, description = "`unauthorized`"), (status = 403, description = "`confirm-first`"),
        (status = 429, description = "`too-many-attempts`")))]
pub async fn passkey_options(
    LoggedOn(member): LoggedOn,
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    confirm::recently(&request, &context, &member).await?;
    let asked = passkeys::ask_new(&context, &member).await?;
    Ok(unstored(HttpResponse::Ok().json(asked)))
}

/// A new passkey.
#[derive(Deserialize, ToSchema)]
pub struct NewPasskey {
    /// What its owner calls it, 1 to 60 characters.
    label: String,
    passkey: Attestation,
}

/// Add a passkey.
#[utoipa::path(post, path = "/api/v1/account/passkeys", operation_id = "factors_add_passkey", tag = "accounts", request_body = NewPasskey, security(("session" = [])),
    responses((status = 201, body = FactorAdded), (status = 401, description = "`unauthorized`"), (status = 403, description = "`confirm-first`"),
        (status = 422, description = "`invalid`, with the fields"), (status = 429, description = "`too-many-attempts`")))]
pub async fn add_passkey(
    LoggedOn(member): LoggedOn,
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    body: Json<NewPasskey>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    confirm::recently(&request, &context, &member).await?;
    let NewPasskey { label, passkey } = body.into_inner();
    let done = passkeys::add(&context, member.id, &label, Some(passkey)).await;
    added(&request, done)
}

/// Remove a passkey. Doing it twice is no error.
#[utoipa::path(delete, path = "/api/v1/account/passkeys/{id}", operation_id = "factors_remove_passkey", tag = "accounts", security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 200, body = Status), (status = 401, description = "`unauthorized`"), (status = 403, description = "`confirm-first`")))]
pub async fn remove_passkey(
    LoggedOn(member): LoggedOn,
    request: HttpRequest,
    context: Data<Context>,
    id: Path<i64>,
) -> Result<HttpResponse, Fault> {
    confirm::recently(&request, &context, &member).await?;
    passkeys::remove(&context, member.id, *id).await?;
    Ok(HttpResponse::Ok().json(Status::of("removed")))
}

/// One of these: the password where the account has no second factor, else a proof of that.
#[derive(Deserialize, ToSchema)]
pub struct ProofAgain {
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    password: Option<Password>,
    /// A code of the app, or a recovery code.
    #[serde(default)]
    code: Option<String>,
    /// What a passkey signed.
    #[serde(default)]
    passkey: Option<Assertion>,
}

/// Prove again who one is, for ten minutes of what is dangerous.
#[utoipa::path(post, path = "/api/v1/account/confirm", operation_id = "factors_confirm", tag = "accounts", request_body = ProofAgain, security(("session" = [])),
    responses((status = 200, body = Status), (status = 401, description = "`unauthorized`"),
        (status = 409, description = "`conflict`: a password is not enough, for the account has a second factor; or it has none that counts, for its role logs on by the city's sign-on alone"),
        (status = 422, description = "`invalid`: it is wrong"), (status = 429, description = "`too-many-attempts`; `Retry-After` says when")))]
pub async fn confirm_again(
    LoggedOn(member): LoggedOn,
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    body: Json<ProofAgain>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let token = extract::token(&request, &context).ok_or(Fault::LogOnFirst)?;
    let ProofAgain {
        password,
        code,
        passkey,
    } = body.into_inner();
    let proven = match password {
        Some(typed) => again::by_password(&context, member.id, &token, &typed).await,
        None => again::by_factor(&context, member.id, &token, proof(code, passkey)).await,
    };
    match proven {
        Ok(()) => Ok(HttpResponse::Ok().json(Status::of("confirmed"))),
        Err(AccountError::Invalid(errors)) => Ok(invalid(&request, &errors)),
        Err(error) => Err(error.into()),
    }
}

/// What to ask one's own passkeys for: the options of `navigator.credentials.get`, with bytes in base64url.
#[utoipa::path(post, path = "/api/v1/account/confirm/options", operation_id = "factors_confirm_options", tag = "accounts", security(("session" = [])),
    responses((status = 200, body = serde_json::Value), (status = 401, description = "`unauthorized`"), (status = 429, description = "`too-many-attempts`")))]
pub async fn confirm_options(
    LoggedOn(member): LoggedOn,
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let asked = again::ask_passkey(&context, member.id).await?;
    Ok(unstored(HttpResponse::Ok().json(asked)))
}
