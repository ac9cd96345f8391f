//! The link in a digest that stops digests.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};

use crate::{
    accounts::{AccountError, preferences},
    context::Context,
    keys::Token,
    web::{digests, fault::Fault, page::Page, pages::mailed_link::Ends},
};

const WORDS: Ends = Ends {
    title: "digest-stop-title",
    lead: "digest-stop-lead",
    button: "digest-stop-button",
    done: "digest-stop-done",
    gone: "digest-stop-gone",
    way: ("account/digests", "digests-title"),
};

pub async fn get(
    page: Page,
    context: Data<Context>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Fault> {
    let found = match Token::parse(&path.1) {
        Some(token) => preferences::look_at_stop_link(&context, &token).await,
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
        Some(token) => digests::stop(&context, &token).await,
        None => Err(Fault::Gone),
    };
    WORDS.done(page, ended)
}
