//! Whoever is suspended is not let in, and appeals here: with address and password, which prove whose
//! account it is.

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web::Data};
use askama::Template;

use super::mistakes;
use crate::{
    accounts::{
        Password,
        log_on::{self, Credentials},
    },
    context::Context,
    moderation::sanction_appeals,
    privacy::Private,
    web::{
        extract::AddressLimits,
        fault::Fault,
        form::{Errors, Form},
        page::{Page, html_as, see_other, unstored},
        pages::{
            kept,
            people::standing::{reason, untaken},
        },
    },
};

#[derive(Template)]
#[template(path = "pages/accounts/appeal.html")]
struct Appeal {
    page: Page,
    errors: Errors,
    email: String,
    words: String,
}

pub async fn get(page: Page) -> Result<HttpResponse, Fault> {
    show(page, StatusCode::OK, &Form::default(), Errors::default())
}

fn show(
    page: Page,
    status: StatusCode,
    form: &Form,
    errors: Errors,
) -> Result<HttpResponse, Fault> {
    let view = Appeal {
        page,
        errors,
        email: form.trimmed("email"),
        words: form.text("words"),
    };
    html_as(status, &view).map(unstored)
}

pub async fn post(
    page: Page,
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let limited = limits.count(&request);
    limited.map_err(|fault| kept::keep(fault, &form, &["words"]))?;
    let mut errors = Errors::default();
    let Some(words) = reason(&form, "words", page.lang, &mut errors) else {
        return show(page, StatusCode::UNPROCESSABLE_ENTITY, &form, errors);
    };
    let credentials = Credentials {
        email: Private::new(form.trimmed("email")),
        password: Password::typed(form.get("password")),
    };
    match log_on::suspended(&context, &credentials).await {
        Ok(Some(account)) => {
            let done = sanction_appeals::of_suspended(&context, account, &words).await;
            if let Some(key) = done.as_ref().err().and_then(untaken) {
                errors.add("words", page.t(key));
                return show(page, StatusCode::CONFLICT, &form, errors);
            }
            done.map_err(|error| kept::keep(error, &form, &["words"]))?;
            let home = page.prefix();
            Ok(see_other(format!("{home}?done=sanction-appealed")))
        }
        Ok(None) => {
            errors.add("email", page.t("suspended-appeal-not"));
            show(page, StatusCode::UNPROCESSABLE_ENTITY, &form, errors)
        }
        Err(error) => {
            let (status, errors) = mistakes(&page, error)?;
            show(page, status, &form, errors)
        }
    }
}
