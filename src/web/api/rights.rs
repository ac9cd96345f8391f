//! `/api/v1/account/data`: all that is held about one's own account.

use actix_web::{HttpResponse, web::Data};

use crate::{
    context::Context,
    rights::export,
    web::{extract::LoggedOn, fault::Fault, page::unstored},
};

/// All that is held about the account: an object with the rows of each table, and each row with
/// its columns. Of what only proves something it is said that there is such a value
/// (`{"proof": true}`), and of a mail's text that it was mailed (`{"mailed": true}`).
#[utoipa::path(get, path = "/api/v1/account/data", operation_id = "rights_data", tag = "accounts", security(("session" = [])),
    responses((status = 200, description = "Table to rows, column to value", content_type = "application/json"),
        (status = 401, description = "`unauthorized`")))]
pub async fn data(
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    let held = export::held(&context, member.id).await?;
    Ok(unstored(HttpResponse::Ok().json(export::json(&held))))
}
