//! Who signed up: for the organiser alone.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use askama::Template;

use crate::{
    context::Context,
    events::{
        Event, Standing,
        sign_up::{self, Participant},
    },
    privacy::{Private, Purpose, Viewer, trace::Looked},
    web::{
        extract::Staff,
        fault::Fault,
        page::{Page, html, unstored},
    },
};

#[derive(Template)]
#[template(path = "pages/events/participants.html")]
struct Participants {
    page: Page,
    event: Event,
    people: Vec<Participant>,
    looked: Looked,
}

impl Participants {
    fn show<'a>(&self, value: &'a Private<String>) -> &'a str {
        value.reveal(Viewer::Office(&self.looked), Purpose::Handling)
    }
}

pub async fn get(
    page: Page,
    Staff(member): Staff,
    context: Data<Context>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, Fault> {
    let (event, people, looked) = sign_up::list(&context, &member, path.1).await?;
    html(&Participants {
        page,
        event,
        people,
        looked,
    })
    .map(unstored)
}
