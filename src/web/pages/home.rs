//! The first page: what the city talks about, and the way to the suggestion box.

use actix_web::{HttpResponse, web::Data};
use askama::Template;

use crate::{
    accounts::preferences,
    context::Context,
    forum::{
        boards::{self, Listed as Board},
        reading::tracking,
        topics::{self, Listed as Topic},
    },
    web::{
        fault::Fault,
        page::{Page, html},
    },
};

/// Topics on the first page.
const LATEST: usize = 8;

#[derive(Template)]
#[template(path = "pages/home.html")]
struct Home {
    page: Page,
    /// Those that the reader chose come first.
    boards: Vec<Board>,
    home: Vec<i64>,
    latest: Vec<Topic>,
}

pub async fn get(page: Page, context: Data<Context>) -> Result<HttpResponse, Fault> {
    let reader = page.account.as_ref();
    let mut boards = boards::list(&context, reader).await?;
    let mut home = Vec::new();
    if let Some(member) = reader {
        home = preferences::home_boards(&context, member.id).await?;
        // A stable sort: among themselves the boards keep the city's order.
        boards.sort_by_key(|listed| {
            let archived = listed.board.archived_at.is_some();
            (archived, !home.contains(&listed.board.id))
        });
    }
    let mut latest = topics::latest(&context, reader, LATEST).await?;
    tracking::count_unread(&context, reader, latest.iter_mut()).await?;
    html(&Home {
        page,
        boards,
        home,
        latest,
    })
}
