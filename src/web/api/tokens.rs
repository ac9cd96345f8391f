//! `/api/v1/account/tokens`: tokens by which programs act as an account, and for administrators those of the
//! city's own people. No token reaches them: whoever makes or ends one is logged on.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Json, Path},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    boards::Parameters,
    invalid,
    paged::{self, Ways},
};
use crate::{
    accounts::{Member, Role},
    api_tokens::{self, Held, Listed, Made, NewToken, Scope, Secret, TokenError},
    context::Context,
    privacy::{Private, Purpose, Viewer},
    web::{
        confirm,
        extract::{self, AddressLimits, Administrator, LoggedOn},
        fault::Fault,
        language,
        page::unstored,
    },
};

/// A token, without itself.
#[derive(Serialize, ToSchema)]
pub struct TokenShown {
    id: i64,
    /// Its owner's word for it.
    name: String,
    scopes: Vec<Scope>,
    created_on: NaiveDate,
    /// The last day on which it serves.
    expires_on: NaiveDate,
    last_used_on: Option<NaiveDate>,
}

impl TokenShown {
    fn of(member: &Member, token: Listed) -> Self {
        let name = token.name.reveal(Viewer::Owner(member), Purpose::OwnAccess);
        Self {
            id: token.id,
            name: name.clone(),
            scopes: token.scopes.iter().collect(),
            created_on: token.created_on,
            expires_on: token.expires_on,
            last_used_on: token.last_used_on,
        }
    }
}

/// A scope that the account's role lets it give, and in words what a program may do with it.
#[derive(Serialize, ToSchema)]
pub struct ScopeOffered {
    scope: Scope,
    effect: String,
}

/// The account's tokens, and the scopes that it can give to a new one.
#[derive(Serialize, ToSchema)]
pub struct OwnTokens {
    /// Those that serve, the newest first.
    tokens: Vec<TokenShown>,
    scopes: Vec<ScopeOffered>,
}

/// The tokens of one's account, without themselves.
#[utoipa::path(get, path = "/api/v1/account/tokens", operation_id = "tokens_list", tag = "accounts", security(("session" = [])),
    responses((status = 200, body = OwnTokens), (status = 401, description = "`unauthorized`"),
        (status = 403, description = "`not-for-tokens`")))]
pub async fn list(
    LoggedOn(member): LoggedOn,
    request: HttpRequest,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    let lang = language::of_header(&request);
    let tokens = api_tokens::list(&context, member.id).await?.into_iter();
    let scopes = Scope::of(member.role).map(|scope| ScopeOffered {
        scope,
        effect: lang.t(&scope.words()),
    });
    Ok(unstored(HttpResponse::Ok().json(OwnTokens {
        tokens: tokens.map(|token| TokenShown::of(&member, token)).collect(),
        scopes: scopes.collect(),
    })))
}

#[derive(Deserialize, ToSchema)]
#[schema(as = NewToken)]
pub struct TokenBody {
    /// 1 to 60 characters, for its owner to know it again.
    #[schema(value_type = String)]
    name: Private<String>,
    /// At least one, as `GET /api/v1/account/tokens` offers them.
    scopes: Vec<String>,
    /// The last day on which it serves: today or later, in 365 days at most.
    expires_on: NaiveDate,
}

/// A token that was made.
#[derive(Serialize, ToSchema)]
pub struct TokenMade {
    id: i64,
    /// For `Authorization: Bearer`; told in this answer alone.
    token: Option<String>,
    scopes: Vec<Scope>,
    created_on: NaiveDate,
    expires_on: NaiveDate,
}

impl TokenMade {
    fn of(made: &Made) -> Self {
        Self {
            id: made.id,
            token: made.secret.as_ref().map(Secret::reveal),
            scopes: made.scopes.iter().collect(),
            created_on: made.created_on,
            expires_on: made.expires_on,
        }
    }
}

/// Make a token. It ends with its last day, with the account, when the account is suspended, and when its
/// password changes.
#[utoipa::path(post, path = "/api/v1/account/tokens", operation_id = "tokens_make", tag = "accounts", request_body = TokenBody, security(("session" = [])),
    params(("Idempotency-Key" = Option<String>, Header, description = "8 to 200 characters; the same request with it makes one token within a day, and is answered with the same one")),
    responses((status = 201, description = "Made", body = TokenMade), (status = 401, description = "`unauthorized`"),
        (status = 403, description = "`not-for-tokens`, or `confirm-first`: prove again who you are (`/api/v1/account/confirm`)"),
        (status = 422, description = "`invalid` with the fields: a scope that does not exist, or that the role does not have; a day too late or past"),
        (status = 429, description = "`too-many-attempts`")))]
