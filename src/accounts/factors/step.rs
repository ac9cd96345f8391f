//! Between the first and the second proof of a log-on: a token that opens nothing but the second step, for ten
//! minutes and five tries.
//!
//! Where the second factor is still to be set up, for the account's role needs one and its time is over, the same
//! token leads to that.

use chrono::TimeDelta;
use diesel::prelude::*;

use super::{
    AccountError, Kinds, Proof,
    authenticator::{self, Secret},
    is_right, kinds, passkeys, wrong,
};
use crate::{
    accounts::{
        log_on,
        sessions::{Begun, SessionKind, Start},
        sign_ins::Way,
        throttle,
    },
    context::Context,
    db::{
        AnyConnection, DbError, Timestamp,
        locks::{self, Table},
        schema::second_steps,
        text_enum,
    },
    keys::Token,
};

/// How long the second proof may take.
pub const LIFE: TimeDelta = TimeDelta::minutes(10);
/// Wrong proofs after which the first is asked for again.
const TRIES: i32 = 5;

text_enum! {
    /// By what the first step was made.
    pub(in crate::accounts) enum FirstStep {
        Password = "password",
        SignOn = "sign-on",
    }
}

/// What is asked for next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// One of these, or a recovery code.
    Proof(Kinds),
    /// A second factor is to be set up first.
    SetUp,
}

/// A log-on that waits for its second proof.
pub struct Pending {
    pub token: Token,
    pub needs: Needs,
    pub expires_at: Timestamp,
}

/// Begins to wait.
pub(in crate::accounts) fn begin(
    connection: &mut AnyConnection,
    context: &Context,
    account: i64,
    kind: SessionKind,
    first_step: FirstStep,
    needs: Needs,
) -> Result<Pending, DbError> {
    let token = Token::draw(&context.random);
    let expires_at = context.now() + LIFE;
    diesel::insert_into(second_steps::table)
        .values((
            second_steps::token_hash.eq(token.hash()),
            second_steps::account_id.eq(account),
            second_steps::kind.eq(kind),
            second_steps::first_step.eq(first_step),
            second_steps::tries.eq(0),
            second_steps::expires_at.eq(expires_at),
        ))
        .execute(connection)?;
    Ok(Pending {
        token,
        needs,
        expires_at,
    })
}

/// Nobody goes on whose sessions ended meanwhile: whoever changes a password or suspends an account calls it.
pub(in crate::accounts) fn void(
    connection: &mut AnyConnection,
    account: i64,
) -> Result<(), DbError> {
    let waiting = second_steps::table.filter(second_steps::account_id.eq(account));
    diesel::delete(waiting).execute(connection)?;
    Ok(())
}

/// What is known of a token: whose it is, which session is to begin, and by what the first step was made.
struct Waiting {
    account: i64,
    kind: SessionKind,
    first_step: FirstStep,
    tries: i32,
}

fn look(
    connection: &mut AnyConnection,
    context: &Context,
    hash: &[u8],
) -> Result<Waiting, AccountError> {
    let row: Option<(i64, SessionKind, FirstStep, i32)> = second_steps::table
        .filter(second_steps::token_hash.eq(hash))
        .filter(second_steps::expires_at.gt(context.now()))
        .select((
            second_steps::account_id,
            second_steps::kind,
            second_steps::first_step,
            second_steps::tries,
        ))
        .first(connection)
        .optional()?;
    let (account, kind, first_step, tries) = row.ok_or(AccountError::Gone)?;
    Ok(Waiting {
        account,
        kind,
        first_step,
        tries,
    })
}

async fn owner(context: &Context, token: &Token) -> Result<i64, AccountError> {
    let (cx, hash) = (context.clone(), token.hash());
    context
        .db
        .read(move |connection| Ok(look(connection, &cx, &hash)?.account))
        .await
}

/// What a token leads to, for its form to be shown again. [`AccountError::Gone`] where it is over.
pub async fn needs(context: &Context, token: &Token) -> Result<Needs, AccountError> {
    let (cx, hash) = (context.clone(), token.hash());
    context
        .db
        .read(move |connection| {
            let account = look(connection, &cx, &hash)?.account;
            let kinds = kinds(connection, account)?;
            Ok(if kinds.any() {
                Needs::Proof(kinds)
            } else {
                Needs::SetUp
            })
        })
        .await
}

/// What the browser is asked of a passkey for the second step.
pub async fn ask_passkey(
    context: &Context,
    token: &Token,
) -> Result<serde_json::Value, AccountError> {
    let account = owner(context, token).await?;
    passkeys::ask(context, passkeys::Purpose::SecondStep, Some(account)).await
}

