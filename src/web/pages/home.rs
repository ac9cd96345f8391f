//! The first page: what the city talks about, and the way to the suggestion box.

use actix_web::{HttpResponse, web::Data};
use askama::Template;

use crate::{
    context::Context,
    forum::{
        boards::{self, Listed as Board},
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
    boards: Vec<Board>,
    latest: Vec<Topic>,
}

pub async fn get(page: Page, context: Data<Context>) -> Result<HttpResponse, Fault> {
    let boards = boards::list(&context).await?;
    let latest = topics::latest(&context, LATEST).await?;
    html(&Home {
        page,
        boards,
        latest,
    })
}
