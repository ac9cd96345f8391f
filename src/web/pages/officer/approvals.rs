//! Approvals for investigations: one person asks, another approves.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use askama::Template;

use super::fields::{self, Tick, words_of};
use crate::{
    accounts::Member,
    context::Context,
    privacy::{approval, ground::LONGEST},
    rights::{
        DisclosureError,
        disclosure::{self, Asked},
    },
    text_rules::readable,
    web::{
        extract::Approver,
        fault::Fault,
        form::{Errors, Form},
        page::{Page, html_as, see_other},
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
    asked: Vec<Asked>,
}

impl Approvals {
    fn fields(&self, asked: &Asked) -> String {
        words_of(&self.page, &asked.fields)
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
    let template = Approvals {
        ticks: fields::ticks(&page, &form),
        asked: disclosure::asked(context).await?,
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
    Approver(reader): Approver,
    context: Data<Context>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let mut errors = Errors::default();
    for part in ["agency", "document"] {
        let typed = form.trimmed(part);
        if typed.is_empty() {
            errors.add(part, page.t("invalid-required"));
        } else if typed.chars().count() > LONGEST {
            errors.add(part, page.ta("invalid-too-long", "max", LONGEST));
        } else if !readable(&typed) {
            errors.add(part, page.t("invalid-characters"));
        }
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
            Err(error) => return Err(error.into()),
        }
    }
    show(page, &context, reader, errors, form).await
}

/// Approves. Whom it concerns is told unless the approver takes the tick away.
pub async fn approve(
    page: Page,
    Approver(reader): Approver,
    context: Data<Context>,
    path: Path<(String, i64)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let told = !form.has("untold");
    approval::approve(&context, reader.id, path.1, told)
        .await
        .map_err(DisclosureError::from)
        .map_err(|error| match error {
            DisclosureError::NotApproved => Fault::NotFound,
            error => error.into(),
        })?;
    Ok(see_other(format!(
        "{}?done=approval-given",
        page.href("officer/approvals")
    )))
}
