//! The API's document, and a page that browses it without asking any other site.

use std::sync::{Arc, LazyLock};

use actix_web::{
    HttpResponse,
    http::header,
    web::{Json, Path},
};
use serde_json::Value;
use utoipa::OpenApi as _;
use utoipa_swagger_ui::Config;

use super::{document::complete, openapi::Document};
use crate::web::fault::Fault;

static WHOLE: LazyLock<Value> = LazyLock::new(|| {
    let mut document = Document::openapi();
    document.info.terms_of_service = Some("/en/privacy".to_owned());
    let mut whole = complete(serde_json::to_value(document).expect("a document is JSON"));
    // Whether a map keeps its order depends on what else was built with it.
    whole.sort_all_objects();
    whole
});

/// The document itself, which is the same for as long as the program runs.
pub fn openapi() -> &'static Value {
    &WHOLE
}

pub async fn document() -> Json<&'static Value> {
    Json(openapi())
}

static BROWSER: LazyLock<Arc<Config<'static>>> = LazyLock::new(|| {
    Arc::new(
        // One document without a name: several are chosen from in the top bar alone.
        Config::new(["/api/v1/openapi.json"])
            .validator_url("none")
            // Without that bar, whose logo brings a style that the policy refuses.
            .use_base_layout(),
    )
});

/// The page's own files lie beside it.
pub async fn index() -> HttpResponse {
    HttpResponse::Found()
        .insert_header((header::LOCATION, "/api/docs/index.html"))
        .finish()
}

pub async fn file(name: Path<String>) -> Result<HttpResponse, Fault> {
    let file = utoipa_swagger_ui::serve(&name, BROWSER.clone())
        .map_err(|error| Fault::Internal(error.to_string()))?
        .ok_or(Fault::NotFound)?;
    Ok(HttpResponse::Ok()
        .content_type(file.content_type)
        .body(file.bytes.into_owned()))
}
