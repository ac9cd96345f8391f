//! Approvals for investigations: one person asks, another approves or declines. For data of a
//! case it is asked here, for a post where moderators act on it.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use askama::Template;

use super::fields::{self, Tick, words_of};
use crate::{
    accounts::Member,
    context::Context,
    db::Timestamp,
    moderation::investigation,
    privacy::{
        approval::{self, Request, State},
        ground::LONGEST,
    },
    rights::{DisclosureError, disclosure},
    text_rules::readable,
    web::{
        confirm,
        extract::Approver,
        fault::Fault,
        form::{Errors, Form},
        page::{Page, html_as, see_other},
        pages::kept,
    },
};

#[derive(Template)]
#[template(path = "pages/officer/approvals.html")]
struct Approvals {
    page: Page,
    reader: Member,
    errors: Errors,
    form: Form,
    ticks: Vec<Tick>,
    /// What waits or can be used.
    open: Vec<Request>,
    /// What came to nothing of late.
    ended: Vec<Request>,
    now: Timestamp,
}

/// What a request is for.
#[derive(Default)]
struct What {
    /// The case's number.
    reference: String,
    /// The fields, or what is to be done to the post.
    words: String,
    post: Option<i64>,
}

/// Where a request stands, as people read it, with the tone of its tag.
pub fn state_words(page: &Page, request: &Request, now: Timestamp) -> (String, &'static str) {
    let state = request.state(now);
    let tone = match state {
        State::Waiting => "wait",
        State::Approved => "ok",
        State::Used | State::Declined | State::Expired => "quiet",
    };
    (page.ta("approval-state", "state", state.as_str()), tone)
}

impl Approvals {
    fn what(&self, request: &Request) -> What {
        let page = &self.page;
        if let Some((reference, fields)) = disclosure::of_act(&request.act) {
            return What {
                reference: reference.to_owned(),
                words: words_of(page, &fields),
                post: None,
            };
        }
        match investigation::of_act(&request.act) {
            Some((touch, post)) => What {
                reference: String::new(),
                words: page.ta("approval-touch", "act", touch.as_str()),
                post: Some(post),
            },
            None => What::default(),
        }
    }

    fn state(&self, request: &Request) -> (String, &'static str) {
        state_words(&self.page, request, self.now)
    }

    fn until(&self, request: &Request) -> String {
        let day = self.page.local(request.until()).date();
        self.page.ta("approval-until", "date", self.page.date(day))
    }

    fn waits(&self, request: &Request) -> bool {
        request.state(self.now) == State::Waiting
    }

    fn is_own(&self, request: &Request) -> bool {
        request.requested_by == Some(self.reader.id)
    }
}

async fn show(
    page: Page,
    context: &Context,
    reader: Member,
    errors: Errors,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let status = errors.status();
    let refused = DisclosureError::from;
    let template = Approvals {
        ticks: fields::ticks(&page, &form),
        open: approval::open(context).await.map_err(refused)?,
        ended: approval::ended(context).await.map_err(refused)?,
        now: context.now(),
        page,
        reader,
        errors,
        form,
    };
    html_as(status, &template)
}

pub async fn get(
    page: Page,
    Approver(reader): Approver,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    show(page, &context, reader, Errors::default(), Form::default()).await
}

/// Asks.
pub async fn post(
    page: Page,
    reader: Result<Approver, Fault>,
    request: HttpRequest,
    context: Data<Context>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let Approver(reader) = kept::admit(reader, &form, &["agency", "document", "reference"])?;
    let proven = confirm::recently(&request, &context, &reader).await;
    proven.map_err(|fault| kept::keep(fault, &form, &["agency", "document", "reference"]))?;
    let mut errors = Errors::default();
    for part in ["agency", "document"] {
        check(&page, &mut errors, part, &form.trimmed(part));
    }
    let Some(fields) = fields::read(&form) else {
        errors.add("field-contact-name", page.t("invalid-fields"));
        return show(page, &context, reader, errors, form).await;
    };
    if errors.is_empty() {
        let (agency, document) = (form.trimmed("agency"), form.trimmed("document"));
        let case = form.trimmed("reference");
        match disclosure::ask(&context, &reader, &agency, &document, &case, &fields).await {
            Ok(_) => {
                return Ok(see_other(format!(
                    "{}?done=approval-asked",
                    page.href("officer/approvals")
                )));
            }
            Err(DisclosureError::NoSuchCase) => {
                errors.add("reference", page.t("disclose-no-case"));
            }
            Err(error) => {
                return Err(kept::keep(
                    error,
                    &form,
                    &["agency", "document", "reference"],
                ));
            }
        }
    }
    show(page, &context, reader, errors, form).await
}

/// Approves or declines, by the button that was pressed. Whom it concerns is told unless the
/// approver ticks that it may not be.
pub async fn answer(
    page: Page,
    reader: Result<Approver, Fault>,
    request: HttpRequest,
    context: Data<Context>,
    path: Path<(String, i64)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let Approver(reader) = kept::admit(reader, &form, &["because"])?;
    let proven = confirm::recently(&request, &context, &reader).await;
    proven.map_err(|fault| kept::keep(fault, &form, &["because"]))?;
    let id = path.1;
    let (answered, done) = if form.get("answer") == "decline" {
        let because = form.text("because");
        let field = format!("because-{id}");
        let mut errors = Errors::default();
        check(&page, &mut errors, &field, &because);
        if !errors.is_empty() {
            return show(page, &context, reader, errors, form).await;
        }
        let declined = approval::decline(&context, reader.id, id, &because).await;
        (declined, "approval-declined")
    } else {
        let told = !form.has("untold");
        let approved = approval::approve(&context, reader.id, id, told).await;
        (approved, "approval-given")
    };
    answered
        .map_err(DisclosureError::from)
        .map_err(|error| match error {
            DisclosureError::NotApproved => Fault::NotFound,
            error => error.into(),
        })
        .map_err(|fault| kept::too_late(fault, &form, &["because"]))?;
    Ok(see_other(format!(
        "{}?done={done}",
        page.href("officer/approvals")
    )))
}

/// Says at `field` what breaks a rule in a part of a ground.
pub fn check(page: &Page, errors: &mut Errors, field: &str, typed: &str) {
    if typed.is_empty() {
        errors.add(field, page.t("invalid-required"));
    } else if typed.chars().count() > LONGEST {
        errors.add(field, page.ta("invalid-too-long", "max", LONGEST));
    } else if !readable(typed) {
        errors.add(field, page.t("invalid-characters"));
    }
}
