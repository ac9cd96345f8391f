//! What the access log and the day's figures learn of a request.
//!
//! Neither learns a query, a referrer, a body, a cookie, a user or a case; see
//! `privacy::access_log` for what becomes of the rest.

use actix_web::{
    Error,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::{Method, StatusCode, header},
    middleware::Next,
    web::Data,
};

use super::{
    extract, keyed,
    routes::{self, Route},
};
use crate::{
    context::Context,
    privacy::{Recorder, access_log::Visit, counting::Counted},
};

/// Addresses that nobody clicks: a page's own files, and what watches over the service.
const UNSEEN: [&str; 4] = ["/assets/{name}", "/look/{file}", "/healthz", "/readyz"];
/// A page whose address ends with words of a title, which may be masked one day: not in the log.
const TITLED: &str = "/{lang}/t/{id}/{slug}";
/// Stands for everything that the catalogue does not know.
const UNKNOWN: &str = "(nothing)";

pub(super) async fn note<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let response = next.call(request).await?;
    let request = response.request();
    let (Some(context), Some(recorder)) = (
        request.app_data::<Data<Context>>(),
        request.app_data::<Data<Recorder>>(),
    ) else {
        return Ok(response);
    };
    // A program that asks for the head alone has seen no page.
    if *request.method() == Method::HEAD {
        return Ok(response);
    }
    let route = routes::of(request);
    if route.is_some_and(|route| UNSEEN.contains(&route.path)) {
        return Ok(response);
    }
    // What is answered again began nothing.
    let is_new = !response.headers().contains_key(keyed::REPLAYED);
    if is_new && route.is_some_and(|route| begins_session(route, response.status())) {
        let today = context.clock.today(context.config.city.time_zone);
        recorder.tally.count(today, Counted::LogOns, "");
    }
    let agent = request.headers().get(header::USER_AGENT);
    let agent = agent.and_then(|agent| agent.to_str().ok()).unwrap_or("");
    let anonymous = extract::is_anonymous(request, context);
    let clicked = match route {
        Some(route) if anonymous && is_public_page(route, response.status()) => {
            let path = request.path();
            let named = path.rsplit_once('/').filter(|_| route.path == TITLED);
            named.map_or(path, |(path, _)| path).to_owned()
        }
        Some(route) => format!("{} {}", route.method, route.path),
        None => UNKNOWN.to_owned(),
    };
    let now = context.now();
    let visit = Visit::new(extract::address(request), now, agent, clicked);
    recorder.access_log.note(visit, now);
    Ok(response)
}

/// A page that everybody can read and that was there, or is still as its reader has it.
fn is_public_page(route: &Route, status: StatusCode) -> bool {
    route.is_public_page() && matches!(status, StatusCode::OK | StatusCode::NOT_MODIFIED)
}

fn begins_session(route: &Route, status: StatusCode) -> bool {
    route.method == "POST"
        && match route.path {
            "/{lang}/log-on" => status == StatusCode::SEE_OTHER,
            "/api/v1/sessions" => status == StatusCode::CREATED,
            _ => false,
        }
}
