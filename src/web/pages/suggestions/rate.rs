//! Saying how the answer was: by the link of its mail, which does nothing until its button is
//! pressed, and on the case's page.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use askama::Template;

use super::case::{Typed, show as show_case};
use crate::{
    context::Context,
    keys::Token,
    suggestions::{
        SuggestionError, follow,
        rating::{self, Question, Rated, Stars},
    },
    web::{
        extract::AddressLimits,
        fault::Fault,
        form::{Errors, Form},
        page::{Page, html_as, unstored},
    },
};

#[derive(Template)]
#[template(path = "pages/suggestions/rate.html")]
struct Rate {
    page: Page,
    question: Question,
    /// Stars with their words.
    choices: Vec<(i32, String)>,
    /// What is said once it is rated.
    done: Option<String>,
    errors: Errors,
}

#[derive(Template)]
#[template(path = "pages/suggestions/rate_gone.html")]
struct Gone {
    page: Page,
}

/// Each number of stars with what it means.
pub(super) fn choices(page: &Page) -> Vec<(i32, String)> {
    let words = |stars: Stars| (stars.number(), of(page, stars.number()));
    Stars::ALL.into_iter().map(words).collect()
}

/// Stars in words.
pub(super) fn of(page: &Page, stars: i32) -> String {
    page.t(&format!("rate-stars-{stars}"))
}

/// Those that were chosen in a form.
fn chosen(form: &Form) -> Result<Stars, SuggestionError> {
    Stars::chosen(form.get("stars").parse().ok())
}

fn words(page: &Page, rated: Rated) -> String {
    match rated {
        Rated::Now => page.t("rate-done"),
        Rated::Before => page.t("rate-before"),
    }
}

type At = Path<(String, String)>;

fn token(path: &At) -> Result<Token, SuggestionError> {
    Token::parse(&path.1).ok_or(SuggestionError::Gone)
}

pub async fn get(page: Page, context: Data<Context>, path: At) -> Result<HttpResponse, Fault> {
    let found = match token(&path) {
        Ok(token) => rating::look(&context, &token).await,
        Err(error) => Err(error),
    };
    show(page, found, None, Errors::default())
}

pub async fn post(
    page: Page,
    context: Data<Context>,
    path: At,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let token = match token(&path) {
        Ok(token) => token,
        Err(error) => return show(page, Err(error), None, Errors::default()),
    };
    let rated = match chosen(&form) {
        Ok(stars) => rating::by_link(&context, &token, stars).await,
        Err(error) => Err(error),
    };
    let (done, errors) = match rated {
        Ok(rated) => (Some(words(&page, rated)), Errors::default()),
        Err(SuggestionError::Invalid(errors)) => (None, Errors::found(&errors, page.lang)),
        Err(error) => return show(page, Err(error), None, Errors::default()),
    };
    let found = rating::look(&context, &token).await;
    show(page, found, done, errors)
}

fn show(
    page: Page,
    found: Result<Question, SuggestionError>,
    done: Option<String>,
    errors: Errors,
) -> Result<HttpResponse, Fault> {
    let question = match found {
        Ok(question) => question,
        Err(SuggestionError::Gone) => {
            return html_as(StatusCode::GONE, &Gone { page }).map(unstored);
        }
        Err(error) => return Err(error.into()),
    };
    let before = question.is_answered.then(|| words(&page, Rated::Before));
    let done = done.or(before);
    let status = if done.is_some() {
        StatusCode::OK
    } else {
        errors.status()
    };
    let template = Rate {
        choices: choices(&page),
        page,
        question,
        done,
        errors,
    };
    html_as(status, &template).map(unstored)
}

/// Rates one's own case, with its number and password.
pub async fn own(
    mut page: Page,
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let (reference, password) = (form.trimmed("reference"), form.trimmed("password"));
    let case = follow::open(&context, &reference, &password).await?;
    let rated = match chosen(&form) {
        Ok(stars) => rating::by_resident(&context, &case, stars).await,
        Err(error) => Err(error),
    };
    let typed = match rated {
        Ok(rated) => {
            page.notice = Some(words(&page, rated));
            Typed::Nothing
        }
        Err(SuggestionError::Invalid(errors)) => Typed::Rate(Errors::found(&errors, page.lang)),
        Err(error) => return Err(error.into()),
    };
    show_case(page, &context, case, password, typed).await
}
