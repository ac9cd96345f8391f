//! The OpenAPI document, made from the handlers.

use actix_web::HttpResponse;
use utoipa::{
    Modify, OpenApi,
    openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
};

use super::{accounts, sessions};

#[derive(OpenApi)]
#[openapi(
    info(title = "Plaza", description = "A city's forum and suggestion box."),
    modifiers(&Bearer),
    paths(
        accounts::post,
        accounts::confirm,
        accounts::get,
        accounts::request_reset,
        sessions::post,
        sessions::delete,
    )
)]
pub struct Document;

/// How a request says who makes it.
struct Bearer;

impl Modify for Bearer {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        document
            .components
            .get_or_insert_default()
            .add_security_scheme("bearer", SecurityScheme::Http(scheme));
    }
}

pub async fn get() -> HttpResponse {
    HttpResponse::Ok().json(Document::openapi())
}