pub async fn post(
    LoggedOn(member): LoggedOn,
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    body: Json<TokenBody>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    confirm::recently(&request, &context, &member).await?;
    let session = extract::token(&request, &context).ok_or(Fault::LogOnFirst)?;
    let TokenBody {
        name,
        scopes,
        expires_on,
    } = body.into_inner();
    let new = NewToken {
        name,
        scopes,
        expires_on: Some(expires_on),
    };
    match api_tokens::make(&context, &member, &session, new, None).await {
        Ok(made) => Ok(unstored(HttpResponse::Created().json(TokenMade::of(&made)))),
        Err(TokenError::Invalid(errors)) => Ok(invalid(&request, &errors)),
        Err(error) => Err(error.into()),
    }
}

/// End one of one's tokens. Doing it twice is no error.
#[utoipa::path(delete, path = "/api/v1/account/tokens/{id}", operation_id = "tokens_end", tag = "accounts", security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 204, description = "Ended"), (status = 401, description = "`unauthorized`"),
        (status = 403, description = "`not-for-tokens`")))]
pub async fn delete(
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
    id: Path<i64>,
) -> Result<HttpResponse, Fault> {
    api_tokens::end_own(&context, &member, *id).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// A token of somebody who works for the city. What its owner calls it is its owner's alone.
#[derive(Serialize, ToSchema)]
pub struct TokenHeld {
    id: i64,
    account: i64,
    /// The public name of who has it.
    holder: String,
    role: Role,
    scopes: Vec<Scope>,
    created_on: NaiveDate,
    expires_on: NaiveDate,
    last_used_on: Option<NaiveDate>,
}

impl From<Held> for TokenHeld {
    fn from(held: Held) -> Self {
        Self {
            id: held.id,
            account: held.account,
            holder: held.holder,
            role: held.role,
            scopes: held.scopes.iter().collect(),
            created_on: held.created_on,
            expires_on: held.expires_on,
            last_used_on: held.last_used_on,
        }
    }
}

/// The tokens of the city's own people.
#[derive(Serialize, ToSchema)]
pub struct TokensHeld {
    /// A hundred at most, the newest first.
    tokens: Vec<TokenHeld>,
    /// What `before` is for those that follow; null where these are the last.
    next: Option<i64>,
    /// How many tokens residents have.
    residents: i64,
}

/// The tokens of the city's own people, and how many residents have.
#[utoipa::path(get, path = "/api/v1/admin/tokens", operation_id = "tokens_of_the_city", tag = "administration", security(("session" = [])),
    params(("before" = Option<i64>, Query, description = "those made before the token of this number")),
    responses((status = 200, body = TokensHeld), (status = 401, description = "`unauthorized`"),
        (status = 403, description = "`forbidden`, or `not-for-tokens`")))]
pub async fn of_the_city(
    _: Administrator,
    request: HttpRequest,
    context: Data<Context>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let before = paged::at(&query, "before")?;
    let found = api_tokens::of_the_city(&context, before).await?;
    let next = found.next;
    let shown = HttpResponse::Ok().json(TokensHeld {
        tokens: found.tokens.into_iter().map(TokenHeld::from).collect(),
        next,
        residents: found.residents,
    });
    Ok(Ways::onward("before", next).on(&request, unstored(shown)))
}

/// End a token of somebody who works for the city, who sees it among what happened to the account.
#[utoipa::path(delete, path = "/api/v1/admin/tokens/{id}", operation_id = "tokens_end_of_other", tag = "administration", security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 204, description = "Ended"), (status = 401, description = "`unauthorized`"),
        (status = 403, description = "`forbidden`, or `not-for-tokens`"),
        (status = 404, description = "`not-found`: ended before, or a resident's")))]
pub async fn end(
    Administrator(member): Administrator,
    context: Data<Context>,
    id: Path<i64>,
) -> Result<HttpResponse, Fault> {
    api_tokens::end(&context, *id, Some(member.id)).await?;
    Ok(HttpResponse::NoContent().finish())
}
