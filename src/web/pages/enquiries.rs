//! Ask about the policy, the collection and use of data, or a change of one's own: the form,
//! and the number that the enquiry gets as a case.

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web::Data};
use askama::Template;

use crate::{
    context::Context,
    keys::Token,
    offices::enquiries,
    privacy::{
        Private,
        notices::{Notice, ShownNotice},
    },
    spam::{automatic::Automatic, proof},
    suggestions::{
        SuggestionError,
        enquiry::{About, Enquiry},
        submission::Submission,
        submit::{self, Receipt},
        suggestion::{Contact, LONGEST_BODY, LONGEST_NAME, LONGEST_PHONE},
    },
    text_rules::LONGEST_EMAIL,
    web::{
        extract::AddressLimits,
        fault::Fault,
        form::{Errors, Form},
        page::{Page, html, html_as, unstored},
    },
};

/// What was typed, as the form shows it again.
struct Typed {
    submission: String,
    about: String,
    body: String,
    contact_name: String,
    email: String,
    phone: String,
    /// When the form was made, signed.
    made: String,
}

impl Typed {
    fn of(form: &Form, context: &Context) -> Self {
        Self {
            submission: form.submission(context),
            about: form.trimmed("about"),
            body: form.text("body"),
            contact_name: form.trimmed("name"),
            email: form.trimmed("email"),
            phone: form.trimmed("phone"),
            made: proof::made_again(context, form.get("made")),
        }
    }

    fn enquiry(&self, page: &Page) -> Enquiry {
        let private = |text: &String| Private::new(text.clone());
        Enquiry {
            about: self.about.parse().ok(),
            body: private(&self.body),
            contact: Contact {
                name: private(&self.contact_name),
                email: private(&self.email),
                phone: private(&self.phone),
            },
            language: page.lang,
        }
    }
}

#[derive(Template)]
#[template(path = "pages/enquiries/new.html")]
struct New {
    page: Page,
    errors: Errors,
    typed: Typed,
    abouts: Vec<(&'static str, String)>,
    due: String,
    days: u32,
    shown: ShownNotice,
}

#[derive(Template)]
#[template(path = "pages/enquiries/sent.html")]
struct Sent {
    page: Page,
    receipt: Receipt,
    office: String,
    due: String,
}

async fn show(
    page: Page,
    context: &Context,
    status: StatusCode,
    errors: Errors,
    typed: Typed,
) -> Result<HttpResponse, Fault> {
    let choices = enquiries::choices(context).await?;
    let due_days = choices
        .category(enquiries::CATEGORY)
        .map_or(0, |category| category.due_days.unsigned_abs());
    let today = context.clock.today(context.config.city.time_zone);
    let template = New {
        abouts: About::ALL
            .into_iter()
            .map(|about| (about.as_str(), page.t(about.key())))
            .collect(),
        due: page.date(context.calendar().due(today, due_days)),
        days: context.config.confirmation_days,
        shown: Notice::Enquiry.shown(page.lang, &context.config),
        page,
        errors,
        typed,
    };
    html_as(status, &template).map(unstored)
}

pub async fn get(page: Page, context: Data<Context>) -> Result<HttpResponse, Fault> {
    let typed = Typed::of(&Form::default(), &context);
    let none = Errors::default();
    show(page, &context, StatusCode::OK, none, typed).await
}

pub async fn post(
    page: Page,
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let mut typed = Typed::of(&form, &context);
    let mut errors = Errors::default();
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if limits.count(&request).is_err() {
        status = StatusCode::TOO_MANY_REQUESTS;
        errors.add("body", page.t("too-many-kept"));
    } else if !Notice::Enquiry.still_stands(form.get("notice"), page.lang, &context.config) {
        errors.add("body", page.t("notice-changed"));
    } else {
        let mark = match page.account {
            Some(_) => None,
            None => Automatic::of(&context, &form.signals()),
        };
        let submission = Submission::Form(typed.submission.clone());
        match submit::enquire(&context, &submission, typed.enquiry(&page), mark).await {
            Ok(receipt) => {
                let office = page.list(receipt.offices.iter().map(|one| one.name(page.lang)));
                let due = receipt.due.map(|due| page.date(due)).unwrap_or_default();
                let sent = Sent {
                    page,
                    receipt,
                    office,
                    due,
                };
                return html(&sent).map(unstored);
            }
            Err(SuggestionError::Invalid(found)) => errors = Errors::found(&found, page.lang),
            Err(SuggestionError::Reused { reference }) => {
                errors.add("body", page.ta("suggest-reused", "reference", reference));
                typed.submission = Token::draw(&context.random).reveal().to_owned();
            }
            Err(error) => return Err(error.into()),
        }
    }
    show(page, &context, status, errors, typed).await
}
