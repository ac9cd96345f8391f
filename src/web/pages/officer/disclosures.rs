//! Giving a case's data to a third party, and what was given before.
//!
//! The data is in the answer to the form and nowhere else: a page that nothing stores, or a
//! file of JSON.

use actix_web::{HttpRequest, HttpResponse, http::header, web::Data};
use askama::Template;
use serde_json::{Map, Value, json};

use super::fields::{self, Tick, word, words_of};
use crate::{
    context::Context,
    rights::{
        DisclosureError, Field,
        agreements::{self, Standing},
        disclosure::{self, Disclosure, Made, Under},
    },
    web::{
        confirm,
        extract::PrivacyOfficer,
        fault::Fault,
        form::{Errors, Form},
        page::{Page, html, html_as, unstored},
        pages::kept,
    },
};

#[derive(Template)]
#[template(path = "pages/officer/disclosures.html")]
struct Disclosures {
    page: Page,
    errors: Errors,
    form: Form,
    submission: String,
    ticks: Vec<Tick>,
    /// Agreements that are valid today, and approvals that were given and not used.
    under: Vec<(String, String)>,
    made: Vec<Made>,
}

impl Disclosures {
    fn fields(&self, made: &Made) -> String {
        words_of(&self.page, &made.fields)
    }
}

#[derive(Template)]
#[template(path = "pages/officer/disclosed.html")]
struct Shown {
    page: Page,
    disclosure: Disclosure,
}

impl Shown {
    fn word(&self, field: &Field) -> String {
        word(&self.page, *field)
    }
}

/// What an approval was given for, and an agreement, as choices of the form.
async fn under(page: &Page, context: &Context) -> Result<Vec<(String, String)>, Fault> {
    let today = context.clock.today(context.config.city.time_zone);
    let mut all: Vec<(String, String)> = agreements::list(context)
        .await?
        .into_iter()
        .filter(|agreement| agreement.standing(today) == Standing::Valid)
        .map(|agreement| {
            let words = page.ta2(
                "disclose-agreement",
                "recipient",
                &agreement.recipient,
                "fields",
                words_of(page, &agreement.fields),
            );
            (format!("agreement-{}", agreement.id), words)
        })
        .collect();
    let approved = disclosure::approved(context).await?.into_iter();
    all.extend(approved.map(|asked| {
        let words = page.lang.t_with(
            "disclose-approval",
            &[
                ("agency", asked.request.agency.clone()),
                ("reference", asked.reference.clone()),
                ("fields", words_of(page, &asked.fields)),
            ],
        );
        (format!("approval-{}", asked.request.id), words)
    }));
    Ok(all)
}

async fn show(
    page: Page,
    context: &Context,
    errors: Errors,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let status = errors.status();
    let template = Disclosures {
        submission: form.submission(context),
        ticks: fields::ticks(&page, &form),
        under: under(&page, context).await?,
        made: disclosure::list(context).await?,
        page,
        errors,
        form,
    };
    html_as(status, &template)
}

pub async fn get(
    page: Page,
    _officer: PrivacyOfficer,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    let errors = Errors::default();
    show(page, &context, errors, Form::default()).await
}

fn chosen(form: &Form) -> Option<Under> {
    let (kind, id) = form.get("under").split_once('-')?;
    let id = id.parse().ok()?;
    match kind {
        "agreement" => Some(Under::Agreement(id)),
        "approval" => Some(Under::Investigation(id)),
        _ => None,
    }
}

pub async fn post(
    page: Page,
    officer: Result<PrivacyOfficer, Fault>,
    request: HttpRequest,
    context: Data<Context>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let PrivacyOfficer(officer) = kept::admit(officer, &form, &["reference"])?;
    let proven = confirm::recently(&request, &context, &officer).await;
    proven.map_err(|fault| kept::keep(fault, &form, &["reference"]))?;
    let mut errors = Errors::default();
    let (under, fields) = (chosen(&form), fields::read(&form));
    if under.is_none() {
        errors.add("under", page.t("disclose-under-needed"));
    }
    if fields.is_none() {
        errors.add("field-contact-name", page.t("invalid-fields"));
    }
    let (Some(under), Some(fields)) = (under, fields) else {
        return show(page, &context, errors, form).await;
    };
    let case = form.trimmed("reference");
    let submission = form.submission(&context);
    let given = disclosure::disclose(&context, &officer, &submission, &case, under, fields).await;
    let (field, message) = match given {
        Ok(disclosure) if form.get("as") == "json" => return Ok(download(&disclosure)),
        Ok(disclosure) => return html(&Shown { page, disclosure }).map(unstored),
        Err(error) => refused(&page, error)?,
    };
    errors.add(&field, message);
    show(page, &context, errors, form).await
}

/// The field that is wrong, and why nothing was given; a fault where no field is.
fn refused(page: &Page, error: DisclosureError) -> Result<(String, String), Fault> {
    let at = |field: Field| format!("field-{}", field.as_str());
    Ok(match error {
        DisclosureError::NoSuchCase => ("reference".to_owned(), page.t("disclose-no-case")),
        DisclosureError::NotYet => ("under".to_owned(), page.t("disclose-not-yet")),
        DisclosureError::Expired => ("under".to_owned(), page.t("disclose-expired")),
        DisclosureError::NotFound => ("under".to_owned(), page.t("disclose-under-needed")),
        DisclosureError::NotApproved => ("under".to_owned(), page.t("disclose-not-approved")),
        DisclosureError::Restricted => ("under".to_owned(), page.t("disclose-restricted")),
        DisclosureError::NotNamed(field) => (
            at(field),
            page.ta("disclose-not-named", "field", word(page, field)),
        ),
        DisclosureError::NotShared(field) => (
            at(field),
            page.ta("disclose-not-shared", "field", word(page, field)),
        ),
        DisclosureError::NoConsent(field) => (
            at(field),
            page.ta("disclose-no-consent", "field", word(page, field)),
        ),
        DisclosureError::NotTold(field) => (
            at(field),
            page.ta("disclose-not-told", "field", word(page, field)),
        ),
        DisclosureError::Unconfirmed(field) => (
            at(field),
            page.ta("disclose-unconfirmed", "field", word(page, field)),
        ),
        error => return Err(error.into()),
    })
}

fn download(disclosure: &Disclosure) -> HttpResponse {
    let fields: Map<String, Value> = disclosure
        .values()
        .map(|(field, value)| (field.as_str().to_owned(), json!(value)))
        .collect();
    let body = json!({
        "reference": disclosure.reference,
        "recipient": disclosure.recipient,
        "ledger_number": disclosure.number,
        "fields": fields,
    });
    let name = format!("{}-{}.json", disclosure.reference, disclosure.number);
    unstored(
        HttpResponse::Ok()
            .insert_header((
                header::CONTENT_DISPOSITION,
                format!("attachment; filename=\"{name}\""),
            ))
            .json(body),
    )
}
