//! A forgotten password: ask for a link, and set a new password through it.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use askama::Template;

use super::{gone, mail_sent, mistakes, password_off, token};
use crate::{
    accounts::{AccountError, Password, password, reset},
    context::Context,
    privacy::Private,
    web::{
        extract::AddressLimits,
        fault::Fault,
        form::{Errors, Form},
        page::{Page, html_as, see_other, unstored},
    },
};

#[derive(Template)]
#[template(path = "pages/accounts/forgot.html")]
struct Forgot {
    page: Page,
    errors: Errors,
    email: String,
}

#[derive(Template)]
#[template(path = "pages/accounts/reset.html")]
struct Reset {
    page: Page,
    errors: Errors,
}

pub async fn ask(page: Page) -> Result<HttpResponse, Fault> {
    let template = Forgot {
        page,
        errors: Errors::default(),
        email: String::new(),
    };
    html_as(StatusCode::OK, &template)
}

pub async fn asked(
    page: Page,
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let email = form.trimmed("email");
    match reset::request(&context, Private::new(email.clone()), page.lang).await {
        Ok(()) => Ok(see_other(format!("{}/password/sent", page.prefix()))),
        Err(error) => {
            let (status, errors) = mistakes(&page, error)?;
            html_as(
                status,
                &Forgot {
                    page,
                    errors,
                    email,
                },
            )
        }
    }
}

pub async fn sent(page: Page) -> Result<HttpResponse, Fault> {
    mail_sent(page, "account-sent-reset")
}

pub async fn get(
    page: Page,
    context: Data<Context>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Fault> {
    let found = match token(&path.1) {
        Ok(token) => reset::look(&context, &token).await,
        Err(error) => Err(error),
    };
    match found {
        Ok(()) => {
            let errors = Errors::default();
            html_as(StatusCode::OK, &Reset { page, errors }).map(unstored)
        }
        Err(AccountError::Gone) => gone(page, "reset", "password/forgot"),
        Err(AccountError::PasswordOff) => password_off(page),
        Err(error) => Err(error.into()),
    }
}

pub async fn post(
    page: Page,
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    path: Path<(String, String)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let new = Password::typed(form.get("password"));
    let done = match token(&path.1) {
        Ok(token) => reset::reset(&context, &token, &new).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => Ok(unstored(see_other(format!(
            "{}/log-on?done=password-reset",
            page.prefix()
        )))),
        Err(AccountError::Gone) => gone(page, "reset", "password/forgot"),
        Err(AccountError::PasswordOff) => password_off(page),
        Err(error) => {
            let (status, errors) = mistakes(&page, error)?;
            html_as(status, &Reset { page, errors }).map(unstored)
        }
    }
}
