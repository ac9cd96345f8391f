//! The headers of a delivery and its signature, as the Standard Webhooks say (specification 1.0.0): HMAC-SHA-256
//! over id, time and body. While a secret is exchanged each signs.

use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::{
    clock::Random,
    db::Timestamp,
    keys::{Keys, Use},
};

/// What a secret begins with.
pub const PREFIX: &str = "whsec_";
/// How many bytes of a keyed hash name a delivery.
const ID: usize = 18;

/// A new secret as it is given to whoever runs the endpoint: 256 random bits.
pub fn new_secret(random: &Random) -> String {
    format!("{PREFIX}{}", STANDARD.encode(random.bytes::<32>()))
}

/// By which an endpoint knows a delivery again, however often it is tried. It tells neither how many there were nor when
/// it happened. The moment is hashed with the number, for a restored backup gives numbers once more.
pub fn id(keys: &Keys, delivery: i64, happened: Timestamp) -> String {
    let (delivery, moment) = (
        delivery.to_be_bytes(),
        happened.milliseconds().to_be_bytes(),
    );
    let hash = keys.mac(Use::WebhookId, &[&delivery, &moment]);
    format!("msg_{}", URL_SAFE_NO_PAD.encode(&hash[..ID]))
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
    const MESSAGE: &str = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    const SECONDS: i64 = 1_614_265_330;
    const BODY: &[u8] = b"{\"test\": 2432232314}";
    const SIGNED: &str = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    #[test]
    fn the_published_example_is_signed_as_published() {
        let one = header([SECRET].into_iter(), MESSAGE, SECONDS, BODY);
        assert_eq!(one, SIGNED);
        let other = header([SECRET].into_iter(), MESSAGE, SECONDS + 1, BODY);
        assert_ne!(other, SIGNED);
    }

    #[test]
    fn a_delivery_has_one_name_that_says_nothing_of_it() {
        let keys = Keys::new([7; 32]);
        let at = |milliseconds| Timestamp::from_milliseconds(milliseconds).expect("a moment");
        let name = id(&keys, 41, at(1_772_416_800_123));
        assert_eq!(name, id(&keys, 41, at(1_772_416_800_123)));
        assert_eq!(name.len(), MESSAGE.len());
        for other in [
            id(&keys, 42, at(1_772_416_800_123)),
            id(&keys, 41, at(1_772_416_800_124)),
            id(&Keys::new([8; 32]), 41, at(1_772_416_800_123)),
        ] {
            assert_ne!(name, other);
        }
        assert!(!name.contains("1772416800"));
    }

    #[test]
    fn while_a_secret_is_exchanged_both_sign() {
        let new = new_secret(&Random::seeded(1));
        assert_eq!(new.len(), PREFIX.len() + 44);
        let both = header([new.as_str(), SECRET].into_iter(), MESSAGE, SECONDS, BODY);
        let (first, second) = both.split_once(' ').expect("two signatures");
        assert_eq!(second, SIGNED);
        assert!(first.starts_with("v1,") && first != second);
        let none = header(["whsec_?", "other"].into_iter(), MESSAGE, SECONDS, BODY);
        assert_eq!(none, "");
    }
}
