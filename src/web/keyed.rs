//! Requests of programs that carry an `Idempotency-Key`: what comes again is answered as before.
//!
//! A good answer is kept (`once::answers`) and given again; what was refused or failed did nothing, and its key is
//! as good as new. It is in one place for every route of the catalogue that does something: whoever adds one has it.
//! Some rooms do such a thing once by themselves, in its own transaction ([`EXACT`]): these are asked again where no answer
//! is known, and of two at once both. Of all else the second waits for the first.

use std::time::Duration;

use actix_web::{
    Error, HttpMessage as _, HttpResponse, ResponseError as _,
    body::{BoxBody, EitherBody, MessageBody, to_bytes},
    dev::{Payload, ServiceRequest, ServiceResponse},
    http::{
        Method, StatusCode,
        header::{self, HeaderMap, HeaderName, HeaderValue},
    },
    middleware::Next,
    rt,
    web::{Bytes, BytesMut, Data},
};
use futures_util::StreamExt as _;
use tracing::{Instrument as _, Span};

use super::{
    LARGEST_BODY, api, extract,
    fault::Fault,
    routes::{self, Audience, Route},
};
use crate::{
    context::Context,
    once::answers::{Answer, Asked, Before},
};

/// Says of an answer that it was given before, and that nothing was done for it now.
pub(super) const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// What only looks: it may be asked as often as one likes, and what it shows is kept nowhere. Whoever opens a
/// contact again leaves another look.
const LOOKS: [&str; 14] = [
    "/api/v1/personal-data/check",
    "/api/v1/preview",
    "/api/v1/search/similar",
    "/api/v1/suggestions/preview",
    "/api/v1/admin/watched/try",
    "/api/v1/posts/{id}/key",
    "/api/v1/suggestions/case",
    "/api/v1/suggestions/case/file",
    "/api/v1/suggestions/case/publication",
    "/api/v1/suggestions/ratings/look",
    "/api/v1/support/look",
    "/api/v1/events/sign-ups/look",
    "/api/v1/account/suspension/decisions",
    "/api/v1/desk/cases/{id}/contact",
];

/// Whose body is a file. It is not read twice, so a key stands for it without what it holds.
const FILES: [&str; 2] = ["/api/v1/attachments", "/api/v1/suggestions/files"];

/// What its room does once by the same key, in the transaction that does it. Whoever comes second is answered as the
/// first was: what tells something once, such as a new token of the API, is none of these.
const EXACT: [&str; 27] = [
    "/api/v1/account/data-requests",
    "/api/v1/admin/audit/export",
    "/api/v1/admin/audit/sign-ins/export",
    "/api/v1/admin/pages",
    "/api/v1/admin/webhooks",
    "/api/v1/boards/{slug}/topics",
    "/api/v1/desk/acts",
    "/api/v1/desk/cases",
    "/api/v1/desk/cases/{id}/acts",
    "/api/v1/desk/cases/{id}/answer",
    "/api/v1/desk/inbox/{id}/place",
    "/api/v1/enquiries",
    "/api/v1/events",
    "/api/v1/officer/agreements",
    "/api/v1/officer/breaches",
    "/api/v1/officer/disclosures",
    "/api/v1/people/{id}/flags",
    "/api/v1/people/{id}/sanctions",
    "/api/v1/polls",
    "/api/v1/posts/{id}/about-me",
    "/api/v1/posts/{id}/feedback",
    "/api/v1/posts/{id}/flags",
    "/api/v1/suggestions",
    "/api/v1/suggestions/case/reopen",
    "/api/v1/suggestions/case/reply",
    "/api/v1/topics/{id}/posts",
    "/api/v1/topics/{id}/support/mail",
];

/// Whose answer is a file of any length: it is made anew, and kept nowhere.
const STREAMED: [&str; 2] = [
    "/api/v1/admin/audit/export",
    "/api/v1/admin/audit/sign-ins/export",
];

