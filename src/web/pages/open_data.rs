//! The anonymous open data: what it is, and its files.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use askama::Template;

use crate::{
    context::Context,
    open_data,
    web::{
        fault::Fault,
        page::{Page, html},
    },
};

#[derive(Template)]
#[template(path = "pages/open_data/index.html")]
struct Index {
    page: Page,
}

pub async fn get(page: Page) -> Result<HttpResponse, Fault> {
    html(&Index { page })
}

/// A file as it was last made.
pub async fn file(context: Data<Context>, name: Path<String>) -> Result<HttpResponse, Fault> {
    let content = open_data::file(&context, &name)
        .await?
        .ok_or(Fault::NotFound)?;
    let kind = if name.ends_with(".csv") {
        "text/csv; charset=utf-8"
    } else {
        "application/json"
    };
    Ok(HttpResponse::Ok().content_type(kind).body(content))
}
