//! One's own second factors: an app, passkeys and recovery codes.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use askama::Template;
use chrono::NaiveDate;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::mistakes_of_code;
use crate::{
    accounts::{
        AccountError, Member,
        factors::{
            self, Held,
            authenticator::{self, Secret},
            browser::Attestation,
            grace,
            passkeys::{self, Listed},
            qr, recovery,
        },
    },
    context::Context,
    web::{
        confirm,
        extract::{AddressLimits, LoggedOn},
        fault::Fault,
        form::{Errors, Form},
        page::{Page, html_as, see_other, unstored},
    },
};

#[derive(Template)]
#[template(path = "pages/accounts/factors.html")]
struct FactorsPage {
    page: Page,
    errors: Errors,
    held: Held,
    is_required: bool,
    /// As a passkey's name. Not `label`: the field macro has a parameter of that name, which would hide it.
    typed: String,
}

impl FactorsPage {
    fn since(&self, day: &NaiveDate) -> String {
        let day = self.page.date(*day);
        self.page.ta("factors-since", "date", day)
    }

    fn used(&self, passkey: &Listed) -> String {
        match passkey.last_used_on {
            Some(day) => {
                let day = self.page.date(day);
                self.page.ta("factors-passkey-used", "date", day)
            }
            None => self.page.t("factors-passkey-unused"),
        }
    }
}

/// Sets an app up: the secret, as a picture and as a text, and the field for its first code.
#[derive(Template)]
#[template(path = "pages/accounts/set_up.html")]
pub(super) struct SetUp {
    page: Page,
    errors: Errors,
    secret: Secret,
    picture: Option<String>,
    /// Where the form goes to.
    action: String,
    /// What a log-on waits with; empty where somebody is logged on.
    pending: String,
    next: String,
}

impl SetUp {
    fn of_account(page: Page, errors: Errors, secret: Secret) -> Self {
        Self {
            picture: qr::picture(&secret.uri),
            action: page.href("account/factors/app/confirm"),
            pending: String::new(),
            next: String::new(),
            page,
            errors,
            secret,
        }
    }

    pub(super) fn of_log_on(
        page: Page,
        errors: Errors,
        secret: Secret,
        pending: String,
        next: String,
    ) -> Self {
        Self {
            picture: qr::picture(&secret.uri),
            action: page.href("log-on/set-up"),
            page,
            errors,
            secret,
            pending,
            next,
        }
    }
}

/// The recovery codes, this once.
#[derive(Template)]
#[template(path = "pages/accounts/recovery_codes.html")]
pub(super) struct Codes {
    page: Page,
    codes: Vec<String>,
    /// The same as a file.
    file: String,
    onward: String,
}

impl Codes {
    pub(super) fn new(page: Page, codes: Vec<String>, onward: String) -> Self {
        let mut lines = vec![page.t("factors-codes-file"), page.city().to_owned()];
        lines.extend(codes.iter().cloned());
        let text = lines.join("\r\n");
        let text = utf8_percent_encode(&text, NON_ALPHANUMERIC);
        Self {
            file: format!("data:text/plain;charset=utf-8,{text}"),
            page,
            codes,
            onward,
        }
    }
}

async fn show(
    page: Page,
    context: &Context,
    member: &Member,
    (status, errors): (StatusCode, Errors),
    typed: String,
) -> Result<HttpResponse, Fault> {
    let template = FactorsPage {
        held: factors::held(context, member.id).await?,
        is_required: grace::is_required(context, member.role),
        page,
        errors,
        typed,
    };
    html_as(status, &template).map(unstored)
}

pub async fn get(
    page: Page,
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    let shown = (StatusCode::OK, Errors::default());
    show(page, &context, &member, shown, String::new()).await
}

/// Back to the list, or first to the codes that came with the first factor.
fn added(page: Page, codes: Option<Vec<String>>) -> Result<HttpResponse, Fault> {
    let list = format!("{}?done=factor-added", page.href("account/factors"));
    match codes {
        None => Ok(see_other(list)),
        Some(codes) => html_as(StatusCode::OK, &Codes::new(page, codes, list)).map(unstored),
    }
}

fn removed(page: &Page) -> HttpResponse {
    see_other(format!(
        "{}?done=factor-removed",
        page.href("account/factors")
    ))
}

/// Begins to set an app up.
pub async fn app(
    page: Page,
    LoggedOn(member): LoggedOn,
    request: HttpRequest,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    confirm::recently(&request, &context, &member).await?;
    let secret = authenticator::begin(&context, member.id).await?;
    let template = SetUp::of_account(page, Errors::default(), secret);
    html_as(StatusCode::OK, &template).map(unstored)
}

/// Its first code.
pub async fn confirm_app(
    page: Page,
    LoggedOn(member): LoggedOn,
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    confirm::recently(&request, &context, &member).await?;
    let error = match authenticator::confirm(&context, member.id, form.trimmed("code")).await {
        Ok(codes) => return added(page, codes),
        Err(error) => error,
    };
    let (status, errors) = mistakes_of_code(&page, error)?;
    let secret = authenticator::waiting(&context, member.id).await?;
    let secret = secret.ok_or(Fault::Conflict)?;
    html_as(status, &SetUp::of_account(page, errors, secret)).map(unstored)
}

pub async fn remove_app(
    page: Page,
    LoggedOn(member): LoggedOn,
    request: HttpRequest,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    confirm::recently(&request, &context, &member).await?;
    authenticator::remove(&context, member.id).await?;
    Ok(removed(&page))
}

/// Makes the recovery codes anew.
pub async fn renew_codes(
    page: Page,
    LoggedOn(member): LoggedOn,
    request: HttpRequest,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    confirm::recently(&request, &context, &member).await?;
    let codes = recovery::renew(&context, member.id).await?;
    let onward = page.href("account/factors");
    html_as(StatusCode::OK, &Codes::new(page, codes, onward)).map(unstored)
}

/// Adds a passkey; a script put what the device gave into the form.
pub async fn add_passkey(
    page: Page,
    LoggedOn(member): LoggedOn,
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    confirm::recently(&request, &context, &member).await?;
    let label = form.trimmed("label");
    let attestation = Attestation::parse(form.get("passkey"));
    match passkeys::add(&context, member.id, &label, attestation).await {
        Ok(codes) => added(page, codes),
        Err(AccountError::Invalid(errors)) => {
            let mut at_label = Errors::default();
            for (_, message) in Errors::found(&errors, page.lang).all().iter().take(1) {
                at_label.add("label", message.clone());
            }
            let shown = (StatusCode::UNPROCESSABLE_ENTITY, at_label);
            show(page, &context, &member, shown, label).await
        }
        Err(error) => Err(error.into()),
    }
}

pub async fn remove_passkey(
    page: Page,
    LoggedOn(member): LoggedOn,
    request: HttpRequest,
    context: Data<Context>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, Fault> {
    confirm::recently(&request, &context, &member).await?;
    passkeys::remove(&context, member.id, path.1).await?;
    Ok(removed(&page))
}

/// Ends all of them.
pub async fn end(
    page: Page,
    LoggedOn(member): LoggedOn,
    request: HttpRequest,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    confirm::recently(&request, &context, &member).await?;
    factors::end_all(&context, member.id).await?;
    Ok(removed(&page))
}
