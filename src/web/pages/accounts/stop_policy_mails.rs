//! The link in a mail about the policy that stops these mails.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};

use crate::{
    accounts::{AccountError, policy_mails},
    context::Context,
    keys::Token,
    web::{fault::Fault, page::Page, pages::mailed_link::Ends},
};

const WORDS: Ends = Ends {
    title: "policy-mails-stop-title",
    lead: "policy-mails-stop-lead",
    button: "policy-mails-stop",
    done: "policy-mails-stop-done",
    gone: "policy-mails-stop-gone",
    way: ("account", "policy-mails-stop-account"),
};

pub async fn get(
    page: Page,
    context: Data<Context>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Fault> {
    let found = match Token::parse(&path.1) {
        Some(token) => policy_mails::look_at_stop_link(&context, &token).await,
        None => Err(AccountError::Gone),
    };
    WORDS.asks(page, found)
}

pub async fn post(
    page: Page,
    context: Data<Context>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Fault> {
    let ended = match Token::parse(&path.1) {
        Some(token) => policy_mails::stop(&context, &token).await,
        None => Err(AccountError::Gone),
    };
    WORDS.done(page, ended)
}
