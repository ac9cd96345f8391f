//! What programs say beside what they ask: keys of what is to be done once, tags of what they know, and places in
//! lists.

mod keys;
mod lists;
mod tags;

use actix_web::{http::Method, test::TestRequest};
use serde_json::Value;

use crate::support::{Answer, Client};

/// Asks with some headers.
async fn ask(
    client: &Client,
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    body: Option<&Value>,
) -> Answer {
    let mut request = TestRequest::default().method(method).uri(path);
    for (name, value) in headers {
        request = request.insert_header((*name, *value));
    }
    if let Some(body) = body {
        request = request.set_json(body);
    }
    client.send(request).await
}

fn header<'a>(answer: &'a Answer, name: &str) -> Option<&'a str> {
    Some(answer.headers.get(name)?.to_str().unwrap())
}
