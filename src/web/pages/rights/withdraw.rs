//! Taking back a request that was made at somebody's post, by its mailed link.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use askama::Template;

use crate::{
    context::Context,
    keys::Token,
    requests::{self, RequestError},
    web::{
        fault::Fault,
        page::{Page, html, unstored},
    },
};

#[derive(Template)]
#[template(path = "pages/rights/withdraw.html")]
struct Withdraw {
    page: Page,
    done: bool,
}

/// The mailed link; its button withdraws.
pub async fn get(
    page: Page,
    context: Data<Context>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Fault> {
    let token = Token::parse(&path.1).ok_or(RequestError::Gone)?;
    requests::look_to_withdraw(&context, &token).await?;
    html(&Withdraw { page, done: false }).map(unstored)
}

pub async fn post(
    page: Page,
    context: Data<Context>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Fault> {
    let token = Token::parse(&path.1).ok_or(RequestError::Gone)?;
    requests::withdraw(&context, &token).await?;
    html(&Withdraw { page, done: true }).map(unstored)
}
