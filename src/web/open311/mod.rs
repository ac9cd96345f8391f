//! Open311 GeoReport v2 below `/open311`: other programs read what residents published and send
//! suggestions, in XML and JSON, as docs/open311.md says.
//!
//! A face like the pages and the API: no rule and no SQL stands here. Nothing of a case but what its
//! published suggestion shows is answered here, and a case that is not published does not exist.

mod answer;
pub mod discovery;
mod query;
pub mod requests;
pub mod send;
pub mod services;
pub mod tokens;

use actix_web::{HttpRequest, HttpResponse, http::StatusCode};

use super::{fault::Fault, form::Form, language};
use crate::context::Context;
use answer::refused;

/// Where the face stands.
pub const BASE: &str = "/open311";

/// Why a request is not answered.
enum Failure {
    /// The asker's mistake: what the standard says of it, as keys of words.
    Wrong(StatusCode, &'static str),
    /// Several, in words.
    Fields(Vec<String>),
    Fault(Fault),
}

impl<E> From<E> for Failure
where
    Fault: From<E>,
{
    fn from(error: E) -> Self {
        Self::Fault(error.into())
    }
}

const fn bad(key: &'static str) -> Failure {
    Failure::Wrong(StatusCode::BAD_REQUEST, key)
}

const fn unknown(key: &'static str) -> Failure {
    Failure::Wrong(StatusCode::NOT_FOUND, key)
}

/// The query's parameters, of which some may stand several times.
fn parameters(request: &HttpRequest) -> Form {
    let pairs = url::form_urlencoded::parse(request.query_string().as_bytes());
    let owned = pairs.map(|(name, value)| (name.into_owned(), value.into_owned()));
    Form::new(owned.take(500).collect())
}

/// A city that says which jurisdiction it is answers for no other.
fn jurisdiction(named: &Form, context: &Context) -> Result<(), Failure> {
    let named = named.get("jurisdiction_id");
    match &context.config.open311.jurisdiction {
        Some(own) if !named.is_empty() && named != own => Err(unknown("open311-no-jurisdiction")),
        _ => Ok(()),
    }
}

/// A fault, in the words and the form of this face.
pub(super) fn fault(request: &HttpRequest, status: StatusCode, code: &str) -> HttpResponse {
    let words = language::of_header(request).t(&format!("problem-{code}"));
    refused(request, status, vec![words])
}
