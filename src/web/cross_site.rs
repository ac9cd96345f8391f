//! Requests that change something must come from Plaza's own pages.
//!
//! `Sec-Fetch-Site` tells (Fetch Metadata), else `Origin` does; a program that
//! sends neither carries no browser's cookies along. No hidden token is needed,
//! so a page is the same for everybody.

use actix_web::{
    Error, HttpResponse, ResponseError as _,
    body::{BoxBody, EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{Method, header},
    middleware::Next,
    web::Data,
};

use super::{extract::cookie_name, fault::Fault};
use crate::context::Context;

pub(super) async fn refuse<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, Error> {
    if changes(request.method()) && !own(&request) {
        let response: HttpResponse = Fault::CrossSite.error_response();
        return Ok(request.into_response(response).map_into_right_body());
    }
    next.call(request)
        .await
        .map(ServiceResponse::map_into_left_body)
}

fn changes(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

fn own(request: &ServiceRequest) -> bool {
    let header = |name: &str| {
        request
            .headers()
            .get(name)
            .map(|value| value.to_str().unwrap_or(""))
    };
    if let Some(site) = header("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    let Some(origin) = header(header::ORIGIN.as_str()) else {
        return true;
    };
    let Some(context) = request.app_data::<Data<Context>>() else {
        return false;
    };
    // A page behind a mailed link tells no origin; its token is the proof, and no cookie adds to it.
    let bare = origin == "null" && request.cookie(cookie_name(context)).is_none();
    bare || origin == context.config.base_url.origin().ascii_serialization()
}
