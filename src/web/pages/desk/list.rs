//! The list of an office's cases, the earliest due first, and what is done with several at once.

use actix_web::{
    HttpResponse,
    web::{Data, Query},
};
use askama::Template;
use serde::Deserialize;
use url::form_urlencoded::Serializer;

use crate::{
    accounts::Member,
    context::Context,
    offices,
    privacy::Private,
    suggestions::{
        State, SuggestionError,
        acts::{Act, LONGEST_REASON},
        bulk::{self, Chosen, Outcome},
        desk_list::{self, Handler, LONGEST_QUESTION, Line, List, Narrow, SEARCHED, View},
        unplaced,
    },
    web::{
        extract::Staff,
        fault::Fault,
        form::{Errors, Form},
        page::{Page, html_as, unstored},
        pages::kept,
    },
};

/// What the address says of the list; what is none is left out.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    view: String,
    category: String,
    district: String,
    office: String,
    handler: String,
    q: String,
    after: String,
}

impl Asked {
    fn view(&self) -> View {
        self.view.parse().unwrap_or(View::Waiting)
    }

    fn narrow(&self) -> Narrow {
        Narrow {
            category: Narrow::typed(&self.category),
            district: Narrow::typed(&self.district),
            office: Narrow::typed(&self.office),
            handler: self.handler.parse().ok(),
            question: Narrow::typed(&self.q),
        }
    }

    /// Whether it is narrowed beside the view.
    fn is_narrow(&self) -> bool {
        let Self {
            category,
            district,
            office,
            handler,
            ..
        } = self;
        [category, district, office, handler]
            .iter()
            .any(|one| !one.is_empty())
    }

    /// The address of the same list in another view, or after a place.
    fn address(&self, page: &Page, view: View, after: &str) -> String {
        let view = if view == View::Waiting {
            ""
        } else {
            view.as_str()
        };
        let mut query = Serializer::new(String::new());
        for (name, value) in [
            ("view", view),
            ("category", &self.category),
            ("district", &self.district),
            ("office", &self.office),
            ("handler", &self.handler),
            ("q", &self.q),
            ("after", after),
        ] {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        let query = query.finish();
        let mark = if query.is_empty() { "" } else { "?" };
        format!("{}/desk{mark}{query}", page.prefix())
    }
}

struct Tab {
    view: View,
    href: String,
    words: String,
    count: Option<i64>,
}

/// What became of what was ticked.
struct Told {
    done: Vec<(i64, String)>,
    /// With the reason; without a number where it is on no desk of the member.
    not: Vec<(Option<(i64, String)>, String)>,
}

#[derive(Template)]
#[template(path = "pages/desk/list.html")]
struct ListPage {
    page: Page,
    asked: Asked,
    list: List,
    /// How many mails wait for the member; None for a member of an office that gets none of them.
    mails: Option<i64>,
    tabs: Vec<Tab>,
    next: Option<String>,
    action: String,
    categories: Vec<(String, String)>,
    districts: Vec<(String, String)>,
    offices: Vec<(String, String)>,
    handlers: Vec<(String, String)>,
    acts: Vec<(&'static str, String)>,
    submission: String,
    form: Form,
    errors: Errors,
    told: Option<Told>,
}

/// What can be done with several cases at once; see [`read`].
const ACTS: [&str; 4] = ["assign", "take-up", "extend", "close"];

impl ListPage {
    fn state(&self, state: &State) -> String {
        self.page.t(&format!("state-short-{}", state.as_str()))
    }

    fn is_over(&self) -> bool {
        self.asked.view() == View::Answered
    }

    /// What ticking a line sends: the case, and who has it as the list shows.
    fn value(&self, line: &Line) -> String {
        match &line.handler {
            Some(handler) => format!("{}:{}", line.id, handler.id),
            None => line.id.to_string(),
        }
    }

