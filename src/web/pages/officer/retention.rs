//! What the retention job deleted, day by day, and what it would delete now.

use actix_web::{HttpResponse, web::Data};
use askama::Template;

use crate::{
    context::Context,
    jobs::retention,
    privacy::inventory::{self, Due, Reported},
    web::{
        extract::PrivacyOfficer,
        fault::Fault,
        page::{Page, html},
    },
};

/// Lines of the report on one page.
const LINES: i64 = 200;

#[derive(Template)]
#[template(path = "pages/officer/retention.html")]
struct Retention {
    page: Page,
    due: Vec<Due>,
    reports: Vec<Reported>,
}

impl Retention {
    /// The file of personal data that a table belongs to, in words.
    fn file(&self, table: &str) -> String {
        match inventory::table(table).and_then(|table| table.file) {
            Some(file) => self.page.t(&format!("file-{}-name", file.slug)),
            None => self.page.t("officer-retention-no-file"),
        }
    }
}

pub async fn get(
    page: Page,
    _officer: PrivacyOfficer,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    let due = retention::dry_run(&context).await?;
    let reports = context
        .db
        .read(|connection| inventory::reports(connection, LINES))
        .await?;
    html(&Retention { page, due, reports })
}
