//! What programs say of what they know by tags (RFC 9110, 13): `If-None-Match` where they read, and `If-Match`
//! where they edit.
//!
//! Each answer of the API that was read has a strong `ETag`. It ends with a hash of the answer; where what was read
//! can be edited, what an edit begins from stands before that, with a dot between: a version, or a stamp of what can be
//! edited (`began`). What else the answer shows, in whichever language, may change without an edit being too late.

use std::future::{Ready, ready};

use actix_web::{
    Error, FromRequest, HttpRequest, HttpResponse,
    body::{BodySize, BoxBody, EitherBody, MessageBody, to_bytes},
    dev::{Payload, ServiceRequest, ServiceResponse},
    http::{
        StatusCode,
        header::{self, HeaderMap, HeaderName, HeaderValue},
    },
    middleware::Next,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};

use super::{
    fault::Fault,
    routes::{self, Route},
};
use crate::began::{Began, stamp_of};

/// Bytes of a hash in a tag.
const LENGTH: usize = 15;
/// No answer is larger that gets a tag, in bytes.
const LARGEST: u64 = 16 * 1024 * 1024;

/// Edits that take an `If-Match`. A test holds them to the handlers.
const MATCHED: [(&str, &str); 23] = [
    ("DELETE", "/api/v1/account/profile"),
    ("DELETE", "/api/v1/drafts/{place}/{of}"),
    ("PATCH", "/api/v1/posts/{id}"),
    ("PUT", "/api/v1/account/preferences"),
    ("PUT", "/api/v1/account/profile"),
    ("PUT", "/api/v1/admin/categories/{slug}"),
    ("PUT", "/api/v1/admin/districts/{slug}"),
    ("PUT", "/api/v1/admin/moderators/{id}/boards"),
    ("PUT", "/api/v1/admin/offices/{slug}"),
    ("PUT", "/api/v1/admin/pages/{id}"),
    ("PUT", "/api/v1/admin/pages/{id}/place"),
    ("PUT", "/api/v1/admin/reasons/{id}"),
    ("PUT", "/api/v1/admin/rules/{id}"),
    ("PUT", "/api/v1/admin/settings/{key}"),
    ("PUT", "/api/v1/admin/watched/{id}"),
    ("PUT", "/api/v1/admin/webhooks/{id}"),
    ("PUT", "/api/v1/boards/{slug}"),
    ("PUT", "/api/v1/desk/templates/{id}"),
    ("PUT", "/api/v1/drafts/{place}/{of}"),
    ("PUT", "/api/v1/events/{id}"),
    ("PUT", "/api/v1/officer/agreements/{id}"),
    ("PUT", "/api/v1/officer/policy/{id}"),
    ("PUT", "/api/v1/polls/{id}"),
];

/// Whether a route takes an `If-Match`.
pub(super) fn is_matched(route: &Route) -> bool {
    MATCHED.contains(&(route.method, route.path))
}

/// The tag of an answer that shows what can be edited.
pub(super) fn tag(stamp: impl std::fmt::Display) -> (HeaderName, String) {
    (header::ETAG, format!("\"{stamp}\""))
}

/// Gives what programs read its tag, and says where they have it already.
pub(super) async fn answer<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, Error> {
    let is_read =
        request.path().starts_with("/api/v1/") && routes::asks_for_page(request.request());
    let response = next.call(request).await?;
    if !is_read || !is_whole(&response) {
        return Ok(response.map_into_left_body());
    }
    let (request, response) = response.into_parts();
    let (mut head, body) = response.into_parts();
    let body = to_bytes(body).await;
    let body = body.map_err(|_| Fault::Internal("an answer ended early".to_owned()))?;
    let tag = full(head.headers(), &body);
    let response = if knows(&request, &tag) {
        known(head.headers(), &tag)
    } else {
        if let Ok(tag) = HeaderValue::from_str(&format!("\"{tag}\"")) {
            head.headers_mut().insert(header::ETAG, tag);
        }
        head.set_body(body).map_into_boxed_body()
    };
    Ok(ServiceResponse::new(request, response).map_into_right_body())
}

fn is_whole<B: MessageBody>(response: &ServiceResponse<B>) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    response.status() == StatusCode::OK
        && kind.starts_with("application/json")
        && matches!(response.response().body().size(), BodySize::Sized(size) if size <= LARGEST)
}

/// Without its quotation marks.
fn full(headers: &HeaderMap, body: &[u8]) -> String {
    let hash = URL_SAFE_NO_PAD.encode(&Sha256::digest(body)[..LENGTH]);
    let stamp = headers.get(header::ETAG);
    match stamp.and_then(|stamp| stamp.to_str().ok()) {
        Some(stamp) => format!("{}.{hash}", stamp.trim_matches('"')),
        None => hash,
    }
}

/// That the asker's program has the very answer.
fn known(headers: &HeaderMap, tag: &str) -> HttpResponse {
    let mut known = HttpResponse::NotModified();
    for name in [header::VARY, header::CACHE_CONTROL, header::LINK] {
        for value in headers.get_all(&name) {
            known.append_header((name.clone(), value.clone()));
        }
    }
    known
        .insert_header((header::ETAG, format!("\"{tag}\"")))
        .finish()
}

