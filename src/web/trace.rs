//! The trace of every request: its random name, its span, and what is counted of it.
//!
//! The span holds no address, no query and no browser; the method and the route are words of the
//! catalogue. Whatever is logged while the request is answered stands in the span, on other threads as
//! well (`threads`, `db`).

use std::time::Instant;

use actix_web::{
    Error,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::header::{HeaderName, HeaderValue},
    middleware::Next,
    web::Data,
};
use tracing::{Instrument as _, field::Empty};

use super::routes::{self, CATALOGUE, Route};
use crate::{context::Context, metrics::requests::NOTHING};

/// By which whoever was answered names the request, for somebody to look for it in the log.
const REQUEST_ID: &str = "x-request-id";
/// How long a name may be that the proxy gave.
const LONGEST_ID: usize = 64;

/// Opens a span for a request, names it in its answer, and counts it.
pub(super) async fn trace<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let Some(context) = request.app_data::<Data<Context>>().cloned() else {
        return next.call(request).await;
    };
    let began = Instant::now();
    let requests = context.metrics.requests(catalogue);
    let _in_flight = requests.in_flight.hold();
    let id = id(&request, &context);
    let span = tracing::info_span!(
        "request",
        id = id.as_str(),
        method = Empty,
        route = Empty,
        status = Empty
    );
    let answered = next.call(request).instrument(span.clone()).await;
    let (route, status) = match &answered {
        Ok(response) => (routes::of(response.request()), response.status()),
        Err(error) => (None, error.as_response_error().status_code()),
    };
    let took = began.elapsed();
    let number = route.and_then(routes::number);
    requests.note(number, status.as_u16(), took);
    let (method, template) = route.map_or(NOTHING, named);
    span.record("method", method);
    span.record("route", template);
    span.record("status", status.as_u16());
    span.in_scope(|| {
        let milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        // Whoever watches over the service is told in this way that it ends.
        let is_leaving = template == "/readyz" && context.is_leaving();
        if status.is_server_error() && !is_leaving {
            tracing::error!(milliseconds, "answered with a fault");
        } else {
            tracing::debug!(milliseconds, "answered");
        }
    });
    let mut response = answered?;
    if let Ok(id) = HeaderValue::from_str(&id) {
        let name = HeaderName::from_static(REQUEST_ID);
        response.headers_mut().insert(name, id);
    }
    Ok(response)
}

/// The method and the template of every route.
fn catalogue() -> Vec<(&'static str, &'static str)> {
    CATALOGUE.iter().map(named).collect()
}

fn named(route: &Route) -> (&'static str, &'static str) {
    (route.method, route.path)
}

/// The name of a request: a random one, or the one that the proxy gave where the operator says that it
/// gives one to each itself. What anybody else sends is nobody's name.
fn id(request: &ServiceRequest, context: &Context) -> String {
    let given = || {
        let config = &context.config;
        let peer = request.peer_addr()?.ip();
        let given = request.headers().get(REQUEST_ID)?.to_str().ok()?;
        let believed = config.trust_request_id && config.trusted_proxies.contains(&peer);
        (believed && is_id(given)).then(|| given.to_owned())
    };
    given().unwrap_or_else(|| context.metrics.ids.draw())
}

/// Whether it looks like a random name, as proxies draw them: hexadecimal digits, with or without dashes.
fn is_id(given: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_hexdigit() || byte == b'-';
    (16..=LONGEST_ID).contains(&given.len()) && given.bytes().all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_random_digits_and_nothing_else() {
        for (given, fits) in [
            ("0123456789abcdef0123456789ABCDEF", true),
            ("9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d", true),
            ("0123456789abcde", false),
            ("0123456789abcdef lin@example.tw", false),
            ("lin.yu-hsuan.lin.yu-hsuan", false),
            ("", false),
        ] {
            assert_eq!(is_id(given), fits, "{given}");
        }
        assert!(!is_id(&"a".repeat(LONGEST_ID + 1)));
    }
}
