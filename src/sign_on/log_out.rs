//! Logging off at the provider, where a session began through it (RP-Initiated Logout 1.0), and being logged off from
//! there (Back-Channel Logout 1.0).
//!
//! The provider is told which client asks, and nothing of the person: nothing of an ID token is kept for it.

use diesel::{Connection as _, prelude::*};
use openidconnect::{ClientId, CsrfToken, LanguageTag, LogoutRequest, PostLogoutRedirectUrl};
use sha2::{Digest as _, Sha256};

use super::{
    LOGGED_OFF, SignOnError,
    begun::{self, Which},
    claims, configured, identities, logout_token, provider,
};
use crate::{
    context::Context,
    db::{AnyConnection, DbError, Timestamp, schema::sign_on_logouts},
    i18n::Lang,
    keys::{Token, Use, same},
    privacy::Private,
};

/// Whether who logs off with this token is to be logged off at the provider as well. Ask before the session ends; it
/// ends whatever is known.
pub async fn is_wanted(context: &Context, token: &Token) -> bool {
    let sign_on = context.config.sign_on.as_ref();
    if !sign_on.is_some_and(|sign_on| sign_on.log_out) {
        return false;
    }
    begun::is_of(context, token).await.unwrap_or_else(|error| {
        tracing::warn!(%error, "it is not known whether a session began through the sign-on");
        false
    })
}

/// Where the browser is sent so that it is logged off at the provider. `None` where that cannot be told: the session
/// here has ended by then, however long the provider takes.
pub async fn address(context: &Context, lang: Lang) -> Option<String> {
    let sign_on = context.config.sign_on.as_ref()?;
    let metadata = provider::fresh(context).await.ok()?;
    let endpoint = metadata
        .additional_metadata()
        .end_session_endpoint
        .clone()?;
    let back = PostLogoutRedirectUrl::new(context.config.absolute(LOGGED_OFF)).ok()?;
    let address = LogoutRequest::from(endpoint)
        .set_client_id(ClientId::new(sign_on.client_id.clone()))
        .set_post_logout_redirect_uri(back)
        .set_state(CsrfToken::new(state(context, lang)))
        .add_ui_locale(LanguageTag::new(lang.tag().to_owned()))
        .http_get_url();
    Some(address.into())
}

/// Says in which language somebody comes back. It needs no memory: all that it leads to is a page.
fn state(context: &Context, lang: Lang) -> String {
    let parts: [&[u8]; 2] = [b"log-out", lang.as_str().as_bytes()];
    let check = context.config.keys.mac(Use::SignOn, &parts);
    format!("{}.{}", lang.as_str(), hex::encode(check))
}

/// The language that a state of ours says; `None` for any other.
pub fn came_back(context: &Context, said: &str) -> Option<Lang> {
    Lang::ALL
        .into_iter()
        .find(|lang| same(state(context, *lang).as_bytes(), said.as_bytes()))
}

/// The provider says that somebody logged off there: ends the sessions that began through it. Gives how many there
/// were; of somebody who is not known here, none.
///
/// Fails with [`SignOnError::Unusable`] for a token that does not hold or was there before, and with
/// [`SignOnError::Unreachable`] where its key cannot be looked for.
pub async fn from_provider(context: &Context, token: &str) -> Result<usize, SignOnError> {
    let sign_on = configured(context)?;
    let ended = logout_token::check(context, token).await?;
    let subject = ended
        .subject
        .map(|subject| Private::new(sign_on.subject(&subject)));
    let sid = ended.sid.map(|sid| claims::sid_hash(sign_on, &sid));
    let once = Sha256::digest(format!("{}\n{}", sign_on.issuer, ended.id)).to_vec();
    let worker = context.clone();
    context
        .db
        .write(move |connection| {
            if !is_first(connection, once, ended.serves_until)? {
                return Err(provider::unusable("a logout token that was there before"));
            }
            let identity = match &subject {
                Some(subject) => identities::find(connection, &worker, subject)?,
                None => None,
            };
            match (sid, identity) {
                (Some(sid), _) => Ok(begun::end(connection, Which::Session(sid))?),
                (None, Some(identity)) => Ok(begun::end(connection, Which::Identity(identity.id))?),
                (None, None) => Ok(0),
            }
        })
        .await
}

/// Notes a token as used; `false` where it was before.
fn is_first(
    connection: &mut AnyConnection,
    hash: Vec<u8>,
    expires_at: Timestamp,
) -> Result<bool, DbError> {
    use diesel::result::{DatabaseErrorKind::UniqueViolation, Error};
    // In a savepoint, since PostgreSQL gives a transaction up at a refused row.
    let noted = connection.transaction(|connection| {
        diesel::insert_into(sign_on_logouts::table)
            .values((
                sign_on_logouts::token_hash.eq(hash),
                sign_on_logouts::expires_at.eq(expires_at),
            ))
            .execute(connection)
    });
    match noted {
        Ok(_) => Ok(true),
        Err(Error::DatabaseError(UniqueViolation, _)) => Ok(false),
        Err(error) => Err(error.into()),
    }
}
