//! `/api/v1/sessions`: bearer tokens for programs.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Json},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    accounts::{
        factors::step::{Needs, Pending},
        log_on::{self, Credentials, Outcome},
        sessions::{self, Begun, SessionKind},
    },
    context::Context,
    web::{
        extract::{self, AddressLimits, LoggedOn},
        fault::Fault,
        page::unstored,
    },
};

/// A session that has begun.
#[derive(Serialize, ToSchema)]
pub struct Session {
    /// For `Authorization: Bearer`; shown this once.
    token: String,
    /// Until when it serves.
    expires: chrono::DateTime<chrono::Utc>,
}

impl Session {
    pub(super) fn of(begun: &Begun) -> Self {
        Self {
            token: begun.token.reveal().to_owned(),
            expires: begun.expires_at.utc(),
        }
    }
}

/// A log-on that waits for its second proof.
#[derive(Serialize, ToSchema)]
pub struct PendingSession {
    /// `second-factor`, or `set-up` where the account's role needs a second factor and it has none.
    status: &'static str,
    /// For `/api/v1/sessions/second-step`, or first for `/api/v1/sessions/set-up`.
    pending: String,
    /// Until when it serves.
    expires: chrono::DateTime<chrono::Utc>,
    /// Whether a code of an app is taken. Recovery codes always are.
    app: bool,
    /// Whether a passkey is.
    passkey: bool,
}

impl PendingSession {
    fn of(pending: &Pending) -> Self {
        let (status, app, passkey) = match pending.needs {
            Needs::Proof(kinds) => ("second-factor", kinds.app, kinds.passkey),
            Needs::SetUp => ("set-up", true, false),
        };
        Self {
            status,
            pending: pending.token.reveal().to_owned(),
            expires: pending.expires_at.utc(),
            app,
            passkey,
        }
    }
}

/// The session, or what is asked for next.
pub(super) fn answer(outcome: &Outcome) -> HttpResponse {
    unstored(match outcome {
        Outcome::Begun(begun) => HttpResponse::Created().json(Session::of(begun)),
        Outcome::SecondStep(pending) => HttpResponse::Accepted().json(PendingSession::of(pending)),
    })
}

/// Log on. The same answer and the same time whether the address has an account or not.
#[utoipa::path(post, path = "/api/v1/sessions", operation_id = "sessions_post", tag = "accounts", request_body = Credentials,
    responses((status = 201, description = "Logged on", body = Session),
        (status = 202, description = "The password is right, and a second proof is asked for", body = PendingSession),
        (status = 401, description = "`wrong-credentials`"),
        (status = 403, description = "`account-suspended`: the password is right, and moderators let nobody in with it for now; `password-off`: the password is right, and accounts of this role log on by the city's sign-on alone, in a browser"),
        (status = 429, description = "`too-many-attempts`; `Retry-After` says when")))]
pub async fn post(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    credentials: Json<Credentials>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let outcome = log_on::log_on(&context, &credentials, SessionKind::Bearer).await?;
    Ok(answer(&outcome))
}

/// Log off: the token that the request carries is worthless from then on.
#[utoipa::path(delete, path = "/api/v1/sessions", operation_id = "sessions_delete", tag = "accounts", security(("session" = [])),
    responses((status = 204, description = "Ended"), (status = 401, description = "`unauthorized`")))]
pub async fn delete(
    _member: LoggedOn,
    request: HttpRequest,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    let token = extract::token(&request, &context).ok_or(Fault::LogOnFirst)?;
    sessions::end(&context, &token).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The same at the address that names what it ends.
#[utoipa::path(delete, path = "/api/v1/sessions/current", operation_id = "sessions_delete_current", tag = "accounts", security(("session" = [])),
    responses((status = 204, description = "Ended"), (status = 401, description = "`unauthorized`")))]
pub async fn delete_current(
    member: LoggedOn,
    request: HttpRequest,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    delete(member, request, context).await
}
