//! The endpoints to which events are delivered: the list, a new one, one with its last deliveries and what can be
//! done with it, and its settings. A secret is shown once, in the answer to the form that made it.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Path, Query},
};
use askama::Template;
use serde::Deserialize;

use crate::{
    context::Context,
    web::{
        confirm,
        extract::Administrator,
        fault::Fault,
        form::{Errors, Form},
        page::{Page, html, html_as, see_other, unstored},
        pages::kept,
    },
    webhooks::{
        self, Draft, Endpoint, Group, Kind, LONGEST_DESCRIPTION, LONGEST_URL, Made, OVERLAP, Off,
        Standing, WebhookError,
        deliveries::{self, Delivery},
    },
};

/// What is typed, which a page that refuses it gives back.
const TYPED: [&str; 2] = ["url", "description"];

/// How an endpoint stands, and the tone of the word.
fn standing(page: &Page, endpoint: &Endpoint) -> (String, &'static str) {
    let (word, tone) = match endpoint.off_because {
        _ if endpoint.enabled && endpoint.failing_since.is_some() => ("failing", "wait"),
        _ if endpoint.enabled => ("on", "ok"),
        Some(Off::Failing) => ("given-up", "late"),
        Some(Off::Gone) => ("gone", "late"),
        Some(Off::Hand) | None => ("off", "quiet"),
    };
    (page.ta("webhook-standing", "standing", word), tone)
}

fn kind_words(page: &Page, kind: Kind) -> String {
    page.t(&format!("webhook-kind-{}", kind.word()))
}

#[derive(Template)]
#[template(path = "pages/admin/webhooks.html")]
struct ListPage {
    page: Page,
    endpoints: Vec<Endpoint>,
}

impl ListPage {
    fn standing(&self, endpoint: &Endpoint) -> (String, &'static str) {
        standing(&self.page, endpoint)
    }
}

pub async fn list(
    page: Page,
    _: Administrator,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    let endpoints = webhooks::list(&context).await?;
    html(&ListPage { page, endpoints }).map(unstored)
}

/// The kinds that stand together, each with its name, what it means, and whether it is chosen.
struct Kinds {
    title: String,
    all: Vec<(&'static str, String, String, bool)>,
}

#[derive(Template)]
#[template(path = "pages/admin/webhook_form.html")]
struct FormPage {
    page: Page,
    /// The endpoint that is changed; none for a new one.
    id: Option<i64>,
    version: i32,
    submission: String,
    draft: Draft,
    groups: Vec<Kinds>,
    errors: Errors,
}

impl FormPage {
    fn of(page: Page, (id, version): (Option<i64>, i32), submission: String, draft: Draft) -> Self {
        let one = |kind: Kind| {
            let ticked = draft.kinds.iter().any(|chosen| chosen == kind.as_str());
            let hint = page.t(&format!("webhook-kind-{}-hint", kind.word()));
            (kind.as_str(), kind_words(&page, kind), hint, ticked)
        };
        let group = |group: Group| {
            let kinds = Kind::ALL.into_iter();
            Kinds {
                title: page.ta("webhook-group", "group", group.as_str()),
                all: kinds
                    .filter(|kind| kind.group() == group)
                    .map(one)
                    .collect(),
            }
        };
        Self {
            groups: Group::ALL.into_iter().map(group).collect(),
            page,
            id,
            version,
            submission,
            draft,
            errors: Errors::default(),
        }
    }

    fn title(&self) -> String {
        match self.id {
            Some(_) => self.page.t("webhook-edit"),
            None => self.page.t("webhook-new"),
        }
    }

