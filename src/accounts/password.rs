//! Passwords: what may be one, and argon2id off the async threads.
//!
//! How much work a hash is, the ground says. A stored one names its own parameters, and is compared by these.

use std::{num::NonZeroUsize, sync::LazyLock, thread::available_parallelism, time::Duration};

use argon2::{PasswordHasher as _, PasswordVerifier as _, password_hash::phc::PasswordHash};
use diesel::prelude::*;
use serde::{Deserialize, Deserializer};
use unicode_normalization::UnicodeNormalization as _;
use validator::ValidationErrors;
use zeroize::Zeroizing;

use super::AccountError;
use crate::{
    context::Context,
    db::{
        AnyConnection, DbError,
        locks::{self, Table},
        schema::accounts,
    },
    keys::Cost,
    text_rules,
    turns::{Full, Turns},
};

/// How many characters a password has, after normalisation.
pub const SHORTEST: usize = 10;
pub const LONGEST: usize = 128;

/// How long a request waits for its turn to hash before it is told to come back.
const WAIT: Duration = Duration::from_secs(10);
/// How many wait for theirs: about as many as are hashed while the first waits.
const WAITING: usize = 200;

/// A password as it was typed, in one form for one look (NFKC, as NIST SP 800-63B advises:
/// full-width digits from a Chinese keyboard are digits). No display and no debug output.
pub struct Password(Zeroizing<String>);

impl Password {
    /// Takes whatever was typed; [`Password::check`] says whether it may become a password.
    pub fn typed(text: &str) -> Self {
        // Nothing this long passes the check, so it need not be normalised.
        if text.len() > LONGEST * 16 {
            return Self(Zeroizing::new(text.to_owned()));
        }
        Self(Zeroizing::new(text.nfkc().collect()))
    }

    /// Adds to `errors` what keeps this from being a new password.
    pub fn check(&self, errors: &mut ValidationErrors, field: &'static str) {
        let length = self.0.chars().count();
        if !text_rules::readable(&self.0) {
            text_rules::refuse(errors, field, "characters");
        } else if !(SHORTEST..=LONGEST).contains(&length) {
            text_rules::refuse_length(errors, field, SHORTEST, LONGEST);
        }
    }
}

impl<'de> Deserialize<'de> for Password {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Zeroizing::new(String::deserialize(deserializer)?);
        Ok(Self::typed(&text))
    }
}

/// At most half of the processors hash at once: the others are left to whoever does not log on.
static TURNS: LazyLock<Turns> = LazyLock::new(|| {
    let processors = available_parallelism().map_or(2, NonZeroUsize::get);
    Turns::new("passwords", (processors / 2).clamp(1, 8), WAITING, WAIT)
});

/// What a password is compared with when there is no account, so that both take the same work.
static NOBODYS: LazyLock<String> = LazyLock::new(|| digest(b"", &[0; 16], Cost::CITY));

/// What stands in a hash's place where an account has no password: no password matches it.
pub const NONE: &str = "none";

impl From<Full> for AccountError {
    fn from(_: Full) -> Self {
        Self::Busy
    }
}

fn digest(password: &[u8], salt: &[u8; 16], cost: Cost) -> String {
    cost.argon2()
        .hash_password_with_salt(password, salt)
        .expect("a salt of 16 bytes and a password below 4 GiB can be hashed")
        .to_string()
}

/// The hash to store, in the PHC string format.
pub(super) async fn hash(context: &Context, password: &Password) -> Result<String, AccountError> {
    let turn = TURNS.take().await?;
    let (password, salt) = (password.0.clone(), context.random.bytes::<16>());
    let cost = context.password_cost;
    crate::threads::blocking(move || {
        // It lasts as long as the work, also when nobody waits for it any more.
        let _turn = turn;
        digest(password.as_bytes(), &salt, cost)
    })
    .await
    .map_err(|_| DbError::Panicked.into())
}

/// Whether `password` is the one that `stored` was made of; without a `stored` the
/// same work is done and the answer is no.
pub(super) async fn matches(
    password: &Password,
    stored: Option<&str>,
) -> Result<bool, AccountError> {
    let turn = TURNS.take().await?;
    // Who has no password costs the work of one as well.
    let stored = stored.filter(|stored| *stored != NONE);
    let (password, known) = (password.0.clone(), stored.is_some());
    let stored = stored.map(str::to_owned);
    crate::threads::blocking(move || {
        let _turn = turn;
        let stored = stored.as_deref().unwrap_or(&NOBODYS);
        let same = PasswordHash::new(stored).is_ok_and(|hash| {
            Cost::CITY
                .argon2()
                .verify_password(password.as_bytes(), &hash)
                .is_ok()
        });
        same && known
    })
    .await
    .map_err(|_| DbError::Panicked.into())
}

/// Whether the hash that a password was compared with is the account's still. Holds its row: what follows in the
/// transaction comes before another password, or not at all.
pub(super) fn still(
    connection: &mut AnyConnection,
    account: i64,
    hash: &str,
) -> Result<bool, DbError> {
    locks::hold(connection, Table::Accounts, [account].into())?;
    let same: i64 = accounts::table
        .find(account)
        .filter(accounts::password_hash.eq(hash))
        .count()
        .get_result(connection)?;
    Ok(same > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> Option<String> {
        let mut errors = ValidationErrors::new();
        Password::typed(text).check(&mut errors, "password");
        let errors = errors.field_errors();
        Some(errors.get("password")?.first()?.code.to_string())
    }

    #[test]
    fn a_password_has_10_to_128_characters_and_no_nul() {
        assert_eq!(code(&"a".repeat(9)).as_deref(), Some("length"));
        assert_eq!(code(&"密".repeat(10)), None);
        assert_eq!(code(&"🚲".repeat(128)), None);
        assert_eq!(code(&"a".repeat(129)).as_deref(), Some("length"));
        assert_eq!(code(&"\u{fdfa}".repeat(100_000)).as_deref(), Some("length"));
        assert_eq!(code("long enough\0").as_deref(), Some("characters"));
    }

    #[test]
    fn the_stored_form_names_its_parameters() {
        let hash = digest(b"a good password", &[7; 16], Cost::CITY);
        assert!(
            hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{hash}"
        );
    }

    #[actix_web::test]
    async fn a_password_matches_its_own_hash_in_either_width() {
        let hash = digest("password12345".as_bytes(), &[7; 16], Cost::LEAST);
        let matches = async |text: &str, stored: Option<&str>| {
            matches(&Password::typed(text), stored).await.ok()
        };
        assert_eq!(matches("password12345", Some(&hash)).await, Some(true));
        assert_eq!(matches("password１２３４５", Some(&hash)).await, Some(true));
        assert_eq!(matches("Password12345", Some(&hash)).await, Some(false));
        assert_eq!(matches("", None).await, Some(false));
        assert_eq!(matches("none", Some(NONE)).await, Some(false));
        assert_eq!(matches("", Some(NONE)).await, Some(false));
        assert_eq!(matches("x", Some("not a hash")).await, Some(false));
    }
}
