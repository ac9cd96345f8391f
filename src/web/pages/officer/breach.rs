//! One breach: what it is, the letters as they would go out, sending them, and the report.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use askama::Template;

use super::breaches::moment;
use crate::{
    context::Context,
    db::Timestamp,
    i18n::Lang,
    rights::{
        DisclosureError,
        breach::{self, NewReport, Prepared, Report, Reported},
    },
    web::{
        extract::PrivacyOfficer,
        fault::Fault,
        form::{Errors, Form},
        page::{Page, html, html_as, see_other},
    },
};

/// A letter in one language.
struct Preview {
    lang: Lang,
    subject: String,
    text: String,
}

#[derive(Template)]
#[template(path = "pages/officer/breach.html")]
struct BreachPage {
    page: Page,
    prepared: Prepared,
    letters: Vec<Preview>,
    due: Timestamp,
    reported: Option<Reported>,
    clock: String,
    late: bool,
}

impl BreachPage {
    fn undelivered(&self) -> Vec<String> {
        breach::undelivered(&self.prepared.affected, self.page.lang)
    }

    fn report_words(&self, reported: &Reported) -> String {
        let words = [
            ("at", self.page.exact(reported.at)),
            ("to", reported.to.clone()),
            ("reference", reported.reference.clone()),
        ];
        self.page.lang.t_with("breach-reported", &words)
    }
}

pub async fn get(
    page: Page,
    _officer: PrivacyOfficer,
    context: Data<Context>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, Fault> {
    let prepared = breach::prepared(&context, path.1).await?;
    let letters = Lang::ALL
        .into_iter()
        .map(|lang| {
            let (subject, text) = breach::preview(&context, &prepared.breach, lang);
            Preview {
                lang,
                subject,
                text,
            }
        })
        .collect();
    let due = prepared.breach.due(&context);
    let reported = prepared.breach.reported();
    let stopped = reported.as_ref().map(|reported| reported.at);
    let left = due.utc() - stopped.unwrap_or_else(|| context.now()).utc();
    let late = left.num_seconds() < 0;
    let clock = match (&reported, late) {
        (Some(_), false) => page.t("breach-clock-stopped"),
        (Some(_), true) => page.ta("breach-clock-stopped-late", "hours", -left.num_hours()),
        (None, true) => page.ta("breach-clock-late", "hours", -left.num_hours()),
        (None, false) => page.ta("breach-clock", "hours", left.num_hours()),
    };
    html(&BreachPage {
        page,
        prepared,
        letters,
        due,
        reported,
        clock,
        late,
    })
}

/// Writes down that the supervising authority was told.
pub async fn reported(
    page: Page,
    PrivacyOfficer(officer): PrivacyOfficer,
    context: Data<Context>,
    path: Path<(String, i64)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let new = NewReport {
        at: moment(&form.trimmed("at")),
        to: form.trimmed("to"),
        reference: form.trimmed("reference"),
    };
    match breach::report_made(&context, &officer, path.1, new).await {
        Err(DisclosureError::Invalid(found)) => {
            let errors = Errors::found(&found, page.lang);
            show_report(page, &context, path.1, errors, form).await
        }
        done => {
            done?;
            let path = page.href(&format!("officer/breaches/{}", path.1));
            Ok(see_other(format!("{path}?done=breach-reported")))
        }
    }
}

/// Sends the letters that the page showed.
pub async fn send(
    page: Page,
    PrivacyOfficer(officer): PrivacyOfficer,
    context: Data<Context>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, Fault> {
    breach::send(&context, &officer, path.1).await?;
    let path = page.href(&format!("officer/breaches/{}", path.1));
    Ok(see_other(format!("{path}?done=breach-sent")))
}

#[derive(Template)]
#[template(path = "pages/officer/breach_report.html")]
struct ReportPage {
    page: Page,
    id: i64,
    report: Report,
    is_reported: bool,
    errors: Errors,
    form: Form,
}

/// The report to the supervising authority, to print, and the form that says it was made.
pub async fn report(
    page: Page,
    _officer: PrivacyOfficer,
    context: Data<Context>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, Fault> {
    show_report(page, &context, path.1, Errors::default(), Form::default()).await
}

async fn show_report(
    page: Page,
    context: &Context,
    id: i64,
    errors: Errors,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let Prepared { breach, affected } = breach::prepared(context, id).await?;
    let status = errors.status();
    let template = ReportPage {
        report: breach::report(context, &breach, &affected, page.lang),
        is_reported: breach.reported().is_some(),
        page,
        id,
        errors,
        form,
    };
    html_as(status, &template)
}

/// The same as plain text, to send on.
pub async fn report_text(
    page: Page,
    _officer: PrivacyOfficer,
    context: Data<Context>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, Fault> {
    let Prepared { breach, affected } = breach::prepared(&context, path.1).await?;
    let report = breach::report(&context, &breach, &affected, page.lang);
    let mut text = format!("{}\n", page.t("breach-report-title"));
    for (heading, lines) in report {
        text.push_str(&format!("\n{heading}\n{}\n", lines.join("\n")));
    }
    Ok(HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .body(text))
}
