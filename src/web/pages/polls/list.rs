//! All polls, open ones first.

use actix_web::{HttpResponse, web::Data};
use askama::Template;

use crate::{
    context::Context,
    polls::{self, Phase, Poll},
    web::{
        fault::Fault,
        page::{Page, html},
    },
};

#[derive(Template)]
#[template(path = "pages/polls/list.html")]
struct List {
    page: Page,
    polls: Vec<Poll>,
    moderator: bool,
}

pub async fn get(page: Page, context: Data<Context>) -> Result<HttpResponse, Fault> {
    let polls = polls::list(&context, page.account.as_ref()).await?;
    let moderator = match page.account.as_ref() {
        Some(account) => polls::may_make(&context, account, None).await?,
        None => false,
    };
    html(&List {
        page,
        polls,
        moderator,
    })
}
