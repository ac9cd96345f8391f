//! What a browser gives of a passkey (Web Authentication, level 2): a new key, or a signature by one that is known.
//!
//! No attestation is asked for, and none is believed: which make an authenticator is of does not matter here. Rows,
//! challenges and whose key it is are `passkeys`.

use ring::signature::{
    ECDSA_P256_SHA256_ASN1, ED25519, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents,
    UnparsedPublicKey,
};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use super::cbor::{self, Value};
use crate::{db::text_enum, keys::same};

/// What a browser sends at most, in bytes.
pub const LARGEST: usize = 16 * 1024;
/// A credential's name (Web Authentication, section 4).
const LONGEST_ID: usize = 1023;

text_enum! {
    /// How a key signs, by the names that JOSE has for it.
    pub enum Algorithm {
        Es256 = "ES256",
        EdDsa = "EdDSA",
        Rs256 = "RS256",
    }
}

impl Algorithm {
    /// By their numbers in COSE, the most wanted first.
    pub const ALL: [(Self, i64); 3] = [(Self::Es256, -7), (Self::EdDsa, -8), (Self::Rs256, -257)];
}

/// Where the browser stood, and what it was asked to sign.
pub struct Expected<'a> {
    /// The host, by which an authenticator keeps its keys.
    pub host: &'a str,
    pub origin: &'a str,
    /// In base64url, as it was handed out.
    pub challenge: &'a str,
    /// Whether the authenticator must have proven who holds it, by a PIN or a finger.
    pub verified: bool,
}

/// A key that is new.
#[derive(Debug, PartialEq, Eq)]
pub struct New {
    pub credential: Vec<u8>,
    pub algorithm: Algorithm,
    pub key: Vec<u8>,
    pub count: u32,
}

#[derive(Deserialize)]
struct ClientData {
    #[serde(rename = "type")]
    kind: String,
    challenge: String,
    origin: String,
    #[serde(default, rename = "crossOrigin")]
    cross_origin: bool,
}

/// The challenge that an answer names, before anything of it is believed.
pub fn challenge(client_data: &[u8]) -> Option<String> {
    let data: ClientData = serde_json::from_slice(client_data).ok()?;
    Some(data.challenge)
}

fn is_said(client_data: &[u8], kind: &str, expected: &Expected<'_>) -> bool {
    let Ok(data) = serde_json::from_slice::<ClientData>(client_data) else {
        return false;
    };
    data.kind == kind
        && data.origin == expected.origin
        && !data.cross_origin
        && same(data.challenge.as_bytes(), expected.challenge.as_bytes())
}

/// What an authenticator says of itself, of this signature and, where it is new, of its key.
struct Said<'a> {
    host_hash: &'a [u8],
    flags: u8,
    count: u32,
    rest: &'a [u8],
}

const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const WITH_KEY: u8 = 0x40;

impl<'a> Said<'a> {
    fn read(bytes: &'a [u8]) -> Option<Self> {
        let (host_hash, rest) = bytes.split_at_checked(32)?;
        let (flags, rest) = rest.split_first()?;
        let (count, rest) = rest.split_first_chunk::<4>()?;
        Some(Self {
            host_hash,
            flags: *flags,
            count: u32::from_be_bytes(*count),
            rest,
        })
    }

    /// Whether somebody was there, at this host.
    fn fits(&self, expected: &Expected<'_>) -> bool {
        let needed = if expected.verified {
            PRESENT | VERIFIED
        } else {
            PRESENT
        };
        same(self.host_hash, &Sha256::digest(expected.host.as_bytes()))
            && self.flags & needed == needed
    }
}