    fn back(&self) -> String {
        match self.id {
            Some(id) => self.page.href(&format!("admin/webhooks/{id}")),
            None => self.page.href("admin/webhooks"),
        }
    }
}

fn typed(form: &Form) -> Draft {
    Draft {
        url: form.trimmed("url"),
        description: form.trimmed("description"),
        kinds: form.all("kind"),
    }
}

pub async fn new(
    page: Page,
    _: Administrator,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    let submission = Form::default().submission(&context);
    html(&FormPage::of(page, (None, 0), submission, Draft::default())).map(unstored)
}

#[derive(Template)]
#[template(path = "pages/admin/webhook_secret.html")]
struct SecretPage {
    page: Page,
    made: Made,
    /// Whether the secret before signs as well, for a while.
    exchanged: bool,
}

impl SecretPage {
    fn hours(&self) -> i64 {
        OVERLAP.num_hours()
    }
}

pub async fn create(
    page: Page,
    administrator: Result<Administrator, Fault>,
    request: HttpRequest,
    context: Data<Context>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let Administrator(member) = kept::admit(administrator, &form, &TYPED)?;
    let proven = confirm::recently(&request, &context, &member).await;
    proven.map_err(|fault| kept::keep(fault, &form, &TYPED))?;
    let (draft, submission) = (typed(&form), form.submission(&context));
    let done = webhooks::create(&context, member.id, draft.clone(), Some(submission.clone())).await;
    let made = match done {
        Ok(made) => made,
        Err(error) => {
            let refused = super::refusal(&page, Err::<(), _>(error), "url", "webhook-changed");
            let refused = refused.map_err(|error| kept::keep(error, &form, &TYPED))?;
            let (errors, status) = refused.unwrap_or_default();
            let mut view = FormPage::of(page, (None, 0), submission, draft);
            view.errors = errors;
            return html_as(status, &view).map(unstored);
        }
    };
    let view = SecretPage {
        page,
        made,
        exchanged: false,
    };
    html_as(StatusCode::CREATED, &view).map(unstored)
}

pub async fn edit(
    page: Page,
    _: Administrator,
    context: Data<Context>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, Fault> {
    let endpoint = webhooks::find(&context, path.1).await?;
    let known = (Some(endpoint.id), endpoint.version);
    let submission = Form::default().submission(&context);
    let draft = Draft::from(&endpoint);
    html(&FormPage::of(page, known, submission, draft)).map(unstored)
}

pub async fn change(
    page: Page,
    administrator: Result<Administrator, Fault>,
    request: HttpRequest,
    context: Data<Context>,
    path: Path<(String, i64)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let Administrator(member) = kept::admit(administrator, &form, &TYPED)?;
    let (id, draft) = (path.1, typed(&form));
    let mut version = form.get("version").parse().unwrap_or(0);
    let proven = confirm::recently(&request, &context, &member).await;
    let (by, is_proven) = (member.id, proven.is_ok());
    let done = webhooks::change(&context, by, id, version, draft.clone(), is_proven).await;
    if let (Err(WebhookError::Unproven), Err(fault)) = (&done, proven) {
        return Err(kept::keep(fault, &form, &TYPED));
    }
    let (errors, status) = match super::refusal(&page, done, "url", "webhook-changed") {
        Ok(None) => return Ok(see_other(one(&page, id, "webhook-kept"))),
        Ok(Some(refused)) => refused,
        Err(error) => return Err(kept::too_late(error, &form, &TYPED)),
    };
    // What was typed stays, over what the other left.
    if status == StatusCode::CONFLICT {
        version = webhooks::find(&context, id).await?.version;
    }
    let submission = form.submission(&context);
    let mut view = FormPage::of(page, (Some(id), version), submission, draft);
    view.errors = errors;
    html_as(status, &view).map(unstored)
}

/// The page of one, which says what was done.
fn one(page: &Page, id: i64, done: &str) -> String {
    page.href(&format!("admin/webhooks/{id}?done={done}"))
}

/// Before which delivery the list begins.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    before: String,
}

#[derive(Template)]
#[template(path = "pages/admin/webhook.html")]
struct OnePage {
    page: Page,
    endpoint: Endpoint,
    deliveries: Vec<Delivery>,
    /// Where older ones stand.
    older: Option<String>,
}

impl OnePage {
    fn standing(&self) -> (String, &'static str) {
        standing(&self.page, &self.endpoint)
    }

    fn action(&self) -> String {
        let id = self.endpoint.id;
        self.page.href(&format!("admin/webhooks/{id}"))
    }

    fn kinds(&self) -> String {
        let kinds = self.endpoint.kinds.iter();
        self.page
            .list(kinds.map(|kind| kind_words(&self.page, *kind)))
    }

