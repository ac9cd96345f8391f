//! Offices, categories, districts and rules as somebody wants them: typed into a form, sent by a
//! program, or written in a city's file. One shape for all three, and one check.

use std::borrow::Cow;

use chrono::NaiveDate;
use serde::Deserialize;
use validator::{ValidationError, ValidationErrors};

use crate::{
    config::Hours,
    db::text_enum,
    mail::digest::Rhythm,
    text_rules::{self, is_slug, plain_line, refuse, refuse_length},
};

pub const LONGEST_SLUG: usize = 40;
pub const LONGEST_NAME: usize = 60;
pub const LONGEST_HINT: usize = 200;
pub const LONGEST_PHONE: usize = 40;
/// The longest time to an answer, in working days.
pub const MOST_DAYS: i32 = 250;
/// To how many offices a rule gives a suggestion.
pub const MOST_OFFICES: usize = 6;

text_enum! {
    /// What becomes of an answer that a member sends by mail.
    #[derive(Default)]
    pub enum RepliesSend {
        /// It waits at the case until somebody sends it.
        #[default]
        Draft = "draft",
        /// It goes to the resident as it is, unless something personal is found in it.
        AtOnce = "at-once",
    }
}

impl RepliesSend {
    pub const ALL: [Self; 2] = [Self::Draft, Self::AtOnce];
}

