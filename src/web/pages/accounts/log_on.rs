//! Log on, and log off.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Query},
};
use askama::Template;
use serde::Deserialize;

use super::{mistakes, second_step};
use crate::{
    accounts::{
        AccountError, Password,
        factors::browser::Assertion,
        log_on::{self, Credentials, Outcome},
        sessions::{self, Begun, SessionKind},
    },
    context::Context,
    privacy::Private,
    sign_on::log_out,
    web::{
        extract::{self, AddressLimits},
        fault::Fault,
        form::{Errors, Form},
        onward::{own_path, with_done},
        page::{Page, html_as, see_other, unstored},
        pages::sign_on::leaving,
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
        Ok(outcome) => go_on(page, &request, &context, outcome, next).await,
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

/// In a password's stead: what a passkey signed comes in the form's hidden field.
pub async fn passkey(
    page: Page,
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let next = own_path(&context, form.get("next")).unwrap_or_default();
    let assertion = Assertion::parse(form.get("passkey"));
    let (status, errors) = match log_on::by_passkey(&context, assertion, SessionKind::Cookie).await
    {
        Ok(outcome) => return go_on(page, &request, &context, outcome, next).await,
        Err(AccountError::WrongCredentials) => {
            let mut errors = Errors::default();
            errors.add("email", page.t("factors-passkey-wrong"));
            (StatusCode::UNPROCESSABLE_ENTITY, errors)
        }
        Err(error) => mistakes(&page, error)?,
    };
    let email = String::new();
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

/// Leads on whoever has proven what is asked; asks whoever has not for the second step. Whatever proved the first
/// thing ends here.
pub(in crate::web) async fn go_on(
    page: Page,
    request: &HttpRequest,
    context: &Context,
    outcome: Outcome,
    next: String,
) -> Result<HttpResponse, Fault> {
    match outcome {
        Outcome::Begun(begun) => lead_on(&page, request, context, &begun, next).await,
        Outcome::SecondStep(pending) => second_step::ask(page, context, &pending, next).await,
    }
}

/// Leads on in a session that has begun.
pub(super) async fn lead_on(
    page: &Page,
    request: &HttpRequest,
    context: &Context,
    begun: &Begun,
    next: String,
) -> Result<HttpResponse, Fault> {
    let mut response = see_other(entered(page, next));
    put_in(&mut response, request, context, begun).await?;
    Ok(unstored(response))
}

/// Where to go on to. A browser that keeps no cookie arrives there as a guest, and is told why.
pub(super) fn entered(page: &Page, next: String) -> String {
    with_done(&onward_address(page, next), "logged-on")
}

/// Gives the browser its new session; one that it had before ends.
pub(super) async fn put_in(
    response: &mut HttpResponse,
    request: &HttpRequest,
    context: &Context,
    begun: &Begun,
) -> Result<(), Fault> {
    if let Some(before) = extract::token(request, context) {
        sessions::end(context, &before).await?;
    }
    let cookie = extract::session_cookie(context, &begun.token);
    response
        .add_cookie(&cookie)
        .map_err(|error| Fault::Internal(error.to_string()))
}

/// Ends the session on the server and takes the cookie away; without a session it does no harm.
pub async fn off(
    page: Page,
    request: HttpRequest,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    if let Some(token) = extract::token(&request, &context) {
        // What began through the city's sign-on ends there as well.
        let also_there = log_out::is_wanted(&context, &token).await;
        sessions::end(&context, &token).await?;
        if also_there && let Some(there) = log_out::address(&context, page.lang).await {
            return leaving(page, &context, there);
        }
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
