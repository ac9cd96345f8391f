//! What somebody holds in their hand: an app that shows codes, and a device with a passkey.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use plaza::db::Timestamp;
use ring::{
    hmac,
    signature::{Ed25519KeyPair, KeyPair as _},
};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::{Client, PASSWORD, Plaza};

/// An app with the secret of one account, by RFC 6238 as it stands there.
pub struct App(Vec<u8>);

impl App {
    /// Takes the secret as it is typed.
    pub fn typed(text: &str) -> Self {
        let letters = text.bytes().filter(u8::is_ascii_alphanumeric);
        let (mut held, mut bits, mut secret) = (0_u32, 0, Vec::new());
        for letter in letters {
            let value = match letter {
                b'A'..=b'Z' => letter - b'A',
                _ => letter - b'2' + 26,
            };
            held = ((held << 5) | u32::from(value)) & 0xffff;
            bits += 5;
            if bits >= 8 {
                bits -= 8;
                secret.push(((held >> bits) & 0xff) as u8);
            }
        }
        assert_eq!(secret.len(), 20, "{text}");
        Self(secret)
    }

    /// What it shows at this time.
    pub fn code(&self, at: Timestamp) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &self.0);
        let step = at.milliseconds() / 30_000;
        let tag = hmac::sign(&key, &step.to_be_bytes());
        let tag = tag.as_ref();
        let at = usize::from(tag[19] & 15);
        let four: [u8; 4] = tag[at..at + 4].try_into().unwrap();
        let number = u32::from_be_bytes(four) & 0x7fff_ffff;
        format!("{:06}", number % 1_000_000)
    }
}

impl Plaza {
    /// Sets an app up for who is logged on there; gives it with the recovery codes. The clock moves on, so that the
    /// next code is another.
    pub async fn protect(&self, client: &Client) -> (App, Vec<String>) {
        let proof = json!({ "password": PASSWORD });
        let proven = client.post_json("/api/v1/account/confirm", &proof).await;
        proven.expect(200);
        let path = "/api/v1/account/factors/app";
        let begun = client.post_json(path, &json!({})).await.expect(200).json();
        let app = App::typed(begun["secret"].as_str().unwrap());
        let code = json!({ "code": app.code(self.context.now()) });
        let path = "/api/v1/account/factors/app/confirm";
        let added = client.post_json(path, &code).await.expect(201).json();
        let codes: Vec<String> = serde_json::from_value(added["recovery_codes"].clone()).unwrap();
        self.advance(chrono::TimeDelta::seconds(30));
        (app, codes)
    }
}

/// A device with one passkey.
pub struct Device {
    pair: Ed25519KeyPair,
    /// What it knows the account by.
    pub handle: Option<String>,
    pub count: u32,
    /// Whether it asks who holds it.
    pub verifies: bool,
    pub origin: String,
    pub host: String,
}

const ID: &[u8] = b"a passkey of this test";

impl Device {
    pub fn new(seed: u8) -> Self {
        Self {
            pair: Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).unwrap(),
            handle: None,
            count: 0,
            verifies: true,
            origin: "http://plaza.test".to_owned(),
            host: "plaza.test".to_owned(),
        }
    }

    fn client_data(&self, kind: &str, options: &Value) -> Vec<u8> {
        let data = json!({
            "type": kind, "challenge": options["challenge"], "origin": self.origin,
            "crossOrigin": false,
        });
        data.to_string().into_bytes()
    }

    fn said(&mut self, flags: u8, rest: &[u8]) -> Vec<u8> {
        self.count += 1;
        let flags = flags | 1 | if self.verifies { 4 } else { 0 };
        let host = Sha256::digest(self.host.as_bytes());
        [&host[..], &[flags], &self.count.to_be_bytes(), rest].concat()
    }

    /// What `navigator.credentials.create` gives.
    pub fn create(&mut self, options: &Value) -> Value {
        self.handle = options["user"]["id"].as_str().map(str::to_owned);
        let head = [0xa4, 0x01, 0x01, 0x03, 0x27, 0x20, 0x06, 0x21, 0x58, 32];
        let key = [&head[..], self.pair.public_key().as_ref()].concat();
        let length = u16::try_from(ID.len()).unwrap().to_be_bytes();
        let rest = [&[0; 16][..], &length, ID, &key].concat();
        let said = self.said(0x40, &rest);
        let attestation = [
            &[0xa3, 0x63][..],
            b"fmt",
            &[0x64],
            b"none",
            &[0x67],
            b"attStmt",
            &[0xa0, 0x68],
            b"authData",
            &[0x58, u8::try_from(said.len()).unwrap()],
            &said,
        ]
        .concat();
        let client_data = self.client_data("webauthn.create", options);
        json!({
            "id": URL_SAFE_NO_PAD.encode(ID), "type": "public-key",
            "response": {
                "clientDataJSON": URL_SAFE_NO_PAD.encode(client_data),
                "attestationObject": URL_SAFE_NO_PAD.encode(attestation),
            },
        })
    }

    /// What `navigator.credentials.get` gives.
    pub fn get(&mut self, options: &Value) -> Value {
        let said = self.said(0, &[]);
        let client_data = self.client_data("webauthn.get", options);
        let hash = Sha256::digest(&client_data);
        let signature = self.pair.sign(&[said.as_slice(), &hash[..]].concat());
        json!({
            "id": URL_SAFE_NO_PAD.encode(ID), "type": "public-key",
            "response": {
                "clientDataJSON": URL_SAFE_NO_PAD.encode(client_data),
                "authenticatorData": URL_SAFE_NO_PAD.encode(said),
                "signature": URL_SAFE_NO_PAD.encode(signature.as_ref()),
                "userHandle": self.handle,
            },
        })
    }
}
