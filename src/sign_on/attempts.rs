//! Log-ons on their way: a row that knows its browser by a hash, for some minutes, once.
//!
//! The browser holds a random value in a cookie and brings another one back from the provider. From both together
//! and the secret follow the nonce and the verifier of the code, so that neither lies anywhere.

use chrono::TimeDelta;
use diesel::prelude::*;

use super::{SignOnError, claims::Said, exchange, provider};
use crate::{
    context::Context,
    db::{AnyConnection, DbError, Timestamp, schema::sign_on_attempts, text_enum},
    i18n::Lang,
    keys::{Token, Use},
    privacy::cookies::Cookie,
};

/// How long somebody may take at the provider, and over what is asked afterwards.
pub const LIFE: TimeDelta = Cookie::SignOn.longest();

text_enum! {
    /// What a log-on at the provider is for.
    #[schema(as = SignOnPurpose)]
    pub enum Purpose {
        LogOn = "log-on",
        /// To log on so from now on, by who is logged on.
        Link = "link",
        /// To prove once more who is logged on.
        Confirm = "confirm",
        /// It is done, and an account has still to be proven or made.
        Held = "held",
    }
}

/// The two values of one log-on: the provider sees one, the other stays in the browser.
#[derive(Clone)]
pub(super) struct Secrets {
    pub state: Token,
    pub browser: Token,
}

impl Secrets {
    pub(super) fn nonce(&self, context: &Context) -> String {
        self.derive(context, b"nonce")
    }

    /// 64 letters, as RFC 7636 asks for 43 to 128.
    pub(super) fn verifier(&self, context: &Context) -> String {
        self.derive(context, b"verifier")
    }

    fn derive(&self, context: &Context, of: &[u8]) -> String {
        let (state, browser) = (self.state.reveal(), self.browser.reveal());
        let parts = [of, state.as_bytes(), browser.as_bytes()];
        hex::encode(context.config.keys.mac(Use::SignOn, &parts))
    }
}

/// A log-on that begins: where to send the browser, and what it keeps.
pub struct Begun {
    pub address: String,
    pub browser: Token,
}

/// Begins one. `account` is who is logged on, where it is about them; `next` is where they go on to.
pub async fn begin(
    context: &Context,
    lang: Lang,
    purpose: Purpose,
    account: Option<i64>,
    next: String,
) -> Result<Begun, SignOnError> {
    let metadata = provider::fresh(context).await?;
    let secrets = Secrets {
        state: Token::draw(&context.random),
        browser: Token::draw(&context.random),
    };
    let anew = purpose == Purpose::Confirm;
    let address = exchange::address(context, &metadata, &secrets, lang, anew)?;
    let (state, browser) = (secrets.state.hash(), secrets.browser.hash());
    let worker = context.clone();
    context
        .db
        .write(move |connection| {
            let new = New {
                state,
                browser,
                purpose,
                account,
                lang,
                next,
                said: None,
            };
            put(connection, &worker, new)
        })
        .await?;
    Ok(Begun {
        address: address.into(),
        browser: secrets.browser,
    })
}

struct New {
    state: Vec<u8>,
    browser: Vec<u8>,
    purpose: Purpose,
    account: Option<i64>,
    lang: Lang,
    next: String,
    said: Option<Vec<u8>>,
}

fn put(connection: &mut AnyConnection, context: &Context, new: New) -> Result<(), DbError> {
    diesel::insert_into(sign_on_attempts::table)
        .values((
            sign_on_attempts::state_hash.eq(new.state),
            sign_on_attempts::browser_hash.eq(new.browser),
            sign_on_attempts::purpose.eq(new.purpose),
            sign_on_attempts::account_id.eq(new.account),
            sign_on_attempts::language.eq(new.lang),
            sign_on_attempts::next.eq(new.next),
            sign_on_attempts::said_sealed.eq(new.said),
            sign_on_attempts::expires_at.eq(context.now() + LIFE),
        ))
        .execute(connection)?;
    Ok(())
}

/// A log-on that came back in its own browser. It is used up.
#[derive(Clone)]
pub struct Attempt {
    pub purpose: Purpose,
    pub account: Option<i64>,
    pub language: Lang,
    pub next: String,
    pub(super) secrets: Secrets,
}

