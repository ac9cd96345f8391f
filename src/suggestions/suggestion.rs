//! A suggestion as its resident typed it, and what it must satisfy.

use validator::ValidationErrors;

use super::{coordinates::Coordinates, files};
use crate::{
    attachments::Chosen,
    i18n::Lang,
    keys::{Keys, Use},
    offices::{Choices, enquiries},
    privacy::{Private, Purpose, Viewer, notices::Notice},
    text_rules::{self, plain_line, readable, refuse, refuse_length},
};

pub const LONGEST_TITLE: usize = 120;
pub const LONGEST_BODY: usize = 10_000;
pub const LONGEST_PLACE: usize = 200;
pub const LONGEST_NAME: usize = 80;
pub const LONGEST_PHONE: usize = 40;

/// How a resident may be reached; never public, and for the office only if they say so.
#[derive(Clone)]
pub struct Contact {
    pub name: Private<String>,
    pub email: Private<String>,
    pub phone: Private<String>,
}

/// What a resident typed, trimmed.
#[derive(Clone)]
pub struct Suggestion {
    /// Slugs, as the form offers them.
    pub category: String,
    pub district: String,
    pub title: Private<String>,
    pub body: Private<String>,
    pub place: Private<String>,
    pub coordinates: Coordinates,
    pub files: Vec<Chosen>,
    pub contact: Contact,
    pub share_contact: bool,
    /// Whether it may be published later, after review.
    pub publish: bool,
    pub language: Lang,
}

pub(super) fn typed(value: &Private<String>) -> &str {
    value.reveal(Viewer::Plaza, Purpose::Storage)
}

impl Suggestion {
    /// Whether the resident gave an e-mail address.
    pub fn has_email(&self) -> bool {
        !typed(&self.contact.email).is_empty()
    }

    /// Whether the resident gave anything to be reached by.
    pub fn has_contact(&self) -> bool {
        let contact = &self.contact;
        [&contact.name, &contact.email, &contact.phone]
            .into_iter()
            .any(|value| !typed(value).is_empty())
    }

    /// Whether the offices that get it see how to reach the resident.
    pub fn shares_contact(&self) -> bool {
        self.share_contact && self.has_contact()
    }

    /// The notice that stands where it is written.
    pub fn notice(&self) -> Notice {
        if self.category == enquiries::CATEGORY {
            Notice::Enquiry
        } else {
            Notice::Suggestion
        }
    }

    /// What breaks a rule, each field with the code of its message.
    pub fn check(&self, choices: &Choices) -> Result<(), ValidationErrors> {
        let mut errors = ValidationErrors::new();
        if choices.category(&self.category).is_none() {
            refuse(&mut errors, "category", "choice");
        }
        if choices.district(&self.district).is_none() {
            refuse(&mut errors, "district", "choice");
        }
        let mut text =
            |field: &'static str, value: &Private<String>, min: usize, max: usize, line: bool| {
                let value = typed(value);
                let length = value.chars().count();
                if min > 0 && length == 0 {
                    refuse(&mut errors, field, "required");
                } else if length > max {
                    refuse_length(&mut errors, field, min, max);
                } else if !(if line {
                    plain_line(value)
                } else {
                    readable(value)
                }) {
                    refuse(&mut errors, field, "characters");
                }
            };
        text("title", &self.title, 1, LONGEST_TITLE, true);
        text("body", &self.body, 1, LONGEST_BODY, false);
        text("place", &self.place, 0, LONGEST_PLACE, true);
        text("name", &self.contact.name, 0, LONGEST_NAME, true);
        text("phone", &self.contact.phone, 0, LONGEST_PHONE, true);
        self.coordinates.check(&mut errors);
        files::check(&mut errors, &self.files);
        if self.has_email() && !text_rules::email(typed(&self.contact.email)) {
            refuse(&mut errors, "email", "email");
        }
        if errors.is_empty() {
            Ok(())
        } else {
            Err(errors)
        }
    }

    /// Recognises the same content again, without being readable.
    pub(super) fn digest(&self, keys: &Keys) -> Vec<u8> {
        let flags = [u8::from(self.share_contact), u8::from(self.publish)];
        let files: Vec<String> = self.files.iter().map(Chosen::fingerprint).collect();
        let coordinates = self.coordinates.kept();
        let coordinates = coordinates.map(|kept| format!("geo:{}", typed(&kept)));
        let mut parts = vec![
            b"content".as_slice(),
            self.category.as_bytes(),
            self.district.as_bytes(),
            typed(&self.title).as_bytes(),
            typed(&self.body).as_bytes(),
            typed(&self.place).as_bytes(),
            typed(&self.contact.name).as_bytes(),
            typed(&self.contact.email).as_bytes(),
            typed(&self.contact.phone).as_bytes(),
            &flags,
        ];
        // What holds none is known by the digest that it had before there were any.
        parts.extend(coordinates.iter().map(String::as_bytes));
        parts.extend(files.iter().map(String::as_bytes));
        keys.mac(Use::Submission, &parts).to_vec()
    }
}
