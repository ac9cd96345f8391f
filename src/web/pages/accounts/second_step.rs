//! After the password: the second proof, or setting a second factor up where the role needs one.
//!
//! The forms carry what the first proof gave, which opens nothing else and is worth ten minutes.

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web::Data};
use askama::Template;

use super::{
    code_hint,
    factors::{Codes, SetUp},
    log_on::{entered, lead_on, put_in},
    mistakes_of_code,
};
use crate::{
    accounts::{
        AccountError,
        factors::{
            Kinds, Proof,
            browser::Assertion,
            step::{self, Needs, Pending},
        },
    },
    context::Context,
    keys::Token,
    web::{
        extract::AddressLimits,
        fault::Fault,
        form::{Errors, Form},
        onward::own_path,
        page::{Page, html_as, see_other, unstored},
    },
};

#[derive(Template)]
#[template(path = "pages/accounts/second_step.html")]
struct SecondStep {
    page: Page,
    errors: Errors,
    pending: String,
    /// Where to go on to; empty for the home page.
    next: String,
    kinds: Kinds,
}

impl SecondStep {
    /// What can be typed.
    fn hint(&self) -> &'static str {
        code_hint(self.kinds)
    }
}

/// Asks for the second step, whatever the first one was.
pub(in crate::web) async fn ask(
    page: Page,
    context: &Context,
    pending: &Pending,
    next: String,
) -> Result<HttpResponse, Fault> {
    let shown = (StatusCode::OK, Errors::default());
    show(page, context, shown, (&pending.token, pending.needs), next).await
}

async fn show(
    page: Page,
    context: &Context,
    (status, errors): (StatusCode, Errors),
    (token, needs): (&Token, Needs),
    next: String,
) -> Result<HttpResponse, Fault> {
    let pending = token.reveal().to_owned();
    let kinds = match needs {
        Needs::Proof(kinds) => kinds,
        Needs::SetUp => {
            let secret = match step::set_up(context, token).await {
                Ok(secret) => secret,
                Err(AccountError::Gone | AccountError::NotNow) => return Ok(over(&page, &next)),
                Err(error) => return Err(error.into()),
            };
            let template = SetUp::of_log_on(page, errors, secret, pending, next);
            return html_as(status, &template).map(unstored);
        }
    };
    let template = SecondStep {
        page,
        errors,
        pending,
        next,
        kinds,
    };
    html_as(status, &template).map(unstored)
}

/// The first proof is asked for again.
fn over(page: &Page, next: &str) -> HttpResponse {
    let next: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
    let address = format!("{}/log-on?next={next}&done=second-step-over", page.prefix());
    unstored(see_other(address))
}

/// What a form gives as the second proof.
pub(super) fn proof(form: &Form) -> Proof {
    match Assertion::parse(form.get("passkey")) {
        Some(assertion) => Proof::Passkey(assertion),
        None => Proof::Code(form.trimmed("code")),
    }
}

pub async fn post(
    page: Page,
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let next = own_path(&context, form.get("next")).unwrap_or_default();
    let Some(token) = Token::parse(form.get("pending")) else {
        return Ok(over(&page, &next));
    };
    match step::finish(&context, &token, proof(&form)).await {
        Ok(begun) => lead_on(&page, &request, &context, &begun, next).await,
        Err(error) => wrong(page, &context, &token, next, error).await,
    }
}

/// The form again, while it is worth anything.
async fn wrong(
    page: Page,
    context: &Context,
    token: &Token,
    next: String,
    error: AccountError,
) -> Result<HttpResponse, Fault> {
    if matches!(error, AccountError::Gone | AccountError::NotNow) {
        return Ok(over(&page, &next));
    }
    let shown = mistakes_of_code(&page, error)?;
    match step::needs(context, token).await {
        Ok(needs) => show(page, context, shown, (token, needs), next).await,
        Err(AccountError::Gone) => Ok(over(&page, &next)),
        Err(error) => Err(error.into()),
    }
}

/// The first code of an app that was just set up.
pub async fn set_up(
    page: Page,
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let next = own_path(&context, form.get("next")).unwrap_or_default();
    let Some(token) = Token::parse(form.get("pending")) else {
        return Ok(over(&page, &next));
    };
    match step::finish_set_up(&context, &token, form.trimmed("code")).await {
        Ok((begun, codes)) => {
            let onward = entered(&page, next);
            let template = Codes::new(page, codes, onward);
            let mut response = html_as(StatusCode::OK, &template).map(unstored)?;
            put_in(&mut response, &request, &context, &begun).await?;
            Ok(response)
        }
        Err(error) => wrong(page, &context, &token, next, error).await,
    }
}
