//! A board with its topics, the newest activity first.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use askama::Template;

use super::Parameters;
use crate::{
    context::Context,
    forum::{
        boards::{self, Board},
        cursor::From,
        topics::{self, Listed},
    },
    web::{
        fault::Fault,
        page::{Page, html},
    },
};

#[derive(Template)]
#[template(path = "pages/forum/board.html")]
struct BoardPage {
    page: Page,
    board: Board,
    topics: Vec<Listed>,
    newer: Option<String>,
    older: Option<String>,
}

pub async fn get(
    page: Page,
    context: Data<Context>,
    path: Path<(String, String)>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let board = boards::find(&context, &path.1).await?;
    let parameter = |name: &str| query.get(name).map(String::as_str);
    let from = From::parse(parameter("after"), parameter("before"));
    let list = topics::of_board(&context, &board, from).await?;
    let href = format!("{}/boards/{}", page.prefix(), board.slug);
    html(&BoardPage {
        newer: list.before.map(|cursor| format!("{href}?before={cursor}")),
        older: list.after.map(|cursor| format!("{href}?after={cursor}")),
        topics: list.items,
        board,
        page,
    })
}
