//! `/api/v1/officer`: the privacy officer's work.

pub mod agreements;
pub mod approvals;
pub mod breaches;
pub mod disclosures;
pub mod policy;
pub mod requests;
pub mod retention;

use actix_web::{HttpRequest, HttpResponse, http::StatusCode};
use serde_json::{Map, json};

use super::invalid;
use crate::{
    rights::{DisclosureError, Field},
    web::fault::{Fault, problem},
};

/// Why nothing was agreed, approved or given, as a problem with its code; a fault where it has none.
fn refused(request: &HttpRequest, error: DisclosureError) -> Result<HttpResponse, Fault> {
    let (code, field): (_, Option<Field>) = match error {
        DisclosureError::Invalid(errors) => return Ok(invalid(request, &errors)),
        DisclosureError::InForce => ("agreement-in-force", None),
        DisclosureError::NotYet => ("agreement-not-yet", None),
        DisclosureError::Expired => ("agreement-expired", None),
        DisclosureError::NotNamed(field) => ("field-not-named", Some(field)),
        DisclosureError::NotShared(field) => ("contact-not-shared", Some(field)),
        DisclosureError::NoConsent(field) => ("contact-no-consent", Some(field)),
        DisclosureError::NotTold(field) => ("contact-not-told", Some(field)),
        DisclosureError::Unconfirmed(field) => ("contact-unconfirmed", Some(field)),
        DisclosureError::Restricted => ("case-restricted", None),
        DisclosureError::NotApproved => ("not-approved", None),
        DisclosureError::NotWaiting => ("not-waiting", None),
        DisclosureError::SamePerson => {
            let members = Map::new();
            let code = "second-person";
            return Ok(problem(request, StatusCode::FORBIDDEN, code, members));
        }
        error => return Err(error.into()),
    };
    let field = field.map(|field| ("field".to_owned(), json!(field)));
    Ok(problem(
        request,
        StatusCode::CONFLICT,
        code,
        field.into_iter().collect(),
    ))
}
