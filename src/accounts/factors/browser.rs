//! What a browser sends of a passkey, as `PublicKeyCredential.toJSON` writes it: bytes in base64url, in a form's field or
//! in a program's request. What it is worth is `webauthn` and `passkeys`.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Deserialize;

use super::webauthn;

/// A new key as the browser gives it (`PublicKeyCredential.toJSON`).
#[derive(Deserialize, utoipa::ToSchema)]
#[schema(as = NewPasskeyResponse)]
pub struct Attestation {
    response: Attested,
}

#[derive(Deserialize, utoipa::ToSchema)]
#[schema(as = NewPasskeyContent)]
pub struct Attested {
    /// In base64url, as all of it.
    #[serde(rename = "clientDataJSON")]
    client_data: String,
    #[serde(rename = "attestationObject")]
    attestation: String,
}

/// A signature as the browser gives it (`PublicKeyCredential.toJSON`).
#[derive(Deserialize, utoipa::ToSchema)]
#[schema(as = PasskeyResponse)]
pub struct Assertion {
    /// Which passkey it is, in base64url.
    id: String,
    response: Asserted,
}

#[derive(Deserialize, utoipa::ToSchema)]
#[schema(as = PasskeyContent)]
pub struct Asserted {
    #[serde(rename = "clientDataJSON")]
    client_data: String,
    #[serde(rename = "authenticatorData")]
    authenticator: String,
    signature: String,
    /// Whose it is, as the passkey keeps it.
    #[serde(default, rename = "userHandle")]
    user_handle: Option<String>,
}

impl Attestation {
    /// As a form carries it; `None` where it is none.
    pub fn parse(text: &str) -> Option<Self> {
        (text.len() <= 2 * webauthn::LARGEST)
            .then(|| serde_json::from_str(text).ok())
            .flatten()
    }

    /// What the browser was asked, and what the device attests; `None` where either is no base64url.
    pub(super) fn read(&self) -> Option<(Vec<u8>, Vec<u8>)> {
        let client_data = bytes(&self.response.client_data)?;
        Some((client_data, bytes(&self.response.attestation)?))
    }
}

impl Assertion {
    /// As a form carries it; `None` where it is none.
    pub fn parse(text: &str) -> Option<Self> {
        (text.len() <= 2 * webauthn::LARGEST)
            .then(|| serde_json::from_str(text).ok())
            .flatten()
    }

    /// `None` where any of it is no base64url.
    pub(super) fn read(&self) -> Option<Sent> {
        let user_handle = self.response.user_handle.as_deref();
        Some(Sent {
            id: bytes(&self.id)?,
            client_data: bytes(&self.response.client_data)?,
            authenticator: bytes(&self.response.authenticator)?,
            signature: bytes(&self.response.signature)?,
            user_handle: match user_handle {
                Some(handle) => Some(bytes(handle)?),
                None => None,
            },
        })
    }
}

/// An [`Assertion`] in bytes.
pub(super) struct Sent {
    pub id: Vec<u8>,
    pub client_data: Vec<u8>,
    pub authenticator: Vec<u8>,
    pub signature: Vec<u8>,
    pub user_handle: Option<Vec<u8>>,
}

/// Bytes as the browser writes them.
fn bytes(text: &str) -> Option<Vec<u8>> {
    let decoded = (text.len() <= 2 * webauthn::LARGEST)
        .then(|| URL_SAFE_NO_PAD.decode(text).ok())
        .flatten();
    decoded.filter(|bytes| bytes.len() <= webauthn::LARGEST)
}
