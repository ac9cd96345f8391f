//! The way there and back: the address that somebody is sent to, and what the code that they bring back is worth.
//!
//! An ID token is believed once all of it is right: issuer, audience, who it was made for, the signature by one of
//! the algorithms below, the time by Plaza's clock, and the nonce of this very browser.

use std::{sync::Arc, time::Duration};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use openidconnect::{
    AuthType, AuthenticationFlow, AuthorizationCode, ClaimsVerificationError, ClientId,
    ClientSecret, CsrfToken, EndpointMaybeSet, EndpointNotSet, EndpointSet, LanguageTag, Nonce,
    OAuth2TokenResponse as _, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RequestTokenError,
    Scope, SignatureVerificationError, TokenResponse as _,
    core::{
        CoreAuthPrompt, CoreClient, CoreClientAuthMethod, CoreErrorResponseType, CoreIdToken,
        CoreJwsSigningAlgorithm, CoreResponseType,
    },
    http,
    url::Url,
};
use serde_json::{Map, Value};

use super::{
    CALLBACK, SignOnError,
    attempts::Secrets,
    claims::{self, Said},
    configured,
    provider::{self, Http, Metadata, unreachable, unusable},
};
use crate::{config::SignOn, context::Context, i18n::Lang, keys::same};

/// What a token may be signed by. No shared secret and no `none` is among them.
pub(super) const ALGORITHMS: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// How far the provider's clock may be ahead.
const AHEAD: TimeDelta = TimeDelta::minutes(1);
/// How long ago a token may have been made that was just asked for.
const OLDEST: TimeDelta = TimeDelta::minutes(10);

type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

fn client(context: &Context, sign_on: &SignOn, metadata: &Metadata) -> Result<Client, SignOnError> {
    let secret = sign_on.client_secret.as_ref();
    let callback = RedirectUrl::new(context.config.absolute(CALLBACK));
    let client = CoreClient::from_provider_metadata(
        metadata.clone(),
        ClientId::new(sign_on.client_id.clone()),
        secret.map(|secret| ClientSecret::new(secret.as_str().to_owned())),
    )
    .set_redirect_uri(callback.map_err(|_| SignOnError::Unusable("an address to come back to"))?);
    let methods = metadata.token_endpoint_auth_methods_supported();
    let in_body = methods.is_some_and(|methods| {
        methods.contains(&CoreClientAuthMethod::ClientSecretPost)
            && !methods.contains(&CoreClientAuthMethod::ClientSecretBasic)
    });
    Ok(if in_body {
        client.set_auth_type(AuthType::RequestBody)
    } else {
        client
    })
}

/// Where somebody is sent to log on. `anew`: they prove who they are, also where the provider knows them still.
pub(super) fn address(
    context: &Context,
    metadata: &Metadata,
    secrets: &Secrets,
    lang: Lang,
    anew: bool,
) -> Result<Url, SignOnError> {
    let sign_on = configured(context)?;
    let client = client(context, sign_on, metadata)?;
    let state = CsrfToken::new(secrets.state.reveal().to_owned());
    let nonce = Nonce::new(secrets.nonce(context));
    let verifier = PkceCodeVerifier::new(secrets.verifier(context));
    let flow = AuthenticationFlow::<CoreResponseType>::AuthorizationCode;
    let mut request = client
        .authorize_url(flow, move || state, move || nonce)
        .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
        .add_ui_locale(LanguageTag::new(lang.tag().to_owned()));
    for scope in &sign_on.scopes {
        request = request.add_scope(Scope::new(scope.clone()));
    }
    if anew {
        request = request
            .add_prompt(CoreAuthPrompt::Login)
            .set_max_age(Duration::ZERO);
    }
    let (url, _state, _nonce) = request.url();
    Ok(url)
}

/// What the provider says of whoever brought this code back. `anew`: they proved who they are just now.
pub(super) async fn exchange(
    context: &Context,
    secrets: &Secrets,
    code: &str,
    anew: bool,
) -> Result<Said, SignOnError> {
    let sign_on = configured(context)?;
    let metadata = provider::known(context).await?;
    let http = Http::new(sign_on)?;
    let client = client(context, sign_on, &metadata)?;
    let request = client
        .exchange_code(AuthorizationCode::new(code.to_owned()))
        .map_err(|_| unusable("a discovery document without a token endpoint"))?
        .set_pkce_verifier(PkceCodeVerifier::new(secrets.verifier(context)));
    let answer = request.request_async(&http).await;
    let answer = answer.map_err(|error| match &error {
        RequestTokenError::Request(error) => unreachable(error),
        RequestTokenError::ServerResponse(no) => match no.error() {
            // The code was used before, has expired, or is of another log-on.
            CoreErrorResponseType::InvalidGrant => {
                tracing::warn!("the sign-on's provider takes a code for nothing");
                SignOnError::Gone
            }
            CoreErrorResponseType::InvalidClient | CoreErrorResponseType::UnauthorizedClient => {
                unusable("no to sign_on.client_id or its secret")
            }
            _ => unusable("no to a code"),
        },
        RequestTokenError::Parse(..) | RequestTokenError::Other(_) => {
            unusable("an answer to a code that cannot be read")
        }
    })?;
    let token = answer.id_token().ok_or_else(|| unusable("no ID token"))?;
    let nonce = Nonce::new(secrets.nonce(context));
    believe(context, &metadata, token, &nonce).await?;
    let mut claims = payload(&token.to_string()).ok_or_else(|| unusable("an odd ID token"))?;
    let is_fresh = is_recent(&claims, context.now().utc());
    if anew && !is_fresh {
        return Err(unusable("no auth_time of just now, which was asked for"));
    }
    if let Some(endpoint) = metadata.userinfo_endpoint() {
        let bearer = answer.access_token().secret();
        let more = user_info(&http, endpoint.url(), bearer, &claims).await?;
        // What is signed counts before what is not.
        for (name, value) in more {
            claims.entry(name).or_insert(value);
        }
    }
    Ok(Said {
        is_fresh,
        ..claims::said(sign_on, &claims)?
    })
}

