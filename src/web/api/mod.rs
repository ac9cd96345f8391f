//! The JSON API under `/api/v1`: the same domain functions as the pages.

pub mod accounts;
pub mod admin;
pub mod appeals;
pub mod arrange;
pub mod attachments;
pub mod audit;
mod because;
pub mod boards;
pub mod calendar;
pub mod campaigns;
pub mod case_files;
pub mod challenge;
pub mod choices;
pub mod city_pages;
pub mod city_pages_kept;
pub mod consents;
mod coordinates;
pub mod desk;
pub mod desk_cases;
pub mod desk_inbox;
pub mod desk_list;
pub mod digests;
pub mod docs;
mod document;
pub mod drafts;
pub mod enquiries;
pub mod events;
pub mod factor_resets;
pub mod factors;
pub mod flags;
pub mod guest_posts;
pub mod investigations;
pub mod kept;
pub mod ledger;
pub mod mail;
pub mod mail_check;
pub mod moderate;
pub mod moderation;
pub mod moderators;
pub mod officer;
mod openapi;
mod openapi_requests;
mod openapi_scopes;
pub mod organisation;
pub mod organisation_entries;
pub mod organisation_members;
pub mod organisation_one;
pub mod organisation_rules;
pub mod paged;
pub mod people;
pub mod personal_data;
pub mod policy;
pub mod polls;
pub mod posts;
pub mod preferences;
pub mod privacy;
mod publication;
pub mod published;
pub mod ratings;
pub mod reading;
pub mod reasons;
pub mod review;
pub mod review_bulk;
pub mod review_item;
pub mod rights;
pub mod search;
pub mod second_step;
pub mod sessions;
pub mod settings;
pub mod sign_on;
pub mod standing;
pub mod statistics;
pub mod status;
pub mod suggestions;
pub mod suggestions_preview;
pub mod support;
pub mod suspension;
pub mod tags;
pub mod take_out;
pub mod templates;
pub mod tokens;
pub mod topics;
pub mod watched;
pub mod webhooks;

use actix_web::{HttpRequest, HttpResponse, http::StatusCode};
use serde::Serialize;
use serde_json::{Map, json};
use utoipa::ToSchema;
use validator::ValidationErrors;

use super::{entry::EntryError, fault, form, language};

/// What became of a request that gives nothing back, as a stable word.
#[derive(Serialize, ToSchema)]
pub struct Status {
    /// A word such as `done`, `ended` or `mailed`.
    status: &'static str,
}

impl Status {
    const fn of(status: &'static str) -> Self {
        Self { status }
    }
}

/// The id of an entry that was added to a list that administrators keep.
#[derive(Serialize, ToSchema)]
pub struct Added {
    id: i64,
}

/// 201 with the id of the entry that was added, or what is wrong with it.
fn added(
    request: &HttpRequest,
    done: Result<i64, impl EntryError>,
) -> Result<HttpResponse, fault::Fault> {
    taken(request, done, |id| {
        HttpResponse::Created().json(Added { id })
    })
}

/// The word for what became of the entry, or what is wrong with it.
fn changed(
    request: &HttpRequest,
    done: Result<(), impl EntryError>,
    word: &'static str,
) -> Result<HttpResponse, fault::Fault> {
    taken(request, done, |()| {
        HttpResponse::Ok().json(Status::of(word))
    })
}

/// The answer about an entry that was taken, or what is wrong with it.
fn taken<T>(
    request: &HttpRequest,
    done: Result<T, impl EntryError>,
    answer: impl FnOnce(T) -> HttpResponse,
) -> Result<HttpResponse, fault::Fault> {
    match done {
        Ok(done) => Ok(answer(done)),
        Err(error) => Ok(invalid(request, &error.invalid()?)),
    }
}

/// The request's `Idempotency-Key`, where it has one: the same key twice does a thing once.
pub(super) fn idempotency_key(request: &HttpRequest) -> Result<Option<String>, fault::Fault> {
    match request
        .headers()
        .get("idempotency-key")
        .map(|key| key.to_str())
    {
        None => Ok(None),
        Some(Ok(key)) if (8..=200).contains(&key.len()) => Ok(Some(key.to_owned())),
        Some(_) => Err(fault::Fault::BadRequest(
            "an Idempotency-Key has 8 to 200 printable characters".into(),
        )),
    }
}

/// 422 `invalid`, with `errors: [{field, code, detail}]` in the asker's language.
pub fn invalid(request: &HttpRequest, errors: &ValidationErrors) -> HttpResponse {
    let details = form::messages(errors, language::of_header(request));
    let fields = errors.field_errors();
    let errors: Vec<_> = details
        .iter()
        .map(|(field, detail)| {
            let code = fields
                .get(field.as_str())
                .and_then(|errors| errors.first())
                .map_or("invalid", |error| error.code.as_ref());
            json!({ "field": field, "code": code, "detail": detail })
        })
        .collect();
    let members = Map::from_iter([("errors".to_owned(), json!(errors))]);
    fault::problem(
        request,
        StatusCode::UNPROCESSABLE_ENTITY,
        "invalid",
        members,
    )
}
