//! What administrators type of an endpoint, and whether it can be kept.

use validator::ValidationErrors;

use super::{Endpoint, Kind, address};
use crate::{
    context::Context,
    text_rules::{plain_line, refuse, refuse_length},
};

/// The longest address and the longest description, in characters.
pub const LONGEST_URL: usize = 500;
pub const LONGEST_DESCRIPTION: usize = 200;

/// What somebody wants of an endpoint, trimmed; the kinds by their names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    pub url: String,
    pub description: String,
    pub kinds: Vec<String>,
}

impl From<&Endpoint> for Draft {
    fn from(endpoint: &Endpoint) -> Self {
        let kinds = endpoint.kinds.iter();
        Self {
            url: endpoint.url.clone(),
            description: endpoint.description.clone(),
            kinds: kinds.map(|kind| kind.as_str().to_owned()).collect(),
        }
    }
}

impl Draft {
    /// Fields: `url`, `description`, `kinds`.
    pub(super) fn checked(&self, context: &Context) -> Result<Checked, ValidationErrors> {
        let mut errors = ValidationErrors::new();
        let mut url = String::new();
        if self.url.is_empty() {
            refuse(&mut errors, "url", "required");
        } else if self.url.chars().count() > LONGEST_URL {
            refuse_length(&mut errors, "url", 1, LONGEST_URL);
        } else if !plain_line(&self.url) {
            refuse(&mut errors, "url", "characters");
        } else {
            match address::check(&self.url, &context.config.webhooks) {
                // What an address does not hold as it is typed is written longer.
                Ok(checked) if checked.as_str().len() > LONGEST_URL => {
                    refuse_length(&mut errors, "url", 1, LONGEST_URL);
                }
                Ok(checked) => url = checked.into(),
                Err(code) => refuse(&mut errors, "url", code),
            }
        }
        if self.description.chars().count() > LONGEST_DESCRIPTION {
            refuse_length(&mut errors, "description", 0, LONGEST_DESCRIPTION);
        } else if !plain_line(&self.description) {
            refuse(&mut errors, "description", "characters");
        }
        let mut kinds = Vec::new();
        for named in &self.kinds {
            let kind = Kind::ALL.into_iter().find(|kind| kind.as_str() == named);
            match kind {
                Some(kind) => kinds.push(kind),
                None => {
                    refuse(&mut errors, "kinds", "choice");
                    break;
                }
            }
        }
        kinds.sort_unstable();
        kinds.dedup();
        if self.kinds.is_empty() {
            refuse(&mut errors, "kinds", "webhook-kinds");
        }
        if errors.is_empty() {
            Ok(Checked {
                url,
                description: self.description.clone(),
                kinds,
            })
        } else {
            Err(errors)
        }
    }
}

/// A draft that can be kept.
pub(super) struct Checked {
    pub url: String,
    pub description: String,
    pub kinds: Vec<Kind>,
}
