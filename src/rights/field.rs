//! The data of a case that can be given to a third party, by name.

use std::collections::BTreeSet;

use crate::db::text_enum;

text_enum! {
    /// One datum of a case.
    pub enum Field {
        ContactName = "contact-name",
        ContactEmail = "contact-email",
        ContactPhone = "contact-phone",
        Title = "title",
        Text = "text",
        Place = "place",
        Coordinates = "coordinates",
    }
}

impl Field {
    pub const ALL: [Self; 7] = [
        Self::ContactName,
        Self::ContactEmail,
        Self::ContactPhone,
        Self::Title,
        Self::Text,
        Self::Place,
        Self::Coordinates,
    ];

    /// Whether it says how to reach the resident, who decides whether it is shared.
    pub const fn is_contact(self) -> bool {
        matches!(
            self,
            Self::ContactName | Self::ContactEmail | Self::ContactPhone
        )
    }
}

/// At least one field, each once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fields(BTreeSet<Field>);

impl Fields {
    /// `None` when there is none.
    pub fn new(fields: impl IntoIterator<Item = Field>) -> Option<Self> {
        let fields: BTreeSet<Field> = fields.into_iter().collect();
        (!fields.is_empty()).then_some(Self(fields))
    }

    /// Reads [`Fields::code`]; `None` when a name is unknown or there is none.
    pub fn parse(code: &str) -> Option<Self> {
        let fields: Result<Vec<Field>, ()> = code.split(',').map(str::parse).collect();
        Self::new(fields.ok()?)
    }

    /// The names in their order, with commas between.
    pub fn code(&self) -> String {
        let names: Vec<&str> = self.iter().map(Field::as_str).collect();
        names.join(",")
    }

    pub fn iter(&self) -> impl Iterator<Item = Field> {
        self.0.iter().copied()
    }

    pub fn contains(&self, field: Field) -> bool {
        self.0.contains(&field)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_back_and_never_none() {
        let fields = Fields::new([Field::Text, Field::ContactName, Field::Text]).expect("two");
        assert_eq!(fields.code(), "contact-name,text");
        assert_eq!(Fields::parse(&fields.code()), Some(fields));
        assert_eq!(Fields::new([]), None);
        for wrong in ["", "text,", "text,password", "text, title"] {
            assert_eq!(Fields::parse(wrong), None, "{wrong}");
        }
    }
}
