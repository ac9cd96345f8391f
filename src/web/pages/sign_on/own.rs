//! How one's own account is linked to the city's sign-on: linking it, ending that, and proving by it who is there.

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web::Data};
use askama::Template;

use super::{browser, failed, here, lead, untie};
use crate::{
    context::Context,
    sign_on::{
        SignOnError, arrive,
        attempts::{self, Purpose},
        identities::{self, Linked},
    },
    web::{
        confirm,
        extract::{AddressLimits, LoggedOn},
        fault::Fault,
        form::{Errors, Form},
        onward::{own_path, with_done},
        page::{Page, html_as, see_other, unstored},
    },
};

#[derive(Template)]
#[template(path = "pages/sign_on/own.html")]
struct Own {
    page: Page,
    errors: Errors,
    label: String,
    linked: Option<Linked>,
}

async fn show(
    page: Page,
    context: &Context,
    account: i64,
    (status, errors): (StatusCode, Errors),
) -> Result<HttpResponse, Fault> {
    let view = Own {
        label: page.sign_on().ok_or(Fault::NotFound)?,
        linked: identities::of_account(context, account).await?,
        page,
        errors,
    };
    html_as(status, &view).map(unstored)
}

pub async fn get(
    page: Page,
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    let shown = (StatusCode::OK, Errors::default());
    show(page, &context, member.id, shown).await
}

/// Leads to the provider; whoever comes back is linked.
pub async fn link(
    page: Page,
    LoggedOn(member): LoggedOn,
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    page.sign_on().ok_or(Fault::NotFound)?;
    confirm::recently(&request, &context, &member).await?;
    let account = Some(member.id);
    let next = String::new();
    let begun = attempts::begin(&context, page.lang, Purpose::Link, account, next).await;
    lead(page, &context, begun, String::new())
}

pub async fn unlink(
    page: Page,
    LoggedOn(member): LoggedOn,
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    page.sign_on().ok_or(Fault::NotFound)?;
    confirm::recently(&request, &context, &member).await?;
    match identities::unlink(&context, member.id).await {
        Ok(()) => Ok(see_other(
            page.href("account/sign-on?done=sign-on-unlinked"),
        )),
        Err(SignOnError::NoOtherWay) => {
            let mut errors = Errors::default();
            errors.add("unlink", page.t("sign-on-no-other-way"));
            let shown = (StatusCode::CONFLICT, errors);
            show(page, &context, member.id, shown).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Leads to the provider, which asks once more who is there.
pub async fn confirm(
    page: Page,
    LoggedOn(member): LoggedOn,
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let next = own_path(&context, form.get("next")).unwrap_or_default();
    let (account, to) = (Some(member.id), next.clone());
    let begun = attempts::begin(&context, page.lang, Purpose::Confirm, account, to).await;
    lead(page, &context, begun, next)
}

#[derive(Template)]
#[template(path = "pages/sign_on/waiting.html")]
struct Waiting {
    page: Page,
    label: String,
}

/// Asks whether the account that is logged on is to be linked to whom the provider named in this browser.
pub async fn waiting(
    page: Page,
    LoggedOn(_): LoggedOn,
    request: HttpRequest,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    let label = page.sign_on().ok_or(Fault::NotFound)?;
    match attempts::held(&context, browser(&request, &context).as_ref()).await {
        Ok(_) => html_as(StatusCode::OK, &Waiting { page, label }).map(unstored),
        Err(error) => failed(page, error, String::new()),
    }
}

pub async fn link_waiting(
    page: Page,
    LoggedOn(member): LoggedOn,
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    page.sign_on().ok_or(Fault::NotFound)?;
    confirm::recently(&request, &context, &member).await?;
    let here = here(&page, &request, &context).ok_or(Fault::LogOnFirst)?;
    let browser = browser(&request, &context);
    let mut response = match arrive::link_held(&context, browser.as_ref(), here).await {
        Ok(next) => {
            let account = page.href("account/sign-on");
            let next = if next.is_empty() { account } else { next };
            see_other(with_done(&next, "sign-on-linked"))
        }
        Err(error) => failed(page, error, String::new())?,
    };
    untie(&mut response, &context)?;
    Ok(unstored(response))
}
