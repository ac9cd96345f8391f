//! The versions of a post, and what one of them changed.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use askama::Template;

use super::Parameters;
use crate::{
    context::Context,
    forum::revisions::{self, Compared},
    web::{
        fault::Fault,
        page::{Page, html},
    },
};

#[derive(Template)]
#[template(path = "pages/forum/revisions.html")]
struct Revisions {
    page: Page,
    compared: Compared,
}

pub async fn get(
    page: Page,
    context: Data<Context>,
    path: Path<(String, i64)>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let number = query
        .get("version")
        .and_then(|version| version.parse().ok());
    let compared = revisions::compare(&context, path.1, page.account.as_ref(), number).await?;
    html(&Revisions { page, compared })
}
