//! The mailed link that confirms a suggestion. Opening it does nothing; its button does.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use askama::Template;

use crate::{
    context::Context,
    keys::Token,
    suggestions::confirm::{self, Confirmed},
    web::{
        fault::Fault,
        page::{Page, html, unstored},
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

pub async fn get(
    page: Page,
    context: Data<Context>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Fault> {
    let token = Token::parse(&path.1).ok_or(Fault::Gone)?;
    let found = confirm::look(&context, &token).await?;
    let done = found.before.then(|| due(&page, &found));
    html(&Confirm {
        page,
        reference: found.reference,
        done,
    })
    .map(unstored)
}

pub async fn post(
    page: Page,
    context: Data<Context>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Fault> {
    let token = Token::parse(&path.1).ok_or(Fault::Gone)?;
    let found = confirm::confirm(&context, &token).await?;
    let done = Some(due(&page, &found));
    html(&Confirm {
        page,
        reference: found.reference,
        done,
    })
    .map(unstored)
}

fn due(page: &Page, found: &Confirmed) -> String {
    found.due.map(|due| page.date(due)).unwrap_or_default()
}
