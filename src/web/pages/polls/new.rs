//! Making a poll, and changing it before it opens, with the personal-data check of its texts.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Path, Query},
};
use askama::Template;
use std::collections::HashMap;

use crate::{
    began::Began,
    context::Context,
    polls::{self, Draft, LONGEST_QUESTION, LONGEST_TITLE, Made, Phase, PollError, Words},
    text::official::Answered,
    web::{
        extract::Moderator,
        fault::Fault,
        form::{Errors, Form},
        page::{Page, html, html_as, see_other},
        pages::{
            checked::{self, Checked},
            kept,
        },
    },
};

/// The fields of the words that are kept when somebody was logged off meanwhile.
const WORDS: [&str; 6] = [
    "title_zh",
    "question_zh",
    "options_zh",
    "title_en",
    "question_en",
    "options_en",
];

#[derive(Template)]
#[template(path = "pages/polls/new.html")]
struct New {
    page: Page,
    submission: String,
    /// The poll that is changed.
    id: Option<i64>,
    draft: Draft,
    opens_on: String,
    closes_on: String,
    errors: Errors,
    checked: Checked,
}

pub async fn get(
    page: Page,
    Moderator(member): Moderator,
    context: Data<Context>,
    request: HttpRequest,
) -> Result<HttpResponse, Fault> {
    let query = Query::<HashMap<String, String>>::from_query(request.query_string()).ok();
    let topic = query.and_then(|query| query.get("topic")?.parse().ok());
    if !polls::may_make(&context, &member, topic).await? {
        return Err(Fault::NotFound);
    }
    let draft = Draft {
        topic,
        ..Draft::default()
    };
    let submission = Form::default().submission(&context);
    html(&New::of(page, submission, None, draft))
}

/// The form with a poll, which says so where the poll can be changed no more.
pub async fn edit(
    page: Page,
    Moderator(member): Moderator,
    context: Data<Context>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, Fault> {
    let poll = polls::find(&context, path.1, &member).await?;
    if !polls::may_make(&context, &member, poll.topic).await? {
        return Err(Fault::NotFound);
    }
    let submission = Form::default().submission(&context);
    let mut view = New::of(page, submission, Some(poll.id), Draft::from(&poll));
    if poll.phase != Phase::Upcoming {
        view.refuse_begun();
    }
    let text = |day: Option<chrono::NaiveDate>| day.map_or_else(String::new, |day| day.to_string());
    view.opens_on = text(view.draft.opens_on);
    view.closes_on = text(view.draft.closes_on);
    html(&view)
}

impl New {
    fn of(page: Page, submission: String, id: Option<i64>, draft: Draft) -> Self {
        Self {
            page,
            submission,
            id,
            draft,
            opens_on: String::new(),
            closes_on: String::new(),
            errors: Errors::default(),
            checked: Checked::default(),
        }
    }

    /// Nothing can be changed any more.
    fn refuse_begun(&mut self) {
        self.errors.add("opens_on", self.page.t("poll-begun"));
    }
}

pub async fn post(
    page: Page,
    moderator: Result<Moderator, Fault>,
    context: Data<Context>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let Moderator(member) = kept::admit(moderator, &form, &WORDS)?;
    let (draft, answered) = (read(&form), checked::read(&form));
    let submission = form.submission(&context);
    let (typed, answers) = (draft.clone(), answered.clone());
    let made = polls::create(&context, &member, &submission, typed, answers).await;
    let view = New::of(page, submission, None, draft);
    answer(view, &form, &answered, made, "poll-made")
}

pub async fn change(
    page: Page,
    moderator: Result<Moderator, Fault>,
    context: Data<Context>,
    path: Path<(String, i64)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let Moderator(member) = kept::admit(moderator, &form, &WORDS)?;
    let (draft, answered) = (read(&form), checked::read(&form));
    let made = polls::change(
        &context,
        &member,
        path.1,
        draft.clone(),
        answered.clone(),
        Began::Anything,
    )
    .await;
    let view = New::of(page, form.submission(&context), Some(path.1), draft);
    answer(view, &form, &answered, made, "poll-changed")
}

fn answer(
    mut view: New,
    form: &Form,
    answered: &Answered,
    made: Result<Made, PollError>,
    done: &str,
) -> Result<HttpResponse, Fault> {
    view.opens_on = form.trimmed("opens_on");
    view.closes_on = form.trimmed("closes_on");
    let lang = view.page.lang;
    match made {
        Ok(Made::Poll(poll)) => {
            let address = format!("{}/polls/{poll}?done={done}", view.page.prefix());
            return Ok(see_other(address));
        }
        Ok(Made::Undecided(undecided)) => {
            view.draft = view.draft.with(&undecided.fields);
            view.checked = Checked::asking(&undecided, answered, lang);
        }
        Err(PollError::Begun) => {
            view.refuse_begun();
            return html_as(StatusCode::CONFLICT, &view);
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
