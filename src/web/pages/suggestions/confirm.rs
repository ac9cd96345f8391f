//! The mailed link that confirms a suggestion. Opening it does nothing; its button does.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};

use crate::{
    context::Context,
    keys::Token,
    suggestions::{
        SuggestionError,
        confirm::{self, Confirmed},
    },
    web::{fault::Fault, page::Page, pages::mailed_link},
};

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
    let (follow, suggest) = (
        ("suggestions/case", "face-follow-case"),
        ("suggestions/new", "face-suggest"),
    );
    match found {
        Ok(found) if pressed || found.before => {
            let due = due(&page, &found);
            let text = page.ta2(
                "confirm-done-text",
                "reference",
                found.reference,
                "due",
                due,
            );
            mailed_link::done(page, "confirm-done-title", text, &[follow])
        }
        Ok(found) => {
            let text = page.ta("confirm-text", "reference", found.reference);
            mailed_link::asks(page, "confirm-title", text, "confirm-button")
        }
        Err(SuggestionError::Gone) => {
            let text = page.t("confirm-gone-text");
            mailed_link::gone(page, "confirm-gone-title", text, &[follow, suggest])
        }
        Err(error) => Err(error.into()),
    }
}

/// The due date of the answer.
fn due(page: &Page, found: &Confirmed) -> String {
    found.due.map(|due| page.date(due)).unwrap_or_default()
}
