//! Passkeys: added by name, used beside a password or in its stead, removed.
//!
//! What one is to sign is drawn for one purpose and one account, and counts once, within minutes. Whoever logs on by
//! a passkey alone has proven two things: that they hold the device, and who they are to it.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{NaiveDate, TimeDelta};
use diesel::prelude::*;
use serde_json::{Value, json};
use validator::ValidationErrors;

use super::{
    AccountError, added,
    browser::{Assertion, Attestation},
    removed,
    webauthn::{self, Algorithm, Expected, Signed},
};
use crate::{
    accounts::Member,
    context::Context,
    db::{
        AnyConnection, DbError,
        locks::{self, Table},
        schema::{passkey_challenges, passkeys},
    },
    keys::Token,
    privacy::{
        Private, Purpose as For, Viewer,
        sealed::{self, Column},
    },
    text_rules::{self, refuse, refuse_length},
};

/// How long a browser may take to ask its owner.
const LIFE: TimeDelta = TimeDelta::minutes(10);
/// Passkeys of one account.
pub const MOST: usize = 20;
/// Characters of a name.
pub const LONGEST_NAME: usize = 60;

/// What is signed for: a signature for one opens no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    Add,
    /// In a password's stead.
    LogOn,
    /// After a password.
    SecondStep,
    /// Before what is dangerous.
    Confirm,
}

impl Purpose {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::LogOn => "log-on",
            Self::SecondStep => "second-step",
            Self::Confirm => "confirm",
        }
    }

    /// Whether the device must know who holds it: where nothing else says so.
    const fn verified(self) -> bool {
        matches!(self, Self::LogOn)
    }
}

/// A passkey as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub id: i64,
    /// What its owner calls it.
    pub label: String,
    pub added_on: NaiveDate,
    pub last_used_on: Option<NaiveDate>,
}

/// The hash of a challenge: what it is for and whom stands in it.
fn hash(challenge: &Token, purpose: Purpose, account: Option<i64>) -> Vec<u8> {
    let whom = account.map_or_else(|| "anybody".to_owned(), |account| account.to_string());
    challenge.hash_for(&format!("passkey {} {whom}", purpose.as_str()))
}

fn draw(
    connection: &mut AnyConnection,
    context: &Context,
    purpose: Purpose,
    account: Option<i64>,
) -> Result<Token, DbError> {
    let challenge = Token::draw(&context.random);
    diesel::insert_into(passkey_challenges::table)
        .values((
            passkey_challenges::challenge_hash.eq(hash(&challenge, purpose, account)),
            passkey_challenges::expires_at.eq(context.now() + LIFE),
        ))
        .execute(connection)?;
    Ok(challenge)
}

/// Uses the challenge up that an answer names; `None` where it was used, was drawn for something else, or its time is
/// over.
fn spend(
    connection: &mut AnyConnection,
    context: &Context,
    client_data: &[u8],
    purpose: Purpose,
    account: Option<i64>,
) -> Result<Option<Token>, DbError> {
    let named = webauthn::challenge(client_data);
    let Some(challenge) = named.as_deref().and_then(Token::parse) else {
        return Ok(None);
    };
    let row = passkey_challenges::table
        .filter(passkey_challenges::challenge_hash.eq(hash(&challenge, purpose, account)))
        .filter(passkey_challenges::expires_at.gt(context.now()));
    let spent = diesel::delete(row).execute(connection)?;
    Ok((spent == 1).then_some(challenge))
}

fn host(context: &Context) -> &str {
    context.config.base_url.host_str().unwrap_or_default()
}

/// The passkeys of an account, the oldest first.
pub(super) fn list(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
) -> Result<Vec<Listed>, AccountError> {
    type Row = (i64, Vec<u8>, NaiveDate, Option<NaiveDate>);
    let rows: Vec<Row> = passkeys::table
        .filter(passkeys::account_id.eq(account))
        .order(passkeys::id)
        .select((
            passkeys::id,
            passkeys::label_sealed,
            passkeys::added_on,
            passkeys::last_used_on,
        ))
        .load(connection)?;
    let keys = &context.config.keys;
    rows.into_iter()
        .map(|(id, sealed, added_on, last_used_on)| {
            let label = sealed::open(keys, Column::PasskeyLabel, &sealed)?;
            Ok(Listed {
                id,
                label: label.reveal(Viewer::Plaza, For::Storage).to_owned(),
                added_on,
                last_used_on,
            })
        })
        .collect()
}

