//! Who works for the city and has a second factor; and whose factors are to end, for they lost them: one administrator
//! asks, another one decides.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use askama::Template;

use crate::{
    accounts::{
        AccountError, Member,
        factors::reset::{self, Asked, Protected},
    },
    context::Context,
    privacy::Private,
    web::{
        confirm,
        extract::Administrator,
        fault::Fault,
        form::{Errors, Form},
        page::{Page, html_as, see_other, unstored},
        pages::kept,
    },
};

#[derive(Template)]
#[template(path = "pages/admin/factors.html")]
struct FactorsPage {
    page: Page,
    errors: Errors,
    reader: i64,
    waiting: Vec<Asked>,
    people: Vec<Protected>,
    /// The address that was typed.
    email: String,
}

impl FactorsPage {
    /// Whether this reader may be the second person.
    fn may_approve(&self, asked: &Asked) -> bool {
        asked.asked_by != self.reader && asked.account != self.reader
    }

    fn asked(&self, asked: &Asked) -> String {
        let until = self.page.exact(asked.expires_at);
        let by = &asked.asked_by_name;
        self.page
            .ta2("factors-reset-asked", "name", by, "until", until)
    }

    fn stands(&self, one: &Protected) -> String {
        match (one.has_factor, one.until) {
            (true, _) => self.page.t("factors-has"),
            (false, Some(day)) => {
                let day = self.page.date(day);
                self.page.ta("factors-has-until", "date", day)
            }
            (false, None) => self.page.t("factors-has-none"),
        }
    }
}

async fn show(
    page: Page,
    context: &Context,
    reader: &Member,
    errors: Errors,
    email: String,
) -> Result<HttpResponse, Fault> {
    let status = errors.status();
    let template = FactorsPage {
        reader: reader.id,
        waiting: reset::waiting(context).await?,
        people: reset::people(context).await?,
        page,
        errors,
        email,
    };
    html_as(status, &template).map(unstored)
}

pub async fn get(
    page: Page,
    Administrator(member): Administrator,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    show(page, &context, &member, Errors::default(), String::new()).await
}

/// Asks.
pub async fn post(
    page: Page,
    administrator: Result<Administrator, Fault>,
    request: HttpRequest,
    context: Data<Context>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let Administrator(member) = kept::admit(administrator, &form, &["email"])?;
    let proven = confirm::recently(&request, &context, &member).await;
    proven.map_err(|fault| kept::keep(fault, &form, &["email"]))?;
    let email = form.trimmed("email");
    match reset::ask(&context, &member, Private::new(email.clone())).await {
        Ok(()) => Ok(done(&page, "factor-reset-asked")),
        Err(AccountError::Invalid(errors)) => {
            let errors = Errors::found(&errors, page.lang);
            show(page, &context, &member, errors, email).await
        }
        Err(error) => Err(error.into()),
    }
}

fn done(page: &Page, what: &str) -> HttpResponse {
    see_other(format!("{}?done={what}", page.href("admin/factors")))
}

/// The second person agrees.
pub async fn approve(
    page: Page,
    Administrator(member): Administrator,
    request: HttpRequest,
    context: Data<Context>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, Fault> {
    confirm::recently(&request, &context, &member).await?;
    match reset::approve(&context, &member, path.1).await {
        Ok(()) => Ok(done(&page, "factor-reset-done")),
        Err(AccountError::SamePerson) => {
            let mut errors = Errors::default();
            errors.add("email", page.t("invalid-factor-second-person"));
            let shown = show(page, &context, &member, errors, String::new()).await;
            shown.map(|mut response| {
                *response.status_mut() = StatusCode::FORBIDDEN;
                response
            })
        }
        Err(error) => Err(error.into()),
    }
}

/// Takes it back, or declines it.
pub async fn decline(
    page: Page,
    Administrator(member): Administrator,
    request: HttpRequest,
    context: Data<Context>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, Fault> {
    confirm::recently(&request, &context, &member).await?;
    reset::decline(&context, &member, path.1).await?;
    Ok(done(&page, "factor-reset-declined"))
}
