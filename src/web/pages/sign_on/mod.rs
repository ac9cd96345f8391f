//! Logging on by the city's own sign-on: the button, the way there and back, and what became of it.
//!
//! A form may not lead to another site (`form-action` of the Content-Security-Policy, which browsers hold redirects to as
//! well), so a page of Plaza's own leads on at once, and has a link for whom it does not.

pub mod held;
pub mod own;

use actix_web::{
    HttpRequest, HttpResponse,
    cookie::time::Duration,
    http::StatusCode,
    web::{Data, Query},
};
use askama::Template;
use serde::{Deserialize, Serialize};

use crate::{
    accounts::AccountError,
    context::Context,
    keys::Token,
    privacy::cookies::Cookie,
    sign_on::{
        SignOnError,
        arrive::{self, Arrived, Brought, Here},
        attempts::{self, Begun, Purpose},
        log_out,
    },
    web::{
        extract::{self, AddressLimits, blank_cookie},
        fault::Fault,
        form::Form,
        onward::{own_path, with_done},
        page::{Page, html, html_as, see_other, unstored},
        pages::accounts::log_on::go_on,
    },
};

/// Leads on to another site.
#[derive(Template)]
#[template(path = "pages/sign_on/onward.html")]
struct Onward {
    page: Page,
    title: String,
    text: String,
    button: String,
    address: String,
}

/// Says why nobody was logged on, linked or logged off, and how to go on.
#[derive(Template)]
#[template(path = "pages/sign_on/failed.html")]
struct Failed {
    page: Page,
    title: String,
    text: String,
    /// Whether it is worth beginning anew; `next` is where that leads, and for who is logged on where it begins.
    again: bool,
    next: String,
}

/// What ties a log-on to this browser, where one began here.
fn browser(request: &HttpRequest, context: &Context) -> Option<Token> {
    let name = Cookie::SignOn.name(context.config.secure());
    let cookie = request.cookie(name)?;
    Token::parse(cookie.value())
}

/// Ties a log-on to this browser for as long as one may take, or for as long again.
fn tie(response: &mut HttpResponse, context: &Context, browser: &Token) -> Result<(), Fault> {
    let life = Duration::seconds(Cookie::SignOn.longest().num_seconds());
    let cookie = blank_cookie(context, Cookie::SignOn, browser.reveal().to_owned()).max_age(life);
    response
        .add_cookie(&cookie.finish())
        .map_err(|error| Fault::Internal(error.to_string()))
}

/// Takes off the browser what tied a log-on to it: it is over.
fn untie(response: &mut HttpResponse, context: &Context) -> Result<(), Fault> {
    let cookie = blank_cookie(context, Cookie::SignOn, String::new()).max_age(Duration::ZERO);
    response
        .add_cookie(&cookie.finish())
        .map_err(|error| Fault::Internal(error.to_string()))
}

/// Begins to log on.
pub async fn begin(
    page: Page,
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let next = own_path(&context, form.get("next")).unwrap_or_default();
    if page.account.is_some() {
        let home = page.prefix();
        return Ok(see_other(if next.is_empty() { home } else { next }));
    }
    let begun = attempts::begin(&context, page.lang, Purpose::LogOn, None, next.clone()).await;
    lead(page, &context, begun, next)
}

/// Leads to the provider, or says why not.
fn lead(
    page: Page,
    context: &Context,
    begun: Result<Begun, SignOnError>,
    next: String,
) -> Result<HttpResponse, Fault> {
    let begun = match begun {
        Ok(begun) => begun,
        Err(error) => return failed(page, error, next),
    };
    let label = page.sign_on().unwrap_or_default();
    let mut response = html(&Onward {
        title: page.ta("sign-on-onward-title", "label", &label),
        text: page.ta("sign-on-onward-text", "label", &label),
        button: page.ta("sign-on-button", "label", &label),
        address: begun.address,
        page,
    })?;
    tie(&mut response, context, &begun.browser)?;
    Ok(unstored(response))
}

/// Leads to the provider, so that whoever logged off here logs off there as well.
pub(in crate::web::pages) fn leaving(
    mut page: Page,
    context: &Context,
    address: String,
) -> Result<HttpResponse, Fault> {
    page.account = None;
    let label = page.sign_on().unwrap_or_default();
    let mut response = html(&Onward {
        title: page.t("sign-on-leaving-title"),
        text: page.ta("sign-on-leaving-text", "label", &label),
        button: page.ta("sign-on-leaving-button", "label", &label),
        address,
        page,
    })?;
    response
        .add_cookie(&extract::no_session_cookie(context))
        .map_err(|error| Fault::Internal(error.to_string()))?;
    Ok(unstored(response))
}

