//! The mailed link that cancels a sign-up. Opening it does nothing; its button does.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use askama::Template;

use super::when;
use crate::{
    context::Context,
    events::{Event, EventError, sign_up},
    keys::Token,
    web::{
        fault::Fault,
        page::{Page, html_as, unstored},
    },
};

#[derive(Template)]
#[template(path = "pages/events/cancel.html")]
struct Cancel {
    page: Page,
    /// Absent where the link is worth nothing any more.
    event: Option<(Event, String)>,
    /// The days on which the organiser saw the list.
    looks: Vec<String>,
    done: bool,
}

pub async fn get(
    page: Page,
    context: Data<Context>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Fault> {
    let found = match Token::parse(&path.1) {
        Some(token) => sign_up::look(&context, &token).await,
        None => Err(EventError::Gone),
    };
    let (found, looks) = match found {
        Ok(own) => (Ok(own.event), own.looks),
        Err(error) => (Err(error), Vec::new()),
    };
    let looks = looks.into_iter().map(|day| page.date(day)).collect();
    show(page, found, looks, false)
}

pub async fn post(
    page: Page,
    context: Data<Context>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Fault> {
    let found = match Token::parse(&path.1) {
        Some(token) => sign_up::cancel(&context, &token).await,
        None => Err(EventError::Gone),
    };
    show(page, found, Vec::new(), true)
}

fn show(
    page: Page,
    found: Result<Event, EventError>,
    looks: Vec<String>,
    done: bool,
) -> Result<HttpResponse, Fault> {
    let (status, event) = match found {
        Ok(event) => {
            let when = when(&page, event.starts_at, event.ends_at);
            (StatusCode::OK, Some((event, when)))
        }
        Err(EventError::Gone) => (StatusCode::GONE, None),
        Err(error) => return Err(error.into()),
    };
    let view = Cancel {
        page,
        event,
        looks,
        done,
    };
    html_as(status, &view).map(unstored)
}
