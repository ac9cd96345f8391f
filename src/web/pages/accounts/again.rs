//! Proving again who one is: what comes next is dangerous.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Query},
};
use askama::Template;
use serde::Deserialize;

use super::{code_hint, mistakes, mistakes_of_code, second_step::proof};
use crate::{
    accounts::{
        AccountError, Member, Password,
        factors::{Kinds, again},
        settings,
    },
    context::Context,
    sign_on::identities,
    web::{
        extract::{self, AddressLimits, LoggedOn},
        fault::Fault,
        form::{Errors, Form},
        onward::{own_path, with_done},
        page::{Page, html_as, see_other, unstored},
    },
};

#[derive(Template)]
#[template(path = "pages/accounts/again.html")]
struct Again {
    page: Page,
    errors: Errors,
    /// Where to go on to; empty for the account's page.
    next: String,
    /// None where there is no second factor: then the password is asked for, where there is one.
    kinds: Kinds,
    /// Whether it has a password that its role may use.
    by_password: bool,
    /// What the city's own sign-on is called, where that can prove it.
    sign_on: Option<String>,
    minutes: i64,
}

impl Again {
    /// What can be typed.
    fn hint(&self) -> &'static str {
        code_hint(self.kinds)
    }
}

#[derive(Deserialize)]
pub struct Onward {
    #[serde(default)]
    next: String,
}

/// Whether the city's sign-on proves who has this account: it is linked, and where it has a second factor here, one may
/// have been shown there.
async fn by_sign_on(context: &Context, account: i64, kinds: Kinds) -> Result<bool, Fault> {
    let Some(sign_on) = &context.config.sign_on else {
        return Ok(false);
    };
    if kinds.any() && sign_on.second_factor.is_empty() {
        return Ok(false);
    }
    Ok(identities::of_account(context, account).await?.is_some())
}

async fn show(
    page: Page,
    context: &Context,
    member: &Member,
    (status, errors): (StatusCode, Errors),
    next: String,
) -> Result<HttpResponse, Fault> {
    let kinds = again::needs(context, member.id).await?;
    let by_sign_on = by_sign_on(context, member.id, kinds).await?;
    let template = Again {
        kinds,
        by_password: settings::has_password(context, member.id).await?,
        sign_on: page.sign_on().filter(|_| by_sign_on),
        minutes: again::LIFE.num_minutes(),
        page,
        errors,
        next,
    };
    html_as(status, &template).map(unstored)
}

pub async fn get(
    page: Page,
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
    onward: Query<Onward>,
) -> Result<HttpResponse, Fault> {
    let next = own_path(&context, &onward.next).unwrap_or_default();
    let shown = (StatusCode::OK, Errors::default());
    show(page, &context, &member, shown, next).await
}

pub async fn post(
    page: Page,
    LoggedOn(member): LoggedOn,
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let token = extract::token(&request, &context).ok_or(Fault::LogOnFirst)?;
    let next = own_path(&context, form.get("next")).unwrap_or_default();
    let by_password = !again::needs(&context, member.id).await?.any();
    let proven = if by_password {
        let typed = Password::typed(form.get("password"));
        again::by_password(&context, member.id, &token, &typed).await
    } else {
        again::by_factor(&context, member.id, &token, proof(&form)).await
    };
    let shown = match proven {
        Ok(()) => {
            let next = if next.is_empty() {
                page.href("account")
            } else {
                next
            };
            return Ok(unstored(see_other(with_done(&next, "confirmed"))));
        }
        // A factor was set up, or ended, since the form was made.
        Err(AccountError::NotNow) => (StatusCode::CONFLICT, Errors::default()),
        Err(error) if by_password => mistakes(&page, error)?,
        Err(error) => mistakes_of_code(&page, error)?,
    };
    show(page, &context, &member, shown, next).await
}
