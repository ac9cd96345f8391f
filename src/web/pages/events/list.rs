//! Announced events: those to come, or those that were.

use actix_web::{HttpResponse, web::Data};
use askama::Template;

use super::when;
use crate::{
    context::Context,
    events::{self, Event},
    web::{
        fault::Fault,
        page::{Page, html},
        pages::forum::Parameters,
    },
};

#[derive(Template)]
#[template(path = "pages/events/list.html")]
struct List {
    page: Page,
    past: bool,
    staff: bool,
    events: Vec<Event>,
}

impl List {
    fn when(&self, event: &Event) -> String {
        when(&self.page, event.starts_at, event.ends_at)
    }
}

pub async fn get(
    page: Page,
    context: Data<Context>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let past = query.contains_key("past");
    let events = if past {
        events::past(&context).await?
    } else {
        let events = events::upcoming(&context).await?;
        for event in &events {
            page.holds_until(event.ends_at);
        }
        events
    };
    let staff = page.account.as_ref().is_some_and(|member| member.is_staff);
    html(&List {
        page,
        past,
        staff,
        events,
    })
}
