//! The one place that gives a fault its body: a page for people, a problem for programs.

use actix_web::{
    Error, HttpMessage as _, HttpRequest, HttpResponse,
    body::{BoxBody, EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{StatusCode, header},
    middleware::Next,
};
use askama::Template;
use serde_json::{Map, Value, json};

use super::{CONFIRM, Code, Lacks, Texts};
use crate::{
    forum::{Moved, address},
    i18n::Lang,
    web::{codes, form::Written, language, open311, page::Page, routes},
};

/// Gives every bare error a body: a page for people, a problem for programs.
pub(in crate::web) async fn render<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, Error> {
    let mut response = next.call(request).await?;
    let moved = response.response().extensions().get::<Moved>().cloned();
    if let Some(moved) = moved {
        lead_on(&mut response, &moved);
        return Ok(response.map_into_left_body());
    }
    let status = response.status();
    let bare = status.is_client_error() || status.is_server_error();
    if !bare
        || response.headers().contains_key(header::CONTENT_TYPE)
            && response.response().extensions().get::<Code>().is_none()
    {
        return Ok(response.map_into_left_body());
    }
    let code = response.response().extensions().get::<Code>().copied();
    let code = code.map_or_else(|| code_of(status), |Code(code)| code);
    let texts = response.response().extensions().get::<Texts>().cloned();
    let lacks = response.response().extensions().get::<Lacks>().copied();
    let members = lacks.map(|Lacks(scope)| ("scope".to_owned(), json!(scope)));
    let members = Map::from_iter(members);
    let (request, old) = response.into_parts();
    let texts = texts.or_else(|| written(&request, status, code));
    let texts = texts.unwrap_or_default();
    let mut filled = answer(&request, status, code, texts, members).await;
    for (name, value) in old.headers() {
        if *name != header::CONTENT_TYPE && *name != header::CONTENT_LENGTH {
            filled.headers_mut().insert(name.clone(), value.clone());
        }
    }
    Ok(ServiceResponse::new(request, filled.map_into_right_body()))
}

/// What was written in a form for which the fault is Plaza's own, or that is sent again once who is there was proven.
fn written(request: &HttpRequest, status: StatusCode, code: &str) -> Option<Texts> {
    let extensions = request.extensions();
    let written = extensions.get::<Written>()?;
    (status.is_server_error() || code == CONFIRM).then(|| Texts(written.0.clone()))
}

/// Where the same request is answered now: the address with the new name in the old one's place.
fn lead_on<B>(response: &mut ServiceResponse<B>, moved: &Moved) {
    let (places, name) = match moved {
        Moved::Board(slug) => (["boards", "boards"], slug.clone()),
        Moved::Topic(id, _) => (["topics", "t"], id.to_string()),
    };
    let uri = response.request().uri().clone();
    let mut parts: Vec<String> = uri.path().split('/').map(str::to_owned).collect();
    let at = parts.iter().position(|part| places.contains(&&**part));
    if let Some(at) = at.filter(|at| at + 1 < parts.len()) {
        match moved {
            // The words behind the number are another topic's.
            Moved::Topic(id, slug) if parts[at] == "t" => {
                parts.truncate(at);
                parts.push(address::of_topic(*id, slug));
            }
            // A feed's name has an ending.
            _ => {
                let ending = parts[at + 1]
                    .find('.')
                    .map(|dot| parts[at + 1][dot..].to_owned());
                parts[at + 1] = name + &ending.unwrap_or_default();
            }
        }
    }
    let query = uri.query().map(|query| format!("?{query}"));
    let address = parts.join("/") + &query.unwrap_or_default();
    let headers = response.headers_mut();
    if let Ok(address) = header::HeaderValue::from_str(&address) {
        headers.insert(header::LOCATION, address);
    }
    // A name may be given back: nobody keeps where it led.
    headers.insert(
        header::CACHE_CONTROL,
        header::HeaderValue::from_static("no-store"),
    );
}

fn code_of(status: StatusCode) -> &'static str {
    match status.as_u16() {
        404 => "not-found",
        405 => "method-not-allowed",
        408 => "too-slow",
        413 => "too-large",
        415 => "unsupported-media-type",
        500.. => "internal",
        _ => "bad-request",
    }
}

