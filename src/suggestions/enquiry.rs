//! An enquiry about privacy as a person typed it: a case like any other, in a category of its
//! own that leads to the privacy officer's office, and never published.

use diesel::prelude::*;
use validator::ValidationErrors;

use super::{
    coordinates::Coordinates,
    suggestion::{Contact, Suggestion, typed},
};
use crate::{
    db::{
        AnyConnection,
        schema::{cases, categories},
        text_enum,
    },
    i18n::Lang,
    offices::{Choices, enquiries},
    privacy::Private,
    text_rules::refuse,
};

text_enum! {
    /// What an enquiry is about.
    pub enum About {
        Policy = "policy",
        /// The collection and use of data.
        Use = "use",
        /// A change of one's own data.
        Update = "update",
    }
}

impl About {
    pub const ALL: [Self; 3] = [Self::Policy, Self::Use, Self::Update];

    /// Names its words.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Policy => "enquiry-about-policy",
            Self::Use => "enquiry-about-use",
            Self::Update => "enquiry-about-update",
        }
    }
}

/// Whether a case is an enquiry.
pub(super) fn is_one(connection: &mut AnyConnection, case: i64) -> QueryResult<bool> {
    let found: i64 = cases::table
        .inner_join(categories::table)
        .filter(cases::id.eq(case))
        .filter(categories::slug.eq(enquiries::CATEGORY))
        .count()
        .get_result(connection)?;
    Ok(found > 0)
}

/// What a person typed, trimmed.
#[derive(Clone)]
pub struct Enquiry {
    /// `None` where nothing was chosen.
    pub about: Option<About>,
    pub body: Private<String>,
    pub contact: Contact,
    pub language: Lang,
}

impl Enquiry {
    /// The case that it becomes. Fields of the errors: `about`, and those of [`Suggestion::check`].
    pub(super) fn check(self, choices: &Choices) -> Result<Suggestion, ValidationErrors> {
        let title = self.about.map(About::key).unwrap_or_default();
        let has_contact = [&self.contact.name, &self.contact.email, &self.contact.phone]
            .into_iter()
            .any(|value| !typed(value).is_empty());
        let suggestion = Suggestion {
            category: enquiries::CATEGORY.to_owned(),
            district: enquiries::DISTRICT.to_owned(),
            title: Private::new(self.language.t(title)),
            body: self.body,
            place: Private::new(String::new()),
            coordinates: Coordinates::none(),
            files: Vec::new(),
            contact: self.contact,
            // The office that answers is the one that the notice names.
            share_contact: has_contact,
            publish: false,
            language: self.language,
        };
        let mut errors = suggestion.check(choices).err().unwrap_or_default();
        errors.errors_mut().remove("title");
        if self.about.is_none() {
            refuse(&mut errors, "about", "choice");
        }
        if errors.is_empty() {
            Ok(suggestion)
        } else {
            Err(errors)
        }
    }
}
