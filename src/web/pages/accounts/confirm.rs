//! The link of a registration: shows what it confirms, and confirms it at the press of a button.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};

use super::{gone, link, token};
use crate::{
    accounts::{AccountError, registration},
    context::Context,
    web::{
        extract::AddressLimits,
        fault::Fault,
        page::{Page, see_other, unstored},
    },
};

pub async fn get(
    page: Page,
    context: Data<Context>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Fault> {
    let pending = match token(&path.1) {
        Ok(token) => registration::pending(&context, &token).await,
        Err(error) => Err(error),
    };
    match pending {
        Ok(pending) => {
            let text = page.ta2(
                "account-confirm-text",
                "name",
                pending.name,
                "when",
                page.exact(pending.asked_at),
            );
            link(
                page,
                "account-confirm-title",
                text,
                "account-confirm-button",
            )
        }
        Err(AccountError::Gone) => gone(page, "registration", "register"),
        Err(error) => Err(error.into()),
    }
}

pub async fn post(
    page: Page,
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let confirmed = match token(&path.1) {
        Ok(token) => registration::confirm(&context, &token).await,
        Err(error) => Err(error),
    };
    match confirmed {
        Ok(()) => Ok(unstored(see_other(format!(
            "{}/log-on?done=registered",
            page.prefix()
        )))),
        Err(AccountError::Gone) => gone(page, "registration", "register"),
        Err(error) => Err(error.into()),
    }
}
