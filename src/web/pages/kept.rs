//! What somebody typed when their session had ended meanwhile: shown again, so that it is not lost.

use actix_web::{HttpResponse, http::StatusCode};
use askama::Template;

use crate::web::{
    fault::Fault,
    page::{Page, html_as, unstored},
};

#[derive(Template)]
#[template(path = "pages/kept.html")]
struct Kept {
    page: Page,
    texts: Vec<String>,
}

/// Gives back `texts` where logging on first was the only thing missing; any other fault stays one.
pub fn answer(fault: Fault, page: Page, texts: Vec<String>) -> Result<HttpResponse, Fault> {
    let texts: Vec<String> = texts.into_iter().filter(|text| !text.is_empty()).collect();
    if !matches!(fault, Fault::LogOnFirst) || texts.is_empty() {
        return Err(fault);
    }
    html_as(StatusCode::UNAUTHORIZED, &Kept { page, texts }).map(unstored)
}
