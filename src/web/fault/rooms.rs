//! What the errors of the rooms below are as faults, and those of what a request says.

use actix_web::{
    Error, HttpRequest,
    error::{JsonPayloadError, PathError, QueryPayloadError},
};

use super::Fault;
use crate::{
    accounts::AccountError,
    api_tokens::TokenError,
    attachments::AttachmentError,
    city_pages::CityPageError,
    config::ConfigError,
    crosslinks::CrosslinkError,
    events::EventError,
    forum::ForumError,
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

/// What a form tells beside its fields, where no form can.
fn invalid() -> Fault {
    Fault::BadRequest("some fields need changing".into())
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
            AccountError::Invalid(_) => invalid(),
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
            TokenError::Invalid(_) => invalid(),
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
            OfficeError::Invalid(_) => invalid(),
            error => Self::own(&error),
        }
    }
}

impl From<TemplateError> for Fault {
    fn from(error: TemplateError) -> Self {
        match error {
            TemplateError::NotFound => Self::NotFound,
            TemplateError::Changed => Self::Conflict,
            TemplateError::Invalid(_) => invalid(),
            TemplateError::Db(error) => Self::Database(error),
        }
    }
}

impl From<ReasonError> for Fault {
    fn from(error: ReasonError) -> Self {
        match error {
            ReasonError::NotFound => Self::NotFound,
            ReasonError::Changed => Self::Conflict,
            ReasonError::Invalid(_) => invalid(),
            ReasonError::Db(error) => Self::Database(error),
        }
    }
}

impl From<SettingError> for Fault {
    fn from(error: SettingError) -> Self {
        match error {
            SettingError::Changed => Self::Conflict,
            SettingError::Invalid(_) => invalid(),
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
            WatchedError::Invalid(_) => invalid(),
            WatchedError::Db(error) => Self::Database(error),
        }
    }
}

impl From<WebhookError> for Fault {
    fn from(error: WebhookError) -> Self {
        match error {
            WebhookError::NotFound => Self::NotFound,
            WebhookError::Changed => Self::Conflict,
            WebhookError::Unproven => Self::ConfirmFirst,
            WebhookError::Invalid(_) => invalid(),
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
            SuggestionError::Invalid(_) => invalid(),
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
            UnsentError::Invalid(_) => invalid(),
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
            ForumError::Invalid(_) => invalid(),
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
            SupportError::Invalid(_) => invalid(),
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
            PolicyError::Invalid(_) => invalid(),
            PolicyError::Db(error) => Self::Database(error),
        }
    }
}

impl From<CityPageError> for Fault {
    fn from(error: CityPageError) -> Self {
        match error {
            CityPageError::NotFound => Self::NotFound,
            CityPageError::Changed => Self::Conflict,
            CityPageError::Invalid(_) => invalid(),
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
            ModerationError::Invalid(_) => invalid(),
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
            DisclosureError::Invalid(_) | DisclosureError::Missing(_) => invalid(),
            DisclosureError::Db(error) => Self::Database(error),
            error @ DisclosureError::Sealed(_) => Self::own(&error),
        }
    }
}

pub(in crate::web) fn bad_json(error: JsonPayloadError, _: &HttpRequest) -> Error {
    use JsonPayloadError as Json;
    match error {
        Json::Overflow { .. } | Json::OverflowKnownLength { .. } => Fault::TooLarge.into(),
        Json::ContentType => Fault::WrongContent.into(),
        error => Fault::BadRequest(error.to_string()).into(),
    }
}

pub(in crate::web) fn bad_query(error: QueryPayloadError, _: &HttpRequest) -> Error {
    Fault::BadRequest(error.to_string()).into()
}

pub(in crate::web) fn bad_path(_: PathError, _: &HttpRequest) -> Error {
    Fault::NotFound.into()
}
