//! The keys that Plaza derives from its configured secrets, and what is done with them.
//!
//! Each purpose has its own key (HKDF-SHA-256, RFC 5869), so that a value made
//! for one can never be used for another. No caller sees a key.

mod cost;
pub mod file;

use std::sync::{Arc, OnceLock};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

pub use self::cost::Cost;
use crate::clock::Random;

/// What a keyed hash is for; the same bytes give different hashes for different uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// Looking up an account by its sealed e-mail address.
    EmailIndex,
    /// Recognising mails to one domain.
    DomainMark,
    /// Counting failed attempts.
    Throttle,
    /// The check of a personal-data decision.
    Check,
    /// Deriving a case's password from its submission.
    CasePassword,
    /// Deriving the key of a guest's post from its submission.
    PostKey,
    /// Recognising a submission that is sent twice.
    Submission,
    /// Recognising a program's request that comes again, and sealing what it is answered then.
    Answer,
    /// The check of a link that leads out of Plaza.
    Leaving,
    /// Recognising that an account has voted in a poll.
    PollMark,
    /// Recognising whom a letter about a breach was written to.
    BreachMark,
    /// The check of an address that replies and bounces come back to.
    MailTag,
    /// Counting what was learned of spam, and knowing the same text again.
    Spam,
    /// The challenges of forms, and when these were made.
    Proof,
    /// Which rows of the open data stand together.
    OpenData,
    /// What a device knows an account by that has a passkey.
    PasskeyHandle,
    /// The secret of an app that a log-on sets up.
    AppSecret,
    /// What a webhook's receiver knows a delivery by.
    WebhookId,
    /// The city's own sign-on: recognising what its provider calls somebody, and what binds it to a browser.
    SignOn,
}

impl Use {
    const fn label(self) -> &'static [u8] {
        match self {
            Self::EmailIndex => b"email-index",
            Self::DomainMark => b"domain-mark",
            Self::Throttle => b"throttle",
            Self::Check => b"check",
            Self::CasePassword => b"case-password",
            Self::PostKey => b"post-key",
            Self::Submission => b"submission",
            Self::Answer => b"answer",
            Self::Leaving => b"leaving",
            Self::PollMark => b"poll-mark",
            Self::BreachMark => b"breach-mark",
            Self::MailTag => b"mail-tag",
            Self::Spam => b"spam",
            Self::Proof => b"proof",
            Self::OpenData => b"open-data",
            Self::PasskeyHandle => b"passkey-handle",
            Self::AppSecret => b"app-secret",
            Self::WebhookId => b"webhook-id",
            Self::SignOn => b"sign-on",
        }
    }
}

/// The secrets and all that is derived from them: what is made, is made with the current
/// one; what was made with an older one still opens.
#[derive(Clone)]
pub struct Keys {
    /// The current one first.
    ring: Arc<[Secret]>,
    /// Public halves of secrets that were dropped: what they signed still counts.
    retired: Arc<[Vec<u8>]>,
}

struct Secret {
    bytes: Zeroizing<[u8; 32]>,
    version: Version,
    /// What everything sealed is sealed with: derived once, for every row that is read needs it.
    seal: OnceLock<Zeroizing<[u8; 32]>>,
}

/// Which secret something was made with: four bytes that tell nothing about it. A sealed
/// value begins with them.
pub type Version = [u8; VERSION];

const VERSION: usize = 4;
const NONCE: usize = 24;

/// A sealed value could not be opened: another key, another context, or altered bytes.
#[derive(Debug, thiserror::Error)]
#[error("a sealed value cannot be opened with this secret")]
pub struct CannotOpen;

impl Secret {
    fn new(bytes: [u8; 32]) -> Self {
        let bytes = Zeroizing::new(bytes);
        let mut version = Version::default();
        expand(&bytes, b"version", &mut version);
        Self {
            bytes,
            version,
            seal: OnceLock::new(),
        }
    }

    fn seal_key(&self) -> &[u8; 32] {
        self.seal.get_or_init(|| self.derive(b"seal"))
    }

    fn derive(&self, label: &[u8]) -> Zeroizing<[u8; 32]> {
        let mut key = Zeroizing::new([0; 32]);
        expand(&self.bytes, label, &mut *key);
        key
    }
}

fn expand(secret: &[u8; 32], label: &[u8], key: &mut [u8]) {
    Hkdf::<Sha256>::new(Some(b"plaza"), secret)
        .expand(label, key)
        .expect("32 bytes are within what HKDF gives");
}

