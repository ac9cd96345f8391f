//! Change one's password.

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web::Data};
use askama::Template;

use super::mistakes;
use crate::{
    accounts::{Password, password, settings},
    context::Context,
    web::{
        confirm,
        extract::{self, AddressLimits, LoggedOn},
        fault::Fault,
        form::{Errors, Form},
        page::{Page, html_as, see_other, unstored},
    },
};

#[derive(Template)]
#[template(path = "pages/accounts/password.html")]
struct Change {
    page: Page,
    errors: Errors,
}

pub async fn get(page: Page, _: LoggedOn) -> Result<HttpResponse, Fault> {
    let errors = Errors::default();
    html_as(StatusCode::OK, &Change { page, errors }).map(unstored)
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