/// Reads a new key; `None` where anything is not as it was asked for.
pub fn register(client_data: &[u8], attestation: &[u8], expected: &Expected<'_>) -> Option<New> {
    if !is_said(client_data, "webauthn.create", expected) {
        return None;
    }
    let (attestation, _) = cbor::read(attestation)?;
    let said = Said::read(attestation.named("authData")?.bytes()?)?;
    if !said.fits(expected) || said.flags & WITH_KEY == 0 {
        return None;
    }
    // The make of the authenticator is passed over.
    let (_, rest) = said.rest.split_at_checked(16)?;
    let (length, rest) = rest.split_first_chunk::<2>()?;
    let length = usize::from(u16::from_be_bytes(*length));
    let (credential, rest) = rest.split_at_checked(length)?;
    let (key, _) = cbor::read(rest)?;
    let (algorithm, key) = cose(&key)?;
    (1..=LONGEST_ID).contains(&length).then(|| New {
        credential: credential.to_vec(),
        algorithm,
        key,
        count: said.count,
    })
}

/// A public key (RFC 9053) as it is kept: the point, or of RSA the exponent behind its length and then the modulus.
fn cose(key: &Value<'_>) -> Option<(Algorithm, Vec<u8>)> {
    let field = |number| key.numbered(number)?.bytes();
    let named = key.numbered(3)?.number()?;
    let (algorithm, _) = Algorithm::ALL
        .into_iter()
        .find(|(_, number)| *number == named)?;
    let kind = key.numbered(1)?.number()?;
    let curve = || key.numbered(-1)?.number();
    let kept = match algorithm {
        Algorithm::Es256 => {
            let (x, y) = (field(-2)?, field(-3)?);
            let fits = kind == 2 && curve()? == 1 && x.len() == 32 && y.len() == 32;
            fits.then(|| [&[4][..], x, y].concat())?
        }
        Algorithm::EdDsa => {
            let x = field(-2)?;
            (kind == 1 && curve()? == 6 && x.len() == 32).then(|| x.to_vec())?
        }
        Algorithm::Rs256 => {
            let (n, e) = (unsigned(field(-1)?), unsigned(field(-2)?));
            let length = u8::try_from(e.len()).ok()?;
            let fits = kind == 3 && (256..=1024).contains(&n.len()) && !e.is_empty();
            fits.then(|| [&[length][..], e, n].concat())?
        }
    };
    Some((algorithm, kept))
}

/// Without the noughts before it.
fn unsigned(bytes: &[u8]) -> &[u8] {
    let from = bytes.iter().take_while(|byte| **byte == 0).count();
    &bytes[from..]
}

/// What was signed, and how.
pub struct Signed<'a> {
    pub client_data: &'a [u8],
    pub authenticator: &'a [u8],
    pub signature: &'a [u8],
}

/// Whether a known key signed what it was asked for; gives how often it signed so far, by its own count.
pub fn verify(
    signed: &Signed<'_>,
    algorithm: Algorithm,
    key: &[u8],
    expected: &Expected<'_>,
) -> Option<u32> {
    if !is_said(signed.client_data, "webauthn.get", expected) {
        return None;
    }
    let said = Said::read(signed.authenticator)?;
    if !said.fits(expected) {
        return None;
    }
    let hash = Sha256::digest(signed.client_data);
    let message = [signed.authenticator, hash.as_slice()].concat();
    let checked = match algorithm {
        Algorithm::Es256 => {
            let key = UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, key);
            key.verify(&message, signed.signature)
        }
        Algorithm::EdDsa => {
            UnparsedPublicKey::new(&ED25519, key).verify(&message, signed.signature)
        }
        Algorithm::Rs256 => {
            let (length, rest) = key.split_first()?;
            let (e, n) = rest.split_at_checked(usize::from(*length))?;
            let key = RsaPublicKeyComponents { n, e };
            key.verify(&RSA_PKCS1_2048_8192_SHA256, &message, signed.signature)
        }
    };
    checked.ok().map(|()| said.count)
}

#[cfg(test)]
mod tests {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    use ring::{
        rand::SystemRandom,
        rsa,
        signature::{
            ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _,
            RSA_PKCS1_SHA256,
        },
    };

    use super::*;

