//! Looking for personal data in a text, and previewing one. Nothing is stored.

use std::time::Instant;

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Json},
};
use personal_data::mask_all;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::ValidationErrors;

use super::invalid;
use crate::{
    context::Context,
    forum::{
        references::{self, At},
        submission::LONGEST_BODY,
    },
    metrics::texts::TEXTS,
    text::{Field, Format, findings, render_preview},
    text_rules::{readable, refuse, refuse_length},
    web::{extract::AddressLimits, fault::Fault, pictures::pictures},
};

#[derive(Deserialize, ToSchema)]
pub struct Text {
    /// Plain text of at most 20,000 characters.
    text: String,
}

/// A place of personal data; start and end in Unicode characters of the text.
#[derive(Serialize, ToSchema)]
pub struct CheckedFinding {
    /// `EMAIL`, `PERSON`, `PHONE` …
    kind: &'static str,
    start: usize,
    end: usize,
    /// How sure the detector is, 0 to 1.
    confidence: f32,
    /// Whether to say that it is one (`true`) or that it may be one.
    sure: bool,
    /// Whether its owner may publish it.
    publishable: bool,
}

#[derive(Serialize, ToSchema)]
pub struct Checked {
    findings: Vec<CheckedFinding>,
    /// The text with every finding masked.
    masked: String,
}

/// Find the personal data in a plain text.
#[utoipa::path(post, path = "/api/v1/personal-data/check", operation_id = "personal_data_check", tag = "personal data", request_body = Text,
    responses((status = 200, body = Checked), (status = 422, description = "`invalid`"),
        (status = 429, description = "`too-many-attempts`")))]
pub async fn check(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    body: Json<Text>,
) -> Result<HttpResponse, Fault> {
    limits.count_look(&request)?;
    let text = body.into_inner().text;
    if let Err(errors) = within_limits("text", &text) {
        return Ok(invalid(&request, &errors));
    }
    let detector = context.detector();
    let checked = busy(move || {
        let began = Instant::now();
        let findings = detector.find(&text);
        TEXTS.looked(began.elapsed(), findings.iter().map(|found| found.kind));
        Checked {
            masked: mask_all(&text, &findings),
            findings: findings
                .into_iter()
                .map(|finding| CheckedFinding {
                    kind: finding.kind.as_str(),
                    start: finding.chars.start,
                    end: finding.chars.end,
                    confidence: finding.confidence,
                    sure: finding.is_sure(),
                    publishable: finding.kind.publishable(),
                })
                .collect(),
        }
    })
    .await?;
    Ok(HttpResponse::Ok().json(checked))
}

#[derive(Deserialize, ToSchema)]
pub struct Markdown {
    /// Markdown of at most 20,000 characters.
    body: String,
}

#[derive(Serialize, ToSchema)]
pub struct Html {
    /// As it would be shown, with everything that is found in `<mark class="found">`.
    html: String,
}

/// Render a text as a post shows it.
#[utoipa::path(post, path = "/api/v1/preview", operation_id = "personal_data_preview", tag = "personal data", request_body = Markdown,
    responses((status = 200, body = Html), (status = 422, description = "`invalid`"),
        (status = 429, description = "`too-many-attempts`")))]
pub async fn preview(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    body: Json<Markdown>,
) -> Result<HttpResponse, Fault> {
    limits.count_look(&request)?;
    let body = body.into_inner().body;
    if let Err(errors) = within_limits("body", &body) {
        return Ok(invalid(&request, &errors));
    }
    let detector = context.detector();
    let known = references::resolve(&context, &body, At::default()).await?;
    let html = busy(move || {
        let field = Field::new("body", Format::Markdown, body).knowing(known);
        let html = render_preview(&field, &findings::find(&field, &detector));
        // Which files the post will have, this text does not say: their words stand for them.
        pictures(&html, &[]).into_owned()
    })
    .await?;
    Ok(HttpResponse::Ok().json(Html { html }))
}

fn within_limits(field: &'static str, text: &str) -> Result<(), ValidationErrors> {
    let mut errors = ValidationErrors::new();
    if text.chars().count() > LONGEST_BODY {
        refuse_length(&mut errors, field, 0, LONGEST_BODY);
    } else if !readable(text) {
        refuse(&mut errors, field, "characters");
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(errors)
    }
}

/// A long text keeps the detector busy: other requests must not wait for it.
async fn busy<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Fault> {
    crate::threads::blocking(work)
        .await
        .map_err(|_| Fault::Internal("a text could not be looked at".into()))
}
