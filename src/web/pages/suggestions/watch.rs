//! Telling of one's own case in the digest of one's account.

use actix_web::{HttpRequest, HttpResponse, web::Data};

use super::case::{self, Typed};
use crate::{
    context::Context,
    suggestions::{digest::own, follow},
    web::{
        extract::{AddressLimits, LoggedOn},
        fault::Fault,
        form::Form,
        page::Page,
    },
};

/// Lets the digest of whoever is logged on tell of a case, with its number and password, or not any
/// more.
pub async fn post(
    mut page: Page,
    LoggedOn(member): LoggedOn,
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let wanted = match form.get("wanted") {
        "yes" => true,
        "no" => false,
        _ => return Err(Fault::BadRequest("wanted is yes or no".into())),
    };
    let (reference, password) = (form.trimmed("reference"), form.trimmed("password"));
    let own_case = follow::open(&context, &reference, &password).await?;
    own::set(&context, member.id, &own_case, wanted).await?;
    page.notice = Some(page.t(if wanted {
        "case-digest-on"
    } else {
        "case-digest-off"
    }));
    case::show(page, &context, own_case, password, Typed::Nothing).await
}