    const EXPECTED: Expected<'static> = Expected {
        host: "plaza.test",
        origin: "https://plaza.test",
        challenge: "AAAA",
        verified: false,
    };

    fn said(flags: u8, count: u32, rest: &[u8]) -> Vec<u8> {
        let host = Sha256::digest(b"plaza.test");
        [&host[..], &[flags], &count.to_be_bytes(), rest].concat()
    }

    fn client(kind: &str, origin: &str, challenge: &str) -> Vec<u8> {
        let data = serde_json::json!({ "type": kind, "challenge": challenge, "origin": origin });
        data.to_string().into_bytes()
    }

    /// As a page of another site asked for it that shows Plaza in a frame.
    fn in_a_frame() -> Vec<u8> {
        let data = serde_json::json!({
            "type": "webauthn.get", "challenge": "AAAA", "origin": EXPECTED.origin, "crossOrigin": true,
        });
        data.to_string().into_bytes()
    }

    /// What comes of a key as it is kept, and of what `sign` makes of its message.
    fn signed_by(key: &[u8], sign: impl Fn(&[u8]) -> Vec<u8>) -> (Algorithm, Option<u32>) {
        let (key, _) = cbor::read(key).expect("a map");
        let (algorithm, kept) = cose(&key).expect("a key");
        let client_data = client("webauthn.get", EXPECTED.origin, "AAAA");
        let authenticator = said(PRESENT, 7, &[]);
        let hash = Sha256::digest(&client_data);
        let signature = sign(&[authenticator.as_slice(), hash.as_slice()].concat());
        let signed = Signed {
            client_data: &client_data,
            authenticator: &authenticator,
            signature: &signature,
        };
        (algorithm, verify(&signed, algorithm, &kept, &EXPECTED))
    }

    /// A new Ed25519 key as an authenticator gives it.
    fn attested(key: &[u8], flags: u8) -> Vec<u8> {
        // {1: 1, 3: -8, -1: 6, -2: key}
        let head = [0xa4, 0x01, 0x01, 0x03, 0x27, 0x20, 0x06, 0x21, 0x58, 32];
        let cose = [&head[..], key].concat();
        let rest = [&[0; 16][..], &[0, 3], b"abc", &cose].concat();
        let said = said(flags, 1, &rest);
        let length = u8::try_from(said.len()).expect("short");
        // {"fmt": "none", "attStmt": {}, "authData": said}
        [
            &[0xa3, 0x63][..],
            b"fmt",
            &[0x64],
            b"none",
            &[0x67],
            b"attStmt",
            &[0xa0, 0x68],
            b"authData",
            &[0x58, length],
            &said,
        ]
        .concat()
    }

    fn pair() -> Ed25519KeyPair {
        let document = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).expect("randomness");
        Ed25519KeyPair::from_pkcs8(document.as_ref()).expect("a key")
    }

    #[test]
    fn a_new_key_is_read_and_what_it_signs_is_right() {
        let pair = pair();
        let created = client("webauthn.create", EXPECTED.origin, "AAAA");
        let attestation = attested(pair.public_key().as_ref(), PRESENT | WITH_KEY);
        let new = register(&created, &attestation, &EXPECTED).expect("a key");
        assert_eq!((new.credential.as_slice(), new.count), (&b"abc"[..], 1));
        assert_eq!(new.algorithm, Algorithm::EdDsa);
        let signs = |flags: u8, client_data: &[u8]| {
            let authenticator = said(flags, 5, &[]);
            let hash = Sha256::digest(client_data);
            let signature = pair.sign(&[authenticator.as_slice(), hash.as_slice()].concat());
            let signed = Signed {
                client_data,
                authenticator: &authenticator,
                signature: signature.as_ref(),
            };
            verify(&signed, new.algorithm, &new.key, &EXPECTED)
        };
        let asked = client("webauthn.get", EXPECTED.origin, "AAAA");
        assert_eq!(signs(PRESENT, &asked), Some(5));
        assert_eq!(signs(0, &asked), None, "nobody was there");
        for wrong in [
            client("webauthn.create", EXPECTED.origin, "AAAA"),
            client("webauthn.get", "https://plaza.example", "AAAA"),
            client("webauthn.get", EXPECTED.origin, "BBBB"),
            in_a_frame(),
            b"{}".to_vec(),
        ] {
            assert_eq!(signs(PRESENT, &wrong), None);
        }
        let authenticator = said(PRESENT, 5, &[]);
        let signed = Signed {
            client_data: &asked,
            authenticator: &authenticator,
            signature: &[0; 64],
        };
        assert_eq!(verify(&signed, new.algorithm, &new.key, &EXPECTED), None);
    }

    #[test]
    fn a_key_on_the_curve_p_256_is_read_and_what_it_signs_is_right() {
        let random = SystemRandom::new();
        let kind = &ECDSA_P256_SHA256_ASN1_SIGNING;
        let document = EcdsaKeyPair::generate_pkcs8(kind, &random).expect("randomness");
        let pair = EcdsaKeyPair::from_pkcs8(kind, document.as_ref(), &random).expect("a key");
        let point: &[u8] = pair.public_key().as_ref();
        let (x, y) = point[1..].split_at(32);
        // {1: 2, 3: -7, -1: 1, -2: x, -3: y}
        let head = [0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 32];
        let key = [&head[..], x, &[0x22, 0x58, 32], y].concat();
        let signed = signed_by(&key, |message| {
            let signature = pair.sign(&random, message).expect("randomness");
            signature.as_ref().to_vec()
        });
        assert_eq!(signed, (Algorithm::Es256, Some(7)));
        let forged = signed_by(&key, |_| vec![0x30; 70]);
        assert_eq!(forged, (Algorithm::Es256, None));
    }

    #[test]
    fn an_rsa_key_is_read_and_what_it_signs_is_right() {
        let random = SystemRandom::new();
        let text = include_str!("../../../tests/support/dkim/rsa.pem");
        let lines = text.lines().filter(|line| !line.starts_with('-'));
        let der = STANDARD.decode(lines.collect::<String>()).expect("base64");
        let pair = rsa::KeyPair::from_pkcs8(&der).expect("a key");
        let parts: rsa::PublicKeyComponents<Vec<u8>> = pair.public().into();
        let length = u16::try_from(parts.n.len()).expect("short").to_be_bytes();
        let exponent = 0x40 | u8::try_from(parts.e.len()).expect("short");
        // {1: 3, 3: -257, -1: n, -2: e}
        let head = [0xa4, 0x01, 0x03, 0x03, 0x39, 0x01, 0x00, 0x20, 0x59];
        let key = [&head[..], &length, &parts.n, &[0x21, exponent], &parts.e].concat();
        let signed = signed_by(&key, |message| {
            let mut signature = vec![0; pair.public().modulus_len()];
            pair.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature)
                .expect("a signature");
            signature
        });
        assert_eq!(signed, (Algorithm::Rs256, Some(7)));
        let forged = signed_by(&key, |_| vec![0; 256]);
        assert_eq!(forged, (Algorithm::Rs256, None));
    }

    #[test]
    fn what_is_damaged_is_no_key() {
        let pair = pair();
        let created = client("webauthn.create", EXPECTED.origin, "AAAA");
        let whole = attested(pair.public_key().as_ref(), PRESENT | WITH_KEY);
        for end in 0..whole.len() {
            assert_eq!(register(&created, &whole[..end], &EXPECTED), None, "{end}");
        }
        let elsewhere = Expected {
            host: "plaza.example",
            ..EXPECTED
        };
        assert_eq!(register(&created, &whole, &elsewhere), None);
        let unverified = Expected {
            verified: true,
            ..EXPECTED
        };
        assert_eq!(register(&created, &whole, &unverified), None);
        let keyless = attested(pair.public_key().as_ref(), PRESENT);
        assert_eq!(register(&created, &keyless, &EXPECTED), None);
    }
}
