//! The mailed link that cancels a sign-up. Opening it does nothing; its button does.

use actix_web::{
    HttpResponse,
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
        page::{Page, html, unstored},
        pages::mailed_link,
    },
};

#[derive(Template)]
#[template(path = "pages/events/cancel.html")]
struct Cancel {
    page: Page,
    event: Event,
    when: String,
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
    let event = match found {
        Ok(event) => event,
        Err(EventError::Gone) => {
            let text = page.t("event-gone-text");
            let ways = [("events", "events-title")];
            return mailed_link::gone(page, "event-gone", text, &ways);
        }
        Err(error) => return Err(error.into()),
    };
    let view = Cancel {
        when: when(&page, event.starts_at, event.ends_at),
        page,
        event,
        looks,
        done,
    };
    html(&view).map(unstored)
}