    fn failing(&self) -> Option<String> {
        let since = self.endpoint.failing_since?;
        let since = self.page.exact(since);
        Some(self.page.ta("webhook-failing-since", "time", since))
    }

    /// Until when two secrets sign.
    fn exchanged(&self) -> Option<String> {
        let until = self.endpoint.exchanged_until?;
        let until = self.page.exact(until);
        Some(self.page.ta("webhook-exchanged-until", "time", until))
    }

    fn happened(&self, delivery: &Delivery) -> String {
        self.page.exact(delivery.happened_at)
    }

    fn next_of(&self, delivery: &Delivery) -> Option<String> {
        let next = self.page.exact(delivery.next()?);
        Some(self.page.ta("webhook-next", "time", next))
    }

    fn kind_of(&self, delivery: &Delivery) -> String {
        kind_words(&self.page, delivery.kind)
    }

    /// Where a delivery stands, and the tone of the word.
    fn standing_of(&self, delivery: &Delivery) -> (String, &'static str) {
        let tone = match delivery.standing {
            Standing::Waiting => "wait",
            Standing::Delivered => "ok",
            Standing::Dead => "late",
        };
        let standing = delivery.standing.as_str();
        (self.page.ta("webhook-delivery", "standing", standing), tone)
    }

    /// Why it did not arrive, where it did not, with the status.
    fn why(&self, delivery: &Delivery) -> String {
        let status = delivery.status.map(|status| status.to_string());
        let status = status.unwrap_or_default();
        match delivery.failure {
            Some(failure) => self.page.ta2(
                "webhook-failure",
                "failure",
                failure.as_str(),
                "status",
                status,
            ),
            None => status,
        }
    }

    fn can_be_sent_again(&self, delivery: &Delivery) -> bool {
        self.endpoint.enabled && delivery.standing != Standing::Waiting
    }
}

pub async fn get(
    page: Page,
    _: Administrator,
    context: Data<Context>,
    path: Path<(String, i64)>,
    asked: Query<Asked>,
) -> Result<HttpResponse, Fault> {
    let id = path.1;
    let endpoint = webhooks::find(&context, id).await?;
    let before = asked.before.parse().ok();
    let (deliveries, older) = deliveries::list(&context, id, before, deliveries::PAGE).await?;
    let older = older.map(|last| page.href(&format!("admin/webhooks/{id}?before={last}")));
    let view = OnePage {
        page,
        endpoint,
        deliveries,
        older,
    };
    html(&view).map(unstored)
}

/// Does with one what the button says that was pressed.
pub async fn post(
    page: Page,
    Administrator(member): Administrator,
    request: HttpRequest,
    context: Data<Context>,
    path: Path<(String, i64)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let (id, by) = (path.1, member.id);
    let done = match form.get("act") {
        "on" => {
            webhooks::switch(&context, by, id, true).await?;
            "webhook-on"
        }
        "off" => {
            webhooks::switch(&context, by, id, false).await?;
            "webhook-off"
        }
        "secret" => {
            confirm::recently(&request, &context, &member).await?;
            let view = SecretPage {
                made: webhooks::rotate(&context, by, id).await?,
                page,
                exchanged: true,
            };
            return html(&view).map(unstored);
        }
        "test" => {
            deliveries::test(&context, by, id).await?;
            "webhook-tested"
        }
        "redeliver" => {
            let delivery = form.get("delivery").parse::<i64>();
            let delivery = delivery.map_err(|_| Fault::BadRequest("no delivery".into()))?;
            deliveries::redeliver(&context, by, id, Some(delivery)).await?;
            "webhook-redelivered"
        }
        "redeliver-all" => match deliveries::redeliver(&context, by, id, None).await? {
            0 => "webhook-none-dead",
            _ => "webhook-redelivered",
        },
        "delete" => {
            webhooks::delete(&context, by, id).await?;
            return Ok(see_other(page.href("admin/webhooks?done=webhook-removed")));
        }
        _ => return Err(Fault::BadRequest("no act".into())),
    };
    Ok(see_other(one(&page, id, done)))
}
