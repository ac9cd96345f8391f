//! `/api/v1/suggestions/preview`: what a resident is told before a suggestion is sent. Nothing is stored.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Json},
};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::{case_files, choices::Named, invalid, suggestions::SuggestionBody};
use crate::{
    context::Context,
    offices,
    privacy::notices::Notice,
    suggestions::submit,
    web::{extract::AddressLimits, fault::Fault, language, page::unstored},
};

/// What would come of a suggestion, were it sent now.
#[derive(Serialize, ToSchema)]
pub struct PreviewBody {
    /// The responsible office.
    office: Named,
    /// All offices that would get it.
    offices: Vec<Named>,
    /// By when an answer would be due, were it routed today.
    due: NaiveDate,
    /// Whether the offices would see how to reach the resident.
    with_contact: bool,
    /// What the offices would see, in words.
    sees: String,
    /// For how long it is kept, in words.
    retention: String,
    /// Whether a mailed link must be followed first.
    awaits_confirmation: bool,
}

/// See who gets a suggestion, what they see, how long it is kept and by when an answer is due, before
/// it is sent. The same body as for sending it, with the same rules; nothing is stored, and a `topic`
/// is not looked at.
#[utoipa::path(post, path = "/api/v1/suggestions/preview", operation_id = "suggestions_preview", tag = "suggestions", request_body = SuggestionBody,
    responses((status = 200, body = PreviewBody),
        (status = 422, description = "`invalid` with the fields, or `notice-changed`"),
        (status = 429, description = "`too-many-attempts`")))]
pub async fn post(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    body: Json<SuggestionBody>,
) -> Result<HttpResponse, Fault> {
    limits.count_look(&request)?;
    let lang = language::of_header(&request);
    let body = body.into_inner();
    let language = body.read(&context, lang)?;
    let files = match case_files::chosen(&context, &body.files).await? {
        Ok(files) => files,
        Err(errors) => return Ok(invalid(&request, &errors)),
    };
    let suggestion = body.suggestion(language, files);
    let choices = offices::choices(&context).await?;
    if let Err(errors) = suggestion.check(&choices) {
        return Ok(invalid(&request, &errors));
    }
    let (offices, due) = submit::preview(&context, &choices, &suggestion).await?;
    let office = offices.first().map(|office| Named::of(office, lang));
    let with_contact = suggestion.shares_contact();
    let shown = Notice::Suggestion.shown(lang, &context.config);
    Ok(unstored(
        HttpResponse::Ok().json(PreviewBody {
            office: office
                .ok_or_else(|| Fault::Internal("a suggestion without an office".into()))?,
            offices: offices
                .iter()
                .map(|office| Named::of(office, lang))
                .collect(),
            due,
            with_contact,
            sees: if with_contact {
                lang.t("suggest-sees-contact")
            } else {
                lang.t("suggest-sees-text")
            },
            retention: shown.text("long").to_owned(),
            awaits_confirmation: suggestion.has_email(),
        }),
    ))
}