/// Checks all of a token; a key that is not known is asked for once.
async fn believe(
    context: &Context,
    metadata: &Arc<Metadata>,
    token: &CoreIdToken,
    nonce: &Nonce,
) -> Result<(), SignOnError> {
    let sign_on = configured(context)?;
    let now = context.now().utc();
    let mut checked = check(&client(context, sign_on, metadata)?, token, nonce, now);
    if matches!(
        checked,
        Err(ClaimsVerificationError::SignatureVerification(
            SignatureVerificationError::NoMatchingKey
        ))
    ) && let Some(newer) = provider::again(context).await?
    {
        checked = check(&client(context, sign_on, &newer)?, token, nonce, now);
    }
    checked.map_err(|error| unusable(what_is_wrong(&error)))
}

fn check(
    client: &Client,
    token: &CoreIdToken,
    nonce: &Nonce,
    now: DateTime<Utc>,
) -> Result<(), ClaimsVerificationError> {
    let verifier = client
        .id_token_verifier()
        .set_allowed_algs(ALGORITHMS)
        .set_time_fn(move || now)
        .set_issue_time_verifier_fn(move |made: DateTime<Utc>| {
            if made > now + AHEAD || made < now - OLDEST {
                return Err("not made just now".to_owned());
            }
            Ok(())
        });
    let claims = token.claims(&verifier, nonce)?;
    // The library leaves it to its callers whom a token was made for.
    match claims.authorized_party() {
        Some(party) if party.as_str() != client.client_id().as_str() => Err(
            ClaimsVerificationError::InvalidAudience("made for another client".to_owned()),
        ),
        _ => Ok(()),
    }
}

/// In Plaza's own words: the library's repeat what the token says.
fn what_is_wrong(error: &ClaimsVerificationError) -> &'static str {
    match error {
        ClaimsVerificationError::Expired(_) => "an ID token of another time",
        ClaimsVerificationError::InvalidAudience(_) => "an ID token for somebody else",
        ClaimsVerificationError::InvalidIssuer(_) => "an ID token of another issuer",
        ClaimsVerificationError::InvalidNonce(_) => "an ID token of another log-on",
        ClaimsVerificationError::SignatureVerification(error) => match error {
            SignatureVerificationError::NoMatchingKey => "an ID token by a key that is not known",
            SignatureVerificationError::NoSignature => "an ID token without a signature",
            SignatureVerificationError::DisallowedAlg(_) => {
                "an ID token by an algorithm that is refused"
            }
            _ => "an ID token with a wrong signature",
        },
        _ => "an ID token that does not hold",
    }
}

/// Whether whoever signed on proved who they are just now. Without having been asked the provider need not say so
/// (OpenID Connect Core 1.0, section 2).
fn is_recent(claims: &Map<String, Value>, now: DateTime<Utc>) -> bool {
    let proven = claims.get("auth_time").and_then(Value::as_i64);
    let proven = proven.and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    proven.is_some_and(|proven| proven >= now - OLDEST && proven <= now + AHEAD)
}

/// The claims of a token, whether it is right or not.
pub(super) fn payload(token: &str) -> Option<Map<String, Value>> {
    let middle = token.split('.').nth(1)?;
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(middle).ok()?).ok()
}

/// What the provider says beside the token, of the same person.
async fn user_info(
    http: &Http,
    endpoint: &Url,
    bearer: &str,
    claims: &Map<String, Value>,
) -> Result<Map<String, Value>, SignOnError> {
    let request = http::Request::get(endpoint.as_str())
        .header(http::header::ACCEPT, "application/json")
        .header(http::header::AUTHORIZATION, format!("Bearer {bearer}"))
        .body(Vec::new())
        .map_err(|_| unusable("an access token that cannot be sent"))?;
    let answer = http
        .send(request)
        .await
        .map_err(|error| unreachable(&error))?;
    if answer.status() != http::StatusCode::OK {
        return Err(unusable("nothing about the person"));
    }
    // Signed ones are for clients that asked for them.
    let kind = answer.headers().get(http::header::CONTENT_TYPE);
    let is_json = kind.is_none_or(|kind| kind.as_bytes().starts_with(b"application/json"));
    if !is_json {
        return Ok(Map::new());
    }
    let said: Map<String, Value> = serde_json::from_slice(answer.body())
        .map_err(|_| unusable("what it says about the person cannot be read"))?;
    let subject = |claims: &Map<String, Value>| {
        let subject = claims.get("sub").and_then(Value::as_str);
        subject.unwrap_or_default().as_bytes().to_vec()
    };
    if !same(&subject(&said), &subject(claims)) {
        return Err(unusable("it speaks of somebody else"));
    }
    Ok(said)
}
