//! Making a poll, with the personal-data check of its texts.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Query},
};
use askama::Template;
use std::collections::HashMap;

use crate::{
    context::Context,
    polls::{self, Draft, LONGEST_QUESTION, LONGEST_TITLE, Made, PollError, Words},
    web::{
        extract::Moderator,
        fault::Fault,
        form::{Errors, Form},
        page::{Page, html, html_as, see_other},
        pages::checked::{self, Checked},
    },
};

#[derive(Template)]
#[template(path = "pages/polls/new.html")]
struct New {
    page: Page,
    draft: Draft,
    opens_on: String,
    closes_on: String,
    errors: Errors,
    checked: Checked,
}

pub async fn get(
    page: Page,
    _moderator: Moderator,
    request: HttpRequest,
) -> Result<HttpResponse, Fault> {
    let query = Query::<HashMap<String, String>>::from_query(request.query_string()).ok();
    let topic = query.and_then(|query| query.get("topic")?.parse().ok());
    html(&New {
        page,
        draft: Draft {
            topic,
            ..Draft::default()
        },
        opens_on: String::new(),
        closes_on: String::new(),
        errors: Errors::default(),
        checked: Checked::default(),
    })
}

pub async fn post(
    page: Page,
    Moderator(member): Moderator,
    context: Data<Context>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let draft = read(&form);
    let answered = checked::read(&form);
    let lang = page.lang;
    let mut view = New {
        opens_on: form.trimmed("opens_on"),
        closes_on: form.trimmed("closes_on"),
        errors: Errors::default(),
        checked: Checked::default(),
        draft: draft.clone(),
        page,
    };
    match polls::create(&context, &member, draft, answered.clone()).await {
        Ok(Made::Poll(poll)) => {
            return Ok(see_other(format!(
                "{}/polls/{poll}?done=poll-made",
                view.page.prefix()
            )));
        }
        Ok(Made::Undecided(undecided)) => {
            view.draft = view.draft.with(&undecided.fields);
            view.checked = Checked::asking(&undecided, &answered, lang);
        }
        Err(PollError::Invalid(errors)) => view.errors = Errors::found(&errors, lang),
        Err(error) => return Err(error.into()),
    }
    html_as(StatusCode::UNPROCESSABLE_ENTITY, &view)
}

fn read(form: &Form) -> Draft {
    let words = |lang: &str| Words {
        title: form.trimmed(&format!("title_{lang}")),
        question: form.text(&format!("question_{lang}")),
        options: form.text(&format!("options_{lang}")),
    };
    Draft {
        topic: form.get("topic").parse().ok(),
        zh: words("zh"),
        en: words("en"),
        opens_on: form.get("opens_on").parse().ok(),
        closes_on: form.get("closes_on").parse().ok(),
    }
}
