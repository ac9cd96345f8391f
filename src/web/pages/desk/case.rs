//! One case at the desk: what the resident wrote, its file, and the answer.

use std::collections::BTreeMap;

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use askama::Template;
use chrono::Datelike as _;

use crate::{
    accounts::Member,
    context::Context,
    crosslinks::{self, Source},
    offices::members::Colleague,
    privacy::{Private, Purpose, Viewer, trace::Looked},
    published::{
        self, PublishedError,
        answer::{IN_PUBLIC, Outcome},
    },
    suggestions::{
        Record, RecordKind, State, SuggestionError,
        acts::{self, Act, ActKind},
        contact::{self, Shared},
        desk::{self, LONGEST_ANSWER, Opened},
        drafts::{self, Draft, Ready},
        duplicate::Tied,
        files::Message,
        follow::Case,
        templates,
    },
    web::{
        extract::{AddressLimits, Staff},
        fault::Fault,
        form::{Errors, Form},
        multipart::Filed,
        page::{Page, html_as, see_other, unstored},
        pages::{
            case_words::CaseWords,
            checked::{self, Checked},
            forum::files::{self, FileShown},
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
    /// Whether its resident shares a contact with this office.
    has_contact: bool,
    /// The contact, where it was asked for on purpose.
    contact: Option<Shared>,
    /// Who handles it.
    handler: Option<Colleague>,
    /// Colleagues by their accounts.
    names: BTreeMap<i64, String>,
    /// Whether the member is one of those who can handle it.
    works: bool,
    me: i64,
    submission: String,
    looked: Looked,
    /// The topic as which its resident published it.
    published: Option<i64>,
    typed: Typed,
    /// Words with which an answer can begin.
    templates: Vec<(i64, String)>,
    /// Answers that came by mail.
    drafts: Vec<Draft>,
    /// What can be done beside answering it.
    acts: Vec<ActKind>,
    /// Where it goes on, and which go on in it.
    tied: Tied,
    /// Why its form may have been filled in by a program, in words.
    automatic: Option<String>,
}

/// The form as it was sent.
#[derive(Default)]
struct Typed {
    errors: Errors,
    answer: String,
    files: Vec<FileShown>,
    /// Whether the answer shall stand in the topic too.
    publish: bool,
    /// What everybody reads, where the answers to the findings left other words of it.
    in_public: Option<String>,
    checked: Checked,
    /// The contact, where it was asked for.
    contact: Option<Shared>,
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

    fn is_mine(&self) -> bool {
        self.handler.as_ref().is_some_and(|one| one.id == self.me)
    }

    fn can_take(&self) -> bool {
        self.works && !self.is_mine()
    }

    fn named(&self, record: &Record) -> String {
        named(&self.names, record)
    }

    /// The key that leads to an act.
    fn key(&self, act: &ActKind) -> &'static str {
        match act {
            ActKind::TakeUp => "t",
            ActKind::Reassign => "r",
            ActKind::Forward => "f",
            ActKind::Extend => "e",
            ActKind::NotProcess => "p",
            ActKind::Duplicate => "d",
            ActKind::Close => "c",
            ActKind::Reopen => "o",
            ActKind::Note => "n",
            ActKind::Assign => "i",
            ActKind::Ask => "q",
        }
    }

    fn act(&self, act: &ActKind) -> String {
        self.page.ta("desk-act", "act", act.as_str())
    }
}

/// The colleague whom a record names, where there still is one.
pub(super) fn named(names: &BTreeMap<i64, String>, record: &Record) -> String {
    let colleague = record.said().and_then(|said| said.colleague());
    let name = colleague.and_then(|colleague| names.get(&colleague));
    name.cloned().unwrap_or_default()
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
    (request, limits): (HttpRequest, Data<AddressLimits>),
    context: Data<Context>,
    path: Path<(String, i64)>,
    mut filed: Filed,
) -> Result<HttpResponse, Fault> {
    let Staff(member) = kept::admit(member, &filed.form, &TYPED)?;
    let (case, lang) = (path.1, page.lang);
    let count = || limits.count_file(&request, false);
    let gathered = files::gather(&context, &mut filed, (Some(&member), None), lang, &count).await;
    let mut gathered = gathered.map_err(|fault| kept::keep(fault, &filed.form, &TYPED))?;
    let form = filed.form;
    let mut typed = Typed {
        answer: form.text("answer"),
        files: files::shown(&context, &gathered.files).await?,
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
    if let Some((what, draft)) = of_draft(&form) {
        if what == DROP {
            drafts::discard(&context, &member, case, draft).await?;
            return Ok(see_other(format!(
                "{}/desk/{case}?done=mail-draft-dropped",
                page.prefix()
            )));
        }
        // What was sent or dropped meanwhile is there no more: the page shows how it stands.
        let Some(ready) = drafts::ready(&context, &member, case, draft).await? else {
            return Ok(see_other(format!("{}/desk/{case}", page.prefix())));
        };
        let Ready {
            message,
            left_out,
            looked,
        } = ready;
        let viewer = Viewer::Office(&looked);
        typed.answer = message.words.reveal(viewer, Purpose::Handling).clone();
        typed.files = files::shown(&context, &message.files).await?;
        for name in &left_out {
            let name = name.reveal(viewer, Purpose::Handling);
            typed
                .errors
                .add("files", page.ta("mail-draft-left-out", "name", name));
        }
        if what == USE || !left_out.is_empty() {
            let status = typed.errors.status();
            return show(page, status, &context, &member, case, typed).await;
        }
        gathered.files = message.files;
    }
    if form.has("show-contact") {
        let shown = contact::show(&context, &member, case).await;
        typed.contact = Some(shown.map_err(|error| kept::keep(error, &form, &TYPED))?);
        return show(page, StatusCode::OK, &context, &member, case, typed).await;
    }
    if !gathered.errors.is_empty() {
        for error in gathered.errors {
            typed.errors.add("files", error);
        }
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return show(page, status, &context, &member, case, typed).await;
    }
    let answer = Message {
        words: Private::new(typed.answer.clone()),
        files: gathered.files,
    };
    let beside = beside(&form, &member);
    let is_beside = beside.is_some();
    let submission = form.submission(&context);
    let (done, result) = if let Some((done, act)) = beside {
        let performed = acts::perform(&context, &member, &submission, case, act).await;
        (done, performed)
    } else if typed.publish {
        let answered = checked::read(&form);
        let with = (typed.in_public.clone(), lang, answered.clone());
        match published::answer::answer(&context, &member, &submission, case, answer, with).await {
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
        let result = desk::answer(&context, &member, &submission, case, answer).await;
        ("answered", result)
    };
    typed.errors = match result {
        // What is done beside the answer must not lose one that was begun too.
        Ok(()) if is_beside && !(typed.answer.is_empty() && typed.files.is_empty()) => {
            return show(page, StatusCode::OK, &context, &member, case, typed).await;
        }
        Ok(()) => {
            return Ok(see_other(format!(
                "{}/desk/{case}?done={done}",
                page.prefix()
            )));
        }
        Err(SuggestionError::Invalid(errors)) if is_beside => {
            // The page has no field of these; the message stands at the answer.
            let mut at_answer = Errors::default();
            for (_, message) in Errors::found(&errors, lang).all() {
                at_answer.add("answer", message.clone());
            }
            at_answer
        }
        Err(SuggestionError::Invalid(errors)) => Errors::found(&errors, lang),
        Err(SuggestionError::NotNow(_)) => Errors::default(),
        Err(error) => return Err(kept::keep(error, &form, &TYPED)),
    };
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    show(page, status, &context, &member, case, typed).await
}

/// What is done with a draft; its id stands in the button's value.
const SEND: &str = "send-draft";
const USE: &str = "use-draft";
const DROP: &str = "drop-draft";

fn of_draft(form: &Form) -> Option<(&'static str, i64)> {
    let all = [SEND, USE, DROP].into_iter();
    let mut asked = all.filter_map(|what| Some((what, form.get(what).parse().ok()?)));
    asked.next()
}

/// What a button beside the answer's does, with the word that confirms it.
fn beside(form: &Form, member: &Member) -> Option<(&'static str, Act)> {
    let from = form.trimmed("from").parse().ok();
    if form.has("take-up") {
        Some(("taken-up", Act::TakeUp))
    } else if form.has("take") {
        let to = Some(member.id);
        Some(("act-assign", Act::Assign { to, from }))
    } else if form.has("give-back") {
        let to = None;
        Some(("act-assign", Act::Assign { to, from }))
    } else {
        None
    }
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
        has_contact,
        handler,
        colleagues,
        names,
        looked,
        tied,
        automatic,
        ..
    } = opened;
    let submission = Form::default().submission(context);
    let begin = templates::list(context, Some(&case.category.slug), Some(case.language)).await?;
    let drafts = if case.state.is_open() {
        drafts::of_case(context, case.id).await?
    } else {
        Vec::new()
    };
    let source = crosslinks::of_case(context, case.id, member).await?;
    let published = published::answer::topic_of(context, case.id).await?;
    html_as(
        status,
        &CasePage {
            words,
            automatic: automatic.map(|automatic| automatic.told(page.lang)),
            page,
            acts: ActKind::of(&case)
                .filter(|act| *act != ActKind::TakeUp)
                .collect(),
            tied,
            templates: begin.into_iter().map(|one| (one.id, one.name)).collect(),
            drafts,
            case,
            source,
            has_contact,
            contact: typed.contact.take(),
            handler,
            names,
            works: colleagues.iter().any(|one| one.id == member.id),
            me: member.id,
            submission,
            looked,
            published,
            typed,
        },
    )
    .map(unstored)
}