fn mac(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any key length serves HMAC");
    for part in parts {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

impl Keys {
    /// Keys of one secret.
    pub fn new(secret: [u8; 32]) -> Self {
        Self::of(secret, [])
    }

    /// Keys of the current secret, which opens what the older ones sealed.
    pub fn of(current: [u8; 32], older: impl IntoIterator<Item = [u8; 32]>) -> Self {
        let all = std::iter::once(current).chain(older);
        Self {
            ring: all.map(Secret::new).collect(),
            retired: Arc::default(),
        }
    }

    /// The same, which also trusts what was signed with secrets that were dropped.
    #[must_use]
    pub fn trusting(self, retired: Vec<Vec<u8>>) -> Self {
        Self {
            retired: retired.into(),
            ..self
        }
    }

    fn current(&self) -> &Secret {
        &self.ring[0]
    }

    /// The version of what is sealed now.
    pub fn version(&self) -> Version {
        self.current().version
    }

    /// The versions of all secrets, the current one first.
    pub fn versions(&self) -> Vec<Version> {
        self.ring.iter().map(|secret| secret.version).collect()
    }

    /// Each secret's keys by themselves, the current one's first: to find what was hashed
    /// before a rotation and cannot be hashed anew.
    pub fn each(&self) -> impl Iterator<Item = Self> {
        self.ring.iter().map(|secret| Self::new(*secret.bytes))
    }

    fn derive(&self, label: &[u8]) -> Zeroizing<[u8; 32]> {
        self.current().derive(label)
    }

    /// HMAC-SHA-256 of `parts`, each bound by its length, with the current key of `purpose`.
    pub fn mac(&self, purpose: Use, parts: &[&[u8]]) -> [u8; 32] {
        mac(&*self.derive(purpose.label()), parts)
    }

    /// As [`Keys::mac`], with a key of its own that lies sealed: a rotation seals the key anew, and
    /// what was hashed with it stays as it is.
    pub fn mac_by(
        &self,
        context: &str,
        key_sealed: &[u8],
        parts: &[&[u8]],
    ) -> Result<[u8; 32], CannotOpen> {
        let key = Zeroizing::new(self.open(context, key_sealed)?);
        Ok(mac(&key, parts))
    }

    /// Seals `plain` (XChaCha20-Poly1305) with the current key: its version, a nonce, the
    /// sealed bytes. `context` names table and column, so that a sealed value moved elsewhere
    /// does not open.
    pub fn seal(&self, random: &Random, context: &str, plain: &[u8]) -> Vec<u8> {
        let secret = self.current();
        let nonce: [u8; NONCE] = random.bytes();
        let payload = Payload {
            msg: plain,
            aad: context.as_bytes(),
        };
        let sealed = XChaCha20Poly1305::new(secret.seal_key().into())
            .encrypt(&XNonce::from(nonce), payload)
            .expect("sealing bytes in memory cannot fail");
        [&secret.version, nonce.as_slice(), &sealed].concat()
    }

    /// Fails when no secret has the value's version, or the bytes or their place were changed.
    pub fn open(&self, context: &str, sealed: &[u8]) -> Result<Vec<u8>, CannotOpen> {
        let (version, rest) = sealed.split_first_chunk::<VERSION>().ok_or(CannotOpen)?;
        let secret = self.ring.iter().find(|secret| secret.version == *version);
        let key = secret.ok_or(CannotOpen)?.seal_key();
        let (nonce, sealed) = rest.split_first_chunk::<NONCE>().ok_or(CannotOpen)?;
        let payload = Payload {
            msg: sealed,
            aad: context.as_bytes(),
        };
        XChaCha20Poly1305::new(key.into())
            .decrypt(&XNonce::from(*nonce), payload)
            .map_err(|_| CannotOpen)
    }
}

/// The key that signs statements: kept outside the database like the secret it comes from.
impl Keys {
    /// Ed25519 (RFC 8032).
    pub fn sign(&self, statement: &[u8]) -> Vec<u8> {
        self.signer().sign(statement).as_ref().to_vec()
    }

    /// The public half, by which anybody can check a statement.
    pub fn public_key(&self) -> Vec<u8> {
        self.signer().public_key().as_ref().to_vec()
    }

    /// The public halves of all secrets there are and were: a statement is good with any.
    pub fn public_keys(&self) -> Vec<Vec<u8>> {
        let ours = self.each().map(|keys| keys.public_key());
        ours.chain(self.retired.iter().cloned()).collect()
    }

    fn signer(&self) -> Ed25519KeyPair {
        let seed = self.derive(b"statements");
        Ed25519KeyPair::from_seed_unchecked(&*seed).expect("32 bytes are a seed")
    }
}

/// Whether `signature` is that of `public_key` under `statement`.
pub fn is_signed(public_key: &[u8], statement: &[u8], signature: &[u8]) -> bool {
    UnparsedPublicKey::new(&ED25519, public_key)
        .verify(statement, signature)
        .is_ok()
}

/// Whether two secrets are the same, in a time that does not tell where they differ.
pub fn same(one: &[u8], other: &[u8]) -> bool {
    one.ct_eq(other).into()
}

/// A random token of 256 bits as it travels in a cookie, a header or a mailed link.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    pub fn draw(random: &Random) -> Self {
        Self(URL_SAFE_NO_PAD.encode(random.bytes::<32>()))
    }

    /// `None` when `text` cannot be a token.
    pub fn parse(text: &str) -> Option<Self> {
        (URL_SAFE_NO_PAD.decode(text).ok()?.len() == 32).then(|| Self(text.to_owned()))
    }

    /// What is stored: a token of 256 random bits needs no slow hash.
    pub fn hash(&self) -> Vec<u8> {
        Sha256::digest(self.0.as_bytes()).to_vec()
    }

    /// Another hash of it, for a second place: whoever has both, and not the token, cannot tell that
    /// they are of one.
    pub fn hash_for(&self, place: &str) -> Vec<u8> {
        mac(self.0.as_bytes(), &[place.as_bytes()]).to_vec()
    }

    /// The token itself, for the one answer that hands it to its owner.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_value_opens_only_in_its_context_and_unaltered() {
        let keys = Keys::new([7; 32]);
        let random = Random::seeded(1);
        let mut sealed = keys.seal(&random, "accounts.email", b"a@example.tw");
        assert_eq!(
            keys.open("accounts.email", &sealed).ok().as_deref(),
            Some(&b"a@example.tw"[..])
        );
        assert!(keys.open("cases.email", &sealed).is_err());
        assert!(Keys::new([8; 32]).open("accounts.email", &sealed).is_err());
        if let Some(last) = sealed.last_mut() {
            *last ^= 1;
        }
        assert!(keys.open("accounts.email", &sealed).is_err());
        assert!(keys.open("accounts.email", b"short").is_err());
    }

    #[test]
    fn what_an_older_secret_sealed_opens_until_it_is_dropped() {
        let (old, new) = (Keys::new([7; 32]), Keys::new([8; 32]));
        let both = Keys::of([8; 32], [[7; 32]]);
        let random = Random::seeded(1);
        let sealed = old.seal(&random, "a.b", b"x");
        assert_eq!(both.open("a.b", &sealed).ok().as_deref(), Some(&b"x"[..]));
        assert!(new.open("a.b", &sealed).is_err());
        let sealed = both.seal(&random, "a.b", b"x");
        assert!(sealed.starts_with(&new.version()));
        assert!(new.open("a.b", &sealed).is_ok());
        assert!(old.open("a.b", &sealed).is_err());
        let each: Vec<_> = both.each().map(|keys| keys.version()).collect();
        assert_eq!(each, both.versions());
    }

    #[test]
    fn a_mac_depends_on_purpose_and_on_where_the_parts_end() {
        let keys = Keys::new([7; 32]);
        let one = keys.mac(Use::Check, &[b"ab", b"c"]);
        assert_ne!(one, keys.mac(Use::Check, &[b"a", b"bc"]));
        assert_ne!(one, keys.mac(Use::Throttle, &[b"ab", b"c"]));
        assert_eq!(one, keys.mac(Use::Check, &[b"ab", b"c"]));
    }

    #[test]
    fn a_mac_by_a_sealed_key_stays_when_the_key_is_sealed_anew() {
        let (old, new) = (Keys::new([7; 32]), Keys::new([8; 32]));
        let random = Random::seeded(1);
        let sealed = |keys: &Keys, key: &[u8]| keys.seal(&random, "a.key", key);
        let by = |keys: &Keys, sealed: &[u8]| keys.mac_by("a.key", sealed, &[b"a", b"b"]).ok();
        let first = by(&old, &sealed(&old, b"one"));
        assert!(first.is_some());
        assert_eq!(first, by(&new, &sealed(&new, b"one")));
        assert_ne!(first, by(&old, &sealed(&old, b"two")));
        assert_eq!(by(&new, &sealed(&old, b"one")), None);
    }

    #[test]
    fn only_a_token_parses_as_one() {
        let token = Token::draw(&Random::seeded(1));
        assert!(Token::parse(token.reveal()).is_some());
        assert!(Token::parse("").is_none());
        assert!(Token::parse(&token.reveal()[1..]).is_none());
        assert!(Token::parse(&format!("{}\0", token.reveal())).is_none());
    }
}
