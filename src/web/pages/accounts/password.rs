//! Change one's password.

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web::Data};
use askama::Template;

use super::{mistakes, password_off};
use crate::{
    accounts::{Password, password, settings},
    context::Context,
    web::{
        confirm,
        extract::{self, AddressLimits, LoggedOn},
        fault::Fault,
        form::{Errors, Form},
        page::{Page, html_as, see_other, unstored},
        pages::mailed_link,
    },
};

#[derive(Template)]
#[template(path = "pages/accounts/password.html")]
struct Change {
    page: Page,
    errors: Errors,
}

pub async fn get(
    page: Page,
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    if !settings::has_password(&context, member.id).await? {
        let sign_on = context.config.sign_on.as_ref();
        let is_off = sign_on.is_some_and(|on| on.is_password_off(member.role.as_str()));
        return if is_off {
            password_off(page)
        } else {
            without(page)
        };
    }
    let errors = Errors::default();
    html_as(StatusCode::OK, &Change { page, errors }).map(unstored)
}

/// Says how who logs on by the city's sign-on gets a password as well: by a mailed link.
fn without(page: Page) -> Result<HttpResponse, Fault> {
    let text = page.t("account-password-none");
    let ways = [
        ("password/forgot", "account-forgot-link"),
        ("account", "account-title"),
    ];
    mailed_link::done(page, "account-password-off-title", text, &ways)
}

pub async fn post(
    page: Page,
    LoggedOn(member): LoggedOn,
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    confirm::recently_with_factor(&request, &context, &member).await?;
    limits.count(&request)?;
    let current = Password::typed(form.get("current"));
    let new = Password::typed(form.get("password"));
    let kept = extract::token(&request, &context);
    let changed =
        settings::change_password(&context, member.id, &current, &new, kept.as_ref()).await;
    match changed {
        Ok(()) => Ok(see_other(format!(
            "{}/account?done=password-changed",
            page.prefix()
        ))),
        Err(error) => {
            let (status, errors) = mistakes(&page, error)?;
            html_as(status, &Change { page, errors }).map(unstored)
        }
    }
}