    fn is_ticked(&self, line: &Line) -> bool {
        let ticked = chosen(&self.form);
        self.told.is_none() && ticked.iter().any(|one| one.case == line.id)
    }
}

fn chosen(form: &Form) -> Vec<Chosen> {
    let read = |text: String| {
        let (case, from) = match text.split_once(':') {
            Some((case, from)) => (case.parse().ok()?, from.parse().ok()),
            None => (text.parse().ok()?, None),
        };
        Some(Chosen { case, from })
    };
    form.all("case").into_iter().filter_map(read).collect()
}

/// What is done with each.
fn read(form: &Form) -> Option<Box<dyn Fn(Chosen) -> Act>> {
    let until = form.trimmed("until").parse().ok();
    let reason = Private::new(form.text("reason"));
    let to = super::act::colleague(form);
    Some(match form.get("act") {
        "assign" => Box::new(move |Chosen { from, .. }| Act::Assign { to, from }),
        "take-up" => Box::new(|_| Act::TakeUp),
        "close" => Box::new(|_| Act::Close),
        "extend" => Box::new(move |_| Act::Extend {
            until,
            reason: reason.clone(),
        }),
        _ => return None,
    })
}

pub async fn get(
    page: Page,
    Staff(member): Staff,
    context: Data<Context>,
    asked: Query<Asked>,
) -> Result<HttpResponse, Fault> {
    let nothing = (Form::default(), Errors::default(), None);
    show(page, &context, &member, asked.into_inner(), nothing).await
}

/// Does one thing with all that were ticked, and shows the list with what became of each.
pub async fn post(
    page: Page,
    member: Result<Staff, Fault>,
    context: Data<Context>,
    asked: Query<Asked>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    const TYPED: [&str; 1] = ["reason"];
    let Staff(member) = kept::admit(member, &form, &TYPED)?;
    let mut errors = Errors::default();
    let mut told = None;
    if let Some(act) = read(&form) {
        let submission = form.submission(&context);
        match bulk::perform(&context, &member, &submission, chosen(&form), act).await {
            Ok(outcomes) => told = Some(tell(&page, outcomes)),
            Err(SuggestionError::Invalid(found)) => errors = Errors::found(&found, page.lang),
            Err(error) => return Err(kept::keep(error, &form, &TYPED)),
        }
    } else {
        errors.add("act", page.t("invalid-choice"));
    }
    // What is done is not typed into the next one.
    let form = if told.is_some() {
        Form::default()
    } else {
        form
    };
    let shown = (form, errors, told);
    show(page, &context, &member, asked.into_inner(), shown).await
}

fn tell(page: &Page, outcomes: Vec<Outcome>) -> Told {
    let mut told = Told {
        done: Vec::new(),
        not: Vec::new(),
    };
    for Outcome {
        case,
        reference,
        result,
    } in outcomes
    {
        let known = reference.map(|reference| (case, reference));
        let why = match (result, &known) {
            (Ok(()), Some(known)) => {
                told.done.push(known.clone());
                continue;
            }
            (Err(SuggestionError::NotNow(state)), _) => {
                let state = page.t(&format!("state-short-{}", state.as_str()));
                page.ta("desk-bulk-not-now", "state", state)
            }
            (Err(SuggestionError::Invalid(errors)), _) => {
                let errors = Errors::found(&errors, page.lang);
                errors
                    .all()
                    .first()
                    .map(|(_, message)| message.clone())
                    .unwrap_or_default()
            }
            (Err(SuggestionError::StaysHere), _) => page.t("desk-stays-here"),
            // It left the desk, or never was on it: which, nobody is told.
            _ => page.t("desk-bulk-elsewhere"),
        };
        told.not.push((known, why));
    }
    told
}

async fn show(
    page: Page,
    context: &Context,
    member: &Member,
    asked: Asked,
    (form, errors, told): (Form, Errors, Option<Told>),
) -> Result<HttpResponse, Fault> {
    let lang = page.lang;
    let choices = offices::choices(context).await?;
    let (view, after) = (asked.view(), asked.after.parse().ok());
    let list = desk_list::list(context, member, view, asked.narrow(), after).await?;
    let mails = unplaced::how_many(context, member).await?;
    let tab = |view: View| Tab {
        view,
        href: asked.address(&page, view, ""),
        words: page.t(&format!("desk-view-{}", view.as_str())),
        count: list.counts.of(view),
    };
    let nobody = (Handler::Nobody.to_string(), page.t("desk-handler-nobody"));
    let colleagues = list.colleagues.iter();
    let colleagues = colleagues.map(|one| (Handler::Account(one.id).to_string(), one.name.clone()));
    let act = |act: &'static str| (act, page.ta("desk-act", "act", act));
    let status = errors.status();
    let view = ListPage {
        tabs: View::ALL.into_iter().map(tab).collect(),
        next: list
            .next
            .map(|next| asked.address(&page, view, &next.to_string())),
        action: asked.address(&page, view, &asked.after),
        categories: choices
            .categories
            .iter()
            .map(|one| (one.slug.clone(), one.name(lang)))
            .collect(),
        districts: choices
            .districts
            .iter()
            .map(|one| (one.slug.clone(), one.name(lang)))
            .collect(),
        offices: list
            .offices
            .iter()
            .map(|one| (one.slug.clone(), one.name(lang)))
            .collect(),
        handlers: std::iter::once(nobody).chain(colleagues).collect(),
        acts: ACTS.into_iter().map(act).collect(),
        submission: form.submission(context),
        page,
        asked,
        list,
        mails,
        form,
        errors,
        told,
    };
    html_as(status, &view).map(unstored)
}
