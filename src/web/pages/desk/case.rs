//! One case at the desk: what the resident wrote, its file, and the answer.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use askama::Template;

use crate::{
    accounts::Member,
    context::Context,
    crosslinks::{self, Source},
    privacy::{Private, Purpose, Viewer, trace::Looked},
    suggestions::{
        State, SuggestionError,
        desk::{self, LONGEST_ANSWER, Opened, Shared},
        follow::Case,
    },
    web::{
        extract::Staff,
        fault::Fault,
        form::{Errors, Form},
        page::{Page, html_as, see_other, unstored},
        pages::case_words::CaseWords,
        pages::kept,
    },
};

#[derive(Template)]
#[template(path = "pages/desk/case.html")]
struct CasePage {
    page: Page,
    words: CaseWords,
    case: Case,
    /// The topic out of which it came.
    source: Option<Source>,
    shared: Shared,
    looked: Looked,
    errors: Errors,
    answer: String,
}

impl CasePage {
    fn show<'a>(&self, value: &'a Private<String>) -> &'a str {
        value.reveal(Viewer::Office(&self.looked), Purpose::Handling)
    }

    fn state(&self) -> String {
        self.page
            .t(&format!("state-short-{}", self.case.state.as_str()))
    }

    fn open(&self) -> bool {
        matches!(self.case.state, State::Routed | State::InProgress)
    }
}

pub async fn get(
    page: Page,
    Staff(member): Staff,
    context: Data<Context>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, Fault> {
    show(
        page,
        StatusCode::OK,
        &context,
        &member,
        path.1,
        Errors::default(),
        String::new(),
    )
    .await
}

pub async fn post(
    page: Page,
    member: Result<Staff, Fault>,
    context: Data<Context>,
    path: Path<(String, i64)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let Staff(member) = kept::admit(member, &form, &["answer"])?;
    let case = path.1;
    let answer = form.text("answer");
    let (done, result) = if form.has("take-up") {
        ("taken-up", desk::take_up(&context, &member, case).await)
    } else {
        (
            "answered",
            desk::answer(&context, &member, case, Private::new(answer.clone())).await,
        )
    };
    let mut errors = match result {
        // Beginning work must not lose an answer that was begun too.
        Ok(()) if done == "taken-up" && !answer.is_empty() => {
            let none = Errors::default();
            return show(page, StatusCode::OK, &context, &member, case, none, answer).await;
        }
        Ok(()) => {
            return Ok(see_other(format!(
                "{}/desk/{case}?done={done}",
                page.prefix()
            )));
        }
        Err(SuggestionError::Invalid(errors)) => Errors::found(&errors, page.lang),
        Err(SuggestionError::NotNow(_)) => Errors::default(),
        Err(error) => return Err(error.into()),
    };
    if errors.is_empty() {
        // Two members at once: the second sees what the first did, and keeps what was typed.
        errors.add("answer", page.t("desk-not-now"));
    }
    show(
        page,
        StatusCode::UNPROCESSABLE_ENTITY,
        &context,
        &member,
        case,
        errors,
        answer,
    )
    .await
}

async fn show(
    page: Page,
    status: StatusCode,
    context: &Context,
    member: &Member,
    case: i64,
    errors: Errors,
    answer: String,
) -> Result<HttpResponse, Fault> {
    let Opened {
        case,
        shared,
        looked,
    } = desk::find(context, member, case).await?;
    let source = crosslinks::of_case(context, case.id, member).await?;
    html_as(
        status,
        &CasePage {
            words: CaseWords::of(&case, &page),
            page,
            case,
            source,
            shared,
            looked,
            errors,
            answer,
        },
    )
    .map(unstored)
}
