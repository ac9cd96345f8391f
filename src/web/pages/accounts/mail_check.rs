//! Mails to one's address came back: ask for one more, and show by its link that it arrived.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};

use super::{gone, link as button_page, mail_sent, token};
use crate::{
    accounts::{AccountError, mail_check},
    context::Context,
    web::{
        extract::{AddressLimits, LoggedOn},
        fault::Fault,
        page::{Page, see_other, unstored},
    },
};

pub async fn post(
    page: Page,
    LoggedOn(member): LoggedOn,
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let next = if mail_check::ask(&context, member.id).await? {
        "account/mail-check/sent"
    } else {
        "account"
    };
    Ok(see_other(format!("{}/{next}", page.prefix())))
}

pub async fn sent(page: Page, _: LoggedOn) -> Result<HttpResponse, Fault> {
    mail_sent(page, "account-sent-mail-check")
}

/// The mailed link. It needs no log-on: whoever reads the mailbox holds it.
pub async fn link(
    page: Page,
    context: Data<Context>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Fault> {
    let found = match token(&path.1) {
        Ok(token) => mail_check::look(&context, &token).await,
        Err(error) => Err(error),
    };
    match found {
        Ok(()) => {
            let text = page.t("account-mail-check-text");
            let (title, button) = ("account-mail-check-title", "account-mail-check-button");
            button_page(page, title, text, button)
        }
        Err(AccountError::Gone) => gone(page, "mail-check", "account"),
        Err(error) => Err(error.into()),
    }
}

pub async fn confirm(
    page: Page,
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let confirmed = match token(&path.1) {
        Ok(token) => mail_check::confirm(&context, &token).await,
        Err(error) => Err(error),
    };
    match confirmed {
        Ok(()) => {
            let next = if page.account.is_some() {
                "account"
            } else {
                "log-on"
            };
            let address = format!("{}/{next}?done=mail-check", page.prefix());
            Ok(unstored(see_other(address)))
        }
        Err(AccountError::Gone) => gone(page, "mail-check", "account"),
        Err(error) => Err(error.into()),
    }
}
