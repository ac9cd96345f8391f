//! What a guest sees after posting: the text waits for a moderator, and the key to it, this once.

use actix_web::HttpResponse;
use askama::Template;

use crate::{
    context::Context,
    forum::{boards::Board, publish::Posted},
    web::{
        fault::Fault,
        page::{Page, html, unstored},
    },
};

#[derive(Template)]
#[template(path = "pages/forum/held.html")]
struct Held {
    page: Page,
    board: Board,
    /// Where the key is asked for: on this site, and whole to note down.
    own: String,
    address: String,
    key: Option<String>,
    /// Under which the browser may have kept it, which it need not any more.
    place: String,
}

/// The answer to the form itself: an address cannot carry the key, and there is no cookie.
pub fn show(
    page: Page,
    context: &Context,
    board: Board,
    posted: &Posted,
    place: String,
) -> Result<HttpResponse, Fault> {
    let own = format!("{}/posts/{}/key", page.prefix(), posted.post());
    html(&Held {
        address: context.config.absolute(&own),
        own,
        key: posted.key().map(str::to_owned),
        page,
        board,
        place,
    })
    .map(unstored)
}
