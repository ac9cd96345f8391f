//! What an office does with a case beside answering it: a page with one form for each act.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use askama::Template;

use super::case::moved_on;
use crate::{
    accounts::Member,
    context::Context,
    offices::{self, members::Colleague},
    privacy::{Private, Purpose, Viewer, trace::Looked},
    suggestions::{
        SuggestionError,
        acts::{self, Act, ActKind, LONGEST_AGENCY, LONGEST_REASON, Unprocessed},
        desk::{self, Opened},
        desk_list::Handler,
        follow::Case,
    },
    text_rules::LONGEST_EMAIL,
    web::{
        extract::Staff,
        fault::Fault,
        form::{Errors, Form},
        page::{Page, html_as, see_other, unstored},
        pages::{case_words::CaseWords, kept},
    },
};

/// What is typed, in the order of the page.
const TYPED: [&str; 6] = ["agency", "address", "of", "until", "reason", "words"];

#[derive(Template)]
#[template(path = "pages/desk/act.html")]
struct ActPage {
    page: Page,
    act: ActKind,
    case: Case,
    looked: Looked,
    offices: Vec<(String, String)>,
    /// Who can handle it, or nobody in particular.
    handlers: Vec<(String, String)>,
    /// Who does now.
    from: String,
    grounds: Vec<(&'static str, String)>,
    submission: String,
    form: Form,
    errors: Errors,
}

impl ActPage {
    fn show<'a>(&self, value: &'a Private<String>) -> &'a str {
        value.reveal(Viewer::Office(&self.looked), Purpose::Handling)
    }

    fn words(&self, key: &str) -> String {
        self.page.ta(key, "act", self.act.as_str())
    }

    fn state(&self) -> String {
        self.page
            .t(&format!("state-short-{}", self.case.state.as_str()))
    }
}

/// The field to which a message leads that concerns the whole act.
const fn field(act: ActKind) -> &'static str {
    match act {
        ActKind::Reassign => "office",
        ActKind::Forward => "agency",
        ActKind::Extend => "until",
        ActKind::NotProcess => "ground",
        ActKind::Duplicate => "of",
        ActKind::Reopen => "reason",
        ActKind::Note | ActKind::Ask => "words",
        ActKind::Assign => "to",
        ActKind::TakeUp | ActKind::Close => "act",
    }
}

/// The colleague who is chosen to handle a case; none for nobody in particular.
pub(super) fn colleague(form: &Form) -> Option<i64> {
    match form.get("to").parse() {
        Ok(Handler::Nobody) => None,
        Ok(Handler::Account(account)) => Some(account),
        // No account has this number: it is refused as what cannot be chosen.
        Err(()) => Some(0),
    }
}

fn read(act: ActKind, form: &Form) -> Act {
    let private = |name: &str| Private::new(form.text(name));
    match act {
        ActKind::TakeUp => Act::TakeUp,
        ActKind::Reassign => Act::Reassign {
            office: form.trimmed("office"),
            reason: private("reason"),
        },
        ActKind::Forward => Act::Forward {
            agency: form.trimmed("agency"),
            address: private("address"),
            reason: private("reason"),
        },
        ActKind::Extend => Act::Extend {
            until: form.trimmed("until").parse().ok(),
            reason: private("reason"),
        },
        ActKind::NotProcess => Act::NotProcess {
            ground: form.get("ground").parse().ok(),
            reason: private("reason"),
        },
        ActKind::Duplicate => Act::Duplicate {
            of: form.trimmed("of"),
            merge: form.has("merge"),
        },
        ActKind::Close => Act::Close,
        ActKind::Reopen => Act::Reopen {
            reason: private("reason"),
        },
        ActKind::Note => Act::Note {
            words: private("words"),
        },
        ActKind::Ask => Act::Ask {
            words: private("words"),
        },
        ActKind::Assign => Act::Assign {
            to: colleague(form),
            from: form.trimmed("from").parse().ok(),
        },
    }
}

