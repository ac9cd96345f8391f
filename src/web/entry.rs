//! An entry of a list that administrators keep: a reason, a template, a watched word, what belongs to
//! the organisation. Whoever changes one says which version they read, so that nobody writes over what
//! somebody else wrote. Here is what pages and programs are told alike where one is not taken.

use validator::ValidationErrors;

use super::fault::Fault;
use crate::{
    city_pages::CityPageError, moderation::reasons::ReasonError, offices::OfficeError,
    settings::SettingError, spam::watched::WatchedError, suggestions::templates::TemplateError,
    webhooks::WebhookError,
};

/// Why an entry is not taken. As a fault, [`Fault::Conflict`] says that somebody else changed it since
/// it was read.
pub trait EntryError: Into<Fault> {
    /// The fields that break a rule, or what else it is.
    fn invalid(self) -> Result<ValidationErrors, Fault>;
}

macro_rules! entry_errors {
    ($($error:ident),+) => {$(
        impl EntryError for $error {
            fn invalid(self) -> Result<ValidationErrors, Fault> {
                match self {
                    Self::Invalid(errors) => Ok(errors),
                    error => Err(error.into()),
                }
            }
        }
    )+};
}

entry_errors!(
    CityPageError,
    OfficeError,
    ReasonError,
    SettingError,
    TemplateError,
    WatchedError,
    WebhookError
);
