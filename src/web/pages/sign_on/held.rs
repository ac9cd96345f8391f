//! Whoever signed on at the city's provider and has no account linked yet: proves the one that has their address, or
//! agrees to a new one. What was said waits in this browser alone, for some minutes.

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web::Data};
use askama::Template;

use super::{browser, failed, untie};
use crate::{
    accounts::{AccountError, LONGEST_NAME, Password, log_on::Outcome},
    context::Context,
    privacy::{
        Purpose, Viewer,
        notices::{Notice, ShownNotice},
    },
    sign_on::{
        SignOnError, arrive,
        attempts::{self, Held},
    },
    web::{
        extract::AddressLimits,
        fault::Fault,
        form::{Errors, Form},
        page::{Page, html_as, unstored},
        pages::accounts::{log_on::go_on, mistakes, name_kinds},
    },
};

#[derive(Template)]
#[template(path = "pages/sign_on/prove.html")]
struct Prove {
    page: Page,
    errors: Errors,
    label: String,
}

#[derive(Template)]
#[template(path = "pages/sign_on/join.html")]
struct Join {
    page: Page,
    errors: Errors,
    label: String,
    /// Not `name`: the field macro has a parameter of that name, which would hide it.
    public_name: String,
    name_kind: &'static str,
    name_kinds: Vec<(&'static str, String)>,
    shown: ShownNotice,
}

/// What waits in this browser, of whom an account has to be proven or, else, made.
async fn waiting(
    request: &HttpRequest,
    context: &Context,
    has_account: bool,
) -> Result<Held, SignOnError> {
    let held = attempts::held(context, browser(request, context).as_ref()).await?;
    if held.account.is_some() == has_account {
        Ok(held)
    } else {
        Err(SignOnError::Gone)
    }
}

fn ask_proof(page: Page, status: StatusCode, errors: Errors) -> Result<HttpResponse, Fault> {
    let label = page.sign_on().unwrap_or_default();
    let view = Prove {
        page,
        errors,
        label,
    };
    html_as(status, &view).map(unstored)
}

pub async fn prove(
    page: Page,
    request: HttpRequest,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    let page = page.unlisted();
    match waiting(&request, &context, true).await {
        Ok(_) => ask_proof(page, StatusCode::OK, Errors::default()),
        Err(error) => failed(page, error, String::new()),
    }
}

pub async fn proven(
    page: Page,
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let typed = Password::typed(form.get("password"));
    let browser = browser(&request, &context);
    match arrive::prove(&context, browser.as_ref(), &typed).await {
        Ok((outcome @ Outcome::SecondStep(_), _)) => {
            // Once it is done, what waits is linked there.
            let next = page.href("account/sign-on/waiting");
            go_on(page, &request, &context, outcome, next).await
        }
        Ok((outcome, next)) => {
            let mut response = go_on(page, &request, &context, outcome, next).await?;
            untie(&mut response, &context)?;
            Ok(response)
        }
        Err(SignOnError::Account(
            error @ (AccountError::Invalid(_) | AccountError::TooMany { .. } | AccountError::Busy),
        )) => {
            let (status, errors) = mistakes(&page, error)?;
            ask_proof(page, status, errors)
        }
        Err(error) => failed(page, error, String::new()),
    }
}

fn ask_to_join(
    page: Page,
    context: &Context,
    (status, errors): (StatusCode, Errors),
    public_name: String,
    is_personal: bool,
) -> Result<HttpResponse, Fault> {
    let view = Join {
        errors,
        label: page.sign_on().unwrap_or_default(),
        public_name,
        name_kind: if is_personal { "yes" } else { "no" },
        name_kinds: name_kinds(&page),
        shown: Notice::Registration.shown(page.lang, &context.config),
        page,
    };
    html_as(status, &view).map(unstored)
}

pub async fn join(
    page: Page,
    request: HttpRequest,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    let page = page.unlisted();
    let held = match waiting(&request, &context, false).await {
        Ok(held) if held.has_address() => held,
        Ok(_) => return failed(page, SignOnError::NoAddress, String::new()),
        Err(error) => return failed(page, error, String::new()),
    };
    // It is shown to whom it is of, in the browser that was there.
    let name = held.name();
    let name = name.map(|name| name.reveal(Viewer::Plaza, Purpose::OwnAccess).clone());
    let shown = (StatusCode::OK, Errors::default());
    ask_to_join(page, &context, shown, name.unwrap_or_default(), true)
}

pub async fn joined(
    page: Page,
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let name = form.trimmed("name");
    let is_personal = form.get("name_is_personal") != "no";
    if !Notice::Registration.still_stands(form.get("notice"), page.lang, &context.config) {
        let mut errors = Errors::default();
        errors.add("name", page.t("notice-changed"));
        let shown = (StatusCode::UNPROCESSABLE_ENTITY, errors);
        return ask_to_join(page, &context, shown, name, is_personal);
    }
    let (browser, lang) = (browser(&request, &context), page.lang);
    let typed = name.clone();
    match arrive::register(&context, browser.as_ref(), typed, is_personal, lang).await {
        Ok((outcome, next)) => {
            let mut response = go_on(page, &request, &context, outcome, next).await?;
            untie(&mut response, &context)?;
            Ok(response)
        }
        Err(SignOnError::Account(error @ AccountError::Invalid(_))) => {
            let shown = mistakes(&page, error)?;
            ask_to_join(page, &context, shown, name, is_personal)
        }
        Err(error) => failed(page, error, String::new()),
    }
}
