//! What a resident does with a case whose address is not confirmed yet, with its number and password.

use actix_web::{HttpRequest, HttpResponse, web::Data};
use askama::Template;

use super::case::{Typed, show};
use crate::{
    context::Context,
    privacy::Private,
    suggestions::{SuggestionError, follow, pending},
    web::{
        extract::AddressLimits,
        fault::Fault,
        form::{Errors, Form},
        page::{Page, html, unstored},
        pages::kept,
    },
};

#[derive(Template)]
#[template(path = "pages/suggestions/drop.html")]
struct Ask {
    page: Page,
    reference: String,
    /// The case password, for the form to carry on.
    password: String,
}

#[derive(Template)]
#[template(path = "pages/suggestions/dropped.html")]
struct Dropped {
    page: Page,
    reference: String,
}

/// Mails the link to another address.
pub async fn correct(
    mut page: Page,
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let (reference, password) = (form.trimmed("reference"), form.trimmed("password"));
    let keep = |error| kept::keep(error, &form, &["email"]);
    let case = follow::open(&context, &reference, &password).await;
    let case = case.map_err(keep)?;
    let typed = form.trimmed("email");
    match pending::correct(&context, &case, Private::new(typed.clone())).await {
        Ok(()) => {
            page.notice = Some(page.t("pending-corrected"));
            let case = follow::open(&context, &reference, &password).await?;
            show(page, &context, case, password, Typed::Nothing).await
        }
        Err(SuggestionError::Invalid(errors)) => {
            let errors = Errors::found(&errors, page.lang);
            let typed = Typed::Address(errors, typed);
            show(page, &context, case, password, typed).await
        }
        Err(error) => Err(keep(error)),
    }
}

/// Asks whether the case shall really go, and erases it where the answer to that comes.
pub async fn drop_it(
    page: Page,
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let (reference, password) = (form.trimmed("reference"), form.trimmed("password"));
    let case = follow::open(&context, &reference, &password).await?;
    let reference = case.reference.clone();
    if form.get("act") != "erase" {
        pending::waits(&case)?;
        let template = Ask {
            page,
            reference,
            password,
        };
        return html(&template).map(unstored);
    }
    pending::drop_it(&context, &case).await?;
    html(&Dropped { page, reference }).map(unstored)
}
