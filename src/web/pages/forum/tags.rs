//! All tags, and the topics of one.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use askama::Template;

use super::Parameters;
use crate::{
    context::Context,
    forum::{
        tags::{self, Counted},
        topics::{self, Listed},
    },
    web::{
        fault::Fault,
        page::{Page, html},
        place::place,
    },
};

#[derive(Template)]
#[template(path = "pages/forum/tags.html")]
struct Tags {
    page: Page,
    tags: Vec<Counted>,
}

#[derive(Template)]
#[template(path = "pages/forum/tag.html")]
struct TagPage {
    page: Page,
    tag: String,
    topics: Vec<Listed>,
    newer: Option<String>,
    older: Option<String>,
}

pub async fn list(page: Page, context: Data<Context>) -> Result<HttpResponse, Fault> {
    let tags = tags::list(&context).await?;
    html(&Tags { page, tags })
}

pub async fn get(
    page: Page,
    context: Data<Context>,
    path: Path<(String, String)>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let from = place(&query);
    let tag = tags::normal(&path.1);
    let list = topics::with_tag(&context, &tag, page.account.as_ref(), from).await?;
    let encoded: String = url::form_urlencoded::byte_serialize(tag.as_bytes()).collect();
    let href = format!("{}/tags/{encoded}", page.prefix());
    html(&TagPage {
        newer: list.before.map(|cursor| format!("{href}?before={cursor}")),
        older: list.after.map(|cursor| format!("{href}?after={cursor}")),
        topics: list.items,
        tag,
        page,
    })
}
