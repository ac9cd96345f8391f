//! The word of the provider that somebody logged off there (Back-Channel Logout 1.0, section 2.6). Anybody can send
//! one, so all of it is checked before anything ends; no ID token passes for one.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use openidconnect::{
    JsonWebKey as _, JsonWebKeyAlgorithm, JsonWebKeyUse as _, JwsSigningAlgorithm as _,
    core::{CoreJsonWebKey, CoreJwsSigningAlgorithm},
};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{
    SignOnError, configured,
    exchange::{ALGORITHMS, payload},
    provider::{self, Metadata, unusable},
};
use crate::{context::Context, db::Timestamp};

/// What says that a token is one.
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";
/// A longer one is not looked at.
const LONGEST: usize = 16 << 10;
/// How old one may be, and how far the provider's clock ahead.
const OLDEST: TimeDelta = TimeDelta::minutes(5);
const AHEAD: TimeDelta = TimeDelta::minutes(1);

/// Who logged off there.
pub(super) struct Ended {
    /// The token's own name.
    pub id: String,
    pub subject: Option<String>,
    pub sid: Option<String>,
    /// Until when the same token would be believed again.
    pub serves_until: Timestamp,
}

#[derive(Deserialize)]
struct Header {
    alg: CoreJwsSigningAlgorithm,
    kid: Option<String>,
    typ: Option<String>,
    crit: Option<Value>,
}

/// Checks a token whole.
pub(super) async fn check(context: &Context, token: &str) -> Result<Ended, SignOnError> {
    let sign_on = configured(context)?;
    if token.len() > LONGEST {
        return Err(unusable("a logout token without end"));
    }
    let parts = Parts::of(token).ok_or_else(|| unusable("what is no logout token"))?;
    let kind = parts.header.typ.as_deref().map(str::to_ascii_lowercase);
    let is_kind = kind.is_none_or(|kind| {
        let kind = kind.trim_start_matches("application/");
        kind == "logout+jwt" || kind == "jwt"
    });
    if !is_kind || parts.header.crit.is_some() || !ALGORITHMS.contains(&parts.header.alg) {
        return Err(unusable("a logout token of another kind"));
    }
    let known = provider::known(context).await?;
    let mut is_signed = parts.is_signed_by(&known);
    if !is_signed && let Some(newer) = provider::again(context).await? {
        is_signed = parts.is_signed_by(&newer);
    }
    if !is_signed {
        return Err(unusable("a logout token that nobody signed"));
    }
    let claims = payload(token).ok_or_else(|| unusable("what is no logout token"))?;
    let now = context.now().utc();
    said(&claims, (&sign_on.issuer, &sign_on.client_id), now)
        .ok_or_else(|| unusable("a logout token that does not hold"))
}

/// What the claims say, where each is as it must be.
fn said(
    claims: &Map<String, Value>,
    (issuer, client): (&str, &str),
    now: DateTime<Utc>,
) -> Option<Ended> {
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    let time = |name: &str| {
        let seconds = claims.get(name)?.as_i64()?;
        DateTime::from_timestamp(seconds, 0)
    };
    let for_us = match claims.get("aud")? {
        Value::String(audience) => audience == client,
        Value::Array(all) => all.iter().any(|one| one.as_str() == Some(client)),
        _ => false,
    };
    let events = claims.get("events")?.as_object()?;
    let made = time("iat")?;
    let is_alive = match claims.get("exp") {
        Some(_) => time("exp")? > now,
        None => true,
    };
    let holds = text("iss")? == issuer
        && for_us
        && events.get(EVENT).is_some_and(Value::is_object)
        // An ID token has one.
        && !claims.contains_key("nonce")
        && is_alive
        && made <= now + AHEAD
        && made >= now - OLDEST;
    let id = text("jti").filter(|id| !id.is_empty())?;
    let given = |name: &str| {
        text(name)
            .filter(|said| !said.is_empty())
            .map(str::to_owned)
    };
    let (subject, sid) = (given("sub"), given("sid"));
    let names_somebody = subject.is_some() || sid.is_some();
    (holds && names_somebody).then(|| Ended {
        id: id.to_owned(),
        subject,
        sid,
        serves_until: (made + OLDEST + AHEAD).into(),
    })
}