/// The key under which wrong second factors of an account are counted: at a log-on, and where it is proven again.
pub(in crate::accounts) fn throttle_key(context: &Context, account: i64) -> Vec<u8> {
    throttle::key(context, "second-step", &account.to_be_bytes())
}

/// Begins the session, if the proof is right. Field of [`AccountError::Invalid`]: `code`, however it is wrong;
/// [`AccountError::Gone`] once the time or the tries are over, [`AccountError::TooMany`] as at log-on.
pub async fn finish(context: &Context, token: &Token, proof: Proof) -> Result<Begun, AccountError> {
    let account = owner(context, token).await?;
    let key = throttle_key(context, account);
    throttle::count(context, key.clone()).await?;
    let (cx, hash) = (context.clone(), token.hash());
    context
        .db
        .write(move |connection| {
            // Whoever ends the account's sessions holds its row, too.
            locks::hold(connection, Table::Accounts, [account].into())?;
            let waiting = look(connection, &cx, &hash)?;
            let purpose = passkeys::Purpose::SecondStep;
            if !is_right(connection, &cx, account, &proof, purpose)? {
                missed(connection, &hash, waiting.tries)?;
                return Ok::<_, AccountError>(Err(wrong()));
            }
            throttle::forgive(connection, &key)?;
            through(connection, &cx, &hash, &waiting).map(Ok)
        })
        .await?
}

/// Counts a wrong proof; the last one ends the waiting.
fn missed(connection: &mut AnyConnection, hash: &[u8], tries: i32) -> Result<(), DbError> {
    let row = second_steps::table.filter(second_steps::token_hash.eq(hash));
    if tries + 1 >= TRIES {
        diesel::delete(row).execute(connection)?;
    } else {
        diesel::update(row)
            .set(second_steps::tries.eq(tries + 1))
            .execute(connection)?;
    }
    Ok(())
}

fn through(
    connection: &mut AnyConnection,
    context: &Context,
    hash: &[u8],
    waiting: &Waiting,
) -> Result<Begun, AccountError> {
    let row = second_steps::table.filter(second_steps::token_hash.eq(hash));
    diesel::delete(row).execute(connection)?;
    let way = match waiting.first_step {
        FirstStep::Password => Way::PasswordAndFactor,
        FirstStep::SignOn => Way::SignOn,
    };
    let start = Start {
        kind: waiting.kind,
        latest: None,
        is_fresh: true,
        second_factor: true,
        step: Some(hash.to_vec()),
    };
    log_on::enter(connection, context, waiting.account, start, way)
}

/// The secret that the app is to be given where a second factor is to be set up: the same one as often as this token
/// asks, and no other token's. [`AccountError::NotNow`] where one is set up already.
pub async fn set_up(context: &Context, token: &Token) -> Result<Secret, AccountError> {
    let (cx, token) = (context.clone(), token.clone());
    context
        .db
        .read(move |connection| {
            let account = look(connection, &cx, &token.hash())?.account;
            if kinds(connection, account)?.any() {
                return Err(AccountError::NotNow);
            }
            authenticator::of_log_on(connection, &cx, account, &token)
        })
        .await
}

/// Sets the app up by its first code and begins the session; gives the recovery codes, to be shown this once. Fails
/// as [`finish`] does, and with [`AccountError::NotNow`] where a second factor is there already.
pub async fn finish_set_up(
    context: &Context,
    token: &Token,
    code: String,
) -> Result<(Begun, Vec<String>), AccountError> {
    let account = owner(context, token).await?;
    let key = throttle_key(context, account);
    throttle::count(context, key.clone()).await?;
    let (cx, token) = (context.clone(), token.clone());
    context
        .db
        .write(move |connection| {
            let hash = token.hash();
            locks::hold(connection, Table::Accounts, [account].into())?;
            let waiting = look(connection, &cx, &hash)?;
            if kinds(connection, account)?.any() {
                return Err(AccountError::NotNow);
            }
            let set_up = authenticator::confirm_of_log_on(connection, &cx, account, &token, &code);
            let codes = match set_up {
                Err(error @ AccountError::Invalid(_)) => {
                    missed(connection, &hash, waiting.tries)?;
                    return Ok(Err(error));
                }
                other => other?,
            };
            throttle::forgive(connection, &key)?;
            let begun = through(connection, &cx, &hash, &waiting)?;
            Ok(Ok((begun, codes.unwrap_or_default())))
        })
        .await?
}
