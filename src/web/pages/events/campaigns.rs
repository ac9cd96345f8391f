//! Campaign links: following one, and making them.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use askama::Template;

use crate::{
    context::Context,
    events::{
        EventError,
        campaigns::{self, LONGEST_CODE, LONGEST_PURPOSE, Link, NewLink},
    },
    web::{
        extract::Staff,
        fault::Fault,
        form::{Errors, Form},
        met,
        page::{Page, html_as, see_other},
        routes::Audience,
    },
};

/// Leads to the link's page in the language of its address.
pub async fn follow(
    page: Page,
    context: Data<Context>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Fault> {
    // A reader's program that looks ahead, or at the head alone, is no visit.
    let target = if page.ahead {
        campaigns::target(&context, &path.1).await?
    } else {
        campaigns::visit(&context, &path.1).await?
    };
    Ok(see_other(page.href(&target)))
}

#[derive(Template)]
#[template(path = "pages/events/campaigns.html")]
struct Campaigns {
    page: Page,
    links: Vec<Link>,
    typed: NewLink,
    errors: Errors,
}

pub async fn get(page: Page, _staff: Staff, context: Data<Context>) -> Result<HttpResponse, Fault> {
    show(page, &context, NewLink::default(), Errors::default()).await
}

pub async fn post(
    page: Page,
    _staff: Staff,
    context: Data<Context>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let lang = page.lang;
    let typed = NewLink {
        code: form.trimmed("code"),
        target: form.trimmed("target"),
        purpose: form.trimmed("purpose"),
    };
    let mut errors = Errors::default();
    match campaigns::create(&context, typed.clone(), is_target).await {
        Ok(()) => {
            let address = format!("{}/campaigns?done=campaign-made", page.prefix());
            return Ok(see_other(address));
        }
        Err(EventError::Invalid(found)) => errors = Errors::found(&found, lang),
        Err(EventError::CodeTaken) => errors.add("code", lang.t("campaign-taken")),
        Err(error) => return Err(error.into()),
    }
    show(page, &context, typed, errors).await
}

/// Whether a path without its language is a page that anybody can read.
pub fn is_target(target: &str) -> bool {
    let path = format!("/zh/{target}");
    let path = path.trim_end_matches('/');
    met::all(path).any(|route| {
        route.method == "GET"
            && route.audience == Audience::Anyone
            && route.path.starts_with("/{lang}")
            && !route.path.contains("{token}")
            && !route.path.contains("{code}")
    })
}

async fn show(
    page: Page,
    context: &Context,
    typed: NewLink,
    errors: Errors,
) -> Result<HttpResponse, Fault> {
    let status = errors.status();
    let links = campaigns::list(context).await?;
    html_as(
        status,
        &Campaigns {
            page,
            links,
            typed,
            errors,
        },
    )
}
