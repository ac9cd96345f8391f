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
        reading::tracking,
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
    let reader = page.account.as_ref();
    let mut list = topics::with_tag(&context, &tag, reader, from).await?;
    tracking::count_unread(&context, reader, list.items.iter_mut()).await?;
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
