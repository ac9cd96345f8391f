//! The list of an office's cases, the earliest due first.

use actix_web::{HttpRequest, HttpResponse, web::Data};
use askama::Template;

use crate::{
    context::Context,
    suggestions::{
        State,
        desk::{self, Line, PAGE},
    },
    web::{
        extract::Staff,
        fault::Fault,
        page::{Page, html, unstored},
    },
};

#[derive(Template)]
#[template(path = "pages/desk/list.html")]
struct List {
    page: Page,
    answered: bool,
    lines: Vec<Line>,
    next: Option<String>,
}

impl List {
    fn state(&self, state: &State) -> String {
        self.page.t(&format!("state-short-{}", state.as_str()))
    }
}

pub async fn get(
    page: Page,
    Staff(member): Staff,
    request: HttpRequest,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    let query = |name: &str| {
        let mut pairs = url::form_urlencoded::parse(request.query_string().as_bytes());
        pairs
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    };
    let answered = query("view").as_deref() == Some("answered");
    let after = query("after").and_then(|after| {
        let (due, id) = after.split_once('_')?;
        Some((due.parse().ok()?, id.parse().ok()?))
    });
    let mut lines = desk::list(&context, &member, answered, after).await?;
    let more = lines.len() > PAGE;
    lines.truncate(PAGE);
    let next = lines.last().filter(|_| more).and_then(|last| {
        let view = if answered { "view=answered&" } else { "" };
        Some(format!(
            "{}/desk?{view}after={}_{}",
            page.prefix(),
            last.due?,
            last.id
        ))
    });
    html(&List {
        page,
        answered,
        lines,
        next,
    })
    .map(unstored)
}
