//! Somebody comes back from the provider: to their account, to one that they prove or make first, or to a page that
//! says why not.
//!
//! An account is linked only to who proves both: at the provider, and here by its password (and second factor), or
//! by being logged on to it. Where somebody can do neither, whoever runs the server lets in who comes next with the
//! account's address (`identities::reopen`).

use diesel::prelude::*;

use super::{
    SignOnError,
    attempts::{self, Attempt, Held, Purpose},
    begun::{self, Led, Which},
    claims::Said,
    configured, exchange, grants,
    identities::{self, Identity},
    provider,
};
use crate::{
    accounts::{
        AccountError, Password, Role, factors,
        log_on::{self, Outcome, Proof},
        registration::{self, ByName},
        sessions::{self, SessionKind},
        settings,
    },
    context::Context,
    db::{
        AnyConnection,
        locks::{self, Gate, Table},
        schema::{accounts, sessions as all_sessions},
    },
    forum::names,
    i18n::Lang,
    keys::Token,
    privacy::{Private, Purpose as Shown, Viewer, consent::Basis, sealed},
};

/// What the provider sent somebody back with.
pub struct Brought<'a> {
    pub code: &'a str,
    /// Why it let nobody in.
    pub error: &'a str,
    /// Who it is, where it says so (RFC 9207).
    pub issuer: Option<&'a str>,
}

/// Who is logged on in the browser that came back.
pub struct Here {
    pub account: i64,
    pub token: Token,
}

/// What became of it.
pub enum Arrived {
    Entered(Outcome),
    /// The account of who is logged on is linked.
    Linked,
    /// Who is logged on has proven it once more.
    Confirmed,
    /// As that, and has a second factor, which the provider did not ask for: it is to be proven here.
    FactorNeeded,
    /// An account has the address: it is to be proven, in the same browser.
    Prove,
    /// There is no account yet: its owner is asked to agree to one, in the same browser.
    Register,
}

/// Goes on with who came back.
pub async fn arrive(
    context: &Context,
    attempt: &Attempt,
    brought: &Brought<'_>,
    here: Option<Here>,
) -> Result<Arrived, SignOnError> {
    let sign_on = configured(context)?;
    let metadata = provider::known(context).await?;
    // Another provider's answer would lead its code here (RFC 9207).
    let says_always = metadata
        .additional_metadata()
        .authorization_response_iss_parameter_supported;
    match brought.issuer {
        Some(issuer) if issuer != sign_on.issuer => {
            return Err(provider::unusable("an answer of another issuer"));
        }
        None if says_always => return Err(provider::unusable("an answer without its issuer")),
        _ => {}
    }
    if !brought.error.is_empty() || brought.code.is_empty() {
        return Err(refusal(brought.error));
    }
    let anew = attempt.purpose == Purpose::Confirm;
    let said = exchange::exchange(context, &attempt.secrets, brought.code, anew).await?;
    match (attempt.purpose, here) {
        (Purpose::LogOn, _) => enter(context, attempt, said).await,
        // Whoever logged off or on as somebody else meanwhile begins anew.
        (_, Some(here)) if attempt.account == Some(here.account) => match attempt.purpose {
            Purpose::Confirm => confirm(context, here, said).await,
            _ => link(context, here, said, None)
                .await
                .map(|()| Arrived::Linked),
        },
        _ => Err(SignOnError::Gone),
    }
}

/// Why somebody came back without a code (RFC 6749, section 4.1.2.1): for they may not or would not come in, or for
/// something that whoever runs the provider or Plaza has to look at.
fn refusal(error: &str) -> SignOnError {
    match error {
        "server_error" | "temporarily_unavailable" => provider::out_of_order(),
        "invalid_scope" => provider::unusable("no to what sign_on.scopes asks for"),
        "invalid_request" | "unauthorized_client" | "unsupported_response_type" => {
            provider::unusable("no to Plaza as a client")
        }
        _ => SignOnError::Denied,
    }
}

