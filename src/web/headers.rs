//! What every answer carries.

use actix_web::{
    Error, HttpRequest, HttpResponse,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::{
        ConnectionType, StatusCode,
        header::{self, HeaderName, HeaderValue},
    },
    middleware::Next,
    web::Data,
};

use crate::context::Context;

/// Nothing runs, loads or frames but what Plaza itself serves.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// What a page may ask the device for.
const PERMISSIONS: HeaderName = HeaderName::from_static("permissions-policy");

/// Lets a page ask where the device is: one with the button for that, and no other.
pub(super) fn may_ask_position(mut response: HttpResponse) -> HttpResponse {
    response.headers_mut().insert(
        PERMISSIONS,
        HeaderValue::from_static(
            "camera=(), microphone=(), geolocation=(self), browsing-topics=()",
        ),
    );
    response
}

/// Adds the security headers; a handler's own value stays. A node that ends soon gives each connection up
/// with its next answer.
pub(super) async fn secure<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let mut response = next.call(request).await?;
    let with_token = super::routes::template(response.request())
        .is_some_and(|pattern| pattern.contains("{token}"));
    let is_busy = response.status() == StatusCode::SERVICE_UNAVAILABLE;
    let headers = response.headers_mut();
    let mut add = |name: HeaderName, value: &'static str| {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    };
    add(header::CONTENT_SECURITY_POLICY, POLICY);
    add(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    add(header::X_FRAME_OPTIONS, "DENY");
    // No address is told to another site. One with a token is told to nobody; elsewhere the
    // own origin must be told to Plaza itself, which is how older browsers say where a form stood.
    let referrer = if with_token {
        "no-referrer"
    } else {
        "same-origin"
    };
    add(header::REFERRER_POLICY, referrer);
    add(
        PERMISSIONS,
        "camera=(), microphone=(), geolocation=(), browsing-topics=()",
    );
    add(
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    );
    add(
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    );
    add(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    add(header::CACHE_CONTROL, "private, no-cache");
    // A form that is shown again, for there was no time for it.
    if is_busy {
        add(header::RETRY_AFTER, "5");
    }
    if is_leaving(response.request()) {
        let head = response.response_mut().head_mut();
        head.set_connection_type(ConnectionType::Close);
    }
    Ok(response)
}

fn is_leaving(request: &HttpRequest) -> bool {
    let context = request.app_data::<Data<Context>>();
    context.is_some_and(|context| context.is_leaving())
}
