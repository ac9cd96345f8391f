//! Language is part of a page's address; an address without one is redirected.

use actix_web::{
    Error, HttpRequest, HttpResponse,
    body::{BoxBody, EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{Method, header},
    middleware::Next,
    web::Data,
};

use super::{
    extract,
    fault::Fault,
    met, open311,
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

/// The language that the reader's program asks for, of those that are offered.
pub fn of_header(request: &HttpRequest) -> Lang {
    let header = request.headers().get(header::ACCEPT_LANGUAGE);
    let wanted = header.and_then(|value| value.to_str().ok()).unwrap_or("");
    let Some(context) = request.app_data::<Data<Context>>() else {
        return Lang::negotiate(wanted);
    };
    let languages = &context.config.languages;
    let found = Lang::negotiate_of(wanted, languages.offered());
    found.unwrap_or(languages.first())
}

/// Leads from a page in a language that is not offered to the same page in the first that is. What was
/// filled in before that is taken all the same.
pub(super) async fn offered<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, Error> {
    let context = request.app_data::<Data<Context>>();
    let languages = context.map(|context| context.config.languages.clone());
    let asked = of_path(request.request());
    if let (Some(languages), Some(lang)) = (languages, asked)
        && !languages.has(lang)
        && matches!(*request.method(), Method::GET | Method::HEAD)
        && is_page(request.path())
    {
        let below = request.path().trim_start_matches('/');
        let below = below.strip_prefix(lang.as_str()).unwrap_or_default();
        let other = format!("/{}{below}", languages.first().as_str());
        let response = HttpResponse::Found()
            .insert_header((header::LOCATION, with_query(other, request.request())))
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .finish();
        return Ok(request.into_response(response).map_into_right_body());
    }
    next.call(request)
        .await
        .map(ServiceResponse::map_into_left_body)
}

/// The language that whoever is logged on chose, else the one that the program asks for.
async fn of_reader(request: &HttpRequest) -> Lang {
    let member = match request.app_data::<Data<Context>>() {
        // That the database is away is told by the page that is led to.
        Some(context) => extract::member(request, context).await.ok().flatten(),
        None => None,
    };
    let chosen = member.map(|member| member.language).filter(|lang| {
        let context = request.app_data::<Data<Context>>();
        context.is_none_or(|context| context.config.languages.has(*lang))
    });
    chosen.unwrap_or_else(|| of_header(request))
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
    let known = |path: &str| met::all(path).next().is_some();
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