/// How long the second of two waits for the answer of the first.
const PAUSE: Duration = Duration::from_millis(100);
const PAUSES: u32 = 100;

/// Whether a route does something, and does it once for each key.
pub(super) fn takes_key(route: &Route) -> bool {
    is_posted_by_program(route) && !LOOKS.contains(&route.path)
}

/// Whether its room does it once by the same key, in the transaction that does it.
pub(super) fn is_exact(route: &Route) -> bool {
    is_posted_by_program(route) && EXACT.contains(&route.path)
}

/// Whether its answer is a file of any length, which is not kept: the same key gives another one.
pub(super) fn is_streamed(route: &Route) -> bool {
    is_posted_by_program(route) && STREAMED.contains(&route.path)
}

fn is_posted_by_program(route: &Route) -> bool {
    route.method == "POST" && route.path.starts_with("/api/v1/")
}

/// Answers what comes again as before, and keeps what is answered for the first time.
pub(super) async fn once<B: MessageBody + 'static>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, Error> {
    let keyed = match Keyed::of(&mut request).await {
        Ok(Some(keyed)) => keyed,
        Ok(None) => return Ok(next.call(request).await?.map_into_left_body()),
        Err(fault) => return Ok(refused(request, &fault)),
    };
    match keyed.before().await {
        Ok(None) => {}
        Ok(Some(answer)) => return Ok(given(request, answer)),
        Err(fault) => return Ok(refused(request, &fault)),
    }
    // Who goes away meanwhile asks again: it is done, and its answer kept, all the same.
    let done = keyed.done(next.call(request)).instrument(Span::current());
    match rt::spawn(done).await {
        Ok(answered) => answered,
        Err(_) => Err(Fault::Internal("a request ended before its answer".into()).into()),
    }
}

/// A request with a key, on a route that takes one.
struct Keyed {
    context: Data<Context>,
    asked: Asked,
    is_exact: bool,
}

impl Keyed {
    /// None where a key means nothing.
    async fn of(request: &mut ServiceRequest) -> Result<Option<Self>, Fault> {
        if *request.method() != Method::POST {
            return Ok(None);
        }
        let Some(route) = routes::of(request.request()).filter(|one| is_posted_by_program(one))
        else {
            return Ok(None);
        };
        let Some(key) = api::idempotency_key(request.request())? else {
            return Ok(None);
        };
        let Some(context) = request.app_data::<Data<Context>>().cloned() else {
            return Ok(None);
        };
        if !takes_key(route) || is_streamed(route) {
            return Ok(None);
        }
        let member = extract::member(request.request(), &context).await?;
        // Who may not, or may no more, is told so; and two guests' files with the same key may be two.
        let is_file = FILES.contains(&route.path);
        let may = match &member {
            Some(member) => extract::lets_in(route.audience, member),
            None => route.audience == Audience::Anyone && !is_file,
        };
        if !may {
            return Ok(None);
        }
        let by = member.map(|member| member.id);
        let mut said = request.query_string().as_bytes().to_vec();
        said.push(b'\n');
        if !is_file {
            said.extend_from_slice(&body(request).await?);
        }
        let asked = Asked::new(&context, &key, by, request.path(), &said);
        Ok(Some(Self {
            context,
            asked,
            is_exact: is_exact(route),
        }))
    }

    /// What it was answered before; None where it is to be done now.
    async fn before(&self) -> Result<Option<Answer>, Fault> {
        if self.is_exact {
            return match self.asked.before(&self.context).await? {
                Before::Answered(answer) => Ok(Some(answer)),
                Before::Otherwise => Err(Fault::KeyReused),
                Before::Nothing | Before::Running | Before::Unknown => Ok(None),
            };
        }
        for _ in 0..PAUSES {
            match self.asked.begin(&self.context).await? {
                Before::Nothing => return Ok(None),
                Before::Answered(answer) => return Ok(Some(answer)),
                Before::Otherwise => return Err(Fault::KeyReused),
                Before::Unknown => return Err(Fault::OutcomeUnknown),
                Before::Running => rt::time::sleep(PAUSE).await,
            }
        }
        Err(Fault::StillRunning)
    }

