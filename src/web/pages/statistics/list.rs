//! The months that have statistics.

use actix_web::{HttpResponse, web::Data};
use askama::Template;

use super::month_name;
use crate::{
    context::Context,
    statistics,
    web::{
        fault::Fault,
        page::{Page, html},
    },
};

#[derive(Template)]
#[template(path = "pages/statistics/list.html")]
struct List {
    page: Page,
    /// Each month's address and name.
    months: Vec<(String, String)>,
}

pub async fn get(page: Page, context: Data<Context>) -> Result<HttpResponse, Fault> {
    let months = statistics::months(&context)
        .await?
        .into_iter()
        .map(|month| {
            (
                format!("{}/statistics/{}", page.prefix(), month.format("%Y-%m")),
                month_name(month, page.lang),
            )
        })
        .collect();
    html(&List { page, months })
}
