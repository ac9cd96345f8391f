//! DKIM (RFC 6376, RFC 8463): the city's domain signs what leaves, so that the recipient's server
//! tells it from what others forge in the city's name.
//!
//! What leaves is signed byte by byte. lettre's own signer sees no `Content-Type` of a mail that has
//! parts, and its RSA lets the key be guessed by time (RUSTSEC-2023-0071).

use std::fs;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use ring::{
    rand::SystemRandom,
    signature::{Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair},
};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::TransportError;
use crate::config::Dkim;

/// The header fields that are signed where they are there; and whether nobody may add one, for it
/// would say who writes, where an answer goes, or what one click does.
const FIELDS: [(&str, bool); 12] = [
    ("from", true),
    ("to", false),
    ("subject", true),
    ("date", false),
    ("message-id", false),
    ("reply-to", true),
    ("mime-version", false),
    ("content-type", true),
    ("content-transfer-encoding", false),
    ("auto-submitted", false),
    ("list-unsubscribe", true),
    ("list-unsubscribe-post", true),
];
/// How many characters of the signature stand in a line.
const LINE: usize = 72;

/// Signs for one domain with one key.
pub(super) struct Signer {
    domain: String,
    selector: String,
    key: Key,
}

enum Key {
    Rsa(Box<RsaKeyPair>),
    Ed25519(Box<Ed25519KeyPair>),
}

impl Signer {
    /// Reads the key. What is wrong is told without a word of the file.
    pub(super) fn new(config: &Dkim) -> Result<Self, TransportError> {
        let wrong = |what: String| TransportError::Dkim {
            file: config.key_file.clone(),
            what,
        };
        let pem = fs::read_to_string(&config.key_file);
        let pem = Zeroizing::new(pem.map_err(|error| wrong(error.to_string()))?);
        let key = key(&pem).ok_or_else(|| {
            wrong("holds no RSA key of 2048 to 4096 bits and no Ed25519 key in PEM".to_owned())
        })?;
        Ok(Self {
            domain: config.domain.clone(),
            selector: config.selector.clone(),
            key,
        })
    }

    /// The public half of the key: of RSA in PKCS #1's DER, with which what stands at the name server ends;
    /// of Ed25519 the 32 bytes that stand there.
    pub(super) fn public_half(&self) -> Vec<u8> {
        match &self.key {
            Key::Rsa(key) => key.public_key().as_ref().to_vec(),
            Key::Ed25519(key) => key.public_key().as_ref().to_vec(),
        }
    }

    /// The header field that signs a message, to stand before it.
    pub(super) fn sign(&self, message: &[u8]) -> String {
        let (head, body) = split(message);
        let fields = relaxed_fields(head);
        let (names, covered) = covered(&fields);
        let algorithm = match self.key {
            Key::Rsa(_) => "rsa-sha256",
            Key::Ed25519(_) => "ed25519-sha256",
        };
        let names: Vec<String> = names.chunks(5).map(|some| some.join(":")).collect();
        let unsigned = format!(
            "DKIM-Signature: v=1; a={algorithm}; c=relaxed/relaxed; d={};\r\n s={};\r\n h={};\r\n bh={};\r\n b=",
            self.domain,
            self.selector,
            names.join(":\r\n "),
            STANDARD.encode(Sha256::digest(relaxed_body(body))),
        );
        let mut signed = covered.concat();
        // It signs itself as well, without its own line end.
        signed.push_str(relaxed_field(&unsigned).trim_end());
        let signature = STANDARD.encode(self.key.sign(signed.as_bytes()));
        let lines: Vec<&str> = (0..signature.len())
            .step_by(LINE)
            .map(|from| &signature[from..signature.len().min(from + LINE)])
            .collect();
        format!("{unsigned}{}\r\n", lines.join("\r\n "))
    }
}

impl Key {
    fn sign(&self, message: &[u8]) -> Vec<u8> {
        match self {
            Self::Rsa(key) => {
                let mut signature = vec![0; key.public().modulus_len()];
                key.sign(
                    &RSA_PKCS1_SHA256,
                    &SystemRandom::new(),
                    message,
                    &mut signature,
                )
                .expect("the buffer has the key's length");
                signature
            }
            // RFC 8463, 3: what is signed is the hash.
            Self::Ed25519(key) => key.sign(&Sha256::digest(message)).as_ref().to_vec(),
        }
    }
}

/// The key in a PEM file as OpenSSL writes it: PKCS #8, or PKCS #1 for RSA.
fn key(pem: &str) -> Option<Key> {
    let (_, rest) = pem.split_once("-----BEGIN ")?;
    let (label, rest) = rest.split_once("-----")?;
    let (text, _) = rest.split_once("-----END ")?;
    let text: Zeroizing<String> = Zeroizing::new(text.split_whitespace().collect());
    let der = Zeroizing::new(STANDARD.decode(text.as_bytes()).ok()?);
    let rsa = |key: RsaKeyPair| Key::Rsa(Box::new(key));
    match label {
        "RSA PRIVATE KEY" => RsaKeyPair::from_der(&der).ok().map(rsa),
        "PRIVATE KEY" => RsaKeyPair::from_pkcs8(&der).ok().map(rsa).or_else(|| {
            let key = Ed25519KeyPair::from_pkcs8_maybe_unchecked(&der).ok()?;
            Some(Key::Ed25519(Box::new(key)))
        }),
        _ => None,
    }
}

/// A message's head and body.
fn split(message: &[u8]) -> (&[u8], &[u8]) {
    let end = message.windows(4).position(|four| four == b"\r\n\r\n");
    match end {
        Some(at) => (&message[..at + 2], &message[at + 4..]),
        None => (message, &[]),
    }
}

