//! What a guest sees after posting: the text waits for a moderator.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use askama::Template;

use crate::{
    context::Context,
    forum::boards::{self, Board},
    web::{
        fault::Fault,
        page::{Page, html},
    },
};

#[derive(Template)]
#[template(path = "pages/forum/held.html")]
struct Held {
    page: Page,
    board: Board,
}

pub async fn get(
    page: Page,
    context: Data<Context>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Fault> {
    let board = boards::find(&context, &path.1, page.account.as_ref()).await?;
    html(&Held { page, board })
}
