//! `/api/v1/privacy`: what the city says of the personal data that it keeps.

use actix_web::{HttpRequest, HttpResponse, web::Data};
use serde::Serialize;
use utoipa::ToSchema;

use super::boards::{Parameters, lang};
use crate::{
    context::Context,
    web::{
        fault::Fault,
        files::{self, FileShown},
    },
};

#[derive(Serialize, ToSchema)]
pub struct PersonalDataFiles {
    files: Vec<FileShown>,
    /// Whom to ask about them.
    telephone: String,
    email: String,
}

/// The files of personal data that the city keeps: name, basis, purpose, kinds, retention, recipients.
#[utoipa::path(get, path = "/api/v1/privacy/files", operation_id = "privacy_files", tag = "privacy",
    params(("lang" = Option<String>, Query, description = "zh or en")),
    responses((status = 200, body = PersonalDataFiles)))]
pub async fn files(
    request: HttpRequest,
    context: Data<Context>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let city = &context.config.city;
    Ok(HttpResponse::Ok().json(PersonalDataFiles {
        files: files::all(&context, lang(&request, &query))?,
        telephone: city.phone.clone(),
        email: city.email.clone(),
    }))
}
