//! Pages that are made once for many: of readers of whom nothing is known, each gets the same words.
//!
//! A route says by a [`Cached`] that its page may be kept; none is without. Only an answer to a request
//! that carries no session, no choice about cookies and no signal is given out as it was kept, or
//! kept: whoever is logged on has pages of their own. What a page says of the time, it says by [`Making`],
//! which so knows until when it holds; what in it serves one reader alone, such as the id of a form, is
//! put in for each.

mod cached;
mod making;

use std::sync::Arc;

use actix_web::{
    Error, HttpMessage as _, HttpRequest, HttpResponse,
    body::{BodySize, BoxBody, EitherBody, MessageBody, to_bytes},
    dev::{ServiceRequest, ServiceResponse},
    http::{
        Method, StatusCode,
        header::{self, AcceptEncoding, Encoding, Header as _, HeaderMap},
    },
    middleware::Next,
    web::Data,
};
use sha2::{Digest as _, Sha256};

pub use self::cached::Cached;
pub(super) use self::making::Making;
use super::{cookies, fault::Fault, routes};
use crate::{
    context::Context,
    db::{Numbers, Part},
    kept::{Body, Holds, Key, Now, Page, Slot, Turn},
    keys::Token,
    privacy::cookies::Cookie,
    spam::proof,
};

/// No page is larger that is worth keeping, in bytes.
const LARGEST: u64 = 512 * 1024;

/// Gives out what is kept, and keeps what may be.
pub(super) async fn serve<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, Error> {
    let context = request.app_data::<Data<Context>>().cloned();
    let Some((context, asked)) = context.and_then(|context| {
        let asked = Asked::of(request.request(), &context)?;
        Some((context, asked))
    }) else {
        return Ok(next.call(request).await?.map_into_left_body());
    };
    let Some(mut numbers) = context.db.numbers().await else {
        return Ok(next.call(request).await?.map_into_left_body());
    };
    if let Some(page) = asked.find(&context, &numbers) {
        return Ok(given(request, &context, &page));
    }
    // Whoever asks for the head alone has nothing to keep.
    if *request.method() == Method::HEAD {
        return Ok(next.call(request).await?.map_into_left_body());
    }
    let _lead = match context.kept.turn(&asked.key) {
        Turn::First(lead) => Some(lead),
        Turn::After(waiting) => {
            waiting.done().await;
            let Some(newer) = context.db.numbers().await else {
                return Ok(next.call(request).await?.map_into_left_body());
            };
            numbers = newer;
            if let Some(page) = asked.find(&context, &numbers) {
                return Ok(given(request, &context, &page));
            }
            None
        }
    };
    context.kept.missed();
    made(request, next, &context, asked, &numbers).await
}

/// What a page is kept under, and what it shows.
struct Asked {
    key: Key,
    part: Part,
}

impl Asked {
    /// None where the answer is for this reader alone, or where it may not be kept.
    fn of(request: &HttpRequest, context: &Context) -> Option<Self> {
        if !context.kept.is_on() || !routes::asks_for_page(request) {
            return None;
        }
        let cached = routes::of(request)?.cached?;
        if !is_anybodys(request, context) || !cached.reads(request.uri().query()) {
            return None;
        }
        let address = request.uri().path_and_query()?.as_str();
        if address.len() > cached::LONGEST {
            return None;
        }
        Some(Self {
            part: cached.part(request.path())?,
            key: Key {
                address: address.to_owned(),
                packed: takes_packed(request),
            },
        })
    }

    fn find(&self, context: &Context, numbers: &Numbers) -> Option<Arc<Page>> {
        let now = Now {
            stamp: numbers.stamp(self.part),
            time: context.now(),
            calendar: &context.calendar(),
            frame: &context.frame(),
        };
        context.kept.find(&self.key, now)
    }
}

/// Whether nothing in a request makes its page another than everybody's.
fn is_anybodys(request: &HttpRequest, context: &Context) -> bool {
    let headers = request.headers();
    if headers.contains_key(header::AUTHORIZATION) || cookies::signal(request) {
        return false;
    }
    let secure = context.config.secure();
    let carries = |cookie: Cookie| request.cookie(cookie.name(secure)).is_some();
    !headers.contains_key(header::COOKIE) || !Cookie::ALL.into_iter().any(carries)
}

fn takes_packed(request: &HttpRequest) -> bool {
    let Ok(accepted) = AcceptEncoding::parse(request) else {
        return false;
    };
    let known = [Encoding::gzip(), Encoding::identity()];
    accepted.negotiate(known.iter()) == Some(Encoding::gzip())
}

