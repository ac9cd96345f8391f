//! Faults, and the one place that turns them into an answer: a page with a way
//! on, or an API problem (RFC 9457).
//!
//! A user's mistake in a form is not a fault; it is the form again, with what
//! was typed.

use std::fmt::Display;

use actix_web::{
    Error, HttpMessage as _, HttpRequest, HttpResponse, ResponseError,
    body::{BoxBody, EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{StatusCode, header},
    middleware::Next,
};
use askama::Template;
use serde_json::{Map, Value, json};

use super::{codes, form::Written, open311, page::Page, routes};
use crate::{
    accounts::AccountError,
    api_tokens::{Scope, TokenError},
    attachments::AttachmentError,
    city_pages::CityPageError,
    config::ConfigError,
    crosslinks::CrosslinkError,
    db::{DbError, says_no_room},
    events::EventError,
    forum::{ForumError, Moved, address},
    i18n::Lang,
    jobs::retention::RetentionError,
    keys::CannotOpen,
    mail::unsent::UnsentError,
    moderation::{ModerationError, reasons::ReasonError},
    objects::StoreError,
    offices::OfficeError,
    polls::PollError,
    privacy::policy::PolicyError,
    published::{PublishedError, support::SupportError},
    requests::RequestError,
    rights::{DisclosureError, RightsError},
    settings::SettingError,
    sign_on::SignOnError,
    spam::watched::WatchedError,
    statistics::StatisticsError,
    suggestions::{SuggestionError, templates::TemplateError},
    webhooks::WebhookError,
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

/// What no form could show beside a field.
impl From<ConfigError> for Fault {
    fn from(error: ConfigError) -> Self {
        Self::own(&error)
    }
}

impl From<RetentionError> for Fault {
    fn from(error: RetentionError) -> Self {
        match error {
            RetentionError::Schedule(error) => error.into(),
            RetentionError::Suggestions(error) => error.into(),
            RetentionError::Published(error) => error.into(),
            RetentionError::Db(error) => error.into(),
        }
    }
}

impl From<AccountError> for Fault {
    fn from(error: AccountError) -> Self {
        match error {
            AccountError::Db(error) => Self::Database(error),
            AccountError::Gone => Self::Gone,
            AccountError::NotFound => Self::NotFound,
            AccountError::SamePerson => Self::Forbidden,
            AccountError::NameTooSoon { .. } | AccountError::NotNow | AccountError::Changed => {
                Self::Conflict
            }
            AccountError::TooMany { seconds } => Self::Blocked(seconds),
            AccountError::WrongCredentials => Self::WrongCredentials,
            AccountError::Suspended { .. } => Self::Suspended,
            AccountError::PasswordOff => Self::PasswordOff,
            AccountError::Busy => Self::Busy,
            AccountError::Invalid(_) => Self::BadRequest("some fields need changing".into()),
            AccountError::AddressTaken | AccountError::Sealed(_) | AccountError::Journal(_) => {
                Self::own(&error)
            }
        }
    }
}

impl From<TokenError> for Fault {
    fn from(error: TokenError) -> Self {
        match error {
            TokenError::NoSession => Self::LogOnFirst,
            TokenError::NotFound => Self::NotFound,
            TokenError::Invalid(_) => Self::BadRequest("some fields need changing".into()),
            TokenError::Sealed(error) => error.into(),
            TokenError::Db(error) => Self::Database(error),
        }
    }
}

/// What its pages do not say themselves.
impl From<SignOnError> for Fault {
    fn from(error: SignOnError) -> Self {
        match error {
            SignOnError::NotOffered => Self::NotFound,
            SignOnError::Gone => Self::Gone,
            SignOnError::Unreachable(_) | SignOnError::Unusable(_) => Self::Busy,
            SignOnError::Denied
            | SignOnError::NoRule
            | SignOnError::NoAddress
            | SignOnError::SomebodyElse => Self::Forbidden,
            SignOnError::LinkedOtherwise | SignOnError::NoOtherWay => Self::Conflict,
            SignOnError::Account(error) => error.into(),
            SignOnError::Office(error) => error.into(),
            SignOnError::Sealed(error) => error.into(),
            SignOnError::Db(error) => Self::Database(error),
            error @ SignOnError::Role(_) => Self::own(&error),
        }
    }
}

impl From<OfficeError> for Fault {
    fn from(error: OfficeError) -> Self {
        match error {
            OfficeError::Db(error) => Self::Database(error),
            OfficeError::NotFound => Self::NotFound,
            OfficeError::Changed => Self::Conflict,
            OfficeError::Invalid(_) => Self::BadRequest("some fields need changing".into()),
            error => Self::own(&error),
        }
    }
}

impl From<TemplateError> for Fault {
    fn from(error: TemplateError) -> Self {
        match error {
            TemplateError::NotFound => Self::NotFound,
            TemplateError::Changed => Self::Conflict,
            TemplateError::Invalid(_) => Self::BadRequest("some fields need changing".into()),
            TemplateError::Db(error) => Self::Database(error),
        }
    }
}

impl From<ReasonError> for Fault {
    fn from(error: ReasonError) -> Self {
        match error {
            ReasonError::NotFound => Self::NotFound,
            ReasonError::Changed => Self::Conflict,
            ReasonError::Invalid(_) => Self::BadRequest("some fields need changing".into()),
            ReasonError::Db(error) => Self::Database(error),
        }
    }
}

impl From<SettingError> for Fault {
    fn from(error: SettingError) -> Self {
        match error {
            SettingError::Changed => Self::Conflict,
            SettingError::Invalid(_) => Self::BadRequest("some fields need changing".into()),
            SettingError::Sealed(error) => error.into(),
            SettingError::Attachment(error) => error.into(),
            SettingError::Db(error) => Self::Database(error),
        }
    }
}

impl From<WatchedError> for Fault {
    fn from(error: WatchedError) -> Self {
        match error {
            WatchedError::NotFound => Self::NotFound,
            WatchedError::Changed => Self::Conflict,
            WatchedError::Invalid(_) => Self::BadRequest("some fields need changing".into()),
            WatchedError::Db(error) => Self::Database(error),
        }
    }
}

impl From<WebhookError> for Fault {
    fn from(error: WebhookError) -> Self {
        match error {
            WebhookError::NotFound => Self::NotFound,
            WebhookError::Changed => Self::Conflict,
            WebhookError::Invalid(_) => Self::BadRequest("some fields need changing".into()),
            WebhookError::Sealed(_) => Self::own(&error),
            WebhookError::Db(error) => Self::Database(error),
        }
    }
}

impl From<SuggestionError> for Fault {
    fn from(error: SuggestionError) -> Self {
        match error {
            SuggestionError::Db(error) => Self::Database(error),
            SuggestionError::Gone => Self::Gone,
            SuggestionError::NoSuchCase | SuggestionError::Mistyped => Self::NoSuchCase,
            SuggestionError::TooMany { seconds } => Self::Blocked(seconds),
            SuggestionError::NotNow(_) | SuggestionError::StaysHere => Self::Conflict,
            SuggestionError::NoContact | SuggestionError::NoSuchFile => Self::NotFound,
            SuggestionError::Invalid(_) => Self::BadRequest("some fields need changing".into()),
            SuggestionError::Office(error) => error.into(),
            SuggestionError::Mail(error) => error.into(),
            error => Self::own(&error),
        }
    }
}

impl From<UnsentError> for Fault {
    fn from(error: UnsentError) -> Self {
        match error {
            UnsentError::NotFound => Self::NotFound,
            UnsentError::NotNow | UnsentError::Withheld => Self::Conflict,
            UnsentError::Invalid(_) => Self::BadRequest("some fields need changing".into()),
            UnsentError::Db(error) => Self::Database(error),
        }
    }
}

impl From<AttachmentError> for Fault {
    fn from(error: AttachmentError) -> Self {
        match error {
            AttachmentError::Gone => Self::Gone,
            AttachmentError::TooMany => Self::TooManyFiles,
            AttachmentError::Refused(refused) => Self::BadRequest(refused.to_string()),
            AttachmentError::Store(error) => Self::own(&error),
            AttachmentError::Db(error) => Self::Database(error),
        }
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self::own(&error)
    }
}

impl From<ForumError> for Fault {
    fn from(error: ForumError) -> Self {
        match error {
            ForumError::NotFound => Self::NotFound,
            ForumError::AccountNeeded => Self::LogOnFirst,
            ForumError::Attachment(error) => error.into(),
            ForumError::NotYours | ForumError::NotAllowed => Self::Forbidden,
            ForumError::Closed | ForumError::Changed => Self::Conflict,
            ForumError::Gone => Self::Gone,
            ForumError::Moved(moved) => Self::Moved(moved),
            ForumError::Invalid(_) => Self::BadRequest("some fields need changing".into()),
            ForumError::NoSuchKey => Self::NoSuchKey,
            ForumError::TooMany { seconds } => Self::Blocked(seconds),
            ForumError::Stale => Self::Conflict,
            ForumError::Db(error) => Self::Database(error),
            error @ (ForumError::Journal(_) | ForumError::Sealed(_)) => Self::own(&error),
        }
    }
}

impl From<SupportError> for Fault {
    fn from(error: SupportError) -> Self {
        match error {
            SupportError::Gone => Self::Gone,
            SupportError::NoticeChanged => Self::NoticeChanged,
            SupportError::Invalid(_) => Self::BadRequest("some fields need changing".into()),
            SupportError::Forum(error) => error.into(),
            SupportError::Db(error) => Self::Database(error),
            SupportError::Sealed(error) => error.into(),
        }
    }
}

impl From<CrosslinkError> for Fault {
    fn from(error: CrosslinkError) -> Self {
        match error {
            CrosslinkError::NotYours => Self::Forbidden,
            CrosslinkError::Forum(error) => error.into(),
            CrosslinkError::Suggestion(error) => error.into(),
        }
    }
}

impl From<PublishedError> for Fault {
    fn from(error: PublishedError) -> Self {
        match error {
            PublishedError::NotOffered | PublishedError::OutOfSight | PublishedError::Appealed => {
                Self::Conflict
            }
            PublishedError::Forum(error) => error.into(),
            PublishedError::Suggestion(error) => error.into(),
            PublishedError::Db(error) => Self::Database(error),
        }
    }
}

impl From<PolicyError> for Fault {
    fn from(error: PolicyError) -> Self {
        match error {
            PolicyError::NoSuchVersion | PolicyError::NoSuchDraft => Self::NotFound,
            PolicyError::Changed => Self::Conflict,
            PolicyError::Invalid(_) => Self::BadRequest("some fields need changing".into()),
            PolicyError::Db(error) => Self::Database(error),
        }
    }
}

impl From<CityPageError> for Fault {
    fn from(error: CityPageError) -> Self {
        match error {
            CityPageError::NotFound => Self::NotFound,
            CityPageError::Changed => Self::Conflict,
            CityPageError::Invalid(_) => Self::BadRequest("some fields need changing".into()),
            CityPageError::Db(error) => Self::Database(error),
        }
    }
}

impl From<EventError> for Fault {
    fn from(error: EventError) -> Self {
        match error {
            EventError::NotFound => Self::NotFound,
            EventError::Gone => Self::Gone,
            EventError::Changed => Self::Conflict,
            EventError::Db(error) => Self::Database(error),
            EventError::Sealed(_) | EventError::Journal(_) => Self::own(&error),
            error => Self::BadRequest(error.to_string()),
        }
    }
}

impl From<StatisticsError> for Fault {
    fn from(error: StatisticsError) -> Self {
        match error {
            StatisticsError::NotFound => Self::NotFound,
            StatisticsError::Db(error) => Self::Database(error),
            error @ StatisticsError::Uneven(_) => Self::own(&error),
        }
    }
}

impl From<PollError> for Fault {
    fn from(error: PollError) -> Self {
        match error {
            PollError::NotFound => Self::NotFound,
            PollError::Changed => Self::Conflict,
            PollError::Db(error) => Self::Database(error),
            error => Self::BadRequest(error.to_string()),
        }
    }
}

impl From<CannotOpen> for Fault {
    fn from(error: CannotOpen) -> Self {
        Self::own(&error)
    }
}

impl From<RequestError> for Fault {
    fn from(error: RequestError) -> Self {
        match error {
            RequestError::NotFound => Self::NotFound,
            RequestError::Gone => Self::Gone,
            RequestError::NotNow => Self::Conflict,
            RequestError::Invalid(errors) => Self::BadRequest(errors.to_string()),
            RequestError::Db(error) => Self::Database(error),
            error => Self::own(&error),
        }
    }
}

impl From<RightsError> for Fault {
    fn from(error: RightsError) -> Self {
        match error {
            RightsError::NotFound => Self::NotFound,
            RightsError::HasDuties => Self::Forbidden,
            RightsError::Request(error) => error.into(),
            RightsError::Account(error) => error.into(),
            RightsError::Event(error) => error.into(),
            RightsError::Forum(error) => error.into(),
            RightsError::Published(error) => error.into(),
            RightsError::Suggestion(error) => error.into(),
            RightsError::Support(error) => error.into(),
            RightsError::Db(error) => Self::Database(error),
            error => Self::own(&error),
        }
    }
}

impl From<ModerationError> for Fault {
    fn from(error: ModerationError) -> Self {
        match error {
            ModerationError::NotFound => Self::NotFound,
            ModerationError::SamePerson => Self::Forbidden,
            ModerationError::NotNow
            | ModerationError::Changed
            | ModerationError::OutOfSight
            | ModerationError::NothingToMask
            | ModerationError::NotApproved
            | ModerationError::Newer
            | ModerationError::Appealed
            | ModerationError::AppealOver
            | ModerationError::AppealAnswered
            | ModerationError::Gone => Self::Conflict,
            ModerationError::Invalid(_) => Self::BadRequest("some fields need changing".into()),
            ModerationError::Journal(error) => Self::own(&error),
            ModerationError::Missing(missing) => Self::BadRequest(missing.to_string()),
            ModerationError::Request(error) => error.into(),
            ModerationError::Db(error) => Self::Database(error),
            error @ ModerationError::Sealed(_) => Self::own(&error),
        }
    }
}

impl From<DisclosureError> for Fault {
    fn from(error: DisclosureError) -> Self {
        match error {
            DisclosureError::NotFound => Self::NotFound,
            DisclosureError::NoSuchCase => Self::NoSuchCase,
            DisclosureError::SamePerson => Self::Forbidden,
            DisclosureError::NotYet
            | DisclosureError::Expired
            | DisclosureError::InForce
            | DisclosureError::Changed
            | DisclosureError::NotNamed(_)
            | DisclosureError::NotShared(_)
            | DisclosureError::NoConsent(_)
            | DisclosureError::NotTold(_)
            | DisclosureError::Unconfirmed(_)
            | DisclosureError::NotWaiting
            | DisclosureError::Restricted
            | DisclosureError::NotApproved => Self::Conflict,
            DisclosureError::Invalid(_) | DisclosureError::Missing(_) => {
                Self::BadRequest("some fields need changing".into())
            }
            DisclosureError::Db(error) => Self::Database(error),
            error @ DisclosureError::Sealed(_) => Self::own(&error),
        }
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

/// Gives every bare error a body: a page for people, a problem for programs.
pub(super) async fn render<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, Error> {
    let mut response = next.call(request).await?;
    let moved = response.response().extensions().get::<Moved>().cloned();
    if let Some(moved) = moved {
        lead_on(&mut response, &moved);
        return Ok(response.map_into_left_body());
    }
    let status = response.status();
    let bare = status.is_client_error() || status.is_server_error();
    if !bare
        || response.headers().contains_key(header::CONTENT_TYPE)
            && response.response().extensions().get::<Code>().is_none()
    {
        return Ok(response.map_into_left_body());
    }
    let code = response.response().extensions().get::<Code>().copied();
    let code = code.map_or_else(|| code_of(status), |Code(code)| code);
    let texts = response.response().extensions().get::<Texts>().cloned();
    let lacks = response.response().extensions().get::<Lacks>().copied();
    let members = lacks.map(|Lacks(scope)| ("scope".to_owned(), json!(scope)));
    let members = Map::from_iter(members);
    let (request, old) = response.into_parts();
    let texts = texts.or_else(|| written(&request, status, code));
    let texts = texts.unwrap_or_default();
    let mut filled = answer(&request, status, code, texts, members).await;
    for (name, value) in old.headers() {
        if *name != header::CONTENT_TYPE && *name != header::CONTENT_LENGTH {
            filled.headers_mut().insert(name.clone(), value.clone());
        }
    }
    Ok(ServiceResponse::new(request, filled.map_into_right_body()))
}

/// What was written in a form for which the fault is Plaza's own, or that is sent again once who is there was proven.
fn written(request: &HttpRequest, status: StatusCode, code: &str) -> Option<Texts> {
    let extensions = request.extensions();
    let written = extensions.get::<Written>()?;
    (status.is_server_error() || code == CONFIRM).then(|| Texts(written.0.clone()))
}

/// Where the same request is answered now: the address with the new name in the old one's place.
fn lead_on<B>(response: &mut ServiceResponse<B>, moved: &Moved) {
    let (places, name) = match moved {
        Moved::Board(slug) => (["boards", "boards"], slug.clone()),
        Moved::Topic(id, _) => (["topics", "t"], id.to_string()),
    };
    let uri = response.request().uri().clone();
    let mut parts: Vec<String> = uri.path().split('/').map(str::to_owned).collect();
    let at = parts.iter().position(|part| places.contains(&&**part));
    if let Some(at) = at.filter(|at| at + 1 < parts.len()) {
        match moved {
            // The words behind the number are another topic's.
            Moved::Topic(id, slug) if parts[at] == "t" => {
                parts.truncate(at);
                parts.push(address::of_topic(*id, slug));
            }
            // A feed's name has an ending.
            _ => {
                let ending = parts[at + 1]
                    .find('.')
                    .map(|dot| parts[at + 1][dot..].to_owned());
                parts[at + 1] = name + &ending.unwrap_or_default();
            }
        }
    }
    let query = uri.query().map(|query| format!("?{query}"));
    let address = parts.join("/") + &query.unwrap_or_default();
    let headers = response.headers_mut();
    if let Ok(address) = header::HeaderValue::from_str(&address) {
        headers.insert(header::LOCATION, address);
    }
    // A name may be given back: nobody keeps where it led.
    headers.insert(
        header::CACHE_CONTROL,
        header::HeaderValue::from_static("no-store"),
    );
}

fn code_of(status: StatusCode) -> &'static str {
    match status.as_u16() {
        404 => "not-found",
        405 => "method-not-allowed",
        408 => "too-slow",
        413 => "too-large",
        415 => "unsupported-media-type",
        500.. => "internal",
        _ => "bad-request",
    }
}

async fn answer(
    request: &HttpRequest,
    status: StatusCode,
    code: &'static str,
    texts: Texts,
    members: Map<String, Value>,
) -> HttpResponse {
    let mut response = if request.path().starts_with("/api/") {
        problem(request, status, code, members)
    } else if request.path().starts_with(open311::BASE) {
        open311::fault(request, status, code)
    } else {
        page(request, status, code, texts).await
    };
    let headers = response.headers_mut();
    if matches!(
        status,
        StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS
    ) {
        headers.insert(header::RETRY_AFTER, header::HeaderValue::from_static("30"));
    }
    if status == StatusCode::METHOD_NOT_ALLOWED
        && let Some(methods) = allowed(request)
    {
        headers.insert(header::ALLOW, methods);
    }
    if status == StatusCode::UNAUTHORIZED && request.path().starts_with("/api/") {
        headers.insert(
            header::WWW_AUTHENTICATE,
            header::HeaderValue::from_static("Bearer"),
        );
    }
    headers.insert(
        header::CACHE_CONTROL,
        header::HeaderValue::from_static("no-store"),
    );
    response
}

/// The methods with which an address can be used; HEAD meets what GET does.
fn allowed(request: &HttpRequest) -> Option<header::HeaderValue> {
    let mut methods: Vec<&str> = routes::own(request.path())
        .map(|route| route.method)
        .collect();
    if methods.contains(&"GET") {
        methods.push("HEAD");
    }
    methods.sort_unstable();
    methods.dedup();
    header::HeaderValue::from_str(&methods.join(", ")).ok()
}

/// An API problem with a stable `code` of [`codes::CODES`] and further members.
pub fn problem(
    request: &HttpRequest,
    status: StatusCode,
    code: &str,
    mut members: Map<String, Value>,
) -> HttpResponse {
    debug_assert!(codes::is_known(code), "{code} is no code of the API");
    let lang = super::language::of_header(request);
    members.insert("type".into(), json!(format!("urn:plaza:problem:{code}")));
    members.insert("title".into(), json!(lang.t(&format!("problem-{code}"))));
    members.insert("status".into(), json!(status.as_u16()));
    members.insert("code".into(), json!(code));
    HttpResponse::build(status)
        .insert_header((header::CONTENT_TYPE, "application/problem+json"))
        .insert_header((header::CONTENT_LANGUAGE, lang.tag()))
        .insert_header((header::VARY, "Accept-Language"))
        .body(Value::Object(members).to_string())
}

#[derive(Template)]
#[template(path = "pages/error.html")]
struct ErrorPage {
    page: Page,
    title: String,
    text: String,
    /// What was typed.
    texts: Vec<String>,
    /// Where logging on leads back to this page, if that would help.
    log_on: Option<String>,
    /// Where proving again who one is leads back to it.
    confirm: Option<String>,
}

async fn page(
    request: &HttpRequest,
    status: StatusCode,
    code: &str,
    Texts(texts): Texts,
) -> HttpResponse {
    let lang =
        super::language::of_path(request).unwrap_or_else(|| super::language::of_header(request));
    let asked = routes::asks_for_page(request);
    let words = match (code, status.as_u16()) {
        (name @ ("cross-site" | "busy" | CONFIRM), _) => name.to_owned(),
        (_, 401) if !texts.is_empty() => "logged-off".to_owned(),
        (_, 401) if !asked => "401-form".to_owned(),
        (
            _,
            number @ (400 | 401 | 403 | 404 | 405 | 408 | 409 | 410 | 413 | 429 | 431 | 503 | 507),
        ) => number.to_string(),
        (_, 500..) => "500".to_owned(),
        _ => "400".to_owned(),
    };
    // Who is too slow or too large costs no more than the page.
    let may_look = !matches!(
        status,
        StatusCode::SERVICE_UNAVAILABLE
            | StatusCode::REQUEST_TIMEOUT
            | StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE
    );
    let template = ErrorPage {
        title: lang.t(&format!("face-error-{words}-title")),
        text: lang.t(&format!("face-error-{words}-text")),
        texts,
        log_on: (status == StatusCode::UNAUTHORIZED).then(|| back_over(request, lang, "log-on")),
        confirm: (code == CONFIRM).then(|| back_over(request, lang, "account/confirm")),
        page: Page::bare(request, lang, may_look).await,
    };
    match template.render() {
        Ok(html) => HttpResponse::build(status)
            .content_type("text/html; charset=utf-8")
            .body(html),
        Err(_) => HttpResponse::build(status)
            .content_type("text/plain; charset=utf-8")
            .body(lang.t("app-name")),
    }
}

/// A page that leads back to this one once its form was filled in.
fn back_over(request: &HttpRequest, lang: Lang, page: &str) -> String {
    let address = format!("/{}/{page}", lang.as_str());
    match routes::page_of(request) {
        Some(next) => {
            let next: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
            format!("{address}?next={next}")
        }
        None => address,
    }
}

pub(super) fn bad_json(error: actix_web::error::JsonPayloadError, _: &HttpRequest) -> Error {
    use actix_web::error::JsonPayloadError as Json;
    match error {
        Json::Overflow { .. } | Json::OverflowKnownLength { .. } => Fault::TooLarge.into(),
        Json::ContentType => Fault::WrongContent.into(),
        error => Fault::BadRequest(error.to_string()).into(),
    }
}

pub(super) fn bad_query(error: actix_web::error::QueryPayloadError, _: &HttpRequest) -> Error {
    Fault::BadRequest(error.to_string()).into()
}

pub(super) fn bad_path(_: actix_web::error::PathError, _: &HttpRequest) -> Error {
    Fault::NotFound.into()
}