fn credentials(connection: &mut AnyConnection, account: i64) -> Result<Vec<Value>, DbError> {
    let known: Vec<Vec<u8>> = passkeys::table
        .filter(passkeys::account_id.eq(account))
        .order(passkeys::id)
        .select(passkeys::credential_id)
        .load(connection)?;
    let known = known.iter().map(|id| URL_SAFE_NO_PAD.encode(id));
    Ok(known
        .map(|id| json!({ "type": "public-key", "id": id }))
        .collect())
}

/// What `navigator.credentials.create` is asked, with bytes in base64url.
pub async fn ask_new(context: &Context, member: &Member) -> Result<Value, AccountError> {
    let (cx, member) = (context.clone(), member.clone());
    context
        .db
        .write(move |connection| {
            let known: Option<Vec<u8>> = passkeys::table
                .filter(passkeys::account_id.eq(member.id))
                .select(passkeys::user_handle)
                .first(connection)
                .optional()?;
            // What a device knows the account by is nothing that is known elsewhere; it follows from the account
            // until it is kept.
            let handle = known.unwrap_or_else(|| drawn_handle(&cx, member.id));
            let challenge = draw(connection, &cx, Purpose::Add, Some(member.id))?;
            let city = &cx.config.city;
            let algorithms = Algorithm::ALL
                .map(|(_, number)| json!({ "type": "public-key", "alg": number }));
            Ok(json!({
                "challenge": challenge.reveal(),
                "rp": { "id": host(&cx), "name": member.language.pick(&city.name_zh, &city.name_en) },
                "user": {
                    "id": URL_SAFE_NO_PAD.encode(handle),
                    "name": member.name,
                    "displayName": member.name,
                },
                "pubKeyCredParams": algorithms,
                "authenticatorSelection": {
                    "residentKey": "preferred",
                    "userVerification": "preferred",
                },
                "excludeCredentials": credentials(connection, member.id)?,
                "attestation": "none",
                "timeout": LIFE.num_milliseconds(),
            }))
        })
        .await
}

fn drawn_handle(context: &Context, account: i64) -> Vec<u8> {
    let keys = &context.config.keys;
    let parts: [&[u8]; 2] = [b"passkey handle", &account.to_be_bytes()];
    keys.mac(crate::keys::Use::PasskeyHandle, &parts).to_vec()
}

/// What `navigator.credentials.get` is asked: of an account its own passkeys, of nobody known whichever the device has
/// for this city.
pub async fn ask(
    context: &Context,
    purpose: Purpose,
    account: Option<i64>,
) -> Result<Value, AccountError> {
    let cx = context.clone();
    context
        .db
        .write(move |connection| {
            let challenge = draw(connection, &cx, purpose, account)?;
            let allowed = match account {
                Some(account) => credentials(connection, account)?,
                None => Vec::new(),
            };
            let verification = if purpose.verified() {
                "required"
            } else {
                "preferred"
            };
            Ok(json!({
                "challenge": challenge.reveal(),
                "rpId": host(&cx),
                "allowCredentials": allowed,
                "userVerification": verification,
                "timeout": LIFE.num_milliseconds(),
            }))
        })
        .await
}

/// Adds a passkey. Gives the recovery codes that come with the first factor, to be shown this once. Fields of
/// [`AccountError::Invalid`]: `label`, `passkey`.
pub async fn add(
    context: &Context,
    account: i64,
    label: &str,
    attestation: Option<Attestation>,
) -> Result<Option<Vec<String>>, AccountError> {
    let mut errors = ValidationErrors::new();
    let label = label.trim().to_owned();
    if !text_rules::plain_line(&label) {
        refuse(&mut errors, "label", "characters");
    } else if !(1..=LONGEST_NAME).contains(&label.chars().count()) {
        refuse_length(&mut errors, "label", 1, LONGEST_NAME);
    }
    let read = attestation.and_then(|sent| sent.read());
    if read.is_none() {
        refuse(&mut errors, "passkey", "passkey");
    }
    let (Some((client_data, attestation)), true) = (read, errors.is_empty()) else {
        return Err(errors.into());
    };
    let cx = context.clone();
    let found = context
        .db
        .write(move |connection| {
            locks::hold(connection, Table::Accounts, [account].into())?;
            let spent = spend(connection, &cx, &client_data, Purpose::Add, Some(account))?;
            let Some(challenge) = spent else {
                return Ok(Err("passkey"));
            };
            let origin = cx.config.base_url.origin().ascii_serialization();
            let expected = Expected {
                host: host(&cx),
                origin: &origin,
                challenge: challenge.reveal(),
                verified: Purpose::Add.verified(),
            };
            let Some(new) = webauthn::register(&client_data, &attestation, &expected) else {
                return Ok(Err("passkey"));
            };
            let own: Vec<Vec<u8>> = passkeys::table
                .filter(passkeys::account_id.eq(account))
                .select(passkeys::user_handle)
                .load(connection)?;
            if own.len() >= MOST {
                return Ok(Err("passkeys-full"));
            }
            let taken: i64 = passkeys::table
                .filter(passkeys::credential_id.eq(&new.credential))
                .count()
                .get_result(connection)?;
            if taken > 0 {
                return Ok(Err("passkey"));
            }
            let handle = own.into_iter().next();
            let handle = handle.unwrap_or_else(|| drawn_handle(&cx, account));
            let (keys, label) = (&cx.config.keys, Private::new(label));
            let sealed = sealed::seal(keys, &cx.random, Column::PasskeyLabel, &label);
            let today = cx.clock.today(cx.config.city.time_zone);
            diesel::insert_into(passkeys::table)
                .values((
                    passkeys::account_id.eq(account),
                    passkeys::credential_id.eq(new.credential),
                    passkeys::user_handle.eq(handle),
                    passkeys::public_key.eq(new.key),
                    passkeys::algorithm.eq(new.algorithm),
                    passkeys::sign_count.eq(i64::from(new.count)),
                    passkeys::label_sealed.eq(sealed),
                    passkeys::added_on.eq(today),
                    passkeys::last_used_on.eq(None::<NaiveDate>),
                ))
                .execute(connection)?;
            added(connection, &cx, account).map(Ok)
        })
        .await?;
    found.map_err(|code| {
        let mut errors = ValidationErrors::new();
        refuse(&mut errors, "passkey", code);
        errors.into()
    })
}

