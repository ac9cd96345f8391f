//! Erasing one's own post.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use askama::Template;

use crate::{
    context::Context,
    forum::{ForumError, posts},
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
    let topic = match posts::find(&context, path.1, Some(&member)).await {
        Ok((topic, post)) if post.mine => topic.id,
        Ok(_) => return Err(Fault::Forbidden),
        // What somebody wrote is theirs to erase, also on a board that they may read no more.
        Err(ForumError::NotFound) => erase::topic_of_own(&context, &member, path.1).await?,
        Err(error) => return Err(error.into()),
    };
    html(&Erase {
        page,
        post: path.1,
        topic,
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