/// Each header field in its relaxed form (RFC 6376, 3.4.2).
fn relaxed_fields(head: &[u8]) -> Vec<String> {
    let head = String::from_utf8_lossy(head)
        .replace("\r\n ", " ")
        .replace("\r\n\t", " ");
    let lines = head.split("\r\n").filter(|line| !line.is_empty());
    lines.map(relaxed_field).collect()
}

/// The name in lower case, the value in one line with single spaces.
fn relaxed_field(field: &str) -> String {
    let (name, value) = field.split_once(':').unwrap_or((field, ""));
    let words = value.split([' ', '\t', '\r', '\n']);
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let name = name.trim_end().to_ascii_lowercase();
    format!("{name}:{}\r\n", words.join(" "))
}

/// The names that are signed and the fields they stand for. A name without a field keeps anybody
/// from adding one (RFC 6376, 5.4.2).
fn covered(fields: &[String]) -> (Vec<&'static str>, Vec<&str>) {
    let (mut names, mut covered) = (Vec::new(), Vec::new());
    for (name, guarded) in FIELDS {
        let found = fields.iter().find(|field| {
            let named = field.split_once(':');
            named.is_some_and(|(of, _)| of == name)
        });
        if let Some(field) = found {
            names.push(name);
            covered.push(&**field);
        }
        if guarded {
            names.push(name);
        }
    }
    (names, covered)
}

/// The body in its relaxed form (RFC 6376, 3.4.4): no space at a line's end, no more than one
/// elsewhere, no empty line at the end.
fn relaxed_body(body: &[u8]) -> Vec<u8> {
    let mut relaxed = Vec::with_capacity(body.len());
    let mut rest = body;
    while let [first, tail @ ..] = rest {
        match rest {
            [b' ' | b'\t']
            | [b' ' | b'\t', b' ' | b'\t', ..]
            | [b' ' | b'\t', b'\r', b'\n', ..] => {}
            [b' ' | b'\t', ..] => relaxed.push(b' '),
            _ => relaxed.push(*first),
        }
        rest = tail;
    }
    while relaxed.ends_with(b"\r\n\r\n") {
        relaxed.truncate(relaxed.len() - 2);
    }
    if relaxed == b"\r\n" {
        relaxed.clear();
    }
    if !relaxed.is_empty() && !relaxed.ends_with(b"\r\n") {
        relaxed.extend_from_slice(b"\r\n");
    }
    relaxed
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The example of RFC 6376, 3.4.5.
    #[test]
    fn head_and_body_are_relaxed_as_the_standard_shows() {
        let message = b"A: X\r\nB : Y\t\r\n\tZ  \r\n\r\n C \r\nD \t E\r\n\r\n\r\n";
        let (head, body) = split(message);
        assert_eq!(relaxed_fields(head), ["a:X\r\n", "b:Y Z\r\n"]);
        assert_eq!(relaxed_body(body), b" C\r\nD E\r\n");
    }

    #[test]
    fn a_body_ends_with_one_line_end_and_an_empty_one_is_nothing() {
        for (body, relaxed) in [
            ("", ""),
            ("\r\n", ""),
            ("\r\n\r\n", ""),
            (" \t", ""),
            ("a", "a\r\n"),
            ("a \t", "a\r\n"),
            ("a\r\n \r\n\t\r\n", "a\r\n"),
            ("\r\na", "\r\na\r\n"),
        ] {
            assert_eq!(
                relaxed_body(body.as_bytes()),
                relaxed.as_bytes(),
                "{body:?}"
            );
        }
    }

    #[test]
    fn what_says_who_writes_can_be_neither_changed_nor_added() {
        let fields = ["from:a@b.tw\r\n".to_owned(), "x-spam:no\r\n".to_owned()];
        let (names, signed) = covered(&fields);
        assert_eq!(signed, ["from:a@b.tw\r\n"]);
        assert_eq!(names.iter().filter(|name| **name == "from").count(), 2);
        assert!(names.contains(&"reply-to") && !names.contains(&"x-spam"));
    }

    #[test]
    fn a_key_is_taken_as_openssl_writes_it_and_nothing_else() {
        let rsa = include_str!("../../tests/support/dkim/rsa.pem");
        let rsa_alone = include_str!("../../tests/support/dkim/rsa-pkcs1.pem");
        let ed25519 = include_str!("../../tests/support/dkim/ed25519.pem");
        assert!(matches!(key(rsa), Some(Key::Rsa(_))));
        assert!(matches!(key(rsa_alone), Some(Key::Rsa(_))));
        assert!(matches!(key(ed25519), Some(Key::Ed25519(_))));
        let windows = rsa.replace('\n', "\r\n");
        assert!(matches!(key(&windows), Some(Key::Rsa(_))));
        for wrong in [
            "",
            include_str!("../../tests/support/dkim/short.pem"),
            include_str!("../../tests/support/dkim/rsa.txt"),
            &rsa.replace("PRIVATE", "PUBLIC"),
            &rsa.replace("BEGIN PRIVATE", "BEGIN ENCRYPTED PRIVATE"),
            &rsa[..rsa.len() / 2],
            &ed25519.replace("MC4C", "MC4!"),
        ] {
            assert!(key(wrong).is_none());
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_relaxed_stays(body in "[ab \t\r\n]{0,40}") {
            let once = relaxed_body(body.as_bytes());
            prop_assert_eq!(relaxed_body(&once), once);
        }
    }
}
