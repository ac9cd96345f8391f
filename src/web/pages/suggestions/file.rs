//! A file of one's own case, with its number and password.

use actix_web::{HttpRequest, HttpResponse, web::Data};

use crate::{
    context::Context,
    privacy::{Purpose, Viewer},
    suggestions::{files, follow},
    web::{
        extract::AddressLimits,
        fault::Fault,
        form::Form,
        pages::attachments::{self, How},
    },
};

/// It is saved, pictures too: the page that asks for it came with the password and stays.
pub async fn post(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let (reference, password) = (form.trimmed("reference"), form.trimmed("password"));
    let case = follow::open(&context, &reference, &password).await?;
    // What is no number is no file of this case either.
    let file = files::of_own(&case, form.trimmed("file").parse().unwrap_or(0))?;
    let name = file.name.reveal(Viewer::Owner(&case), Purpose::OwnAccess);
    attachments::of_case(&context, file, file.kind.main(), (How::Saved, name)).await
}
