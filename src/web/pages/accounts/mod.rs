//! The pages of an account: register, log on, reset a password, one's own account.

pub mod address;
pub mod again;
pub mod appeal;
pub mod confirm;
pub mod consents;
pub mod digests;
pub mod factors;
pub mod log_on;
pub mod mail_check;
pub mod name;
pub mod own;
pub mod password;
pub mod preferences;
pub mod register;
pub mod reset;
pub mod second_step;
pub mod stop_policy_mails;
pub mod tokens;

use actix_web::{HttpResponse, http::StatusCode};
use askama::Template;

use crate::{
    accounts::{AccountError, factors::Kinds},
    keys::Token,
    web::{
        fault::Fault,
        form::Errors,
        page::{Page, html},
        pages::mailed_link,
    },
};

/// Says that a mail is on its way: the same page whatever is in the mail, or whether there is one.
#[derive(Template)]
#[template(path = "pages/accounts/sent.html")]
struct Sent {
    page: Page,
    title: String,
    text: String,
}

fn mail_sent(page: Page, key: &str) -> Result<HttpResponse, Fault> {
    html(&Sent {
        title: page.t("account-sent-title"),
        text: page.t(key),
        page,
    })
}

/// Says what a mailed link will do, with the one button that does it.
fn link(page: Page, title: &str, text: String, button: &str) -> Result<HttpResponse, Fault> {
    mailed_link::asks(page, title, text, button)
}

/// Says that a link has done its work or had its time, and how to go on. `what`: `registration`, `reset`,
/// `address` or `mail-check`; `again` is where a new link is asked for.
fn gone(page: Page, what: &str, again: &str) -> Result<HttpResponse, Fault> {
    let text = page.t(&format!("account-gone-{what}"));
    let new = format!("account-gone-{what}-again");
    let ways = [("log-on", "face-log-on"), (again, &*new)];
    mailed_link::gone(page, "account-gone-title", text, &ways)
}

/// Says that the account has no password to be set, and how its owner logs on.
fn password_off(page: Page) -> Result<HttpResponse, Fault> {
    let label = page.sign_on().unwrap_or_default();
    let text = page.ta("account-password-off-reset", "label", label);
    let ways = [("log-on", "face-log-on")];
    mailed_link::refused(page, "account-password-off-title", text, &ways)
}

/// A mailed link's token as it stands in the address.
fn token(path: &str) -> Result<Token, AccountError> {
    Token::parse(path).ok_or(AccountError::Gone)
}

/// Whether a public name is the own one or a nickname, as the forms ask.
pub(in crate::web::pages) fn name_kinds(page: &Page) -> Vec<(&'static str, String)> {
    vec![
        ("yes", page.t("account-name-own")),
        ("no", page.t("account-name-nickname")),
    ]
}

/// What can be typed where a code is asked for.
const fn code_hint(kinds: Kinds) -> &'static str {
    if kinds.app {
        "factors-code-hint"
    } else {
        "factors-code-hint-recovery"
    }
}

/// As [`mistakes`], of a form that asks for a code: what else is wrong with an attempt stands there.
fn mistakes_of_code(page: &Page, error: AccountError) -> Result<(StatusCode, Errors), Fault> {
    let (status, errors) = mistakes(page, error)?;
    let mut at_code = Errors::default();
    for (field, message) in errors.all() {
        let field = match field.as_str() {
            "password" => "code",
            field => field,
        };
        at_code.add(field, message.clone());
    }
    Ok((status, at_code))
}

/// What a form says to an error that its reader can do something about, with the answer's
/// status; any other is a fault.
pub(in crate::web::pages) fn mistakes(
    page: &Page,
    error: AccountError,
) -> Result<(StatusCode, Errors), Fault> {
    match error {
        AccountError::Invalid(errors) => Ok((
            StatusCode::UNPROCESSABLE_ENTITY,
            Errors::found(&errors, page.lang),
        )),
        AccountError::WrongCredentials => {
            let mut errors = Errors::default();
            errors.add("email", page.t("account-wrong-credentials"));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, errors))
        }
        AccountError::TooMany { seconds } => {
            let mut errors = Errors::default();
            let minutes = (seconds + 59) / 60;
            errors.add("password", page.ta("account-blocked", "minutes", minutes));
            Ok((StatusCode::TOO_MANY_REQUESTS, errors))
        }
        AccountError::Busy => {
            let mut errors = Errors::default();
            errors.add("password", page.t("account-busy"));
            Ok((StatusCode::SERVICE_UNAVAILABLE, errors))
        }
        AccountError::Suspended { last_day } => {
            let mut errors = Errors::default();
            let until = page.date(last_day);
            errors.add("email", page.ta("account-suspended", "until", until));
            Ok((StatusCode::FORBIDDEN, errors))
        }
        AccountError::PasswordOff => {
            let mut errors = Errors::default();
            let label = page.sign_on().unwrap_or_default();
            errors.add("email", page.ta("account-password-off", "label", label));
            Ok((StatusCode::FORBIDDEN, errors))
        }
        AccountError::NameTooSoon { from } => {
            let mut errors = Errors::default();
            let from = page.date(from);
            errors.add("name", page.ta("account-name-too-soon", "date", from));
            Ok((StatusCode::CONFLICT, errors))
        }
        error => Err(error.into()),
    }
}