/// A text in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Both {
    pub zh: String,
    pub en: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfficeEntry {
    pub slug: String,
    pub name: Both,
    pub email: String,
    pub phone: String,
    /// The slug of the office above it.
    #[serde(default)]
    pub parent: Option<String>,
    /// When its telephone is answered; the city's hours without.
    #[serde(default)]
    pub hours: Option<Hours>,
    /// How often those who work for it get its digest, unless they choose for themselves.
    #[serde(default)]
    pub digest: Rhythm,
    /// Whether what its members answer by mail is sent at once.
    #[serde(default)]
    pub replies_send: RepliesSend,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CategoryEntry {
    pub slug: String,
    pub name: Both,
    pub hint: Both,
    /// Working days from routing to the answer.
    pub due_days: i32,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DistrictEntry {
    pub slug: String,
    pub name: Both,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoutingEntry {
    /// A slug; any without one.
    #[serde(default)]
    pub category: Option<String>,
    #[serde(default)]
    pub district: Option<String>,
    /// Slugs, the responsible one first.
    pub offices: Vec<String>,
    /// The first day and the last, both included.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    #[serde(default)]
    pub until: Option<NaiveDate>,
}

/// What an entry says, field by field: by this two are compared, and a change is told.
pub(super) trait Facts {
    fn facts(&self) -> Vec<(&'static str, String)>;
}

impl Facts for OfficeEntry {
    fn facts(&self) -> Vec<(&'static str, String)> {
        vec![
            ("name_zh", self.name.zh.clone()),
            ("name_en", self.name.en.clone()),
            ("email", self.email.clone()),
            ("phone", self.phone.clone()),
            ("parent", self.parent.clone().unwrap_or_default()),
            ("hours", self.hours_line()),
            ("digest", self.digest.to_string()),
            ("replies_send", self.replies_send.as_str().to_owned()),
        ]
    }
}

impl Facts for CategoryEntry {
    fn facts(&self) -> Vec<(&'static str, String)> {
        vec![
            ("name_zh", self.name.zh.clone()),
            ("name_en", self.name.en.clone()),
            ("hint_zh", self.hint.zh.clone()),
            ("hint_en", self.hint.en.clone()),
            ("due_days", self.due_days.to_string()),
        ]
    }
}

impl Facts for DistrictEntry {
    fn facts(&self) -> Vec<(&'static str, String)> {
        vec![
            ("name_zh", self.name.zh.clone()),
            ("name_en", self.name.en.clone()),
        ]
    }
}

impl Facts for RoutingEntry {
    fn facts(&self) -> Vec<(&'static str, String)> {
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        vec![
            ("category", self.category.clone().unwrap_or_default()),
            ("district", self.district.clone().unwrap_or_default()),
            ("offices", self.offices.join(" ")),
            ("from", day(self.from)),
            ("until", day(self.until)),
        ]
    }
}

impl OfficeEntry {
    pub(super) fn check(&self) -> Result<(), ValidationErrors> {
        let mut errors = ValidationErrors::new();
        slug(&mut errors, &self.slug);
        line(&mut errors, "name_zh", &self.name.zh, LONGEST_NAME);
        line(&mut errors, "name_en", &self.name.en, LONGEST_NAME);
        if !text_rules::email(&self.email) {
            refuse(&mut errors, "email", "email");
        }
        line(&mut errors, "phone", &self.phone, LONGEST_PHONE);
        let is_never = |hours: &Hours| hours.days().is_empty() || hours.open().is_empty();
        if self.hours.as_ref().is_some_and(is_never) {
            refuse(&mut errors, "hours", "office-hours");
        }
        // A pause is somebody's own.
        if self.digest == Rhythm::Paused {
            refuse(&mut errors, "digest", "choice");
        }
        end(errors)
    }

    /// Its own hours as one line, or none.
    pub fn hours_line(&self) -> String {
        self.hours
            .as_ref()
            .map(Hours::to_string)
            .unwrap_or_default()
    }
}

impl CategoryEntry {
    pub(super) fn check(&self) -> Result<(), ValidationErrors> {
        let mut errors = ValidationErrors::new();
        slug(&mut errors, &self.slug);
        line(&mut errors, "name_zh", &self.name.zh, LONGEST_NAME);
        line(&mut errors, "name_en", &self.name.en, LONGEST_NAME);
        line(&mut errors, "hint_zh", &self.hint.zh, LONGEST_HINT);
        line(&mut errors, "hint_en", &self.hint.en, LONGEST_HINT);
        if !(1..=MOST_DAYS).contains(&self.due_days) {
            refuse(&mut errors, "due_days", "due-days");
        }
        end(errors)
    }
}

impl DistrictEntry {
    pub(super) fn check(&self) -> Result<(), ValidationErrors> {
        let mut errors = ValidationErrors::new();
        slug(&mut errors, &self.slug);
        line(&mut errors, "name_zh", &self.name.zh, LONGEST_NAME);
        line(&mut errors, "name_en", &self.name.en, LONGEST_NAME);
        end(errors)
    }
}

impl RoutingEntry {
    pub(super) fn check(&self) -> Result<(), ValidationErrors> {
        let mut errors = ValidationErrors::new();
        let twice = |(at, one): (usize, &String)| self.offices[..at].contains(one);
        if self.offices.is_empty() {
            refuse(&mut errors, "offices", "rule-office");
        } else if self.offices.len() > MOST_OFFICES {
            refuse(&mut errors, "offices", "rule-offices-many");
        } else if self.offices.iter().enumerate().any(twice) {
            refuse(&mut errors, "offices", "rule-office-twice");
        }
        if let (Some(from), Some(until)) = (self.from, self.until)
            && until < from
        {
            refuse(&mut errors, "until", "rule-ends-early");
        }
        end(errors)
    }

    /// What it is for, as the register and the command name it.
    pub fn label(&self) -> String {
        let of = self.category.as_deref().unwrap_or("any category");
        let place = self.district.as_deref().unwrap_or("any district");
        match self.from {
            Some(from) => format!("{of} in {place} from {from}"),
            None => format!("{of} in {place}"),
        }
    }

    /// Whether two are the same rule: what they name, and from when.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        (&self.category, &self.district, self.from)
            == (&other.category, &other.district, other.from)
    }
}

fn slug(errors: &mut ValidationErrors, slug: &str) {
    if !is_slug(slug, LONGEST_SLUG) {
        refuse(errors, "slug", "slug");
    }
}

fn line(errors: &mut ValidationErrors, field: &'static str, text: &str, longest: usize) {
    if text.trim().is_empty() {
        refuse(errors, field, "required");
    } else if text.chars().count() > longest {
        refuse_length(errors, field, 1, longest);
    } else if !plain_line(text) {
        refuse(errors, field, "characters");
    }
}

fn end(errors: ValidationErrors) -> Result<(), ValidationErrors> {
    if errors.is_empty() {
        Ok(())
    } else {
        Err(errors)
    }
}

/// The field names something that is not there. What it names is no personal data.
pub(super) fn unknown(field: &'static str, named: &str) -> ValidationErrors {
    let mut error = ValidationError::new("choice");
    error.add_param(Cow::Borrowed("named"), &named);
    let mut errors = ValidationErrors::new();
    errors.add(field, error);
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(checked: Result<(), ValidationErrors>) -> Vec<String> {
        let errors = checked.err().unwrap_or_default();
        let fields = errors.field_errors().into_keys();
        let mut fields: Vec<String> = fields.map(|field| field.to_string()).collect();
        fields.sort();
        fields
    }

    #[test]
    fn an_entry_is_refused_by_the_field_that_is_wrong() {
        let both = |text: &str| Both {
            zh: text.into(),
            en: text.into(),
        };
        let office = OfficeEntry {
            slug: "parks".into(),
            name: both("Parks"),
            email: "parks@city.example".into(),
            phone: "07-1".into(),
            parent: None,
            hours: Some(Hours::default()),
            digest: Rhythm::default(),
            replies_send: RepliesSend::AtOnce,
        };
        assert!(office.check().is_ok());
        let wrong = OfficeEntry {
            slug: "Parks".into(),
            name: both("a\nb"),
            email: "parks".into(),
            phone: String::new(),
            parent: None,
            hours: "1-5".parse().ok(),
            digest: Rhythm::Paused,
            replies_send: RepliesSend::Draft,
        };
        assert_eq!(
            fields(wrong.check()),
            [
                "digest", "email", "hours", "name_en", "name_zh", "phone", "slug"
            ]
        );
        let category = CategoryEntry {
            slug: "trees".into(),
            name: both("Trees"),
            hint: both("Leaves"),
            due_days: 0,
        };
        assert_eq!(fields(category.check()), ["due_days"]);
        let rule = |offices: &[&str], from: &str, until: &str| RoutingEntry {
            offices: offices.iter().map(|&slug| slug.to_owned()).collect(),
            from: from.parse().ok(),
            until: until.parse().ok(),
            ..RoutingEntry::default()
        };
        assert!(rule(&["a"], "2026-03-02", "2026-03-02").check().is_ok());
        for (wrong, field) in [
            (rule(&[], "", ""), "offices"),
            (rule(&["a", "a"], "", ""), "offices"),
            (
                rule(&["a", "b", "c", "d", "e", "f", "g"], "", ""),
                "offices",
            ),
            (rule(&["a"], "2026-03-02", "2026-03-01"), "until"),
        ] {
            assert_eq!(fields(wrong.check()), [field], "{wrong:?}");
        }
    }
}
