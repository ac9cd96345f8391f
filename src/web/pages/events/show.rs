//! One announcement, and calling it off.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use askama::Template;

use super::when;
use crate::{
    context::Context,
    events::{self, Event},
    web::{
        extract::Staff,
        fault::Fault,
        page::{Page, html, see_other},
    },
};

#[derive(Template)]
#[template(path = "pages/events/show.html")]
struct Show {
    page: Page,
    when: String,
    open: bool,
    mine: bool,
    event: Event,
}

pub async fn get(
    page: Page,
    context: Data<Context>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, Fault> {
    let event = events::find(&context, path.1).await?;
    let today = context.clock.today(context.config.city.time_zone);
    html(&Show {
        when: when(&page, event.starts_at, event.ends_at),
        open: event.takes_sign_ups(today),
        mine: page
            .account
            .as_ref()
            .is_some_and(|member| event.is_of(member)),
        page,
        event,
    })
}

pub async fn call_off(
    page: Page,
    Staff(member): Staff,
    context: Data<Context>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, Fault> {
    events::call_off(&context, &member, path.1).await?;
    Ok(see_other(format!(
        "{}/events/{}?done=event-called-off",
        page.prefix(),
        path.1
    )))
}
