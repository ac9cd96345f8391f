//! Erasing one's own account.

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web::Data};
use askama::Template;

use crate::{
    accounts::{AccountError, Password, Role},
    context::Context,
    privacy::erasures::Posts,
    rights::{RightsError, erase},
    web::{
        extract::{AddressLimits, LoggedOn, no_session_cookie},
        fault::Fault,
        form::{Errors, Form},
        page::{Page, html, html_as, see_other, unstored},
        pages::accounts::mistakes,
    },
};

#[derive(Template)]
#[template(path = "pages/rights/account.html")]
struct Erase {
    page: Page,
    errors: Errors,
    posts: String,
    has_duties: bool,
}

impl Erase {
    fn fates(&self) -> Vec<(String, String)> {
        ["erase", "keep"]
            .map(|fate| (fate.to_owned(), self.page.ta("erase-posts", "fate", fate)))
            .to_vec()
    }
}

#[derive(Template)]
#[template(path = "pages/rights/erased.html")]
struct Erased {
    page: Page,
}

pub async fn get(page: Page, LoggedOn(member): LoggedOn) -> Result<HttpResponse, Fault> {
    let view = Erase {
        page,
        errors: Errors::default(),
        posts: String::new(),
        has_duties: member.role != Role::Resident,
    };
    html(&view).map(unstored)
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
    let fate = match form.get("posts") {
        "erase" => Some(Posts::Erase),
        "keep" => Some(Posts::Keep),
        _ => None,
    };
    let again = |page, status, errors| {
        let view = Erase {
            page,
            errors,
            posts: form.get("posts").to_owned(),
            has_duties: false,
        };
        html_as(status, &view).map(unstored)
    };
    let Some(fate) = fate else {
        let mut errors = Errors::default();
        errors.add("posts", page.t("erase-posts-needed"));
        return again(page, StatusCode::UNPROCESSABLE_ENTITY, errors);
    };
    let password = Password::typed(form.get("password"));
    match erase::own_account(&context, &member, &password, fate).await {
        Ok(()) => {
            let mut done = see_other(format!("{}/account/erased", page.prefix()));
            done.add_cookie(&no_session_cookie(&context))
                .map_err(|error| Fault::Internal(error.to_string()))?;
            Ok(done)
        }
        Err(RightsError::Account(
            error @ (AccountError::Invalid(_) | AccountError::TooMany { .. }),
        )) => {
            let (status, errors) = mistakes(&page, error)?;
            again(page, status, errors)
        }
        Err(error) => Err(error.into()),
    }
}

pub async fn erased(page: Page) -> Result<HttpResponse, Fault> {
    html(&Erased { page })
}