/// What an edit says by `If-Match` that it began from, where it says anything.
pub struct IfMatch(Option<Began>);

impl FromRequest for IfMatch {
    type Error = Fault;
    type Future = Ready<Result<Self, Fault>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let mut given = request.headers().get_all(header::IF_MATCH).peekable();
        if given.peek().is_none() {
            return ready(Ok(Self(None)));
        }
        let given: Option<Vec<&str>> = given.map(|value| value.to_str().ok()).collect();
        let unreadable = || Fault::BadRequest("If-Match".into());
        ready(match given {
            Some(given) => Ok(Self(Some(read(&given.join(", "))))),
            None => Err(unreadable()),
        })
    }
}

/// A weak tag matches nothing, and so does what is none.
fn read(given: &str) -> Began {
    if given.trim() == "*" {
        return Began::Anything;
    }
    let strong = tags(given).into_iter().filter(|(is_weak, _)| !is_weak);
    let tags: Vec<String> = strong.map(|(_, tag)| stamp_of(tag).to_owned()).collect();
    match <[String; 1]>::try_from(tags) {
        Ok([tag]) => Began::At(tag),
        Err(tags) => Began::AnyOf(tags),
    }
}

/// The tags of a header, without their quotation marks, and whether each is weak. One may hold a comma.
fn tags(given: &str) -> Vec<(bool, &str)> {
    let (mut tags, mut rest) = (Vec::new(), given);
    while let Some((before, from)) = rest.split_once('"') {
        let Some((tag, after)) = from.split_once('"') else {
            break;
        };
        tags.push((before.ends_with("W/"), tag));
        rest = after;
    }
    tags
}

/// Whether the asker's program has this answer, or any.
fn knows(request: &HttpRequest, tag: &str) -> bool {
    let mut given = request.headers().get_all(header::IF_NONE_MATCH);
    given.any(|given| {
        let given = given.to_str().unwrap_or_default();
        let mut known = tags(given).into_iter();
        given.trim() == "*" || known.any(|(_, known)| known == tag)
    })
}

impl IfMatch {
    /// What the edit began from, where it has to say so.
    pub(super) fn needed(self) -> Result<Began, Fault> {
        self.0.ok_or(Fault::PreconditionRequired)
    }

    /// What the edit began from; whatever stands there, where it says nothing.
    pub(super) fn began(&self) -> Began {
        self.0.clone().unwrap_or(Began::Anything)
    }

    /// The version that an edit of something that counts them begins from: what its body `said`, or the present one
    /// where that is what the request names.
    pub(super) async fn version(
        &self,
        said: i32,
        now: impl Future<Output = Result<i32, Fault>>,
    ) -> Result<i32, Fault> {
        Ok(self.stamp(now).await?.unwrap_or(said))
    }

    /// What stands there `now`, where the request names it; None where it says nothing. It is compared again where
    /// it is written.
    pub(super) async fn stamp<T: std::fmt::Display>(
        &self,
        now: impl Future<Output = Result<T, Fault>>,
    ) -> Result<Option<T>, Fault> {
        let Some(began) = &self.0 else {
            return Ok(None);
        };
        let now = now.await?;
        if began.is_not(&now.to_string()) {
            return Err(Fault::ChangedMeanwhile(Some(now.to_string())));
        }
        Ok(Some(now))
    }

    /// Where something else stood there when it was written than the request named, says so as HTTP does, with the
    /// tag of what stands there `now`.
    pub(super) async fn judged<T, S: std::fmt::Display>(
        &self,
        done: Result<T, Fault>,
        now: impl Future<Output = Result<S, Fault>>,
    ) -> Result<T, Fault> {
        match done {
            Err(Fault::Conflict) if self.0.is_some() => {
                let now = now.await.ok().map(|now| now.to_string());
                Err(Fault::ChangedMeanwhile(now))
            }
            done => done,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::routes::CATALOGUE, *};

    #[test]
    fn what_is_matched_is_in_the_catalogue() {
        for (method, path) in MATCHED {
            let there = |route: &&Route| route.method == method && route.path == path;
            assert!(
                CATALOGUE.iter().any(|route| there(&route)),
                "{method} {path}"
            );
        }
    }

    #[test]
    fn tags_are_read_one_by_one() {
        let fits = |given: &str| !read(given).is_not("7");
        for good in [
            "*",
            " * ",
            "\"7\"",
            "\"7.x\"",
            "\"6.x\", \"7.y\"",
            "\"a,b\",\"7\"",
        ] {
            assert!(fits(good), "{good}");
        }
        for bad in [
            "", "7", "\"7", "W/\"7\"", "\"6\"", "\"*\"", "\"\"", "\"8.7\"",
        ] {
            assert!(!fits(bad), "{bad}");
        }
    }

    #[test]
    fn a_tag_names_what_can_be_edited_and_the_whole_answer() {
        let mut headers = HeaderMap::new();
        let bare = full(&headers, b"{}");
        assert_eq!(bare, full(&headers, b"{}"));
        assert_ne!(bare, full(&headers, b"[]"));
        headers.insert(header::ETAG, HeaderValue::from_static("\"7\""));
        let tag = full(&headers, b"{}");
        assert_eq!(tag, format!("7.{bare}"));
    }
}
