//! Faults: why a request was not done, by what code and status that is told, and what stands in the head of the answer.
//!
//! What the errors of the rooms below are as faults, `rooms` says; `answer` gives each its body, a page with a way
//! on, or an API problem (RFC 9457). A user's mistake in a form is not a fault; it is the form again, with what
//! was typed.

mod answer;
mod rooms;

use std::fmt::Display;

use actix_web::{
    HttpResponse, ResponseError,
    http::{StatusCode, header},
};

pub use self::answer::problem;
pub(super) use self::{
    answer::render,
    rooms::{bad_json, bad_path, bad_query},
};
use crate::{
    api_tokens::Scope,
    db::{DbError, says_no_room},
    forum::Moved,
};

/// Why a request was not done.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    #[error("there is nothing at this address")]
    NotFound,
    #[error("the address cannot be used with this method")]
    WrongMethod,
    #[error("the request cannot be understood: {0}")]
    BadRequest(String),
    #[error("too large")]
    TooLarge,
    #[error("this kind of content is not taken here")]
    WrongContent,
    #[error("the address and the headers are too large")]
    HeadTooLarge,
    /// What was sent came too slowly.
    #[error("too slow")]
    TooSlow,
    #[error("not logged on")]
    LogOnFirst,
    /// Who is there must be proven again first.
    #[error("who is there was not proven lately")]
    ConfirmFirst,
    #[error("the account's role does not allow it")]
    Forbidden,
    /// A token of the API that does not exist, was ended or has expired.
    #[error("the token serves no more")]
    TokenInvalid,
    /// A token of the API may do it with this scope alone.
    #[error("the token lacks the scope {}", .0.as_str())]
    ScopeMissing(Scope),
    /// It takes somebody who is logged on: no token may do it, whatever its scopes.
    #[error("no token may do it")]
    NotForTokens,
    /// A token of the API called more often than it may; the seconds until it may again.
    #[error("too many requests with the token")]
    TooManyCalls(i64),
    #[error("the request came from another site")]
    CrossSite,
    #[error("the link was used or has expired")]
    Gone,
    /// What it is about is in another state now: somebody else was faster, or its time ended.
    #[error("not possible any more")]
    Conflict,
    /// It has another address for good.
    #[error("it stands elsewhere now")]
    Moved(Moved),
    #[error("too many attempts")]
    TooMany,
    #[error("too many files wait to be sent")]
    TooManyFiles,
    /// As [`Fault::TooMany`], with the seconds after which it is worth trying again.
    #[error("too many attempts")]
    Blocked(i64),
    #[error("the e-mail address or the password is wrong")]
    WrongCredentials,
    #[error("the account is suspended")]
    Suspended,
    /// What a program asked for by this key is on its way.
    #[error("the same request is on its way")]
    StillRunning,
    /// It was begun by this key and not answered: nobody knows whether it was done.
    #[error("what became of the same request is not known")]
    OutcomeUnknown,
    #[error("the Idempotency-Key was used for something else")]
    KeyReused,
    /// What is edited is not what was read; the tag of what stands there now, where it is known.
    #[error("what was edited was changed meanwhile")]
    ChangedMeanwhile(Option<String>),
    /// What says where a list goes on leads nowhere.
    #[error("there is no such place in the list")]
    BadCursor,
    /// The password is right, and does not serve.
    #[error("accounts of this role log on by the city's sign-on")]
    PasswordOff,
    /// It must be said what is written over.
    #[error("the request does not say which text it edits")]
    PreconditionRequired,
    /// What was read is not what stands there now: it is to be read again.
    #[error("the notice is another one now")]
    NoticeChanged,
    #[error("there is no case with this number and password")]
    NoSuchCase,
    #[error("there is no post with this key")]
    NoSuchKey,
    /// The fault within, and what was typed, which its page gives back.
    #[error("{0}")]
    Kept(Box<Self>, Vec<String>),
    /// The machine has more to do than it can in time.
    #[error("busy")]
    Busy,
    /// This node ends soon: others are to be asked.
    #[error("stopping")]
    Stopping,
    /// The disk takes nothing: it is full, or cannot be written.
    #[error("no room: {0}")]
    NoRoom(String),
    #[error(transparent)]
    Database(#[from] DbError),
    #[error("a template failed: {0}")]
    Template(#[from] askama::Error),
    /// Anything else that is Plaza's own failure.
    #[error("{0}")]
    Internal(String),
}

impl Fault {
    /// A failure of Plaza's own, by its words: the disk may be full, or too many files be open.
    pub(super) fn own(error: &impl Display) -> Self {
        let words = error.to_string();
        if says_no_room(&words) {
            Self::NoRoom(words)
        } else if words.contains("Too many open files") {
            tracing::warn!("too many files are open");
            Self::Busy
        } else {
            Self::Internal(words)
        }
    }

    /// The stable code of an API problem; the page's texts are named after it too.
    fn code(&self) -> &'static str {
        match self {
            Self::Kept(fault, _) => fault.code(),
            Self::NotFound => "not-found",
            Self::WrongMethod => "method-not-allowed",
            Self::BadRequest(_) => "bad-request",
            Self::TooLarge => "too-large",
            Self::WrongContent => "unsupported-media-type",
            Self::HeadTooLarge => "head-too-large",
            Self::TooSlow => "too-slow",
            Self::LogOnFirst => "unauthorized",
            Self::ConfirmFirst => CONFIRM,
            Self::Forbidden => "forbidden",
            Self::TokenInvalid => "token-invalid",
            Self::ScopeMissing(_) => "scope-missing",
            Self::NotForTokens => "not-for-tokens",
            Self::TooManyCalls(_) => "too-many-requests",
            Self::CrossSite => "cross-site",
            Self::Gone => "gone",
            Self::Conflict => "conflict",
            Self::Moved(_) => "moved",
            Self::TooMany | Self::Blocked(_) => "too-many-attempts",
            Self::TooManyFiles => "too-many-files",
            Self::WrongCredentials => "wrong-credentials",
            Self::Suspended => "account-suspended",
            Self::StillRunning => "still-running",
            Self::OutcomeUnknown => "outcome-unknown",
            Self::KeyReused => "idempotency-key-reused",
            Self::ChangedMeanwhile(_) => "changed-meanwhile",
            Self::BadCursor => "bad-cursor",
            Self::PasswordOff => "password-off",
            Self::PreconditionRequired => "precondition-required",
            Self::NoticeChanged => "notice-changed",
            Self::NoSuchCase => "no-such-case",
            Self::NoSuchKey => "no-such-key",
            Self::Busy | Self::Database(DbError::Busy(_)) => "busy",
            Self::Stopping | Self::Database(DbError::Unavailable(_)) => "unavailable",
            Self::NoRoom(_) | Self::Database(DbError::NoRoom(_)) => "no-room",
            Self::Database(_) | Self::Template(_) | Self::Internal(_) => "internal",
        }
    }

    /// What a program is told of a token that does not do (RFC 6750, 3.1).
    fn challenge(&self) -> Option<header::HeaderValue> {
        let words = match self {
            Self::TokenInvalid => "Bearer error=\"invalid_token\"".to_owned(),
            Self::ScopeMissing(scope) => {
                let scope = scope.as_str();
                format!("Bearer error=\"insufficient_scope\", scope=\"{scope}\"")
            }
            _ => return None,
        };
        header::HeaderValue::from_str(&words).ok()
    }

    /// After how many seconds it is worth trying again, where that is not as always.
    const fn pause(&self) -> Option<i64> {
        match self {
            Self::Blocked(seconds) | Self::TooManyCalls(seconds) => Some(*seconds),
            Self::Busy | Self::StillRunning | Self::Database(DbError::Busy(_)) => Some(5),
            Self::NoRoom(_) | Self::Database(DbError::NoRoom(_)) => Some(300),
            _ => None,
        }
    }
}