async fn answer(
    request: &HttpRequest,
    status: StatusCode,
    code: &'static str,
    texts: Texts,
    members: Map<String, Value>,
) -> HttpResponse {
    let mut response = if request.path().starts_with("/api/") {
        problem(request, status, code, members)
    } else if request.path().starts_with(open311::BASE) {
        open311::fault(request, status, code)
    } else {
        page(request, status, code, texts).await
    };
    let headers = response.headers_mut();
    if matches!(
        status,
        StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS
    ) {
        headers.insert(header::RETRY_AFTER, header::HeaderValue::from_static("30"));
    }
    if status == StatusCode::METHOD_NOT_ALLOWED
        && let Some(methods) = allowed(request)
    {
        headers.insert(header::ALLOW, methods);
    }
    if status == StatusCode::UNAUTHORIZED && request.path().starts_with("/api/") {
        headers.insert(
            header::WWW_AUTHENTICATE,
            header::HeaderValue::from_static("Bearer"),
        );
    }
    headers.insert(
        header::CACHE_CONTROL,
        header::HeaderValue::from_static("no-store"),
    );
    response
}

/// The methods with which an address can be used; HEAD meets what GET does.
fn allowed(request: &HttpRequest) -> Option<header::HeaderValue> {
    let mut methods: Vec<&str> = routes::own(request.path())
        .map(|route| route.method)
        .collect();
    if methods.contains(&"GET") {
        methods.push("HEAD");
    }
    methods.sort_unstable();
    methods.dedup();
    header::HeaderValue::from_str(&methods.join(", ")).ok()
}

/// An API problem with a stable `code` of [`codes::CODES`] and further members.
pub fn problem(
    request: &HttpRequest,
    status: StatusCode,
    code: &str,
    mut members: Map<String, Value>,
) -> HttpResponse {
    debug_assert!(codes::is_known(code), "{code} is no code of the API");
    let lang = language::of_header(request);
    members.insert("type".into(), json!(format!("urn:plaza:problem:{code}")));
    members.insert("title".into(), json!(lang.t(&format!("problem-{code}"))));
    members.insert("status".into(), json!(status.as_u16()));
    members.insert("code".into(), json!(code));
    HttpResponse::build(status)
        .insert_header((header::CONTENT_TYPE, "application/problem+json"))
        .insert_header((header::CONTENT_LANGUAGE, lang.tag()))
        .insert_header((header::VARY, "Accept-Language"))
        .body(Value::Object(members).to_string())
}

#[derive(Template)]
#[template(path = "pages/error.html")]
struct ErrorPage {
    page: Page,
    title: String,
    text: String,
    /// What was typed.
    texts: Vec<String>,
    /// Where logging on leads back to this page, if that would help.
    log_on: Option<String>,
    /// Where proving again who one is leads back to it.
    confirm: Option<String>,
}

async fn page(
    request: &HttpRequest,
    status: StatusCode,
    code: &str,
    Texts(texts): Texts,
) -> HttpResponse {
    let lang = language::of_path(request).unwrap_or_else(|| language::of_header(request));
    let asked = routes::asks_for_page(request);
    let words = match (code, status.as_u16()) {
        (name @ ("cross-site" | "busy" | CONFIRM), _) => name.to_owned(),
        (_, 401) if !texts.is_empty() => "logged-off".to_owned(),
        (_, 401) if !asked => "401-form".to_owned(),
        (
            _,
            number @ (400 | 401 | 403 | 404 | 405 | 408 | 409 | 410 | 413 | 429 | 431 | 503 | 507),
        ) => number.to_string(),
        (_, 500..) => "500".to_owned(),
        _ => "400".to_owned(),
    };
    // Who is too slow or too large costs no more than the page.
    let may_look = !matches!(
        status,
        StatusCode::SERVICE_UNAVAILABLE
            | StatusCode::REQUEST_TIMEOUT
            | StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE
    );
    let template = ErrorPage {
        title: lang.t(&format!("face-error-{words}-title")),
        text: lang.t(&format!("face-error-{words}-text")),
        texts,
        log_on: (status == StatusCode::UNAUTHORIZED).then(|| back_over(request, lang, "log-on")),
        confirm: (code == CONFIRM).then(|| back_over(request, lang, "account/confirm")),
        page: Page::bare(request, lang, may_look).await,
    };
    match template.render() {
        Ok(html) => HttpResponse::build(status)
            .content_type("text/html; charset=utf-8")
            .body(html),
        Err(_) => HttpResponse::build(status)
            .content_type("text/plain; charset=utf-8")
            .body(lang.t("app-name")),
    }
}

/// A page that leads back to this one once its form was filled in.
fn back_over(request: &HttpRequest, lang: Lang, page: &str) -> String {
    let address = format!("/{}/{page}", lang.as_str());
    match routes::page_of(request) {
        Some(next) => {
            let next: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
            format!("{address}?next={next}")
        }
        None => address,
    }
}
