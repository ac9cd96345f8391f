//! What administrators keep: the boards and who moderates them, the templates of answers, the reasons
//! of decisions, the city's organisation, watched words, and mails that have not left.

pub mod board;
pub mod boards;
pub mod calendar;
pub mod mail;
pub mod moderators;
pub mod names;
pub mod offices;
pub mod reasons;
pub mod rules;
pub mod suppressed;
pub mod templates;
pub mod watched;

use actix_web::http::StatusCode;

use crate::{
    offices::OfficeError,
    web::{
        fault::Fault,
        form::{Errors, Form},
        page::Page,
    },
};

/// What a form of the organisation shows where it was refused, and with which status; `None` where all
/// was kept. What concerns no field of its own stands at `field`.
fn refusal<T>(
    page: &Page,
    done: Result<T, OfficeError>,
    field: &str,
) -> Result<Option<(Errors, StatusCode)>, Fault> {
    let mut errors = Errors::default();
    match done {
        Ok(_) => return Ok(None),
        Err(OfficeError::Invalid(found)) => {
            let errors = Errors::found(&found, page.lang);
            return Ok(Some((errors, StatusCode::UNPROCESSABLE_ENTITY)));
        }
        Err(OfficeError::NoFallback) => {
            errors.add(field, page.t("invalid-no-fallback"));
            return Ok(Some((errors, StatusCode::UNPROCESSABLE_ENTITY)));
        }
        Err(OfficeError::Changed) => {
            errors.add(field, page.t("organisation-changed"));
        }
        Err(error) => return Err(error.into()),
    }
    Ok(Some((errors, StatusCode::CONFLICT)))
}

fn yes_or_no(form: &Form, name: &str) -> Result<bool, Fault> {
    match form.get(name) {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err(Fault::BadRequest("neither yes nor no".into())),
    }
}
