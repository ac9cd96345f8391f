//! Erasing one's own post.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use askama::Template;

use crate::{
    context::Context,
    forum::posts,
    rights::erase,
    web::{
        extract::LoggedOn,
        fault::Fault,
        page::{Page, html, see_other},
    },
};

#[derive(Template)]
#[template(path = "pages/rights/post.html")]
struct Erase {
    page: Page,
    post: i64,
    topic: i64,
}

pub async fn get(
    page: Page,
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, Fault> {
    let (topic, post) = posts::find(&context, path.1, Some(&member)).await?;
    if !post.mine {
        return Err(Fault::Forbidden);
    }
    html(&Erase {
        page,
        post: post.id,
        topic: topic.id,
    })
}

pub async fn post(
    page: Page,
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, Fault> {
    erase::own_post(&context, &member, path.1).await?;
    Ok(see_other(format!("{}/account?done=erased", page.prefix())))
}
