//! Taking back a request that was made at somebody's post, by its mailed link.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};

use crate::{
    context::Context,
    keys::Token,
    requests::{self, RequestError},
    web::{fault::Fault, page::Page, pages::mailed_link},
};

const TITLE: &str = "withdraw-request-title";

/// The mailed link; its button withdraws.
pub async fn get(
    page: Page,
    context: Data<Context>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Fault> {
    let token = Token::parse(&path.1).ok_or(RequestError::Gone)?;
    requests::look_to_withdraw(&context, &token).await?;
    let text = page.t("withdraw-request-lead");
    mailed_link::asks(page, TITLE, text, "withdraw-request-button")
}

pub async fn post(
    page: Page,
    context: Data<Context>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Fault> {
    let token = Token::parse(&path.1).ok_or(RequestError::Gone)?;
    requests::withdraw(&context, &token).await?;
    let text = page.t("withdraw-request-done");
    mailed_link::done(page, TITLE, text, &[])
}
