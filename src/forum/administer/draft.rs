//! A board as somebody types it: what may stand in it, and in what two differ.

use serde::{Deserialize, Serialize};
use validator::{Validate, ValidationErrors};

use crate::{
    forum::{boards::Board, reader::Circle},
    text::{Field, Format, publication::Publication},
    text_rules::{is_slug, plain_line, refuse, refuse_length},
};

pub const LONGEST_SLUG: usize = 40;
pub const LONGEST_NAME: usize = 40;
pub const LONGEST_DESCRIPTION: usize = 200;

/// The names of the fields, as forms, errors and the ledger say them.
pub mod field {
    pub const SLUG: &str = "slug";
    pub const NAME_ZH: &str = "name_zh";
    pub const NAME_EN: &str = "name_en";
    pub const DESCRIPTION_ZH: &str = "description_zh";
    pub const DESCRIPTION_EN: &str = "description_en";
    pub const READ_BY: &str = "read_by";
    pub const OPEN_BY: &str = "open_by";
    pub const ANSWER_BY: &str = "answer_by";
    pub const GUEST_POSTING: &str = "guest_posting";
    pub const OFFICE: &str = "office";
    pub const TAKES_SUGGESTIONS: &str = "takes_suggestions";
    /// No form's: what an archive changes.
    pub const ARCHIVED: &str = "archived";
}

/// A board as somebody typed it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub slug: String,
    pub name_zh: String,
    pub name_en: String,
    pub description_zh: String,
    pub description_en: String,
    pub read_by: Circle,
    pub open_by: Circle,
    pub answer_by: Circle,
    pub guest_posting: bool,
    /// The slug of the office that its topics concern, or "".
    pub office: String,
    /// Whether suggestions are published on it, and on no other.
    pub takes_suggestions: bool,
}

impl Validate for Draft {
    fn validate(&self) -> Result<(), ValidationErrors> {
        let mut errors = ValidationErrors::new();
        if !is_slug(&self.slug, LONGEST_SLUG) {
            refuse(&mut errors, field::SLUG, "slug");
        }
        for (name, text, longest) in [
            (field::NAME_ZH, &self.name_zh, LONGEST_NAME),
            (field::NAME_EN, &self.name_en, LONGEST_NAME),
            (
                field::DESCRIPTION_ZH,
                &self.description_zh,
                LONGEST_DESCRIPTION,
            ),
            (
                field::DESCRIPTION_EN,
                &self.description_en,
                LONGEST_DESCRIPTION,
            ),
        ] {
            if text.trim().is_empty() {
                refuse(&mut errors, name, "required");
            } else if text.chars().count() > longest {
                refuse_length(&mut errors, name, 1, longest);
            } else if !plain_line(text) {
                refuse(&mut errors, name, "characters");
            }
        }
        // Nobody writes where they cannot read.
        for (name, by) in [
            (field::OPEN_BY, self.open_by),
            (field::ANSWER_BY, self.answer_by),
        ] {
            if by < self.read_by {
                refuse(&mut errors, name, "board-unread");
            }
        }
        if self.guest_posting && self.read_by > Circle::Everybody {
            refuse(&mut errors, field::GUEST_POSTING, "board-unread");
        }
        if self.takes_suggestions && self.read_by > Circle::Everybody {
            refuse(&mut errors, field::TAKES_SUGGESTIONS, "board-not-public");
        }
        if errors.is_empty() {
            Ok(())
        } else {
            Err(errors)
        }
    }
}

impl Draft {
    /// The board as it stands.
    pub fn of(board: &Board, office: String) -> Self {
        Self {
            slug: board.slug.clone(),
            name_zh: board.name_zh.clone(),
            name_en: board.name_en.clone(),
            description_zh: board.description_zh.clone(),
            description_en: board.description_en.clone(),
            read_by: board.read_by,
            open_by: board.open_by,
            answer_by: board.answer_by,
            guest_posting: board.guest_posting,
            office,
            takes_suggestions: board.takes_suggestions,
        }
    }

