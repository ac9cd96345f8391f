//! Log on, and log off.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Query},
};
use askama::Template;
use serde::Deserialize;

use super::mistakes;
use crate::{
    accounts::{
        Password,
        log_on::{self, Credentials},
        sessions::{self, SessionKind},
    },
    context::Context,
    privacy::Private,
    web::{
        extract::{self, AddressLimits},
        fault::Fault,
        form::{Errors, Form},
        page::{Page, html_as, see_other, unstored},
    },
};

#[derive(Template)]
#[template(path = "pages/accounts/log_on.html")]
struct LogOn {
    page: Page,
    errors: Errors,
    email: String,
    /// Where to go on to; empty for the home page.
    next: String,
}

#[derive(Deserialize)]
pub struct Onward {
    #[serde(default)]
    next: String,
}

/// `next`, if it is a page of this Plaza: an address elsewhere would let a stranger's
/// link look like ours.
pub fn own_path(context: &Context, next: &str) -> Option<String> {
    let plain = next.starts_with('/')
        && next.len() <= 2000
        && next.bytes().all(|byte| byte.is_ascii_graphic());
    // Read as a browser reads it: `//host` and `/\host` lead to another origin.
    let base = &context.config.base_url;
    let there = base.join(next).ok()?;
    (plain && there.origin() == base.origin()).then(|| next.to_owned())
}

pub async fn get(
    page: Page,
    context: Data<Context>,
    onward: Query<Onward>,
) -> Result<HttpResponse, Fault> {
    let next = own_path(&context, &onward.next).unwrap_or_default();
    if page.account.is_some() {
        return Ok(see_other(onward_address(&page, next)));
    }
    let template = LogOn {
        errors: Errors::default(),
        email: String::new(),
        next,
        page,
    };
    html_as(StatusCode::OK, &template)
}

fn onward_address(page: &Page, next: String) -> String {
    if next.is_empty() { page.prefix() } else { next }
}

pub async fn post(
    page: Page,
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let next = own_path(&context, form.get("next")).unwrap_or_default();
    let credentials = Credentials {
        email: Private::new(form.trimmed("email")),
        password: Password::typed(form.get("password")),
    };
    match log_on::log_on(&context, &credentials, SessionKind::Cookie).await {
        Ok(begun) => {
            if let Some(before) = extract::token(&request, &context) {
                sessions::end(&context, &before).await?;
            }
            let mut response = see_other(onward_address(&page, next));
            let cookie = extract::session_cookie(&context, &begun.token);
            response
                .add_cookie(&cookie)
                .map_err(|error| Fault::Internal(error.to_string()))?;
            Ok(unstored(response))
        }
        Err(error) => {
            let (status, errors) = mistakes(&page, error)?;
            let email = form.trimmed("email");
            html_as(
                status,
                &LogOn {
                    page,
                    errors,
                    email,
                    next,
                },
            )
        }
    }
}

/// Ends the session on the server and takes the cookie away; without a session it does no harm.
pub async fn off(
    page: Page,
    request: HttpRequest,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    if let Some(token) = extract::token(&request, &context) {
        sessions::end(&context, &token).await?;
    }
    left(
        &page,
        &context,
        &format!("{}?done=logged-off", page.prefix()),
    )
}

/// Leads on without the session cookie.
pub(super) fn left(page: &Page, context: &Context, address: &str) -> Result<HttpResponse, Fault> {
    let mut response = see_other(address);
    if page.account.is_some() {
        response
            .add_cookie(&extract::no_session_cookie(context))
            .map_err(|error| Fault::Internal(error.to_string()))?;
    }
    Ok(unstored(response))
}
