//! Tokens of the API: by which a program acts as an account, for some scopes and until a day.
//!
//! Its owner makes it and sees it once; what is kept is a hash. It does what its account's role lets it do
//! at that moment, and of that no more than its scopes say. Which route asks for which scope stands in the
//! catalogue of routes. Sessions, which people and programs begin with a password, are in
//! `accounts::sessions`; so is the ending of tokens with whatever else logs an account off.

mod administer;
mod caller;
pub mod calls;
mod letter;
mod make;
mod own;
mod scope;
mod secret;

use chrono::NaiveDate;
use serde_json::{Map, json};
use validator::ValidationErrors;

use crate::{
    accounts::Role,
    context::Context,
    db::{AnyConnection, DbError, schema::api_tokens},
    keys::CannotOpen,
    privacy::{
        Private,
        ledger::{self, About, Arrangement, OfToken},
    },
};

pub use self::{
    administer::{Held, Holders, end, end_all, of_the_city},
    caller::{Caller, caller},
    letter::sample_mails,
    make::{LONGEST_LIFE, LONGEST_NAME, MOST, Made, NewToken, last_day, make},
    own::{end_own, list},
    scope::{Scope, Scopes, UnknownScope},
    secret::{Mistyped, Secret},
};

/// Why something about a token was not done.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// What was chosen breaks a rule; each field with the code of its message.
    #[error("some fields need changing")]
    Invalid(#[from] ValidationErrors),
    /// The session of whoever asks ended meanwhile.
    #[error("the session has ended")]
    NoSession,
    #[error("there is no such token")]
    NotFound,
    #[error(transparent)]
    Sealed(#[from] CannotOpen),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<diesel::result::Error> for TokenError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Db(error.into())
    }
}

/// A token as its owner sees it.
pub struct Listed {
    /// By which its owner and administrators speak of it.
    pub id: i64,
    /// Its owner's word for it.
    pub name: Private<String>,
    pub scopes: Scopes,
    pub created_on: NaiveDate,
    /// The last day on which it serves.
    pub expires_on: NaiveDate,
    pub last_used_on: Option<NaiveDate>,
}

/// What it is called, what it may do and on which days it was made, ends and was used.
type Row = (i64, String, String, NaiveDate, NaiveDate, Option<NaiveDate>);

impl From<Row> for Listed {
    fn from((id, name, scopes, created_on, expires_on, last_used_on): Row) -> Self {
        Self {
            id,
            name: Private::new(name),
            scopes: Scopes::stored(&scopes),
            created_on,
            expires_on,
            last_used_on,
        }
    }
}

/// What a [`Row`] is read from.
const COLUMNS: (
    api_tokens::id,
    api_tokens::name,
    api_tokens::scopes,
    api_tokens::created_on,
    api_tokens::expires_on,
    api_tokens::last_used_on,
) = (
    api_tokens::id,
    api_tokens::name,
    api_tokens::scopes,
    api_tokens::created_on,
    api_tokens::expires_on,
    api_tokens::last_used_on,
);

/// Writes into the ledger that a token of somebody who works for the city was made or ended, without who it
/// is. What residents do with theirs is nobody's business.
fn note(
    connection: &mut AnyConnection,
    context: &Context,
    act: OfToken,
    role: Role,
    by: Option<i64>,
) -> Result<(), DbError> {
    if role == Role::Resident {
        return Ok(());
    }
    let about = About {
        by,
        ..About::default()
    };
    let fields = Map::from_iter([("holder".to_owned(), json!(role.as_str()))]);
    ledger::note(
        connection,
        context,
        Arrangement::Token(act),
        None,
        about,
        fields,
    )?;
    Ok(())
}
