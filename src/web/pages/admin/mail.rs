//! Mails that have not left: the list, and one with what can be done with it.

use actix_web::{
    HttpResponse,
    web::{Data, Path, Query},
};
use askama::Template;
use serde::Deserialize;
use url::form_urlencoded::Serializer;

use crate::{
    context::Context,
    mail::{
        LetterKind,
        paused::{self, Paused},
        unsent::{self, Ageing, MOST_AT_ONCE, Narrow, Standing, Unsent},
    },
    privacy::ground::LONGEST,
    suggestions::{SuggestionError, redirect},
    web::{
        extract::Administrator,
        fault::Fault,
        form::{Errors, Form},
        page::{Page, html, html_as, see_other, unstored},
        pages::kept,
    },
};

/// What is typed, which a page that refuses it gives back.
const TYPED: [&str; 1] = ["reason"];
/// For how many hours mails have been there that the list can be narrowed to.
const AGES: [&str; 3] = ["1", "24", "72"];

/// What the address says of the list; what is none is left out.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    state: String,
    kind: String,
    domain: String,
    age: String,
    before: String,
}

impl Asked {
    /// What waits is nobody's worry: the list begins with what does not leave.
    fn standing(&self) -> Standing {
        self.state.parse().unwrap_or(Standing::Dead)
    }

    /// The domain alone, also where a whole address was typed.
    fn domain(&self) -> &str {
        let typed = self.domain.trim();
        typed.rsplit_once('@').map_or(typed, |(_, domain)| domain)
    }

    fn narrow(&self) -> Narrow {
        let domain = self.domain();
        Narrow {
            kind: self.kind.parse().ok(),
            domain: (!domain.is_empty()).then(|| domain.to_owned()),
            hours: self.age.parse().ok(),
        }
    }

