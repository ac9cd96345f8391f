//! Change one's public name, with the same questions as at registration.

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web::Data};
use askama::Template;

use super::{mistakes, name_kinds};
use crate::{
    accounts::{LONGEST_NAME, NAME_DAYS, settings},
    context::Context,
    forum::mentions,
    web::{
        extract::{AddressLimits, LoggedOn},
        fault::Fault,
        form::{Errors, Form},
        page::{Page, html_as, see_other, unstored},
    },
};

#[derive(Template)]
#[template(path = "pages/accounts/name.html")]
struct Change {
    page: Page,
    errors: Errors,
    /// Not `name`: the field macro has a parameter of that name, which would hide it.
    public_name: String,
    name_kind: &'static str,
    name_kinds: Vec<(&'static str, String)>,
    /// From when another name can be chosen, where that is later than today.
    from: Option<String>,
}

pub async fn get(
    page: Page,
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    let own = settings::own(&context, member.id).await?;
    let template = Change {
        name_kind: if own.name_is_personal { "yes" } else { "no" },
        name_kinds: name_kinds(&page),
        from: own.name_waits_until.map(|day| page.date(day)),
        public_name: own.name,
        errors: Errors::default(),
        page,
    };
    html_as(StatusCode::OK, &template).map(unstored)
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
    let name = form.trimmed("name");
    let is_personal = form.get("name_is_personal") != "no";
    match mentions::change_name(&context, member.id, &name, is_personal, page.lang).await {
        Ok(()) => Ok(see_other(format!(
            "{}/account?done=name-changed",
            page.prefix()
        ))),
        Err(error) => {
            let (status, errors) = mistakes(&page, error)?;
            let template = Change {
                public_name: name,
                name_kind: if is_personal { "yes" } else { "no" },
                name_kinds: name_kinds(&page),
                from: None,
                errors,
                page,
            };
            html_as(status, &template).map(unstored)
        }
    }
}
