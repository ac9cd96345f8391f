//! The mailed link that confirms a suggestion. Opening it does nothing; its button does.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use askama::Template;

use crate::{
    context::Context,
    keys::Token,
    suggestions::{
        SuggestionError,
        confirm::{self, Confirmed},
    },
    web::{
        fault::Fault,
        page::{Page, html, html_as, unstored},
    },
};

#[derive(Template)]
#[template(path = "pages/suggestions/confirm.html")]
struct Confirm {
    page: Page,
    reference: String,
    /// The due date once it is confirmed; `None` while the button is still to be pressed.
    done: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/suggestions/gone.html")]
struct Gone {
    page: Page,
}

pub async fn get(
    page: Page,
    context: Data<Context>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Fault> {
    let found = match Token::parse(&path.1) {
        Some(token) => confirm::look(&context, &token).await,
        None => Err(SuggestionError::Gone),
    };
    show(page, found, false)
}

pub async fn post(
    page: Page,
    context: Data<Context>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Fault> {
    let found = match Token::parse(&path.1) {
        Some(token) => confirm::confirm(&context, &token).await,
        None => Err(SuggestionError::Gone),
    };
    show(page, found, true)
}

fn show(
    page: Page,
    found: Result<Confirmed, SuggestionError>,
    pressed: bool,
) -> Result<HttpResponse, Fault> {
    match found {
        Ok(found) => {
            let done = (pressed || found.before).then(|| due(&page, &found));
            let reference = found.reference;
            let template = Confirm {
                page,
                reference,
                done,
            };
            html(&template).map(unstored)
        }
        Err(SuggestionError::Gone) => html_as(StatusCode::GONE, &Gone { page }).map(unstored),
        Err(error) => Err(error.into()),
    }
}

fn due(page: &Page, found: &Confirmed) -> String {
    found.due.map(|due| page.date(due)).unwrap_or_default()
}