    /// The address of the same list of what stands otherwise, or before a place.
    fn address(&self, page: &Page, standing: Standing, before: Option<i64>) -> String {
        let state = match standing {
            Standing::Dead => "",
            other => other.as_str(),
        };
        let before = before.map(|before| before.to_string());
        let mut query = Serializer::new(String::new());
        for (name, value) in [
            ("state", state),
            ("kind", &*self.kind),
            ("domain", self.domain()),
            ("age", &*self.age),
            ("before", before.as_deref().unwrap_or_default()),
        ] {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        let query = query.finish();
        let mark = if query.is_empty() { "" } else { "?" };
        format!("{}/admin/mail{mark}{query}", page.prefix())
    }
}

struct Tab {
    standing: Standing,
    href: String,
    words: String,
    count: i64,
}

#[derive(Template)]
#[template(path = "pages/admin/mail.html")]
struct ListPage {
    page: Page,
    asked: Asked,
    tabs: Vec<Tab>,
    mails: Vec<Unsent>,
    next: Option<String>,
    kinds: Vec<(&'static str, String)>,
    ages: Vec<(&'static str, String)>,
    /// That mails are late, in words.
    late: Option<String>,
    /// That the mail server cannot be used, in words, and what it said.
    paused: Option<String>,
    paused_words: Option<String>,
    /// How many of all of them a button tries anew, and where it leads.
    again: i64,
    retry_all: String,
}

impl ListPage {
    fn kind(&self, mail: &Unsent) -> String {
        kind(&self.page, mail.kind)
    }

    fn facts(&self, mail: &Unsent) -> Vec<String> {
        facts(&self.page, mail)
    }
}

fn kind(page: &Page, kind: LetterKind) -> String {
    page.ta("mail-kind", "kind", kind.as_str())
}

/// What a mail's line says beside its kind.
fn facts(page: &Page, mail: &Unsent) -> Vec<String> {
    let mut facts = vec![
        to(page, mail),
        page.ta("unsent-written", "time", page.exact(mail.created_at)),
        page.ta("unsent-attempts", "count", mail.attempts),
    ];
    if let Some(since) = mail.tried_since {
        facts.push(page.ta("unsent-since", "time", page.exact(since)));
    }
    facts.push(next(page, mail));
    facts
}

fn to(page: &Page, mail: &Unsent) -> String {
    match &mail.to {
        Some(to) => page.ta("unsent-to", "address", to),
        None => page.t("unsent-unread"),
    }
}

/// When it is tried again, or since when no more and why.
fn next(page: &Page, mail: &Unsent) -> String {
    if mail.standing == Standing::Dead {
        let why = mail.ended.map_or("", |ended| ended.as_str());
        let when = mail.ended_at.map(|at| page.exact(at)).unwrap_or_default();
        return page.ta2("unsent-ended", "why", why, "time", when);
    }
    match mail.next_at {
        Some(at) => page.ta("unsent-next", "time", page.exact(at)),
        None => page.t("unsent-on-its-way"),
    }
}

fn late(page: &Page, ageing: Ageing) -> String {
    let since = page.exact(ageing.since);
    page.ta2("unsent-late", "count", ageing.count, "since", since)
}

fn paused_since(page: &Page, paused: &Paused) -> String {
    let arguments = [
        ("step", paused.step.as_str().to_owned()),
        ("since", page.exact(paused.since)),
        ("tried", page.exact(paused.tried_at)),
    ];
    page.lang.t_with("unsent-paused", &arguments)
}

pub async fn list(
    page: Page,
    _: Administrator,
    context: Data<Context>,
    asked: Query<Asked>,
) -> Result<HttpResponse, Fault> {
    let asked = asked.into_inner();
    let (standing, before) = (asked.standing(), asked.before.parse().ok());
    let found = unsent::list(&context, standing, asked.narrow(), before).await?;
    let again = unsent::count_all(&context, standing, asked.narrow()).await?;
    let ageing = unsent::ageing(&context).await?;
    let paused = paused::standing(&context).await?;
    let tab = |standing: Standing| Tab {
        standing,
        href: asked.address(&page, standing, None),
        words: page.ta("unsent-standing", "standing", standing.as_str()),
        count: found.counts.of(standing),
    };
    let age = |hours: &'static str| (hours, page.ta("unsent-age-hours", "hours", hours));
    let kinds = found.kinds.iter();
    let view = ListPage {
        tabs: Standing::ALL.into_iter().rev().map(tab).collect(),
        next: found
            .next
            .map(|next| asked.address(&page, standing, Some(next))),
        kinds: kinds.map(|one| (one.as_str(), kind(&page, *one))).collect(),
        ages: AGES.into_iter().map(age).collect(),
        late: ageing.map(|ageing| late(&page, ageing)),
        paused: paused.as_ref().map(|paused| paused_since(&page, paused)),
        paused_words: paused.and_then(|paused| paused.words),
        again: again.min(MOST_AT_ONCE),
        retry_all: asked.address(&page, standing, None),
        mails: found.mails,
        page,
        asked,
    };
    html(&view).map(unstored)
}

/// Tries all anew that the list is narrowed to.
pub async fn retry_all(
    page: Page,
    Administrator(member): Administrator,
    context: Data<Context>,
    asked: Query<Asked>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    if form.get("act") != "retry-all" {
        return Err(Fault::BadRequest("no act".into()));
    }
    let (standing, narrow) = (asked.standing(), asked.narrow());
    let by = Some(member.id);
    let retried = unsent::retry_all(&context, by, standing, narrow, MOST_AT_ONCE).await?;
    let words = match (retried.done, retried.left) {
        (0, _) => "unsent-none-retried",
        (_, 0) => "unsent-all-retried",
        _ => "unsent-some-retried",
    };
    let list = asked.address(&page, standing, None);
    let mark = if list.contains('?') { '&' } else { '?' };
    Ok(see_other(format!("{list}{mark}done={words}")))
}

#[derive(Template)]
#[template(path = "pages/admin/mail_one.html")]
struct MailPage {
    page: Page,
    mail: Unsent,
    /// To which offices it can be sent instead.
    offices: Vec<(String, String)>,
    form: Form,
    errors: Errors,
}

impl MailPage {
    fn kind(&self) -> String {
        kind(&self.page, self.mail.kind)
    }

    fn facts(&self) -> Vec<String> {
        facts(&self.page, &self.mail)
    }
}

async fn show(
    page: Page,
    context: &Context,
    id: i64,
    form: Form,
    errors: Errors,
) -> Result<HttpResponse, Fault> {
    let mail = unsent::one(context, id).await?;
    let offices = redirect::choices(context, id).await?.into_iter();
    let lang = page.lang;
    let status = errors.status();
    let view = MailPage {
        offices: offices
            .map(|office| {
                let words = format!("{} {}", office.name(lang), office.email);
                (office.slug, words)
            })
            .collect(),
        page,
        mail,
        form,
        errors,
    };
    html_as(status, &view).map(unstored)
}

pub async fn get(
    page: Page,
    _: Administrator,
    context: Data<Context>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, Fault> {
    let (form, errors) = (Form::default(), Errors::default());
    show(page, &context, path.1, form, errors).await
}

/// Tries it anew, sends it to another office or gives it up, by the button that was pressed.
pub async fn post(
    page: Page,
    administrator: Result<Administrator, Fault>,
    context: Data<Context>,
    path: Path<(String, i64)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let Administrator(member) = kept::admit(administrator, &form, &TYPED)?;
    let (id, by) = (path.1, Some(member.id));
    let (done, words) = match form.get("act") {
        "retry" => {
            let done = unsent::retry(&context, by, id).await;
            (done.map_err(SuggestionError::from), "unsent-retried")
        }
        "redirect" => {
            let done = redirect::redirect(&context, by, id, form.get("office")).await;
            (done, "unsent-redirected")
        }
        "give-up" => {
            let done = unsent::give_up(&context, by, id, &form.text("reason")).await;
            (done.map_err(SuggestionError::from), "unsent-given-up")
        }
        _ => return Err(Fault::BadRequest("no act".into())),
    };
    match done {
        Ok(()) => Ok(see_other(page.href(&format!("admin/mail?done={words}")))),
        Err(SuggestionError::Invalid(found)) => {
            let errors = Errors::found(&found, page.lang);
            show(page, &context, id, form, errors).await
        }
        Err(error) => Err(kept::too_late(error, &form, &TYPED)),
    }
}
