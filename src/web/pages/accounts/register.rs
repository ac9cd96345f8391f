//! Register: the form with its collection notice, and the page that follows it.

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web::Data};
use askama::Template;

use super::{mail_sent, mistakes, name_kinds};
use crate::{
    accounts::{LONGEST_NAME, Password, password, registration::Registration},
    context::Context,
    forum::names,
    privacy::{
        Private,
        notices::{Notice, ShownNotice},
    },
    text_rules::LONGEST_EMAIL,
    web::{
        extract::AddressLimits,
        fault::Fault,
        form::{Errors, Form},
        page::{Page, html_as, see_other},
    },
};

#[derive(Template)]
#[template(path = "pages/accounts/register.html")]
struct Register {
    page: Page,
    errors: Errors,
    email: String,
    /// Not `name`: the field macro has a parameter of that name, which would hide it.
    public_name: String,
    name_kind: &'static str,
    name_kinds: Vec<(&'static str, String)>,
    shown: ShownNotice,
}

fn render(
    page: Page,
    context: &Context,
    status: StatusCode,
    errors: Errors,
    form: &Form,
) -> Result<HttpResponse, Fault> {
    let template = Register {
        errors,
        email: form.trimmed("email"),
        public_name: form.trimmed("name"),
        name_kind: if form.get("name_is_personal") == "no" {
            "no"
        } else {
            "yes"
        },
        name_kinds: name_kinds(&page),
        shown: Notice::Registration.shown(page.lang, &context.config),
        page,
    };
    html_as(status, &template)
}

pub async fn get(page: Page, context: Data<Context>) -> Result<HttpResponse, Fault> {
    let none = Errors::default();
    render(page, &context, StatusCode::OK, none, &Form::default())
}

pub async fn post(
    page: Page,
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    if !Notice::Registration.still_stands(form.get("notice"), page.lang, &context.config) {
        let mut errors = Errors::default();
        errors.add("email", page.t("notice-changed"));
        return render(
            page,
            &context,
            StatusCode::UNPROCESSABLE_ENTITY,
            errors,
            &form,
        );
    }
    let registration = Registration {
        email: Private::new(form.trimmed("email")),
        password: Password::typed(form.get("password")),
        name: form.trimmed("name"),
        name_is_personal: form.get("name_is_personal") != "no",
        language: page.lang,
    };
    match names::register(&context, registration).await {
        Ok(()) => Ok(see_other(format!("{}/register/sent", page.prefix()))),
        Err(error) => {
            let (status, errors) = mistakes(&page, error)?;
            render(page, &context, status, errors, &form)
        }
    }
}

pub async fn sent(page: Page) -> Result<HttpResponse, Fault> {
    mail_sent(page, "account-sent-registration")
}
