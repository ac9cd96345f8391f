//! The file of a case as one page, to be printed: its facts and all its records.

use std::collections::BTreeMap;

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use askama::Template;

use super::case::named;
use crate::{
    accounts::Member,
    context::Context,
    offices::members::Colleague,
    privacy::{Private, Purpose, Viewer, trace::Looked},
    suggestions::{
        Record, RecordKind,
        contact::{self, Shared},
        desk::{self, Opened},
        duplicate::Tied,
        follow::Case,
    },
    web::{
        extract::Staff,
        fault::Fault,
        form::Form,
        page::{Page, html, unstored},
        pages::case_words::CaseWords,
    },
};

#[derive(Template)]
#[template(path = "pages/desk/file.html")]
struct FilePage {
    page: Page,
    words: CaseWords,
    case: Case,
    has_contact: bool,
    /// The contact, where it was asked for on purpose.
    contact: Option<Shared>,
    handler: Option<Colleague>,
    names: BTreeMap<i64, String>,
    tied: Tied,
    looked: Looked,
    /// When the page was made.
    made: String,
}

impl FilePage {
    fn show<'a>(&self, value: &'a Private<String>) -> &'a str {
        value.reveal(Viewer::Office(&self.looked), Purpose::Handling)
    }

    fn state(&self) -> String {
        self.page
            .t(&format!("state-short-{}", self.case.state.as_str()))
    }

    fn named(&self, record: &Record) -> String {
        named(&self.names, record)
    }
}

pub async fn get(
    page: Page,
    Staff(member): Staff,
    context: Data<Context>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, Fault> {
    show(page, &context, &member, path.1, None).await
}

/// With the contact, which is noted.
pub async fn post(
    page: Page,
    Staff(member): Staff,
    context: Data<Context>,
    path: Path<(String, i64)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let contact = if form.has("show-contact") {
        Some(contact::show(&context, &member, path.1).await?)
    } else {
        None
    };
    show(page, &context, &member, path.1, contact).await
}

async fn show(
    page: Page,
    context: &Context,
    member: &Member,
    case: i64,
    contact: Option<Shared>,
) -> Result<HttpResponse, Fault> {
    let Opened {
        case,
        has_contact,
        handler,
        names,
        looked,
        tied,
        ..
    } = desk::find(context, member, case).await?;
    html(&FilePage {
        words: CaseWords::of(&case, &page),
        made: page.exact(context.now()),
        page,
        case,
        has_contact,
        contact,
        handler,
        names,
        tied,
        looked,
    })
    .map(unstored)
}
