//! `/api/v1/sessions/second-step` and `/set-up`: how a log-on goes on after the password; `/api/v1/sessions/passkey`
//! logs on without one.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Json},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    invalid,
    sessions::{Session, answer},
};
use crate::{
    accounts::{
        AccountError,
        factors::{
            Proof,
            authenticator::Secret,
            browser::Assertion,
            passkeys::{self, Purpose},
            step,
        },
        log_on,
        sessions::SessionKind,
    },
    context::Context,
    keys::Token,
    web::{extract::AddressLimits, fault::Fault, page::unstored},
};

/// A second proof: one of these.
#[derive(Deserialize, ToSchema)]
pub struct SecondStep {
    /// What the log-on was answered with.
    pending: String,
    /// A code of the app, or a recovery code.
    #[serde(default)]
    code: Option<String>,
    /// What a passkey signed.
    #[serde(default)]
    passkey: Option<Assertion>,
}

/// The proof that was sent; an empty code where none was, which is none.
pub(super) fn proof(code: Option<String>, passkey: Option<Assertion>) -> Proof {
    match passkey {
        Some(assertion) => Proof::Passkey(assertion),
        None => Proof::Code(code.unwrap_or_default()),
    }
}

fn token(pending: &str) -> Result<Token, Fault> {
    Token::parse(pending).ok_or(Fault::Gone)
}

/// Finish a log-on with the second proof.
#[utoipa::path(post, path = "/api/v1/sessions/second-step", operation_id = "sessions_second_step", tag = "accounts", request_body = SecondStep,
    responses((status = 201, description = "Logged on", body = Session),
        (status = 403, description = "`account-suspended`"),
        (status = 410, description = "`gone`: the time or the tries are over; log on again"),
        (status = 422, description = "`invalid`: the code is wrong, was used, or the passkey is not one of this account"),
        (status = 429, description = "`too-many-attempts`; `Retry-After` says when")))]
pub async fn finish(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    body: Json<SecondStep>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let SecondStep {
        pending,
        code,
        passkey,
    } = body.into_inner();
    let pending = token(&pending)?;
    match step::finish(&context, &pending, proof(code, passkey)).await {
        Ok(begun) => Ok(unstored(HttpResponse::Created().json(Session::of(&begun)))),
        Err(AccountError::Invalid(errors)) => Ok(invalid(&request, &errors)),
        Err(error) => Err(error.into()),
    }
}

/// Which log-on it is.
#[derive(Deserialize, ToSchema)]
pub struct PendingBody {
    /// What the log-on was answered with.
    pending: String,
}

/// What to ask a passkey of the account for: the options of `navigator.credentials.get`, with bytes in base64url.
#[utoipa::path(post, path = "/api/v1/sessions/second-step/options", operation_id = "sessions_second_step_options", tag = "accounts", request_body = PendingBody,
    responses((status = 200, body = serde_json::Value), (status = 410, description = "`gone`: the time or the tries are over"),
        (status = 429, description = "`too-many-attempts`")))]
pub async fn options(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    body: Json<PendingBody>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let asked = step::ask_passkey(&context, &token(&body.pending)?).await?;
    Ok(unstored(HttpResponse::Ok().json(asked)))
}

/// Where an account's role needs a second factor and it has none: the secret for an app, and later its first code.
#[derive(Deserialize, ToSchema)]
pub struct SetUpBody {
    pending: String,
    /// The app's first code; without it the secret is given.
    #[serde(default)]
    code: Option<String>,
}

/// What an app is given.
#[derive(Serialize, ToSchema)]
pub struct AppSecret {
    /// In base32, in groups of four.
    secret: String,
    /// As apps read it (`otpauth:`).
    uri: String,
}

impl AppSecret {
    pub(super) fn of(secret: Secret) -> Self {
        Self {
            secret: secret.text,
            uri: secret.uri,
        }
    }
}

/// A session that has begun, and the recovery codes that came with the second factor.
#[derive(Serialize, ToSchema)]
pub struct SetUpSession {
    #[serde(flatten)]
    session: Session,
    /// Shown this once.
    recovery_codes: Vec<String>,
}

/// Set an app up where the log-on was answered with `set-up`: first without a code, then with the app's first one.
#[utoipa::path(post, path = "/api/v1/sessions/set-up", operation_id = "sessions_set_up", tag = "accounts", request_body = SetUpBody,
    responses((status = 200, description = "The secret that waits for its first code", body = AppSecret),
        (status = 201, description = "It is set up, and you are logged on", body = SetUpSession),
        (status = 403, description = "`account-suspended`"),
        (status = 409, description = "`conflict`: a second factor is set up already"),
        (status = 410, description = "`gone`: the time or the tries are over; log on again"),
        (status = 422, description = "`invalid`: the code is wrong"),
        (status = 429, description = "`too-many-attempts`; `Retry-After` says when")))]
pub async fn set_up(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    body: Json<SetUpBody>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let SetUpBody { pending, code } = body.into_inner();
    let pending = token(&pending)?;
    let Some(code) = code else {
        let secret = step::set_up(&context, &pending).await?;
        return Ok(unstored(HttpResponse::Ok().json(AppSecret::of(secret))));
    };
    match step::finish_set_up(&context, &pending, code).await {
        Ok((begun, recovery_codes)) => Ok(unstored(HttpResponse::Created().json(SetUpSession {
            session: Session::of(&begun),
            recovery_codes,
        }))),
        Err(AccountError::Invalid(errors)) => Ok(invalid(&request, &errors)),
        Err(error) => Err(error.into()),
    }
}

/// What a passkey signed, in a password's stead.
#[derive(Deserialize, ToSchema)]
pub struct PasskeyBody {
    passkey: Assertion,
}

/// Log on with a passkey alone; its device must have asked who holds it.
#[utoipa::path(post, path = "/api/v1/sessions/passkey", operation_id = "sessions_passkey", tag = "accounts", request_body = PasskeyBody,
    responses((status = 201, description = "Logged on", body = Session),
        (status = 401, description = "`wrong-credentials`: no passkey that is known here signed it"),
        (status = 403, description = "`account-suspended`; `password-off`: accounts of this role log on by the city's sign-on alone, in a browser"),
        (status = 429, description = "`too-many-attempts`")))]
pub async fn passkey(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    body: Json<PasskeyBody>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let assertion = Some(body.into_inner().passkey);
    let outcome = log_on::by_passkey(&context, assertion, SessionKind::Bearer).await?;
    Ok(answer(&outcome))
}

/// What to ask any passkey for: the options of `navigator.credentials.get`, with bytes in base64url.
#[utoipa::path(post, path = "/api/v1/sessions/passkey/options", operation_id = "sessions_passkey_options", tag = "accounts",
    responses((status = 200, body = serde_json::Value), (status = 429, description = "`too-many-attempts`")))]
pub async fn passkey_options(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let asked = passkeys::ask(&context, Purpose::LogOn, None).await?;
    Ok(unstored(HttpResponse::Ok().json(asked)))
}
