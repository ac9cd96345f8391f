//! Erasing one's own account.

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web::Data};
use askama::Template;

use crate::{
    accounts::{AccountError, Password, Role, settings},
    context::Context,
    privacy::erasures::Posts,
    rights::{RightsError, erase},
    web::{
        confirm,
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
    /// Else they proved just now who they are.
    by_password: bool,
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

pub async fn get(
    page: Page,
    LoggedOn(member): LoggedOn,
    request: HttpRequest,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    let has_duties = member.role != Role::Resident;
    let by_password = settings::has_password(&context, member.id).await?;
    if !has_duties && !by_password {
        confirm::recently(&request, &context, &member).await?;
    }
    let view = Erase {
        page,
        errors: Errors::default(),
        posts: String::new(),
        has_duties,
        by_password,
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
    let by_password = settings::has_password(&context, member.id).await?;
    let again = |page, status, errors| {
        let view = Erase {
            page,
            errors,
            posts: form.get("posts").to_owned(),
            has_duties: false,
            by_password,
        };
        html_as(status, &view).map(unstored)
    };
    let Some(fate) = fate else {
        let mut errors = Errors::default();
        errors.add("posts", page.t("erase-posts-needed"));
        return again(page, StatusCode::UNPROCESSABLE_ENTITY, errors);
    };
    let password = Password::typed(form.get("password"));
    let erased = if by_password {
        erase::own_account(&context, &member, &password, fate).await
    } else {
        confirm::recently(&request, &context, &member).await?;
        erase::own_account_proven(&context, &member, fate).await
    };
    match erased {
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
