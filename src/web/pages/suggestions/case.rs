//! Follow a case by its number and password.

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web::Data};
use askama::Template;

use crate::{
    context::Context,
    privacy::{Private, Purpose, Viewer},
    suggestions::{
        Confirmation, Record, RecordKind, State, SuggestionError,
        follow::{self, Case},
    },
    web::{
        extract::AddressLimits,
        fault::Fault,
        form::{Errors, Form},
        page::{Page, html, html_as, unstored},
    },
};

#[derive(Template)]
#[template(path = "pages/suggestions/follow.html")]
struct Follow {
    page: Page,
    errors: Errors,
    reference: String,
}

#[derive(Template)]
#[template(path = "pages/suggestions/case.html")]
struct CasePage {
    page: Page,
    case: Case,
}

impl CasePage {
    /// Only its owner gets here: the password was right.
    fn show<'a>(&self, value: &'a Private<String>) -> &'a str {
        value.reveal(Viewer::Owner, Purpose::OwnAccess)
    }

    fn category(&self) -> String {
        self.case.category.name(self.page.lang)
    }

    fn district(&self) -> String {
        self.case.district.name(self.page.lang)
    }

    fn state(&self) -> String {
        self.page.t(&format!("state-{}", self.case.state.as_str()))
    }

    fn offices(&self) -> String {
        let lang = self.page.lang;
        self.page
            .list(self.case.offices.iter().map(|office| office.name(lang)))
    }

    fn record(&self, record: &Record) -> String {
        let office = self
            .case
            .office(record.office)
            .map(|office| office.name(self.page.lang));
        self.page.ta(
            &format!("record-{}", record.kind.as_str()),
            "office",
            office.unwrap_or_default(),
        )
    }
}

pub async fn get(page: Page) -> Result<HttpResponse, Fault> {
    html(&Follow {
        page,
        errors: Errors::default(),
        reference: String::new(),
    })
}

pub async fn post(
    page: Page,
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let reference = form.trimmed("reference");
    match follow::open(&context, &reference, &form.trimmed("password")).await {
        Ok(case) => html(&CasePage { page, case }).map(unstored),
        Err(error @ (SuggestionError::NoSuchCase | SuggestionError::Mistyped)) => {
            let words = match error {
                SuggestionError::Mistyped => page.t("follow-mistyped"),
                _ => page.t("follow-none"),
            };
            let mut errors = Errors::default();
            errors.add("reference", words);
            let template = Follow {
                page,
                errors,
                reference,
            };
            html_as(StatusCode::UNPROCESSABLE_ENTITY, &template).map(unstored)
        }
        Err(error) => Err(error.into()),
    }
}
