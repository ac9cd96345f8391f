//! Agreements: a list, a new one, changing one that is not in force yet, and ending one early.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use askama::Template;
use chrono::NaiveDate;

use super::fields::{self, Tick};
use crate::{
    began::Began,
    context::Context,
    rights::{
        DisclosureError,
        agreements::{self, Agreement, NewAgreement, RecipientKind, Standing},
    },
    web::{
        confirm,
        extract::PrivacyOfficer,
        fault::Fault,
        form::{Errors, Form},
        page::{Page, html_as, see_other},
        pages::kept,
    },
};

#[derive(Template)]
#[template(path = "pages/officer/agreements.html")]
struct Agreements {
    page: Page,
    errors: Errors,
    form: Form,
    submission: String,
    ticks: Vec<Tick>,
    kinds: Vec<(&'static str, String)>,
    today: NaiveDate,
    agreements: Vec<Agreement>,
}

/// Where an agreement stands, as people read it, with the tone of its tag.
pub fn standing_words(page: &Page, standing: Standing) -> (String, &'static str) {
    let tone = match standing {
        Standing::Valid => "ok",
        Standing::NotYet => "wait",
        Standing::Expired | Standing::Ended => "quiet",
    };
    let words = page.ta("agreement-standing", "standing", standing.as_str());
    (words, tone)
}

impl Agreements {
    fn kind(&self, kind: &RecipientKind) -> String {
        self.page.ta("ledger-recipient", "kind", kind.as_str())
    }

    fn standing(&self, agreement: &Agreement) -> (String, &'static str) {
        standing_words(&self.page, agreement.standing(self.today))
    }

    fn can_change(&self, agreement: &Agreement) -> bool {
        agreement.standing(self.today) == Standing::NotYet
    }

    fn can_end(&self, agreement: &Agreement) -> bool {
        matches!(
            agreement.standing(self.today),
            Standing::Valid | Standing::NotYet
        )
    }
}

#[derive(Template)]
#[template(path = "pages/officer/agreement.html")]
struct Change {
    page: Page,
    id: i64,
    errors: Errors,
    form: Form,
    ticks: Vec<Tick>,
    kinds: Vec<(&'static str, String)>,
}

fn kinds(page: &Page) -> Vec<(&'static str, String)> {
    RecipientKind::ALL
        .iter()
        .map(|kind| {
            let words = page.ta("ledger-recipient", "kind", kind.as_str());
            (kind.as_str(), words)
        })
        .collect()
}

fn typed(form: &Form) -> NewAgreement {
    NewAgreement {
        recipient: form.trimmed("recipient"),
        kind: form.get("kind").parse().ok(),
        purpose: form.text("purpose"),
        fields: fields::read(form),
        starts_on: form.trimmed("starts").parse().ok(),
        ends_on: form.trimmed("ends").parse().ok(),
    }
}

async fn show(
    page: Page,
    context: &Context,
    errors: Errors,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let status = errors.status();
    let template = Agreements {
        submission: form.submission(context),
        ticks: fields::ticks(&page, &form),
        kinds: kinds(&page),
        today: context.clock.today(context.config.city.time_zone),
        agreements: agreements::list(context).await?,
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
    show(page, &context, Errors::default(), Form::default()).await
}

pub async fn post(
    page: Page,
    officer: Result<PrivacyOfficer, Fault>,
    request: HttpRequest,
    context: Data<Context>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let PrivacyOfficer(officer) = kept::admit(officer, &form, &["recipient", "purpose"])?;
    let proven = confirm::recently(&request, &context, &officer).await;
    proven.map_err(|fault| kept::keep(fault, &form, &["recipient", "purpose"]))?;
    let submission = form.submission(&context);
    match agreements::make(&context, &officer, &submission, typed(&form)).await {
        Ok(_) => Ok(see_other(format!(
            "{}?done=agreement-made",
            page.href("officer/agreements")
        ))),
        Err(DisclosureError::Invalid(found)) => {
            let errors = Errors::found(&found, page.lang);
            show(page, &context, errors, form).await
        }
        Err(error) => Err(error.into()),
    }
}

fn show_change(page: Page, id: i64, errors: Errors, form: Form) -> Result<HttpResponse, Fault> {
    let status = errors.status();
    let template = Change {
        ticks: fields::ticks(&page, &form),
        kinds: kinds(&page),
        page,
        id,
        errors,
        form,
    };
    html_as(status, &template)
}

/// The form with what the agreement says.
pub async fn edit(
    page: Page,
    _officer: PrivacyOfficer,
    context: Data<Context>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, Fault> {
    let known = agreements::one(&context, path.1).await?;
    if known.standing(context.clock.today(context.config.city.time_zone)) != Standing::NotYet {
        return Err(DisclosureError::InForce.into());
    }
    let ticked = known
        .fields
        .iter()
        .map(|field| (format!("field-{}", field.as_str()), "yes".to_owned()));
    let named = [
        ("recipient", known.recipient.clone()),
        ("kind", known.kind.as_str().to_owned()),
        ("purpose", known.purpose.clone()),
        ("starts", known.starts_on.to_string()),
        ("ends", known.ends_on.to_string()),
    ];
    let named = named.map(|(name, value)| (name.to_owned(), value));
    let form = Form::new(named.into_iter().chain(ticked).collect());
    show_change(page, path.1, Errors::default(), form)
}

pub async fn change(
    page: Page,
    officer: Result<PrivacyOfficer, Fault>,
    request: HttpRequest,
    context: Data<Context>,
    path: Path<(String, i64)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let PrivacyOfficer(officer) = kept::admit(officer, &form, &["recipient", "purpose"])?;
    let proven = confirm::recently(&request, &context, &officer).await;
    proven.map_err(|fault| kept::keep(fault, &form, &["recipient", "purpose"]))?;
    let changed = agreements::change(&context, &officer, path.1, typed(&form), Began::Anything);
    match changed.await {
        Err(DisclosureError::Invalid(found)) => {
            let errors = Errors::found(&found, page.lang);
            show_change(page, path.1, errors, form)
        }
        done => {
            done?;
            let path = page.href("officer/agreements");
            Ok(see_other(format!("{path}?done=agreement-changed")))
        }
    }
}

pub async fn end(
    page: Page,
    PrivacyOfficer(officer): PrivacyOfficer,
    request: HttpRequest,
    context: Data<Context>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, Fault> {
    confirm::recently(&request, &context, &officer).await?;
    agreements::end(&context, &officer, path.1).await?;
    Ok(see_other(format!(
        "{}?done=agreement-ended",
        page.href("officer/agreements")
    )))
}
