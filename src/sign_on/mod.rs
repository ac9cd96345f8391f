//! The city's own single sign-on (OpenID Connect): beginning a log-on there, believing what comes back, and what
//! follows from it for accounts, roles and offices; logging off there, and being logged off from there.
//!
//! Which session begins, and whether a second step comes before it, `accounts::log_on` decides. Passwords that a role
//! does not have are `accounts::password_off`'s. What nobody may see of a provider's words stays in here: a log
//! names what went wrong, never what was said.

pub mod arrive;
pub mod attempts;
mod begun;
mod claims;
mod exchange;
mod grants;
pub mod identities;
pub mod log_out;
mod logout_token;
mod provider;

use crate::{
    accounts::AccountError, config::SignOn, context::Context, db::DbError, i18n::Lang,
    keys::CannotOpen, moderation::roles::RoleError, offices::OfficeError,
};

pub use self::provider::look;

/// Where the provider sends whoever logged on there, below the base URL.
pub const CALLBACK: &str = "/sign-on/callback";
/// Where it sends whoever logged off there.
pub const LOGGED_OFF: &str = "/sign-on/logged-off";

/// Why somebody was not logged on, linked or logged off.
#[derive(Debug, thiserror::Error)]
pub enum SignOnError {
    /// This city has none.
    #[error("there is no sign-on")]
    NotOffered,
    /// The provider does not answer.
    #[error("the sign-on's provider cannot be reached: {0}")]
    Unreachable(&'static str),
    /// What it answers cannot be believed or used.
    #[error("the sign-on's provider answers what cannot be used: {0}")]
    Unusable(&'static str),
    /// It is over, began in another browser, or never began.
    #[error("this log-on is over")]
    Gone,
    /// The provider says no, or whoever was asked there.
    #[error("the provider let nobody in")]
    Denied,
    /// No rule fits, and residents are not let in.
    #[error("no rule lets them in")]
    NoRule,
    /// The provider names no address that it knows to be theirs.
    #[error("the provider names no e-mail address")]
    NoAddress,
    /// Whom the provider named has another account here, or this account is linked to somebody else there.
    #[error("it is linked otherwise")]
    LinkedOtherwise,
    /// Whoever confirms who they are is somebody else at the provider.
    #[error("somebody else signed on")]
    SomebodyElse,
    /// Without it the account could not be logged on to.
    #[error("there is no other way to log on")]
    NoOtherWay,
    #[error(transparent)]
    Account(#[from] AccountError),
    #[error(transparent)]
    Role(#[from] RoleError),
    #[error(transparent)]
    Office(#[from] OfficeError),
    #[error(transparent)]
    Sealed(#[from] CannotOpen),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<diesel::result::Error> for SignOnError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Db(error.into())
    }
}

/// The sign-on as it is configured, where there is one.
fn configured(context: &Context) -> Result<&SignOn, SignOnError> {
    let sign_on = context.config.sign_on.as_ref();
    sign_on.ok_or(SignOnError::NotOffered)
}

/// What people call it; nothing where the city has none.
pub fn label(context: &Context, lang: Lang) -> Option<String> {
    let sign_on = context.config.sign_on.as_ref()?;
    Some(lang.pick(&sign_on.label_zh, &sign_on.label_en))
}
