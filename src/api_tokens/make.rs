//! Making a token: by its owner, in a session that still stands when it is written.

use std::borrow::Cow;

use chrono::{Days, NaiveDate};
use diesel::prelude::*;
use validator::{ValidationError, ValidationErrors};

use super::{Scope, Scopes, Secret, TokenError, UnknownScope, letter, note};
use crate::{
    accounts::{
        Member, Role,
        events::{self, Event},
        sessions,
    },
    context::Context,
    db::{
        AnyConnection,
        locks::{self, Table},
        schema::api_tokens,
    },
    keys::Token,
    once::Submission,
    privacy::{Private, Purpose, Viewer, ledger::OfToken},
    text_rules::{is_visible, plain_line, refuse, refuse_length, refuse_most, refuse_until},
};

/// How many characters its name has at most.
pub const LONGEST_NAME: usize = 60;
/// For how many days a token serves at most.
pub const LONGEST_LIFE: u64 = 365;
/// How many tokens an account has at most.
pub const MOST: i64 = 20;
/// How much of a name that is no scope's is said again.
const SHOWN: usize = 40;

/// What its owner says of a token to be made.
pub struct NewToken {
    pub name: Private<String>,
    /// Names of scopes, as they were sent.
    pub scopes: Vec<String>,
    /// The last day on which it serves; `None` where no day was sent.
    pub expires_on: Option<NaiveDate>,
}

/// A token that was made.
pub struct Made {
    pub id: i64,
    pub scopes: Scopes,
    pub created_on: NaiveDate,
    pub expires_on: NaiveDate,
    /// The token itself, this once; `None` where the same submission made it before.
    pub secret: Option<Secret>,
}

/// What passed every rule.
struct Right {
    name: String,
    scopes: Scopes,
    created_on: NaiveDate,
    expires_on: NaiveDate,
}

/// The last day that a token can be made for.
pub fn last_day(context: &Context) -> NaiveDate {
    let today = context.clock.today(context.config.city.time_zone);
    today + Days::new(LONGEST_LIFE)
}

/// Makes a token for `member`, who asks in the session of `session`; the owner is told by mail.
///
/// The same `submission` again makes none and does not tell it. Fields of [`TokenError::Invalid`]: `name`, `scopes`,
/// `expires_on`. [`TokenError::NoSession`] where the
/// session was ended meanwhile: a token made in a stolen one would outlast the new password.
pub async fn make(
    context: &Context,
    member: &Member,
    session: &Token,
    new: NewToken,
    submission: Option<&str>,
) -> Result<Made, TokenError> {
    let right = check(context, member.role, &new)?;
    let (may, until) = (right.scopes.text(), right.expires_on.to_string());
    let said = [
        "api-token",
        right.name.as_str(),
        may.as_str(),
        until.as_str(),
    ];
    let once = submission.map(|id| Submission::new(context, id, Some(member.id), &said));
    let secret = Secret::draw(&context.random);
    let (cx, session, hash) = (context.clone(), session.clone(), secret.hash());
    let (account, role) = (member.id, member.role);
    let (scopes, created_on, expires_on) =
        (right.scopes.clone(), right.created_on, right.expires_on);
    let (id, is_new) = context
        .db
        .write(move |connection| {
            locks::hold(connection, Table::Accounts, [account].into())?;
            if !sessions::serves(connection, &cx, account, &session)? {
                return Err(TokenError::NoSession);
            }
            let mut is_new = false;
            let make = |connection: &mut AnyConnection| {
                is_new = true;
                insert(connection, &cx, (account, role), &right, hash)
            };
            let id = match once {
                Some(once) => once.once(connection, &cx, make)?,
                None => make(connection)?,
            };
            Ok((id, is_new))
        })
        .await?;
    Ok(Made {
        id,
        scopes,
        created_on,
        expires_on,
        secret: is_new.then_some(secret),
    })
}

fn insert(
    connection: &mut AnyConnection,
    context: &Context,
    (account, role): (i64, Role),
    right: &Right,
    hash: Vec<u8>,
) -> Result<i64, TokenError> {
    let there: i64 = api_tokens::table
        .filter(api_tokens::account_id.eq(account))
        .filter(api_tokens::expires_on.ge(right.created_on))
        .count()
        .get_result(connection)?;
    if there >= MOST {
        let mut errors = ValidationErrors::new();
        refuse_most(&mut errors, "name", "tokens-most", MOST);
        return Err(errors.into());
    }
    let id: i64 = diesel::insert_into(api_tokens::table)
        .values((
            api_tokens::account_id.eq(account),
            api_tokens::name.eq(&right.name),
            api_tokens::token_hash.eq(hash),
            api_tokens::scopes.eq(right.scopes.text()),
            api_tokens::created_on.eq(right.created_on),
            api_tokens::expires_on.eq(right.expires_on),
        ))
        .returning(api_tokens::id)
        .get_result(connection)?;
    events::note(connection, context, account, Event::TokenMade)?;
    note(connection, context, OfToken::Made, role, Some(account))?;
    letter::tell(
        connection,
        context,
        account,
        &right.scopes,
        right.expires_on,
    )?;
    Ok(id)
}

fn check(context: &Context, role: Role, new: &NewToken) -> Result<Right, ValidationErrors> {
    let mut errors = ValidationErrors::new();
    let name = new.name.reveal(Viewer::Plaza, Purpose::Storage);
    let name = name.trim().to_owned();
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        refuse_length(&mut errors, "name", 1, LONGEST_NAME);
    } else if !is_visible(&name) || !plain_line(&name) {
        refuse(&mut errors, "name", "characters");
    }
    let scopes = chosen(role, &new.scopes, &mut errors);
    let today = context.clock.today(context.config.city.time_zone);
    let last = last_day(context);
    let expires_on = new.expires_on.filter(|day| (today..=last).contains(day));
    if expires_on.is_none() {
        refuse_until(&mut errors, "expires_on", "token-expiry", last);
    }
    match expires_on {
        Some(expires_on) if errors.is_empty() => Ok(Right {
            name,
            scopes,
            created_on: today,
            expires_on,
        }),
        _ => Err(errors),
    }
}

/// The scopes that were chosen, where somebody with this role can give each.
fn chosen(role: Role, names: &[String], errors: &mut ValidationErrors) -> Scopes {
    let scopes = match Scopes::named(names.iter().map(String::as_str)) {
        Ok(scopes) => scopes,
        Err(UnknownScope(name)) => {
            let shown: String = name.chars().take(SHOWN).collect();
            refuse_scope(errors, "no-such-scope", &shown);
            return Scopes::default();
        }
    };
    let beyond: Option<Scope> = scopes.iter().find(|scope| !scope.is_for(role));
    if let Some(scope) = beyond {
        refuse_scope(errors, "scope-beyond-role", scope.as_str());
    } else if scopes.is_empty() {
        refuse(errors, "scopes", "scopes-none");
    }
    scopes
}

fn refuse_scope(errors: &mut ValidationErrors, code: &'static str, scope: &str) {
    let mut error = ValidationError::new(code);
    error.add_param(Cow::Borrowed("word"), &scope);
    errors.add("scopes", error);
}
