//! The buttons under a post: a bookmark, and reactions. Each says what shall be, so that a second
//! press changes nothing.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};

use super::back;
use crate::{
    context::Context,
    forum::reading::{bookmarks, reactions},
    web::{extract::LoggedOn, fault::Fault, form::Form, page::Page},
};

pub async fn bookmark(
    page: Page,
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
    path: Path<(String, i64)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let (kept, done) = match form.get("kept") {
        "yes" => (true, "bookmark-kept"),
        "no" => (false, "bookmark-gone"),
        _ => return Err(Fault::BadRequest("kept is yes or no".into())),
    };
    bookmarks::set(&context, &member, path.1, kept).await?;
    let at = format!("#post-{}", path.1);
    Ok(back(&page, &context, &form, "bookmarks", &at, done))
}

pub async fn react(
    page: Page,
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
    path: Path<(String, i64)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let kind = |name: &str| form.get(name).parse().ok();
    let (kind, given, done) = match (kind("give"), kind("take")) {
        (Some(kind), _) => (kind, true, "reaction-given"),
        (None, Some(kind)) => (kind, false, "reaction-taken"),
        (None, None) => return Err(Fault::BadRequest("give or take names a reaction".into())),
    };
    reactions::set(&context, &member, path.1, kind, given).await?;
    let (at, otherwise) = (format!("#post-{}", path.1), format!("posts/{}", path.1));
    Ok(back(&page, &context, &form, &otherwise, &at, done))
}