/// What the look at the database decided.
enum Decided {
    Entered(Outcome),
    Refused,
    NoAddress,
    Prove,
    Register,
}

async fn enter(context: &Context, attempt: &Attempt, said: Said) -> Result<Arrived, SignOnError> {
    let of_city = said.granted.role.is_some();
    let new = match &said.email {
        Some(email) if of_city => of_the_city(context, attempt.language, email, &said).await?,
        _ => None,
    };
    let (worker, attempt) = (context.clone(), attempt.clone());
    let decided = context
        .db
        .write(move |connection| decide(connection, &worker, &attempt, &said, new))
        .await?;
    match decided {
        Decided::Entered(outcome) => Ok(Arrived::Entered(outcome)),
        Decided::Prove => Ok(Arrived::Prove),
        Decided::Register => Ok(Arrived::Register),
        Decided::Refused => Err(SignOnError::NoRule),
        Decided::NoAddress => Err(SignOnError::NoAddress),
    }
}

/// The account that the city makes for one of its own people: with the name that the provider says, where that can
/// stand in public and the city wants it, else with a nickname.
async fn of_the_city(
    context: &Context,
    language: Lang,
    email: &Private<String>,
    said: &Said,
) -> Result<Option<ByName>, SignOnError> {
    let name = said.name.as_ref();
    let name = name.map(|name| name.reveal(Viewer::Plaza, Shown::Storage).clone());
    let mut new = ByName {
        email: email.clone(),
        name: name.unwrap_or_default(),
        name_is_personal: true,
        language,
        basis: Basis::Duty,
    };
    match check(context, &new).await {
        Ok(()) => return Ok(Some(new)),
        Err(AccountError::Invalid(_)) => new.name.clear(),
        Err(error) => return Err(error.into()),
    }
    match check(context, &new).await {
        Ok(()) => Ok(Some(new)),
        Err(AccountError::Invalid(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// By the rules of every registration.
async fn check(context: &Context, new: &ByName) -> Result<(), AccountError> {
    names::look(context, None, &new.name).await?;
    new.check(context).await
}

fn decide(
    connection: &mut AnyConnection,
    context: &Context,
    attempt: &Attempt,
    said: &Said,
    new: Option<ByName>,
) -> Result<Decided, SignOnError> {
    let is_let_in = said.granted.role.is_some() || configured(context)?.residents;
    let known = identities::find(connection, context, &said.subject)?;
    if !is_let_in {
        let Some(identity) = known else {
            return Ok(Decided::Refused);
        };
        // What a rule gave before it takes back, also from who gets in no more.
        grants::apply(connection, context, &identity, &said.granted)?;
        if is_administrator(connection, &identity)? {
            return let_in(connection, context, &identity, said).map(Decided::Entered);
        }
        begun::end(connection, Which::Identity(identity.id))?;
        return Ok(Decided::Refused);
    }
    if let Some(identity) = known {
        return let_in(connection, context, &identity, said).map(Decided::Entered);
    }
    let Some(email) = &said.email else {
        return Ok(Decided::NoAddress);
    };
    let index = sealed::email_index(&context.config.keys, email);
    let there: Option<i64> = accounts::table
        .filter(accounts::email_index.eq(index))
        .select(accounts::id)
        .first(connection)
        .optional()?;
    if let Some(account) = there
        && identities::is_reopened(connection, context, account)?
    {
        // Before anything is held.
        locks::alone(connection, Gate::Routing)?;
        let identity = identities::link(connection, context, account, said)?;
        return let_in(connection, context, &identity, said).map(Decided::Entered);
    }
    if there.is_some() {
        attempts::hold(connection, context, attempt, there, said)?;
        return Ok(Decided::Prove);
    }
    if said.granted.role.is_none() {
        attempts::hold(connection, context, attempt, None, said)?;
        return Ok(Decided::Register);
    }
    let Some(new) = new else {
        return Ok(Decided::NoAddress);
    };
    // Before anything is held.
    locks::alone(connection, Gate::Routing)?;
    let account = registration::make(connection, context, &new)?;
    let identity = identities::link(connection, context, account, said)?;
    let_in(connection, context, &identity, said).map(Decided::Entered)
}

/// Whether it is an administrator's still once the rules took what they gave: people gave the role, or nobody else has
/// it. A claim that lacks locks no city out.
fn is_administrator(
    connection: &mut AnyConnection,
    identity: &Identity,
) -> Result<bool, SignOnError> {
    let role: Role = accounts::table
        .find(identity.account)
        .select(accounts::role)
        .first(connection)?;
    Ok(role == Role::Administrator)
}

/// Gives what the rules give, and begins the session.
fn let_in(
    connection: &mut AnyConnection,
    context: &Context,
    identity: &Identity,
    said: &Said,
) -> Result<Outcome, SignOnError> {
    grants::apply(connection, context, identity, &said.granted)?;
    let proof = Proof::SignOn {
        second_factor: said.second_factor,
        is_fresh: said.is_fresh,
    };
    begin(connection, context, identity, said, proof)
}

fn begin(
    connection: &mut AnyConnection,
    context: &Context,
    identity: &Identity,
    said: &Said,
    proof: Proof,
) -> Result<Outcome, SignOnError> {
    // Whoever suspends or erases it waits, and ends what begins here.
    locks::hold(connection, Table::Accounts, [identity.account].into())?;
    identities::used(connection, context, identity)?;
    let kind = SessionKind::Cookie;
    let outcome = log_on::proceed(connection, context, identity.account, kind, proof)?;
    let led = match &outcome {
        Outcome::Begun(session) => {
            sessions::of_token(connection, &session.token)?.map(Led::Session)
        }
        Outcome::SecondStep(pending) => Some(Led::Step(pending.token.hash())),
    };
    if let Some(led) = led {
        begun::note(connection, context, identity, led, said)?;
    }
    Ok(outcome)
}

/// Links the account of who is logged on. `held` is the row that waited, where one did.
async fn link(
    context: &Context,
    here: Here,
    said: Said,
    held: Option<i64>,
) -> Result<(), SignOnError> {
    let sign_on = configured(context)?;
    if said.granted.role.is_none() && !sign_on.residents {
        return Err(SignOnError::NoRule);
    }
    let worker = context.clone();
    context
        .db
        .write(move |connection| {
            // Before anything is held.
            locks::alone(connection, Gate::Routing)?;
            if let Some(held) = held
                && !attempts::forget(connection, held)?
            {
                return Err(SignOnError::Gone);
            }
            let identity = identities::link(connection, &worker, here.account, &said)?;
            // While the provider was asked it may have ended: with a new password, say. Its link would outlast that.
            if !sessions::serves(connection, &worker, here.account, &here.token)? {
                return Err(SignOnError::Gone);
            }
            grants::apply(connection, &worker, &identity, &said.granted)?;
            if let Some(session) = sessions::of_token(connection, &here.token)? {
                let led = Led::Session(session);
                begun::note(connection, &worker, &identity, led, &said)?;
            }
            Ok(())
        })
        .await
}

/// Links the account of who is logged on to who waits in the same browser.
pub async fn link_held(
    context: &Context,
    browser: Option<&Token>,
    here: Here,
) -> Result<String, SignOnError> {
    let held = attempts::held(context, browser).await?;
    let (id, said) = (held.id, held.said);
    link(context, here, said, Some(id)).await?;
    Ok(held.next)
}

/// Proves the account that has the address of who waits in this browser, by its password; links and enters it.
///
/// Where the account has a second factor it is asked for first: then nothing is linked yet, and whoever waits
/// waits on for [`link_held`]. Field of [`AccountError::Invalid`]: `password`.
pub async fn prove(
    context: &Context,
    browser: Option<&Token>,
    typed: &Password,
) -> Result<(Outcome, String), SignOnError> {
    let Held { account, next, .. } = attempts::held(context, browser).await?;
    let account = account.ok_or(SignOnError::Gone)?;
    let right = settings::ask_again(context, account, "password", typed).await?;
    let browser = browser.ok_or(SignOnError::Gone)?.hash();
    let worker = context.clone();
    let outcome = context
        .db
        .write(move |connection| {
            // Before anything is held.
            locks::alone(connection, Gate::Routing)?;
            let held = attempts::held_in(connection, &worker, browser)?;
            if held.account != Some(account) {
                return Err(SignOnError::Gone);
            }
            locks::hold(connection, Table::Accounts, [account].into())?;
            right.still(connection)?;
            let kind = SessionKind::Cookie;
            let outcome = log_on::proceed(connection, &worker, account, kind, Proof::Password)?;
            if let Outcome::Begun(session) = &outcome {
                attempts::forget(connection, held.id)?;
                let identity = identities::link(connection, &worker, account, &held.said)?;
                grants::apply(connection, &worker, &identity, &held.said.granted)?;
                if let Some(session) = sessions::of_token(connection, &session.token)? {
                    let led = Led::Session(session);
                    begun::note(connection, &worker, &identity, led, &held.said)?;
                } else {
                    // A rule gave a role that needs a second factor, for which there is no time: that ended it.
                    return Ok(log_on::proceed(
                        connection,
                        &worker,
                        account,
                        kind,
                        Proof::Password,
                    )?);
                }
            }
            Ok(outcome)
        })
        .await?;
    let next = match &outcome {
        Outcome::Begun(_) => next,
        // There it is linked.
        Outcome::SecondStep(_) => String::new(),
    };
    Ok((outcome, next))
}

/// Makes the account of who waits in this browser and agreed to its notice; enters it.
///
/// Field of [`AccountError::Invalid`]: `name`.
pub async fn register(
    context: &Context,
    browser: Option<&Token>,
    name: String,
    name_is_personal: bool,
    language: Lang,
) -> Result<(Outcome, String), SignOnError> {
    let held = attempts::held(context, browser).await?;
    if held.account.is_some() {
        return Err(SignOnError::Gone);
    }
    let new = ByName {
        email: held.said.email.clone().ok_or(SignOnError::NoAddress)?,
        name,
        name_is_personal,
        language,
        basis: Basis::Consent,
    };
    check(context, &new).await?;
    let worker = context.clone();
    let next = held.next.clone();
    let outcome = context
        .db
        .write(move |connection| {
            // Before anything is held.
            locks::alone(connection, Gate::Routing)?;
            if !attempts::forget(connection, held.id)? {
                return Err(SignOnError::Gone);
            }
            let account = registration::make(connection, &worker, &new)?;
            let identity = identities::link(connection, &worker, account, &held.said)?;
            let_in(connection, &worker, &identity, &held.said)
        })
        .await?;
    Ok((outcome, next))
}

/// Notes that who is logged on was there again; the provider asked them anew. Whose account has a second factor has to
/// have shown one there, for here it would be asked for.
async fn confirm(context: &Context, here: Here, said: Said) -> Result<Arrived, SignOnError> {
    let worker = context.clone();
    context
        .db
        .write(move |connection| {
            let known = identities::find(connection, &worker, &said.subject)?;
            if known.is_none_or(|identity| identity.account != here.account) {
                return Err(SignOnError::SomebodyElse);
            }
            if !said.second_factor && factors::kinds(connection, here.account)?.any() {
                return Ok(Arrived::FactorNeeded);
            }
            let own = all_sessions::table
                .filter(all_sessions::token_hash.eq(here.token.hash()))
                .filter(all_sessions::account_id.eq(here.account));
            diesel::update(own)
                .set(all_sessions::confirmed_at.eq(Some(worker.now())))
                .execute(connection)?;
            Ok(Arrived::Confirmed)
        })
        .await
}
