//! Language is part of a page's address; an address without one is redirected.

use actix_web::{HttpRequest, HttpResponse, http::header, web::Data};

use super::{
    extract,
    fault::Fault,
    open311,
    routes::{self, is_page},
};
use crate::{context::Context, i18n::Lang};

/// The language that begins the path, if one does.
pub(super) fn of_path(request: &HttpRequest) -> Option<Lang> {
    request
        .path()
        .trim_start_matches('/')
        .split('/')
        .next()?
        .parse()
        .ok()
}

/// The language that the reader's program asks for.
pub fn of_header(request: &HttpRequest) -> Lang {
    let header = request.headers().get(header::ACCEPT_LANGUAGE);
    Lang::negotiate(header.and_then(|value| value.to_str().ok()).unwrap_or(""))
}

/// The language that whoever is logged on chose, else the one that the program asks for.
async fn of_reader(request: &HttpRequest) -> Lang {
    let member = match request.app_data::<Data<Context>>() {
        // That the database is away is told by the page that is led to.
        Some(context) => extract::member(request, context).await.ok().flatten(),
        None => None,
    };
    member.map_or_else(|| of_header(request), |member| member.language)
}

/// Says in which language an answer is, and that another header would have given another.
pub fn varies(mut response: HttpResponse, lang: Lang) -> HttpResponse {
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_LANGUAGE,
        header::HeaderValue::from_static(lang.tag()),
    );
    headers.insert(
        header::VARY,
        header::HeaderValue::from_static("Accept-Language"),
    );
    response
}

/// An address with the query that was asked for.
pub(super) fn with_query(address: String, request: &HttpRequest) -> String {
    match request.query_string() {
        "" => address,
        query => format!("{address}?{query}"),
    }
}

/// Answers what no route matched: a page's bare address, another method, or nothing.
pub(super) async fn fallback(request: HttpRequest) -> Result<HttpResponse, Fault> {
    let path = request.path();
    let known = |path: &str| routes::at(path).next().is_some();
    if of_path(&request).is_none() && routes::asks_for_page(&request) {
        let lang = of_reader(&request).await.as_str();
        let with_language = format!("/{lang}{}", path.trim_end_matches('/'));
        if is_page(&with_language) {
            let with_language = with_query(with_language, &request);
            return Ok(HttpResponse::Found()
                .insert_header((header::LOCATION, with_language))
                .insert_header((header::VARY, "Accept-Language, Cookie"))
                .finish());
        }
    }
    let programs = ["/api/", open311::BASE];
    let for_programs = programs.iter().any(|start| path.starts_with(start));
    if known(path) && (of_path(&request).is_some() || for_programs) {
        return Err(Fault::WrongMethod);
    }
    Err(Fault::NotFound)
}