    async fn done<B: MessageBody + 'static>(
        self,
        doing: impl Future<Output = Result<ServiceResponse<B>, Error>>,
    ) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, Error> {
        let answered = doing.await;
        let response = match answered {
            Ok(response) if response.status().is_success() => response,
            refused => {
                if !self.is_exact
                    && let Err(error) = self.asked.forget(&self.context).await
                {
                    tracing::error!(%error, "a key cannot be used again for a day");
                }
                return Ok(refused?.map_into_left_body());
            }
        };
        let (request, response) = response.into_parts();
        let (head, body) = response.into_parts();
        let body = to_bytes(body).await;
        let body = body.map_err(|_| Fault::Internal("an answer ended early".to_owned()))?;
        let answer = Answer {
            status: head.status().as_u16(),
            headers: kept(head.headers()),
            body: body.to_vec(),
        };
        // It is done: whoever asks again is told that its answer is not known.
        if let Err(error) = self.asked.keep(&self.context, &answer).await {
            tracing::error!(%error, "an answer was not kept");
        }
        let response = head.set_body(body).map_into_boxed_body();
        Ok(ServiceResponse::new(request, response).map_into_right_body())
    }
}

/// The body as it came, which its handler reads after this.
async fn body(request: &mut ServiceRequest) -> Result<Bytes, Fault> {
    let mut coming = request.take_payload();
    let mut body = BytesMut::new();
    while let Some(bytes) = coming.next().await {
        let bytes = bytes.map_err(|_| Fault::BadRequest("the body ended early".into()))?;
        if body.len() + bytes.len() > LARGEST_BODY {
            return Err(Fault::TooLarge);
        }
        body.extend_from_slice(&bytes);
    }
    let body = body.freeze();
    request.set_payload(Payload::from(body.clone()));
    Ok(body)
}

/// What stands in a kept answer beside its body. What belongs to the connection, or to every answer, is made
/// anew.
fn kept(headers: &HeaderMap) -> Vec<(String, String)> {
    let names = [
        header::CONTENT_TYPE,
        header::CONTENT_LANGUAGE,
        header::VARY,
        header::CACHE_CONTROL,
        header::ETAG,
        header::LOCATION,
        header::LINK,
    ];
    let mut kept = Vec::new();
    for name in names {
        for value in headers.get_all(&name) {
            if let Ok(value) = value.to_str() {
                kept.push((name.as_str().to_owned(), value.to_owned()));
            }
        }
    }
    kept
}

fn refused<B>(request: ServiceRequest, fault: &Fault) -> ServiceResponse<EitherBody<B, BoxBody>> {
    let response: HttpResponse = fault.error_response();
    request.into_response(response).map_into_right_body()
}

fn given<B>(request: ServiceRequest, answer: Answer) -> ServiceResponse<EitherBody<B, BoxBody>> {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
    let mut response = HttpResponse::build(status);
    for (name, value) in &answer.headers {
        response.append_header((name.as_str(), value.as_str()));
    }
    response.insert_header((REPLAYED, HeaderValue::from_static("true")));
    let response = response.body(answer.body);
    request.into_response(response).map_into_right_body()
}

#[cfg(test)]
mod tests {
    use super::{super::routes::CATALOGUE, *};

    #[test]
    fn what_is_named_is_in_the_catalogue() {
        for path in LOOKS.iter().chain(&FILES).chain(&EXACT) {
            let mut posted = CATALOGUE.iter().filter(|route| is_posted_by_program(route));
            assert!(posted.any(|route| route.path == *path), "{path}");
            let both = LOOKS.contains(path) && (FILES.contains(path) || EXACT.contains(path));
            assert!(!both, "{path}");
        }
    }
}
