//! Erasing one's own post.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use askama::Template;

use crate::{
    context::Context,
    forum::{address, owner::Owner, posts},
    rights::erase,
    web::{
        extract::LoggedOn,
        fault::Fault,
        page::{Page, html, see_other, unstored},
    },
};

#[derive(Template)]
#[template(path = "pages/rights/post.html")]
struct Erase {
    page: Page,
    action: String,
    back: String,
    /// A guest's key, for the form to carry on; empty with an account.
    key: String,
}

pub async fn get(
    page: Page,
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, Fault> {
    let owner = Owner::by_account(&context, &member, path.1).await?;
    let (_, post) = posts::of_owner(&context, &owner).await?;
    let (post, topic) = (post.id, post.topic);
    html(&Erase {
        action: format!("{}/posts/{post}/erase", page.prefix()),
        back: page.href(&address::of_post(topic, "", post)),
        key: String::new(),
        page,
    })
}

/// Asks whoever holds a post's key whether it shall really go.
pub(in crate::web::pages) fn ask_holder(
    page: Page,
    post: i64,
    key: String,
) -> Result<HttpResponse, Fault> {
    let own = format!("{}/posts/{post}/key", page.prefix());
    html(&Erase {
        action: own.clone(),
        back: own,
        key,
        page,
    })
    .map(unstored)
}

pub async fn post(
    page: Page,
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, Fault> {
    let owner = Owner::by_account(&context, &member, path.1).await?;
    erase::own_post(&context, &owner).await?;
    Ok(see_other(format!("{}/account?done=erased", page.prefix())))
}
