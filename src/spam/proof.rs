//! What a form says of how it was filled in, where somebody without an account writes: a field that no
//! person sees, when the form was made, and a proof of work by ALTCHA's open protocol. Nobody has to
//! send any of it: without scripts a text is as welcome, and a moderator sees that no proof came along.
//!
//! Nothing is kept of a form but a hash of its challenge, for two days, so that a proof counts once.

use altcha_lib_rs::{ChallengeOptions, Payload, create_challenge, verify_solution};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use chrono::TimeDelta;
use sha2::{Digest as _, Sha256};

use super::{Code, Reason};
use crate::{
    context::Context,
    db::{DbError, Timestamp},
    keys::{Use, same},
    once,
};

/// How long a challenge can be answered.
const LIFE: TimeDelta = TimeDelta::hours(2);
/// The largest number that a browser may have to find: about a second's work on a telephone.
const LARGEST: u64 = 50_000;
/// Nobody reads a form and types a text in less.
const FASTEST: TimeDelta = TimeDelta::seconds(3);
/// The longest proof that is looked at, in bytes.
const LONGEST: usize = 2_000;

/// What a form takes along to its reader.
pub struct Offer {
    /// When it was made, signed.
    pub made: String,
    /// The challenge, as JSON; ALTCHA's fields.
    pub challenge: String,
}

/// What a form brought back, as it was sent.
#[derive(Clone, Debug, Default)]
pub struct Signals {
    /// The field that no person sees was filled.
    pub trap: bool,
    pub made: String,
    /// Base64 of ALTCHA's payload; empty where there is none.
    pub proof: String,
}

/// What it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Checked {
    pub trap: bool,
    pub fast: bool,
    /// It does not say when it was made, or that is longer ago than a proof would hold.
    pub untimed: bool,
    pub proven: bool,
}

impl Checked {
    pub fn reasons(self) -> impl Iterator<Item = Reason> {
        [
            (self.trap, Code::Trap),
            (self.fast, Code::Fast),
            (self.untimed, Code::Untimed),
            (!self.proven, Code::NoProof),
        ]
        .into_iter()
        .filter(|(is_so, _)| *is_so)
        .map(|(_, code)| Reason::of(code))
    }
}

/// A new challenge, and the signed moment; nothing of it is stored.
pub fn offer(context: &Context) -> Offer {
    let now = context.now();
    let number = u64::from_be_bytes(context.random.bytes()) % (LARGEST + 1);
    let challenge = create_challenge(ChallengeOptions {
        max_number: Some(LARGEST),
        salt: Some(hex::encode(context.random.bytes::<12>())),
        number: Some(number),
        hmac_key: &key(context),
        expires: Some((now + LIFE).utc()),
        ..ChallengeOptions::default()
    });
    let challenge = challenge.ok();
    let challenge = challenge.and_then(|challenge| serde_json::to_string(&challenge).ok());
    Offer {
        made: sign(context, now.milliseconds()),
        // The number is within its bounds, so there is one; without, nobody can send a proof.
        challenge: challenge.unwrap_or_default(),
    }
}

/// As an offer's `made`, for a form that is shown again: it is as old as it was.
pub fn made_again(context: &Context, sent: &str) -> String {
    match made(context, sent) {
        Some(made) => sign(context, made.milliseconds()),
        None => sign(context, context.now().milliseconds()),
    }
}

/// Whether a form came back sooner than anybody fills it in.
pub(super) fn is_fast(context: &Context, sent: &str) -> bool {
    made(context, sent).is_some_and(|made| made + FASTEST > context.now())
}

/// Looks at what a form brought back; a good proof is spent.
pub(super) async fn check(context: &Context, signals: &Signals) -> Result<Checked, DbError> {
    let proven = match proof(context, &signals.proof) {
        None => false,
        Some(hash) => {
            let today = context.clock.today(context.config.city.time_zone);
            let spent = context
                .db
                .write(move |connection| once::spend(connection, &hash, today));
            spent.await?
        }
    };
    let (made, now) = (made(context, &signals.made), context.now());
    Ok(Checked {
        trap: signals.trap,
        fast: is_fast(context, &signals.made),
        untimed: made.is_none_or(|made| made + LIFE < now),
        proven,
    })
}

fn key(context: &Context) -> String {
    hex::encode(context.config.keys.mac(Use::Proof, &[b"altcha"]))
}

fn sign(context: &Context, milliseconds: i64) -> String {
    let moment = milliseconds.to_string();
    let mac = context
        .config
        .keys
        .mac(Use::Proof, &[b"made", moment.as_bytes()]);
    format!("{moment}.{}", hex::encode(&mac[..16]))
}

/// When a form was made, where Plaza signed that.
fn made(context: &Context, sent: &str) -> Option<Timestamp> {
    let (moment, _) = sent.split_once('.')?;
    let milliseconds: i64 = moment.parse().ok()?;
    let signed = sign(context, milliseconds);
    same(signed.as_bytes(), sent.as_bytes())
        .then(|| Timestamp::from_milliseconds(milliseconds))
        .flatten()
}

/// The hash under which a proof is spent, where it is good and in time.
fn proof(context: &Context, sent: &str) -> Option<Vec<u8>> {
    if sent.len() > LONGEST {
        return None;
    }
    let payload: Payload = serde_json::from_slice(&STANDARD.decode(sent).ok()?).ok()?;
    // The library would ask the machine's clock.
    verify_solution(&payload, &key(context), false).ok()?;
    let (_, expires) = payload.salt.split_once("?expires=")?;
    let expires: i64 = expires.strip_suffix('&')?.parse().ok()?;
    let until = Timestamp::from_milliseconds(expires.checked_mul(1000)?)?;
    (until > context.now()).then(|| Sha256::digest(payload.signature.as_bytes()).to_vec())
}
