//! The public list of the files of personal data that the city keeps.

use actix_web::{HttpResponse, web::Data};
use askama::Template;

use crate::{
    context::Context,
    web::{
        fault::Fault,
        files::{self, FileShown, PlainShown},
        page::{Page, html},
    },
};

#[derive(Template)]
#[template(path = "pages/files.html")]
struct Files {
    page: Page,
    files: Vec<FileShown>,
    plain: Vec<PlainShown>,
}

pub async fn get(page: Page, context: Data<Context>) -> Result<HttpResponse, Fault> {
    let files = files::all(&context, page.lang)?;
    let plain = files::plain(&context, page.lang)?;
    html(&Files { page, files, plain })
}