/// Says why not. `next` is where whoever begins anew is led to, and for who is logged on the page that begins.
fn failed(page: Page, error: SignOnError, next: String) -> Result<HttpResponse, Fault> {
    let label = page.sign_on().unwrap_or_default();
    let (status, title, text, again) = match &error {
        SignOnError::Unreachable(_) => (
            StatusCode::SERVICE_UNAVAILABLE,
            "sign-on-away-title",
            "sign-on-away-text",
            true,
        ),
        SignOnError::Unusable(_) => (
            StatusCode::BAD_GATEWAY,
            "sign-on-odd-title",
            "sign-on-odd-text",
            true,
        ),
        // Of an address that somebody registered with meanwhile the provider is asked once more.
        SignOnError::Gone | SignOnError::Account(AccountError::AddressTaken) => (
            StatusCode::GONE,
            "sign-on-over-title",
            "sign-on-over-text",
            true,
        ),
        SignOnError::Denied => (
            StatusCode::FORBIDDEN,
            "sign-on-denied-title",
            "sign-on-denied-text",
            true,
        ),
        SignOnError::NoRule => (
            StatusCode::FORBIDDEN,
            "sign-on-no-rule-title",
            "sign-on-no-rule-text",
            false,
        ),
        SignOnError::NoAddress => (
            StatusCode::FORBIDDEN,
            "sign-on-no-address-title",
            "sign-on-no-address-text",
            false,
        ),
        SignOnError::LinkedOtherwise => (
            StatusCode::CONFLICT,
            "sign-on-otherwise-title",
            "sign-on-otherwise-text",
            false,
        ),
        SignOnError::SomebodyElse => (
            StatusCode::FORBIDDEN,
            "sign-on-somebody-else-title",
            "sign-on-somebody-else-text",
            false,
        ),
        SignOnError::Account(AccountError::Suspended { last_day }) => {
            let until = page.date(*last_day);
            let view = Failed {
                title: page.t("sign-on-suspended-title"),
                text: page.ta("account-suspended", "until", until),
                again: false,
                next,
                page,
            };
            return html_as(StatusCode::FORBIDDEN, &view).map(unstored);
        }
        _ => return Err(error.into()),
    };
    let view = Failed {
        title: page.ta(title, "label", &label),
        text: page.ta(text, "label", &label),
        again,
        next,
        page,
    };
    html_as(status, &view).map(unstored)
}

/// What the provider sends somebody back with.
#[derive(Deserialize)]
pub struct Answer {
    #[serde(default)]
    state: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    error: String,
    iss: Option<String>,
}

/// Goes on with whoever comes back from the provider, in the language in which they began.
pub async fn callback(
    mut page: Page,
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    answer: Query<Answer>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    page.forget_query();
    let page = page.unlisted();
    let browser = browser(&request, &context);
    let attempt = match attempts::take(&context, &answer.state, browser.clone()).await {
        Ok(attempt) => attempt,
        // Another log-on of this browser may be on its way still.
        Err(error) => return failed(page, error, String::new()),
    };
    let page = page.speaking(attempt.language);
    let here = here(&page, &request, &context);
    let brought = Brought {
        code: &answer.code,
        error: &answer.error,
        issuer: answer.iss.as_deref(),
    };
    let next = attempt.next.clone();
    let mut response = match arrive::arrive(&context, &attempt, &brought, here).await {
        Ok(Arrived::Entered(outcome)) => go_on(page, &request, &context, outcome, next).await?,
        Ok(Arrived::Linked) => see_other(page.href("account/sign-on?done=sign-on-linked")),
        Ok(Arrived::Confirmed) => {
            let account = page.href("account");
            let next = if next.is_empty() { account } else { next };
            see_other(with_done(&next, "confirmed"))
        }
        Ok(Arrived::FactorNeeded) => {
            let next: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
            let again = page.href(&format!("account/confirm?next={next}"));
            see_other(with_done(&again, "factor-needed"))
        }
        Ok(Arrived::Prove) => return waits(&page, &context, browser, "log-on/prove"),
        Ok(Arrived::Register) => return waits(&page, &context, browser, "log-on/join"),
        Err(error) => {
            let own = page.href("account/sign-on");
            let links = attempt.purpose == Purpose::Link;
            failed(page, error, if links { own } else { next })?
        }
    };
    untie(&mut response, &context)?;
    Ok(unstored(response))
}

/// Leads on to where an account is proven or made, in this browser.
fn waits(
    page: &Page,
    context: &Context,
    browser: Option<Token>,
    path: &str,
) -> Result<HttpResponse, Fault> {
    let mut response = see_other(page.href(path));
    if let Some(browser) = browser {
        tie(&mut response, context, &browser)?;
    }
    Ok(unstored(response))
}

/// Who is logged on in this browser.
fn here(page: &Page, request: &HttpRequest, context: &Context) -> Option<Here> {
    let account = page.account.as_ref()?.id;
    let token = extract::token(request, context)?;
    Some(Here { account, token })
}

/// What the provider sends somebody back with who logged off there.
#[derive(Deserialize)]
pub struct LoggedOff {
    #[serde(default)]
    state: String,
}

/// Says to whoever comes back from logging off at the provider that it is done.
pub async fn logged_off(
    page: Page,
    context: Data<Context>,
    answer: Query<LoggedOff>,
) -> Result<HttpResponse, Fault> {
    let done = match log_out::came_back(&context, &answer.state) {
        Some(lang) => format!("/{}?done=signed-off", lang.as_str()),
        None => page.prefix(),
    };
    Ok(unstored(see_other(done)))
}

/// Why a logout token was not taken, as the specification writes it.
#[derive(Serialize)]
struct Refused {
    error: &'static str,
}

/// The provider says that somebody logged off there (Back-Channel Logout 1.0).
pub async fn back_channel(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let answer = match log_out::from_provider(&context, form.get("logout_token")).await {
        Ok(_) => HttpResponse::Ok().finish(),
        // The provider is told to come again.
        Err(SignOnError::Unreachable(_)) => return Err(Fault::Busy),
        Err(SignOnError::Unusable(_)) => HttpResponse::BadRequest().json(Refused {
            error: "invalid_request",
        }),
        Err(error) => return Err(error.into()),
    };
    Ok(unstored(answer))
}