    /// The texts that the detector looks at and that are published.
    pub fn fields(&self) -> Vec<Field> {
        vec![
            Field::new(field::NAME_ZH, Format::Plain, self.name_zh.trim()),
            Field::new(field::NAME_EN, Format::Plain, self.name_en.trim()),
            Field::new(
                field::DESCRIPTION_ZH,
                Format::Plain,
                self.description_zh.trim(),
            ),
            Field::new(
                field::DESCRIPTION_EN,
                Format::Plain,
                self.description_en.trim(),
            ),
        ]
    }

    /// This draft with other texts: those that applying the answers left.
    pub fn with(mut self, fields: &[Field]) -> Self {
        for text in fields {
            let own = match text.name {
                field::NAME_ZH => &mut self.name_zh,
                field::NAME_EN => &mut self.name_en,
                field::DESCRIPTION_ZH => &mut self.description_zh,
                field::DESCRIPTION_EN => &mut self.description_en,
                _ => continue,
            };
            own.clone_from(&text.source);
        }
        self
    }

    /// This draft with its texts as they may be published.
    pub(in crate::forum) fn published(self, publication: &Publication) -> Self {
        let fields: Vec<Field> = publication
            .texts
            .iter()
            .map(|text| Field::new(text.field, Format::Plain, text.source.clone()))
            .collect();
        self.with(&fields)
    }

    /// The names of the fields in which two drafts differ.
    pub(super) fn differs(&self, other: &Self) -> Vec<&'static str> {
        [
            (field::SLUG, self.slug != other.slug),
            (field::NAME_ZH, self.name_zh != other.name_zh),
            (field::NAME_EN, self.name_en != other.name_en),
            (
                field::DESCRIPTION_ZH,
                self.description_zh != other.description_zh,
            ),
            (
                field::DESCRIPTION_EN,
                self.description_en != other.description_en,
            ),
            (field::READ_BY, self.read_by != other.read_by),
            (field::OPEN_BY, self.open_by != other.open_by),
            (field::ANSWER_BY, self.answer_by != other.answer_by),
            (
                field::GUEST_POSTING,
                self.guest_posting != other.guest_posting,
            ),
            (field::OFFICE, self.office != other.office),
            (
                field::TAKES_SUGGESTIONS,
                self.takes_suggestions != other.takes_suggestions,
            ),
        ]
        .into_iter()
        .filter_map(|(name, differs)| differs.then_some(name))
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole() -> Draft {
        Draft {
            slug: "city-life".into(),
            name_zh: "市政".into(),
            name_en: "City".into(),
            description_zh: "什麼都能聊".into(),
            description_en: "Anything goes".into(),
            ..Draft::default()
        }
    }

    #[test]
    fn a_draft_is_refused_by_the_field_that_is_wrong() {
        assert!(whole().validate().is_ok());
        for slug in ["", "a", "City", "a b", "-a", "a-", "市政", &"a".repeat(41)] {
            let draft = Draft {
                slug: slug.into(),
                ..whole()
            };
            let errors = draft.validate().expect_err("no slug");
            assert!(errors.field_errors().contains_key("slug"), "{slug}");
        }
        let unread = Draft {
            read_by: Circle::Staff,
            guest_posting: true,
            ..whole()
        };
        let errors = unread.validate().expect_err("who cannot read");
        let mut fields: Vec<_> = errors.field_errors().into_keys().collect();
        fields.sort();
        assert_eq!(fields, ["answer_by", "guest_posting", "open_by"]);
    }

    #[test]
    fn what_was_changed_is_named() {
        let other = Draft {
            name_en: "Town".into(),
            read_by: Circle::Members,
            ..whole()
        };
        assert_eq!(other.differs(&whole()), ["name_en", "read_by"]);
    }
}