/// A row of `passkeys` by which a signature is looked at.
type Known = (i64, i64, Vec<u8>, Vec<u8>, Algorithm, i64);

/// Whose passkey signed what was drawn for this purpose; `None` where none did, where it is not one of `account`,
/// and where its own count says that the key was copied. Uses the challenge up.
pub(in crate::accounts) fn take(
    connection: &mut AnyConnection,
    context: &Context,
    account: Option<i64>,
    assertion: &Assertion,
    purpose: Purpose,
) -> Result<Option<i64>, AccountError> {
    let Some(sent) = assertion.read() else {
        return Ok(None);
    };
    let Some(challenge) = spend(connection, context, &sent.client_data, purpose, account)? else {
        return Ok(None);
    };
    let row: Option<Known> = passkeys::table
        .filter(passkeys::credential_id.eq(&sent.id))
        .select((
            passkeys::id,
            passkeys::account_id,
            passkeys::user_handle,
            passkeys::public_key,
            passkeys::algorithm,
            passkeys::sign_count,
        ))
        .first(connection)
        .optional()?;
    let Some((passkey, owner, handle, key, algorithm, counted)) = row else {
        return Ok(None);
    };
    if account.is_some_and(|account| account != owner) {
        return Ok(None);
    }
    // Whoever ends the account's sessions or its passkeys holds its row, too.
    locks::hold(connection, Table::Accounts, [owner].into())?;
    // A device that was asked for nobody's in particular must say whose it is.
    let fits = match &sent.user_handle {
        Some(told) => *told == handle,
        None => account.is_some(),
    };
    let origin = context.config.base_url.origin().ascii_serialization();
    let expected = Expected {
        host: host(context),
        origin: &origin,
        challenge: challenge.reveal(),
        verified: purpose.verified(),
    };
    let signed = Signed {
        client_data: &sent.client_data,
        authenticator: &sent.authenticator,
        signature: &sent.signature,
    };
    let Some(count) = webauthn::verify(&signed, algorithm, &key, &expected).filter(|_| fits) else {
        return Ok(None);
    };
    let count = i64::from(count);
    if (count != 0 || counted != 0) && count <= counted {
        return Ok(None);
    }
    let today = context.clock.today(context.config.city.time_zone);
    let still = passkeys::table
        .find(passkey)
        .filter(passkeys::sign_count.eq(counted));
    let used = diesel::update(still)
        .set((
            passkeys::sign_count.eq(count),
            passkeys::last_used_on.eq(Some(today)),
        ))
        .execute(connection)?;
    // Of two signatures at once, or one while it was removed, one counts.
    Ok((used == 1).then_some(owner))
}

/// Removes one of an account's own passkeys; another's, or one that is gone, is left alone.
pub async fn remove(context: &Context, account: i64, passkey: i64) -> Result<(), AccountError> {
    let cx = context.clone();
    context
        .db
        .write(move |connection| {
            // Of two last factors that go at once the later takes the recovery codes along.
            locks::hold(connection, Table::Accounts, [account].into())?;
            let own = passkeys::table
                .find(passkey)
                .filter(passkeys::account_id.eq(account));
            if diesel::delete(own).execute(connection)? == 1 {
                removed(connection, &cx, account)?;
            }
            Ok(())
        })
        .await
}
