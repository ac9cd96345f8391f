//! The headers of a delivery and its signature, as the Standard Webhooks say (specification 1.0.0): HMAC-SHA-256
//! over id, time and body. While a secret is exchanged each signs.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::{clock::Random, db::Timestamp};

/// What a secret begins with.
pub const PREFIX: &str = "whsec_";

/// A new secret as it is given to whoever runs the endpoint: 256 random bits.
pub fn new_secret(random: &Random) -> String {
    format!("{PREFIX}{}", STANDARD.encode(random.bytes::<32>()))
}

/// By which an endpoint knows a delivery again, however often it is tried.
pub fn id(delivery: i64, happened: Timestamp) -> String {
    format!("msg_{delivery}_{}", happened.milliseconds())
}

/// What the header `webhook-signature` says, by each secret that can be read.
pub fn header<'a>(
    secrets: impl Iterator<Item = &'a str>,
    id: &str,
    seconds: i64,
    body: &[u8],
) -> String {
    let signed = secrets.filter_map(|secret| sign(secret, id, seconds, body));
    let signed: Vec<String> = signed.map(|signature| format!("v1,{signature}")).collect();
    signed.join(" ")
}

fn sign(secret: &str, id: &str, seconds: i64, body: &[u8]) -> Option<String> {
    let key = STANDARD.decode(secret.strip_prefix(PREFIX)?).ok()?;
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).ok()?;
    mac.update(format!("{id}.{seconds}.").as_bytes());
    mac.update(body);
    Some(STANDARD.encode(mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the specification's libraries.
    const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const ID: &str = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    const SECONDS: i64 = 1_614_265_330;
    const BODY: &[u8] = b"{\"test\": 2432232314}";
    const SIGNED: &str = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    #[test]
    fn the_published_example_is_signed_as_published() {
        let one = header([SECRET].into_iter(), ID, SECONDS, BODY);
        assert_eq!(one, SIGNED);
        let other = header([SECRET].into_iter(), ID, SECONDS + 1, BODY);
        assert_ne!(other, SIGNED);
    }

    #[test]
    fn while_a_secret_is_exchanged_both_sign() {
        let new = new_secret(&Random::seeded(1));
        assert_eq!(new.len(), PREFIX.len() + 44);
        let both = header([new.as_str(), SECRET].into_iter(), ID, SECONDS, BODY);
        let (first, second) = both.split_once(' ').expect("two signatures");
        assert_eq!(second, SIGNED);
        assert!(first.starts_with("v1,") && first != second);
        let none = header(["whsec_?", "other"].into_iter(), ID, SECONDS, BODY);
        assert_eq!(none, "");
    }
}
