//! What administrators keep: the boards and who moderates them, the templates of answers, the reasons
//! of decisions, the city's organisation, pages of its own, settings, watched words, mails that have not left,
//! where events are delivered to, and the tokens of the city's own people; how the service fares; and who of
//! them did what, and logged on when.

pub mod audit;
pub mod board;
pub mod boards;
pub mod calendar;
pub mod city_page;
pub mod city_pages;
pub mod factors;
pub mod mail;
pub mod moderators;
pub mod names;
pub mod offices;
pub mod reasons;
pub mod rules;
pub mod setting;
mod setting_form;
mod setting_sent;
pub mod settings;
pub mod status;
pub mod suppressed;
pub mod templates;
pub mod tokens;
pub mod watched;
pub mod webhooks;

use actix_web::http::StatusCode;

use crate::{
    offices::OfficeError,
    web::{
        entry::EntryError,
        fault::Fault,
        form::{Errors, Form},
        page::Page,
    },
};

/// What the form of an entry shows where it was refused, and with which status; `None` where all was
/// kept. That somebody else changed it since it was read stands at `field`, in the words `changed`.
fn refusal<T>(
    page: &Page,
    done: Result<T, impl EntryError>,
    field: &str,
    changed: &str,
) -> Result<Option<(Errors, StatusCode)>, Fault> {
    let Err(error) = done else {
        return Ok(None);
    };
    match error.invalid() {
        Ok(found) => {
            let errors = Errors::found(&found, page.lang);
            Ok(Some((errors, StatusCode::UNPROCESSABLE_ENTITY)))
        }
        Err(Fault::Conflict) => {
            let mut errors = Errors::default();
            errors.add(field, page.t(changed));
            Ok(Some((errors, StatusCode::CONFLICT)))
        }
        Err(fault) => Err(fault),
    }
}

/// As [`refusal`], for the organisation: no change may leave a day without fallback.
fn organisation_refusal<T>(
    page: &Page,
    done: Result<T, OfficeError>,
    field: &str,
) -> Result<Option<(Errors, StatusCode)>, Fault> {
    if matches!(done, Err(OfficeError::NoFallback)) {
        let mut errors = Errors::default();
        errors.add(field, page.t("invalid-no-fallback"));
        return Ok(Some((errors, StatusCode::UNPROCESSABLE_ENTITY)));
    }
    refusal(page, done, field, "organisation-changed")
}

fn yes_or_no(form: &Form, name: &str) -> Result<bool, Fault> {
    match form.get(name) {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err(Fault::BadRequest("neither yes nor no".into())),
    }
}
