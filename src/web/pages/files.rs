//! The public list of the files of personal data that the city keeps.

use actix_web::{HttpResponse, web::Data};
use askama::Template;

use crate::{
    context::Context,
    web::{
        fault::Fault,
        files::{self, FileShown},
        page::{Page, html},
    },
};

#[derive(Template)]
#[template(path = "pages/files.html")]
struct Files {
    page: Page,
    files: Vec<FileShown>,
}

pub async fn get(page: Page, context: Data<Context>) -> Result<HttpResponse, Fault> {
    let files = files::all(&context, page.lang)?;
    html(&Files { page, files })
}
