//! The first page.

use actix_web::HttpResponse;
use askama::Template;

use crate::web::{
    fault::Fault,
    page::{Page, html},
};

#[derive(Template)]
#[template(path = "pages/home.html")]
struct Home {
    page: Page,
}

pub async fn get(page: Page) -> Result<HttpResponse, Fault> {
    html(&Home { page })
}
