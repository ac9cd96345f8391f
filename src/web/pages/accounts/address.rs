//! Change one's e-mail address: ask for it, and confirm it from the new mailbox.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use askama::Template;

use super::{gone, link as button_page, mail_sent, mistakes, token};
use crate::{
    accounts::{AccountError, Password, settings},
    context::Context,
    privacy::Private,
    rights::{self, RightsError},
    text_rules::LONGEST_EMAIL,
    web::{
        confirm,
        extract::{AddressLimits, LoggedOn},
        fault::Fault,
        form::{Errors, Form},
        page::{Page, html_as, see_other, unstored},
    },
};

#[derive(Template)]
#[template(path = "pages/accounts/address.html")]
struct Change {
    page: Page,
    errors: Errors,
    email: String,
    /// Else they proved just now who they are.
    by_password: bool,
}

pub async fn get(
    page: Page,
    LoggedOn(member): LoggedOn,
    request: HttpRequest,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    let by_password = settings::has_password(&context, member.id).await?;
    if !by_password {
        confirm::recently(&request, &context, &member).await?;
    }
    let template = Change {
        page,
        errors: Errors::default(),
        email: String::new(),
        by_password,
    };
    html_as(StatusCode::OK, &template).map(unstored)
}

pub async fn post(
    page: Page,
    LoggedOn(member): LoggedOn,
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let by_password = settings::has_password(&context, member.id).await?;
    if by_password {
        confirm::recently_with_factor(&request, &context, &member).await?;
    } else {
        confirm::recently(&request, &context, &member).await?;
    }
    limits.count(&request)?;
    let email = form.trimmed("email");
    let password = by_password.then(|| Password::typed(form.get("password")));
    let new = Private::new(email.clone());
    match settings::change_address(&context, member.id, new, password.as_ref()).await {
        Ok(()) => Ok(see_other(format!("{}/account/address/sent", page.prefix()))),
        Err(error) => {
            let (status, errors) = mistakes(&page, error)?;
            html_as(
                status,
                &Change {
                    page,
                    errors,
                    email,
                    by_password,
                },
            )
            .map(unstored)
        }
    }
}

pub async fn sent(page: Page, _: LoggedOn) -> Result<HttpResponse, Fault> {
    mail_sent(page, "account-sent-address")
}

/// The mailed link. It needs no log-on: whoever reads the new mailbox holds it.
pub async fn link(
    page: Page,
    context: Data<Context>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Fault> {
    let found = match token(&path.1) {
        Ok(token) => settings::look_at_address(&context, &token).await,
        Err(error) => Err(error),
    };
    match found {
        Ok(()) => {
            let text = page.t("account-address-link-text");
            button_page(
                page,
                "account-address-link-title",
                text,
                "account-address-link-button",
            )
        }
        Err(AccountError::Gone) => gone(page, "address", "account/address"),
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
        Ok(token) => rights::address::confirm(&context, token).await,
        Err(error) => Err(error.into()),
    };
    match confirmed {
        Ok(()) => {
            let next = if page.account.is_some() {
                "account"
            } else {
                "log-on"
            };
            let address = format!("{}/{next}?done=address-changed", page.prefix());
            Ok(unstored(see_other(address)))
        }
        Err(RightsError::Account(AccountError::Gone)) => gone(page, "address", "account/address"),
        Err(error) => Err(error.into()),
    }
}
