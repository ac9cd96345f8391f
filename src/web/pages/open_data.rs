//! The anonymous open data: what it is, and its files.

use actix_web::{
    HttpResponse,
    http::header,
    web::{Data, Path},
};
use askama::Template;

use crate::{
    context::Context,
    i18n::Lang,
    open_data::{self, Asked},
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

/// A file as it was last made. Its address has no language, and so what is said while it is
/// being made has both.
pub async fn file(context: Data<Context>, name: Path<String>) -> Result<HttpResponse, Fault> {
    let content = match open_data::file(&context, &name).await? {
        Asked::There(content) => content,
        Asked::Unknown => return Err(Fault::NotFound),
        Asked::NotYet => {
            let words = [Lang::Zh, Lang::En].map(|lang| lang.t("open-data-not-yet"));
            return Ok(HttpResponse::ServiceUnavailable()
                .insert_header((header::RETRY_AFTER, "60"))
                .insert_header((header::CACHE_CONTROL, "no-store"))
                .content_type("text/plain; charset=utf-8")
                .body(words.join("\n")));
        }
    };
    let kind = if name.ends_with(".csv") {
        "text/csv; charset=utf-8"
    } else {
        "application/json"
    };
    Ok(HttpResponse::Ok().content_type(kind).body(content))
}
