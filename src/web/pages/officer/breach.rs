//! One breach: what it is, the letters as they would go out, sending them, and the report.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use askama::Template;

use crate::{
    context::Context,
    db::Timestamp,
    i18n::Lang,
    rights::breach::{self, Prepared, Report},
    web::{
        extract::PrivacyOfficer,
        fault::Fault,
        page::{Page, html, see_other},
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
    clock: String,
    late: bool,
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
    let left = due.utc() - context.now().utc();
    let late = left.num_seconds() < 0;
    let clock = if late {
        page.ta("breach-clock-late", "hours", -left.num_hours())
    } else {
        page.ta("breach-clock", "hours", left.num_hours())
    };
    html(&BreachPage {
        page,
        prepared,
        letters,
        due,
        clock,
        late,
    })
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
}

async fn reported(context: &Context, id: i64, lang: Lang) -> Result<Report, Fault> {
    let prepared = breach::prepared(context, id).await?;
    Ok(breach::report(
        context,
        &prepared.breach,
        prepared.affected,
        lang,
    ))
}

/// The report to the supervising authority, to print.
pub async fn report(
    page: Page,
    _officer: PrivacyOfficer,
    context: Data<Context>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, Fault> {
    let report = reported(&context, path.1, page.lang).await?;
    let id = path.1;
    html(&ReportPage { page, id, report })
}

/// The same as plain text, to send on.
pub async fn report_text(
    page: Page,
    _officer: PrivacyOfficer,
    context: Data<Context>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, Fault> {
    let report = reported(&context, path.1, page.lang).await?;
    let mut text = format!("{}\n", page.t("breach-report-title"));
    for (heading, lines) in report {
        text.push_str(&format!("\n{heading}\n{}\n", lines.join("\n")));
    }
    Ok(HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .body(text))
}
