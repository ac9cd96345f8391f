//! The form to sign up, with its notice.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use askama::Template;

use super::when;
use crate::{
    context::Context,
    events::{
        self, Event, EventError, notice,
        sign_up::{self, LONGEST_NAME, SignUp},
    },
    privacy::{Private, notices::Text},
    text_rules::LONGEST_EMAIL,
    web::{
        extract::AddressLimits,
        fault::Fault,
        form::{Errors, Form},
        page::{Page, html_as, see_other, unstored},
        pages::kept,
    },
};

#[derive(Template)]
#[template(path = "pages/events/sign_up.html")]
struct Show {
    page: Page,
    when: String,
    event: Event,
    open: bool,
    notice: Text,
    name: String,
    email: String,
    errors: Errors,
}

pub async fn get(
    page: Page,
    context: Data<Context>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, Fault> {
    let name = page
        .account
        .as_ref()
        .map(|member| member.name.clone())
        .unwrap_or_default();
    let typed = (name, String::new());
    show(
        page,
        &context,
        path.1,
        typed,
        Errors::default(),
        StatusCode::OK,
    )
    .await
}

pub async fn post(
    request: HttpRequest,
    page: Page,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    path: Path<(String, i64)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let limited = limits.count(&request);
    limited.map_err(|fault| kept::keep(fault, &form, &["name", "email"]))?;
    let (lang, typed) = (page.lang, (form.trimmed("name"), form.trimmed("email")));
    let new = SignUp {
        name: Private::new(typed.0.clone()),
        email: Private::new(typed.1.clone()),
        language: lang,
        notice: form.trimmed("notice"),
    };
    let (mut errors, mut status) = (Errors::default(), StatusCode::UNPROCESSABLE_ENTITY);
    match sign_up::sign_up(&context, path.1, new).await {
        Ok(()) => {
            return Ok(see_other(format!(
                "{}/events/{}?done=signed-up",
                page.prefix(),
                path.1
            )));
        }
        Err(EventError::Invalid(found)) => errors = Errors::found(&found, lang),
        Err(EventError::NoticeChanged) => errors.add("notice", lang.t("event-notice-changed")),
        Err(EventError::Closed) => status = StatusCode::CONFLICT,
        Err(error) => return Err(error.into()),
    }
    show(page, &context, path.1, typed, errors, status).await
}

async fn show(
    page: Page,
    context: &Context,
    id: i64,
    (name, email): (String, String),
    errors: Errors,
    status: StatusCode,
) -> Result<HttpResponse, Fault> {
    let event = events::find(context, id).await?;
    let today = context.clock.today(context.config.city.time_zone);
    let open = event.takes_sign_ups(today);
    // Without a form there is nothing to mend: the page says that it is too late.
    let (errors, status) = if open || errors.is_empty() {
        (errors, status)
    } else {
        (Errors::default(), StatusCode::CONFLICT)
    };
    let view = Show {
        when: when(&page, event.starts_at, event.ends_at),
        open,
        notice: notice::of(context, &event, page.lang),
        page,
        event,
        name,
        email,
        errors,
    };
    html_as(status, &view).map(unstored)
}
