//! The provider as it describes itself (OpenID Connect Discovery), and the keys that it signs with.
//!
//! Both are kept in memory for a while, by the issuer. A key that is not known is asked for once more, so that a
//! rotated one is believed at once; how often, is bounded, for anybody can name an unknown key.

use std::{
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use chrono::TimeDelta;
use openidconnect::{
    AdditionalProviderMetadata, AsyncHttpClient, DiscoveryError, EndSessionUrl, HttpRequest,
    HttpResponse, IssuerUrl, ProviderMetadata,
    core::{
        CoreAuthDisplay, CoreClaimName, CoreClaimType, CoreClientAuthMethod, CoreGrantType,
        CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreJweKeyManagementAlgorithm,
        CoreResponseMode, CoreResponseType, CoreSubjectIdentifierType,
    },
};
use serde::{Deserialize, Serialize};

use super::{SignOnError, configured};
use crate::{
    config::SignOn,
    context::Context,
    db::Timestamp,
    http_client::{HttpClient, HttpError, Reach},
};

/// The longest that one answer of the provider may take.
const LONGEST: Duration = Duration::from_secs(8);
/// The largest answer that is read.
const MOST_BYTES: usize = 1 << 20;
/// How long what the provider says of itself serves for believing its tokens.
const LIFE: TimeDelta = TimeDelta::hours(1);
/// And for sending somebody there: whoever is sent to a provider that is away finds no way on.
const FRESH: TimeDelta = TimeDelta::minutes(1);
/// How often in a minute it is asked for keys that are not known.
const AGAIN: u32 = 5;
/// So many issuers are remembered, the last ones: a city has one, and for a while an old one; where cities are
/// tested beside each other, each has its own.
const MOST_KNOWN: usize = 64;

/// What the provider says beside what every provider does.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Further {
    pub end_session_endpoint: Option<EndSessionUrl>,
    #[serde(default)]
    pub authorization_response_iss_parameter_supported: bool,
}

impl AdditionalProviderMetadata for Further {}

/// All that the provider says of itself, with its keys.
pub(super) type Metadata = ProviderMetadata<
    Further,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

/// The way to the provider, as the libraries ask for one.
pub(super) struct Http(HttpClient);

impl Http {
    pub(super) fn new(sign_on: &SignOn) -> Result<Self, SignOnError> {
        let reach = if sign_on.allow_private {
            Reach::Anywhere
        } else {
            Reach::PublicAlone
        };
        match HttpClient::new(reach, LONGEST, MOST_BYTES) {
            Ok(client) => Ok(Self(client)),
            Err(error) => Err(unreachable(&error)),
        }
    }

    pub(super) async fn send(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        self.0.send(request).await
    }
}

impl<'c> AsyncHttpClient<'c> for Http {
    type Error = HttpError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, HttpError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.0.send(request))
    }
}

/// A request that got no answer.
pub(super) fn unreachable(error: &HttpError) -> SignOnError {
    tracing::warn!(%error, "the sign-on's provider does not answer");
    SignOnError::Unreachable("no answer")
}

/// It answers, and that it cannot do its work.
pub(super) fn out_of_order() -> SignOnError {
    tracing::warn!("the sign-on's provider is out of order");
    SignOnError::Unreachable("out of order")
}

/// Tells in the log what the provider did wrong, in Plaza's own words.
pub(super) fn unusable(what: &'static str) -> SignOnError {
    tracing::warn!(what, "the sign-on's provider answers what cannot be used");
    SignOnError::Unusable(what)
}

struct Known {
    issuer: String,
    metadata: Arc<Metadata>,
    read_at: Timestamp,
    /// Since when it was asked again for unknown keys, and how often.
    again: (Timestamp, u32),
}

/// In the order in which they came to be known.
static KNOWN: Mutex<Vec<Known>> = Mutex::new(Vec::new());

fn with_known<T>(work: impl FnOnce(&mut Vec<Known>) -> T) -> T {
    work(&mut KNOWN.lock().unwrap_or_else(PoisonError::into_inner))
}

fn of<'a>(known: &'a mut [Known], issuer: &str) -> Option<&'a mut Known> {
    known.iter_mut().find(|one| one.issuer == issuer)
}

/// Where there is no room, the one goes that is known longest. The others stay: with them would go how often
/// their providers were asked again.
fn keep(known: &mut Vec<Known>, issuer: &str, metadata: Arc<Metadata>, read_at: Timestamp) {
    if let Some(found) = of(known, issuer) {
        (found.metadata, found.read_at) = (metadata, read_at);
        return;
    }
    if known.len() >= MOST_KNOWN {
        known.remove(0);
    }
    known.push(Known {
        issuer: issuer.to_owned(),
        metadata,
        read_at,
        again: (read_at, 0),
    });
}

