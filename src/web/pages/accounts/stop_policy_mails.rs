//! The link in a mail about the policy that stops these mails. Opening it does nothing; its button
//! does, and so does a mail program's POST (RFC 8058), which brings neither cookie nor form.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use askama::Template;

use crate::{
    accounts::{AccountError, policy_mails},
    context::Context,
    keys::Token,
    web::{
        fault::Fault,
        page::{Page, html_as, unstored},
    },
};

#[derive(Template)]
#[template(path = "pages/accounts/stop_policy_mails.html")]
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
        Some(token) => policy_mails::look_at_stop_link(&context, &token).await,
        None => Err(AccountError::Gone),
    };
    show(page, found, State::Asks)
}

pub async fn post(
    page: Page,
    context: Data<Context>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Fault> {
    let found = match Token::parse(&path.1) {
        Some(token) => policy_mails::stop(&context, &token).await,
        None => Err(AccountError::Gone),
    };
    show(page, found, State::Done)
}

fn show(page: Page, found: Result<(), AccountError>, good: State) -> Result<HttpResponse, Fault> {
    let (status, state) = match found {
        Ok(()) => (StatusCode::OK, good),
        Err(AccountError::Gone) => (StatusCode::GONE, State::Gone),
        Err(error) => return Err(error.into()),
    };
    html_as(status, &Stop { page, state }).map(unstored)
}