fn kind(path: &(String, i64, String)) -> Result<ActKind, Fault> {
    path.2.parse().map_err(|()| Fault::NotFound)
}

pub async fn get(
    page: Page,
    Staff(member): Staff,
    context: Data<Context>,
    path: Path<(String, i64, String)>,
) -> Result<HttpResponse, Fault> {
    let (act, form) = (kind(&path)?, Form::default());
    show(
        page,
        &context,
        &member,
        (path.1, act),
        form,
        Errors::default(),
    )
    .await
}

pub async fn post(
    page: Page,
    member: Result<Staff, Fault>,
    context: Data<Context>,
    path: Path<(String, i64, String)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let Staff(member) = kept::admit(member, &form, &TYPED)?;
    let (case, act) = (path.1, kind(&path)?);
    let submission = form.submission(&context);
    let done = acts::perform(&context, &member, &submission, case, read(act, &form)).await;
    let errors = match done {
        Ok(()) => {
            let (prefix, name) = (page.prefix(), act.as_str());
            // Where another office has it now, it is on this desk no more.
            let place = match act {
                ActKind::Reassign => String::new(),
                _ => format!("/{case}"),
            };
            return Ok(see_other(format!("{prefix}/desk{place}?done=act-{name}")));
        }
        Err(SuggestionError::Invalid(errors)) => Errors::found(&errors, page.lang),
        Err(SuggestionError::NotNow(_)) => Errors::default(),
        Err(SuggestionError::StaysHere) => {
            let mut errors = Errors::default();
            errors.add(field(act), page.t("desk-stays-here"));
            errors
        }
        Err(error) => return Err(kept::keep(error, &form, &TYPED)),
    };
    show(page, &context, &member, (case, act), form, errors).await
}

/// The form, with what was typed; where the case does not allow the act, also why.
async fn show(
    page: Page,
    context: &Context,
    member: &Member,
    (case, act): (i64, ActKind),
    form: Form,
    mut errors: Errors,
) -> Result<HttpResponse, Fault> {
    let opened = desk::find(context, member, case).await?;
    let words = CaseWords::of(&opened.case, &page);
    let mut status = errors.status();
    let allowed = ActKind::of(&opened.case).any(|allowed| allowed == act);
    if !allowed && errors.is_empty() {
        let why = match act {
            ActKind::Reassign | ActKind::Forward if opened.case.state.is_open() => {
                page.t("desk-stays-here")
            }
            _ => moved_on(&page, &opened, &words),
        };
        errors.add(field(act), why);
        status = StatusCode::CONFLICT;
    }
    let Opened {
        case,
        looked,
        handler,
        colleagues,
        ..
    } = opened;
    let lang = page.lang;
    let nobody = (Handler::Nobody.to_string(), page.t("desk-handler-nobody"));
    let colleague = |one: Colleague| (Handler::Account(one.id).to_string(), one.name);
    let offices = match act {
        ActKind::Reassign => offices::list(context).await?,
        _ => Vec::new(),
    };
    let offices = offices.into_iter().filter(|office| {
        let mut having = case.offices.iter();
        office.retired_on.is_none() && !having.any(|one| one.id == office.id)
    });
    let view = ActPage {
        offices: offices
            .map(|office| (office.slug.clone(), office.name(lang)))
            .collect(),
        handlers: std::iter::once(nobody)
            .chain(colleagues.into_iter().map(colleague))
            .collect(),
        from: handler.map(|one| one.id.to_string()).unwrap_or_default(),
        grounds: Unprocessed::offered(context)
            .map(|ground| {
                let words = page.t(&format!("not-processed-{}", ground.as_str()));
                (ground.as_str(), words)
            })
            .collect(),
        submission: form.submission(context),
        page,
        act,
        case,
        looked,
        form,
        errors,
    };
    html_as(status, &view).map(unstored)
}
