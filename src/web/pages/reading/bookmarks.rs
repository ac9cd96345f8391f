//! One's bookmarks.

use actix_web::{HttpResponse, web::Data};
use askama::Template;

use crate::{
    context::Context,
    forum::{
        cursor::From,
        reading::bookmarks::{self, Bookmark},
    },
    web::{
        extract::LoggedOn,
        fault::Fault,
        page::{Page, html, unstored},
        pages::forum::Parameters,
    },
};

#[derive(Template)]
#[template(path = "pages/reading/bookmarks.html")]
struct BookmarksPage {
    page: Page,
    bookmarks: Vec<Bookmark>,
    newer: Option<String>,
    older: Option<String>,
}

pub async fn get(
    page: Page,
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let parameter = |name: &str| query.get(name).map(String::as_str);
    let from = From::parse(parameter("after"), parameter("before"));
    let list = bookmarks::list(&context, &member, from).await?;
    let href = page.href("bookmarks");
    let view = BookmarksPage {
        newer: list.before.map(|id| format!("{href}?before={id}")),
        older: list.after.map(|id| format!("{href}?after={id}")),
        bookmarks: list.items,
        page,
    };
    html(&view).map(unstored)
}