/// A token taken apart, whether it is right or not.
struct Parts<'a> {
    header: Header,
    signed: &'a str,
    signature: Vec<u8>,
}

impl<'a> Parts<'a> {
    fn of(token: &'a str) -> Option<Self> {
        let (signed, signature) = token.rsplit_once('.')?;
        let (header, claims) = signed.split_once('.')?;
        if claims.contains('.') {
            return None;
        }
        let header = URL_SAFE_NO_PAD.decode(header).ok()?;
        Some(Self {
            header: serde_json::from_slice(&header).ok()?,
            signed,
            signature: URL_SAFE_NO_PAD.decode(signature).ok()?,
        })
    }

    /// Whether one of the provider's keys signed it: the one that it names, where it names one.
    fn is_signed_by(&self, metadata: &Metadata) -> bool {
        let keys = metadata.jwks().keys().iter();
        let mut named = keys.filter(|key| {
            let id = key.key_id().map(|id| id.as_str());
            self.header.kid.is_none() || self.header.kid.as_deref() == id
        });
        named.any(|key| self.is_signed_with(key))
    }

    fn is_signed_with(&self, key: &CoreJsonWebKey) -> bool {
        let algorithm = &self.header.alg;
        let may_sign = match key.signing_alg() {
            JsonWebKeyAlgorithm::Unspecified => true,
            JsonWebKeyAlgorithm::Algorithm(own) => own == algorithm,
            JsonWebKeyAlgorithm::Unsupported => false,
        };
        let is_for_it = may_sign
            && key.key_use().is_none_or(|of| of.allows_signature())
            && algorithm.key_type().as_ref() == Some(key.key_type());
        is_for_it
            && key
                .verify_signature(algorithm, self.signed.as_bytes(), &self.signature)
                .is_ok()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const ISSUER: &str = "https://sso.city.example";

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_772_416_800, 0).expect("a moment")
    }

    fn good() -> Value {
        json!({
            "iss": ISSUER, "aud": "plaza", "iat": now().timestamp(), "exp": now().timestamp() + 120,
            "jti": "one", "sub": "u1", "sid": "s1", "events": { EVENT: {} },
        })
    }

    fn ended(claims: &Value) -> Option<Ended> {
        let claims = claims.as_object().expect("an object");
        said(claims, (ISSUER, "plaza"), now())
    }

    #[test]
    fn a_good_one_names_who_logged_off() {
        let found = ended(&good()).expect("it holds");
        assert_eq!(found.id, "one");
        assert_eq!(found.subject.as_deref(), Some("u1"));
        assert_eq!(found.sid.as_deref(), Some("s1"));
        let mut alone = good();
        alone["aud"] = json!(["other", "plaza"]);
        alone.as_object_mut().expect("an object").remove("sub");
        alone.as_object_mut().expect("an object").remove("exp");
        assert!(ended(&alone).is_some());
    }

    #[test]
    fn each_claim_is_as_it_must_be() {
        for (claim, value) in [
            ("iss", json!("https://other.example")),
            ("aud", json!("other")),
            ("aud", json!(["other"])),
            ("iat", json!(now().timestamp() - 600)),
            ("iat", json!(now().timestamp() + 600)),
            ("iat", json!("now")),
            ("exp", json!(now().timestamp())),
            ("exp", json!("later")),
            ("jti", json!("")),
            ("events", json!({})),
            ("events", json!({ EVENT: "x" })),
            ("nonce", json!("n")),
        ] {
            let mut claims = good();
            claims[claim] = value.clone();
            assert!(ended(&claims).is_none(), "{claim} = {value}");
        }
        for claim in ["iss", "aud", "iat", "jti", "events"] {
            let mut claims = good();
            claims.as_object_mut().expect("an object").remove(claim);
            assert!(ended(&claims).is_none(), "without {claim}");
        }
        let mut nobody = good();
        for claim in ["sub", "sid"] {
            nobody.as_object_mut().expect("an object").remove(claim);
        }
        assert!(ended(&nobody).is_none());
    }
}
