//! The fields of a case as forms name them and as people read them.

use crate::{
    rights::{Field, Fields},
    web::{form::Form, page::Page},
};

/// A field as a form's tick: its name there, its words, and whether it is ticked.
pub struct Tick {
    pub name: String,
    pub words: String,
    pub ticked: bool,
}

/// The ticks of every field.
pub fn ticks(page: &Page, form: &Form) -> Vec<Tick> {
    Field::ALL
        .iter()
        .map(|field| Tick {
            name: format!("field-{}", field.as_str()),
            words: word(page, *field),
            ticked: form.has(&format!("field-{}", field.as_str())),
        })
        .collect()
}

/// The fields that were ticked; `None` when none was.
pub fn read(form: &Form) -> Option<Fields> {
    let ticked = |field: &Field| form.has(&format!("field-{}", field.as_str()));
    Fields::new(Field::ALL.into_iter().filter(ticked))
}

pub fn word(page: &Page, field: Field) -> String {
    page.ta("disclosed-field", "field", field.as_str())
}

/// Several fields as one phrase.
pub fn words_of(page: &Page, fields: &Fields) -> String {
    page.list(fields.iter().map(|field| word(page, field)))
}