/// Lets the page be made, and keeps it if nothing in the answer is for this reader alone.
async fn made<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
    context: &Context,
    asked: Asked,
    numbers: &Numbers,
) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, Error> {
    let (from, calendar, frame) = (context.now(), context.calendar(), context.frame());
    let making = Making::new(from, context.config.city.time_zone);
    request.extensions_mut().insert(making.clone());
    let response = next.call(request).await?;
    if !is_everybodys(&response) {
        return Ok(response.map_into_left_body());
    }
    let (request, response) = response.into_parts();
    let (head, body) = response.into_parts();
    let text = to_bytes(body).await;
    let text = text.map_err(|_| Fault::Internal("a page ended while it was made".to_owned()))?;
    let holds = Holds {
        stamp: numbers.stamp(asked.part),
        from,
        until: making.held_until(),
        calendar,
        frame,
    };
    let response = match page(&head, &text, &making, &asked, holds) {
        Some(page) => {
            let page = Arc::new(page);
            let response = answer(&request, &page, &making.values());
            if page.holds.from < page.holds.until {
                context.kept.keep(asked.key, page);
            }
            response
        }
        None => head.set_body(text).map_into_boxed_body(),
    };
    Ok(ServiceResponse::new(request, response).map_into_right_body())
}

/// Whether an answer is a whole page that says nothing to its reader alone.
fn is_everybodys<B: MessageBody>(response: &ServiceResponse<B>) -> bool {
    let headers = response.headers();
    let own = [
        header::SET_COOKIE,
        header::CACHE_CONTROL,
        header::CONTENT_ENCODING,
    ];
    response.status() == StatusCode::OK
        && !own.iter().any(|name| headers.contains_key(name))
        && matches!(response.response().body().size(), BodySize::Sized(size) if size <= LARGEST)
}

fn page(
    head: &HttpResponse<()>,
    text: &[u8],
    making: &Making,
    asked: &Asked,
    holds: Holds,
) -> Option<Page> {
    let text = std::str::from_utf8(text).ok()?;
    let own = making.own();
    Some(Page {
        headers: headers(head.headers())?,
        // Whoever has the page as it was would go on with a form that somebody has sent.
        tag: own.is_empty().then(|| tag(text)),
        body: Body::new(text, &own, asked.key.packed)?,
        holds,
    })
}

fn headers(headers: &HeaderMap) -> Option<Vec<(String, String)>> {
    let mut kept = Vec::new();
    let mut varies = Vec::new();
    for (name, value) in headers {
        let value = value.to_str().ok()?.to_owned();
        if *name == header::VARY {
            varies.push(value);
        } else if *name != header::CONTENT_LENGTH {
            kept.push((name.as_str().to_owned(), value));
        }
    }
    varies.push("Accept-Encoding".to_owned());
    kept.push((header::VARY.as_str().to_owned(), varies.join(", ")));
    Some(kept)
}

/// A name for words that says nothing but that they are the same. It is weak: packed or not, they are.
fn tag(text: &str) -> String {
    format!("W/\"{}\"", hex::encode(&Sha256::digest(text)[..16]))
}

/// A kept page as the answer to a request, with what is its reader's own.
fn given<B>(
    request: ServiceRequest,
    context: &Context,
    page: &Page,
) -> ServiceResponse<EitherBody<B, BoxBody>> {
    let (request, _) = request.into_parts();
    let response = answer(&request, page, &values(context, page.body.slots()));
    ServiceResponse::new(request, response).map_into_right_body()
}

fn answer(request: &HttpRequest, page: &Page, values: &[String]) -> HttpResponse {
    let is_known = page.tag.as_ref().is_some_and(|tag| knows(request, tag));
    let mut response = HttpResponse::build(match is_known {
        true => StatusCode::NOT_MODIFIED,
        false => StatusCode::OK,
    });
    for (name, value) in &page.headers {
        if !is_known || name == header::VARY.as_str() {
            response.insert_header((name.as_str(), value.as_str()));
        }
    }
    if let Some(tag) = &page.tag {
        response.insert_header((header::ETAG, tag.as_str()));
    }
    if is_known {
        return response.finish();
    }
    if page.body.is_packed() {
        response.insert_header((header::CONTENT_ENCODING, "gzip"));
    }
    response.body(page.body.with(values))
}

/// Whether the reader's program has the very words.
pub(super) fn knows(request: &HttpRequest, tag: &str) -> bool {
    let known = request.headers().get(header::IF_NONE_MATCH);
    let known = known.and_then(|known| known.to_str().ok()).unwrap_or("");
    let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    known.split(',').any(|one| bare(one) == bare(tag))
}

/// What goes into the slots for one more reader, as it is written in a page.
fn values(context: &Context, slots: &[Slot]) -> Vec<String> {
    if slots.is_empty() {
        return Vec::new();
    }
    let offer = proof::offer(context);
    let value = |slot: &Slot| match slot {
        Slot::Submission => Token::draw(&context.random).reveal().to_owned(),
        Slot::Made => offer.made.clone(),
        Slot::Proof => offer.challenge.clone(),
    };
    slots
        .iter()
        .map(|slot| making::written(&value(slot)))
        .collect()
}
