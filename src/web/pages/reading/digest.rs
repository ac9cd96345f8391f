//! The link in a digest that stops digests. Opening it does nothing; its button does, and so does
//! a mail program's POST (RFC 8058), which brings neither cookie nor form.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use askama::Template;

use crate::{
    accounts::{AccountError, preferences},
    context::Context,
    keys::Token,
    web::{
        digests,
        fault::Fault,
        page::{Page, html_as, unstored},
    },
};

#[derive(Template)]
#[template(path = "pages/reading/digest.html")]
struct Stop {
    page: Page,
    state: State,
}

#[derive(PartialEq)]
enum State {
    Asks,
    Done,
    Gone,
}

pub async fn get(
    page: Page,
    context: Data<Context>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Fault> {
    let found = match Token::parse(&path.1) {
        Some(token) => preferences::look_at_stop_link(&context, &token).await,
        None => Err(AccountError::Gone),
    };
    let found = found.map_err(Fault::from);
    show(page, found, State::Asks)
}

pub async fn post(
    page: Page,
    context: Data<Context>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Fault> {
    let found = match Token::parse(&path.1) {
        Some(token) => digests::stop(&context, &token).await,
        None => Err(Fault::Gone),
    };
    show(page, found, State::Done)
}

fn show(page: Page, found: Result<(), Fault>, good: State) -> Result<HttpResponse, Fault> {
    let (status, state) = match found {
        Ok(()) => (StatusCode::OK, good),
        Err(Fault::Gone) => (StatusCode::GONE, State::Gone),
        Err(fault) => return Err(fault),
    };
    html_as(status, &Stop { page, state }).map(unstored)
}