/// Takes the log-on that brought `state` back: of two who bring the same one gets it, and none in another browser.
pub async fn take(
    context: &Context,
    state: &str,
    browser: Option<Token>,
) -> Result<Attempt, SignOnError> {
    super::configured(context)?;
    let state = Token::parse(state).ok_or(SignOnError::Gone)?;
    let secrets = Secrets {
        state,
        browser: browser.ok_or(SignOnError::Gone)?,
    };
    type Row = (i64, Purpose, Option<i64>, Lang, String);
    let (state, browser, now) = (secrets.state.hash(), secrets.browser.hash(), context.now());
    let row = context
        .db
        .write(move |connection| {
            let row: Option<Row> = sign_on_attempts::table
                .filter(sign_on_attempts::state_hash.eq(state))
                .filter(sign_on_attempts::browser_hash.eq(browser))
                .filter(sign_on_attempts::purpose.ne(Purpose::Held))
                .filter(sign_on_attempts::expires_at.gt(now))
                .select((
                    sign_on_attempts::id,
                    sign_on_attempts::purpose,
                    sign_on_attempts::account_id,
                    sign_on_attempts::language,
                    sign_on_attempts::next,
                ))
                .first(connection)
                .optional()?;
            match row {
                Some(row) if forget(connection, row.0)? => Ok(Some(row)),
                _ => Ok::<_, SignOnError>(None),
            }
        })
        .await?;
    let (_, purpose, account, language, next) = row.ok_or(SignOnError::Gone)?;
    Ok(Attempt {
        purpose,
        account,
        language,
        next,
        secrets,
    })
}

/// Says whether it was still there.
pub(super) fn forget(connection: &mut AnyConnection, id: i64) -> Result<bool, DbError> {
    Ok(diesel::delete(sign_on_attempts::table.find(id)).execute(connection)? > 0)
}

/// Keeps what the provider said until an account is proven or made in the same browser. `account` has the address that
/// it named.
pub(super) fn hold(
    connection: &mut AnyConnection,
    context: &Context,
    attempt: &Attempt,
    account: Option<i64>,
    said: &Said,
) -> Result<(), DbError> {
    let new = New {
        state: Token::draw(&context.random).hash(),
        browser: attempt.secrets.browser.hash(),
        purpose: Purpose::Held,
        account,
        lang: attempt.language,
        next: attempt.next.clone(),
        said: Some(said.seal(&context.config.keys, &context.random)),
    };
    put(connection, context, new)
}

/// What was said and waits for an account.
pub struct Held {
    pub(super) id: i64,
    /// The account that has to be proven; `None` where one has to be made.
    pub account: Option<i64>,
    pub next: String,
    pub(super) said: Said,
}

impl Held {
    /// Whether the provider named its address: else no account can be made.
    pub fn has_address(&self) -> bool {
        self.said.email.is_some()
    }

    /// What an account would be called, where the provider says so.
    pub fn name(&self) -> Option<&crate::privacy::Private<String>> {
        self.said.name.as_ref()
    }
}

/// What waits in this browser; [`SignOnError::Gone`] where nothing does any more.
pub async fn held(context: &Context, browser: Option<&Token>) -> Result<Held, SignOnError> {
    super::configured(context)?;
    let browser = browser.ok_or(SignOnError::Gone)?.hash();
    let worker = context.clone();
    context
        .db
        .read(move |connection| held_in(connection, &worker, browser))
        .await
}

/// As [`held`], in a transaction.
pub(super) fn held_in(
    connection: &mut AnyConnection,
    context: &Context,
    browser: Vec<u8>,
) -> Result<Held, SignOnError> {
    let now: Timestamp = context.now();
    type Row = (i64, Option<i64>, String, Option<Vec<u8>>);
    let row: Option<Row> = sign_on_attempts::table
        .filter(sign_on_attempts::browser_hash.eq(browser))
        .filter(sign_on_attempts::purpose.eq(Purpose::Held))
        .filter(sign_on_attempts::expires_at.gt(now))
        .order(sign_on_attempts::id.desc())
        .select((
            sign_on_attempts::id,
            sign_on_attempts::account_id,
            sign_on_attempts::next,
            sign_on_attempts::said_sealed,
        ))
        .first(connection)
        .optional()?;
    let (id, account, next, sealed) = row.ok_or(SignOnError::Gone)?;
    let sealed = sealed.ok_or(SignOnError::Gone)?;
    Ok(Held {
        id,
        account,
        next,
        said: Said::open(&context.config.keys, &sealed)?,
    })
}