impl ResponseError for Fault {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::Kept(fault, _) => fault.status_code(),
            Self::NotFound | Self::NoSuchCase | Self::NoSuchKey => StatusCode::NOT_FOUND,
            Self::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::BadRequest(_) | Self::BadCursor => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::WrongContent => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::HeadTooLarge => StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::LogOnFirst | Self::WrongCredentials | Self::TokenInvalid => {
                StatusCode::UNAUTHORIZED
            }
            Self::Forbidden
            | Self::ConfirmFirst
            | Self::CrossSite
            | Self::Suspended
            | Self::ScopeMissing(_)
            | Self::PasswordOff
            | Self::NotForTokens => StatusCode::FORBIDDEN,
            Self::Gone => StatusCode::GONE,
            Self::Conflict | Self::StillRunning | Self::OutcomeUnknown => StatusCode::CONFLICT,
            Self::ChangedMeanwhile(_) => StatusCode::PRECONDITION_FAILED,
            Self::PreconditionRequired => StatusCode::PRECONDITION_REQUIRED,
            Self::NoticeChanged | Self::KeyReused => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Moved(_) => StatusCode::PERMANENT_REDIRECT,
            Self::TooMany | Self::TooManyFiles | Self::Blocked(_) | Self::TooManyCalls(_) => {
                StatusCode::TOO_MANY_REQUESTS
            }
            Self::Busy
            | Self::Stopping
            | Self::Database(DbError::Busy(_) | DbError::Unavailable(_)) => {
                StatusCode::SERVICE_UNAVAILABLE
            }
            Self::NoRoom(_) | Self::Database(DbError::NoRoom(_)) => {
                StatusCode::INSUFFICIENT_STORAGE
            }
            Self::Database(_) | Self::Template(_) | Self::Internal(_) => {
                StatusCode::INTERNAL_SERVER_ERROR
            }
        }
    }

    /// An empty answer that [`render`] fills in, when the reader's language is known.
    fn error_response(&self) -> HttpResponse {
        if let Self::Kept(fault, texts) = self {
            let mut response = fault.error_response();
            response.extensions_mut().insert(Texts(texts.clone()));
            return response;
        }
        if self.status_code().is_server_error() && !matches!(self, Self::Stopping) {
            tracing::error!(code = self.code(), fault = %self, "a request failed");
        }
        let mut response = HttpResponse::new(self.status_code());
        response.extensions_mut().insert(Code(self.code()));
        if let Self::Moved(moved) = self {
            response.extensions_mut().insert(moved.clone());
        }
        if let Some(challenge) = self.challenge() {
            response
                .headers_mut()
                .insert(header::WWW_AUTHENTICATE, challenge);
        }
        if let Self::ScopeMissing(scope) = self {
            response.extensions_mut().insert(Lacks(*scope));
        }
        if let Self::ChangedMeanwhile(Some(tag)) = self
            && let Ok(tag) = header::HeaderValue::from_str(&format!("\"{tag}\""))
        {
            response.headers_mut().insert(header::ETAG, tag);
        }
        if let Some(seconds) = self.pause() {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, header::HeaderValue::from(seconds));
        }
        response
    }
}

/// The code of what is done once who is there was proven again.
const CONFIRM: &str = "confirm-first";

#[derive(Clone, Copy)]
struct Code(&'static str);

/// The scope that a token lacks.
#[derive(Clone, Copy)]
struct Lacks(Scope);

/// What was typed into a form that was not taken.
#[derive(Clone, Default)]
struct Texts(Vec<String>);