/// What was read within `life`.
fn remembered(context: &Context, issuer: &str, life: TimeDelta) -> Option<Arc<Metadata>> {
    let now = context.now();
    with_known(|known| {
        let found = of(known, issuer)?;
        // A clock that was set back makes nothing younger.
        let is_young = found.read_at <= now && found.read_at + life > now;
        is_young.then(|| Arc::clone(&found.metadata))
    })
}

async fn within(context: &Context, life: TimeDelta) -> Result<Arc<Metadata>, SignOnError> {
    let sign_on = configured(context)?;
    match remembered(context, &sign_on.issuer, life) {
        Some(metadata) => Ok(metadata),
        None => read(context, sign_on).await,
    }
}

/// The provider, to believe what it signed.
pub(super) async fn known(context: &Context) -> Result<Arc<Metadata>, SignOnError> {
    within(context, LIFE).await
}

/// The provider, which answered just now, to send somebody there.
pub(super) async fn fresh(context: &Context) -> Result<Arc<Metadata>, SignOnError> {
    within(context, FRESH).await
}

/// The provider with the keys that it has now, for one was named that was not known; nothing where it was asked too
/// often.
pub(super) async fn again(context: &Context) -> Result<Option<Arc<Metadata>>, SignOnError> {
    let (sign_on, now) = (configured(context)?, context.now());
    let may = with_known(|known| {
        let Some(found) = of(known, &sign_on.issuer) else {
            return true;
        };
        let (since, times) = &mut found.again;
        if *since > now || *since + TimeDelta::minutes(1) <= now {
            (*since, *times) = (now, 0);
        }
        *times += 1;
        *times <= AGAIN
    });
    if !may {
        return Ok(None);
    }
    read(context, sign_on).await.map(Some)
}

async fn read(context: &Context, sign_on: &SignOn) -> Result<Arc<Metadata>, SignOnError> {
    let metadata = Arc::new(discover(sign_on).await?);
    let (newest, now) = (Arc::clone(&metadata), context.now());
    with_known(|known| keep(known, &sign_on.issuer, newest, now));
    Ok(metadata)
}

async fn discover(sign_on: &SignOn) -> Result<Metadata, SignOnError> {
    let http = Http::new(sign_on)?;
    let issuer = IssuerUrl::new(sign_on.issuer.clone()).map_err(|_| unusable("its issuer"))?;
    let found = Metadata::discover_async(issuer, &http).await;
    found.map_err(|error| match &error {
        DiscoveryError::Request(error) => unreachable(error),
        DiscoveryError::Response(status, ..) if status.is_server_error() => out_of_order(),
        DiscoveryError::Response(..) => unusable("no discovery document where one belongs"),
        DiscoveryError::Parse(_) => unusable("a discovery document that lacks something"),
        DiscoveryError::Validation(_) => unusable("a discovery document of another issuer"),
        _ => unusable("a discovery document that cannot be read"),
    })
}

/// What `plaza doctor` sees of the provider: its issuer and what it can do, read anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// How many keys it signs with.
    pub keys: usize,
    pub logs_out: bool,
}

/// Asks the provider what it is, without any memory.
pub async fn look(sign_on: &SignOn) -> Result<Seen, SignOnError> {
    let metadata = discover(sign_on).await?;
    if metadata.token_endpoint().is_none() {
        return Err(unusable("a discovery document without a token endpoint"));
    }
    Ok(Seen {
        keys: metadata.jwks().keys().len(),
        logs_out: metadata
            .additional_metadata()
            .end_session_endpoint
            .is_some(),
    })
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use serde_json::{from_value, json};

    use super::*;

    fn metadata(issuer: &str) -> Arc<Metadata> {
        let said = json!({
            "issuer": issuer,
            "authorization_endpoint": format!("{issuer}/authorize"),
            "jwks_uri": format!("{issuer}/jwks"),
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
        });
        Arc::new(from_value(said).expect("what a provider says"))
    }

    #[test]
    fn one_too_many_makes_the_oldest_go_alone_and_reading_again_forgives_nothing() {
        let at = |seconds| Timestamp::from(DateTime::from_timestamp(seconds, 0).expect("a moment"));
        let issuer = |number: usize| format!("https://{number}.example");
        let mut known = Vec::new();
        for number in 0..MOST_KNOWN {
            keep(
                &mut known,
                &issuer(number),
                metadata(&issuer(number)),
                at(0),
            );
        }
        of(&mut known, &issuer(1)).expect("known").again.1 = AGAIN;
        keep(&mut known, &issuer(1), metadata(&issuer(1)), at(60));
        keep(
            &mut known,
            "https://new.example",
            metadata("https://new.example"),
            at(60),
        );
        assert_eq!(known.len(), MOST_KNOWN);
        assert!(of(&mut known, &issuer(0)).is_none());
        let second = of(&mut known, &issuer(1)).expect("it stays");
        assert_eq!((second.read_at, second.again), (at(60), (at(0), AGAIN)));
        assert!(of(&mut known, &issuer(MOST_KNOWN - 1)).is_some());
    }
}
