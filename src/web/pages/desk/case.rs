//! One case at the desk: what the resident wrote, its file, and the answer.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use askama::Template;
use chrono::Datelike as _;

use crate::{
    accounts::Member,
    context::Context,
    crosslinks::{self, Source},
    privacy::{Private, Purpose, Viewer, trace::Looked},
    published::{
        self, PublishedError,
        answer::{IN_PUBLIC, Outcome},
    },
    suggestions::{
        RecordKind, State, SuggestionError,
        acts::{self, Act, ActKind},
        desk::{self, LONGEST_ANSWER, Opened, Shared},
        duplicate::Tied,
        follow::Case,
        templates,
    },
    web::{
        extract::Staff,
        fault::Fault,
        form::{Errors, Form},
        page::{Page, html_as, see_other, unstored},
        pages::{
            case_words::CaseWords,
            checked::{self, Checked},
            kept,
        },
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
    /// The topic as which its resident published it.
    published: Option<i64>,
    typed: Typed,
    /// Words with which an answer can begin.
    templates: Vec<(i64, String)>,
    /// What can be done beside answering it.
    acts: Vec<ActKind>,
    /// Where it goes on, and which go on in it.
    tied: Tied,
}

/// The form as it was sent.
#[derive(Default)]
struct Typed {
    errors: Errors,
    answer: String,
    /// Whether the answer shall stand in the topic too.
    publish: bool,
    /// What everybody reads, where the answers to the findings left other words of it.
    in_public: Option<String>,
    checked: Checked,
}

/// What was written, which a page that refuses it gives back.
const TYPED: [&str; 2] = ["answer", IN_PUBLIC];

impl CasePage {
    fn show<'a>(&self, value: &'a Private<String>) -> &'a str {
        value.reveal(Viewer::Office(&self.looked), Purpose::Handling)
    }

    fn state(&self) -> String {
        self.page
            .t(&format!("state-short-{}", self.case.state.as_str()))
    }

    /// The year of the due date, where nobody announced its holidays.
    fn unknown_year(&self) -> Option<String> {
        let year = self.case.due?.year();
        let known = self.page.calendar().knows(year);
        (!known).then(|| year.to_string())
    }

    fn open(&self) -> bool {
        self.case.state.is_open()
    }

    fn act(&self, act: &ActKind) -> String {
        self.page.ta("desk-act", "act", act.as_str())
    }
}

/// What happened meanwhile, in words: where the case stands, and who was faster.
pub(super) fn moved_on(page: &Page, opened: &Opened, words: &CaseWords) -> String {
    let mut records = opened.case.records.iter().rev();
    let last = records.find(|record| record.kind != RecordKind::Mailed);
    let state = opened.case.state.as_str();
    let state = page.t(&format!("state-short-{state}"));
    let (what, at) = match last {
        Some(record) => (words.record(&record.number), page.exact(record.at)),
        None => ("", String::new()),
    };
    let by = opened.last_by.clone().unwrap_or_default();
    let arguments = [
        ("state", state),
        ("what", what.to_owned()),
        ("at", at),
        ("by", by.clone()),
        ("named", if by.is_empty() { "no" } else { "yes" }.to_owned()),
    ];
    page.lang.t_with("desk-not-now", &arguments)
}

pub async fn get(
    page: Page,
    Staff(member): Staff,
    context: Data<Context>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, Fault> {
    let nothing = Typed::default();
    show(page, StatusCode::OK, &context, &member, path.1, nothing).await
}

pub async fn post(
    page: Page,
    member: Result<Staff, Fault>,
    context: Data<Context>,
    path: Path<(String, i64)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let Staff(member) = kept::admit(member, &form, &TYPED)?;
    let (case, lang) = (path.1, page.lang);
    let mut typed = Typed {
        answer: form.text("answer"),
        publish: form.has("publish"),
        in_public: Some(form.text(IN_PUBLIC)).filter(|words| !words.is_empty()),
        ..Typed::default()
    };
    if form.has("use-template") {
        if let Ok(template) = form.get("template").parse() {
            let template = templates::find(&context, template).await;
            let body = template
                .map_err(|error| kept::keep(error, &form, &TYPED))?
                .body;
            // What was begun stays above it.
            typed.answer = [typed.answer, body].join("\n\n").trim().to_owned();
        }
        return show(page, StatusCode::OK, &context, &member, case, typed).await;
    }
    let answer = Private::new(typed.answer.clone());
    let (done, result) = if form.has("take-up") {
        let submission = form.submission(&context);
        let taken = acts::perform(&context, &member, &submission, case, Act::TakeUp).await;
        ("taken-up", taken)
    } else if typed.publish {
        let answered = checked::read(&form);
        let with = (typed.in_public.clone(), lang, answered.clone());
        match published::answer::answer(&context, &member, case, answer, with).await {
            Ok(Outcome::Done) => ("answered", Ok(())),
            Ok(Outcome::NotPublic) => ("answered-not-public", Ok(())),
            Ok(Outcome::Undecided(undecided)) => {
                typed.checked = Checked::asking(&undecided, &answered, lang);
                // What the answers left of it may be other words; the resident gets the answer whole.
                let left = undecided.fields.first().map(|field| &field.source);
                if let Some(left) = left.filter(|left| **left != typed.answer) {
                    typed.in_public = Some(left.clone());
                }
                let status = StatusCode::UNPROCESSABLE_ENTITY;
                return show(page, status, &context, &member, case, typed).await;
            }
            Err(PublishedError::Suggestion(error)) => ("answered", Err(error)),
            Err(error) => return Err(kept::keep(error, &form, &TYPED)),
        }
    } else {
        let result = desk::answer(&context, &member, case, answer).await;
        ("answered", result)
    };
    typed.errors = match result {
        // Beginning work must not lose an answer that was begun too.
        Ok(()) if done == "taken-up" && !typed.answer.is_empty() => {
            return show(page, StatusCode::OK, &context, &member, case, typed).await;
        }
        Ok(()) => {
            return Ok(see_other(format!(
                "{}/desk/{case}?done={done}",
                page.prefix()
            )));
        }
        Err(SuggestionError::Invalid(errors)) => Errors::found(&errors, lang),
        Err(SuggestionError::NotNow(_)) => Errors::default(),
        Err(error) => return Err(kept::keep(error, &form, &TYPED)),
    };
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    show(page, status, &context, &member, case, typed).await
}

async fn show(
    page: Page,
    status: StatusCode,
    context: &Context,
    member: &Member,
    case: i64,
    mut typed: Typed,
) -> Result<HttpResponse, Fault> {
    let opened = desk::find(context, member, case).await?;
    let words = CaseWords::of(&opened.case, &page);
    if status != StatusCode::OK && typed.errors.is_empty() && typed.checked.asked.is_empty() {
        // Two members at once: the second sees what the first did, and keeps what was typed.
        let moved_on = moved_on(&page, &opened, &words);
        typed.errors.add("answer", moved_on);
    }
    let Opened {
        case,
        shared,
        looked,
        tied,
        ..
    } = opened;
    let begin = templates::list(context, Some(&case.category.slug), Some(case.language)).await?;
    let source = crosslinks::of_case(context, case.id, member).await?;
    let published = published::answer::topic_of(context, case.id).await?;
    html_as(
        status,
        &CasePage {
            words,
            page,
            acts: ActKind::of(&case)
                .filter(|act| *act != ActKind::TakeUp)
                .collect(),
            tied,
            templates: begin.into_iter().map(|one| (one.id, one.name)).collect(),
            case,
            source,
            shared,
            looked,
            published,
            typed,
        },
    )
    .map(unstored)
}
