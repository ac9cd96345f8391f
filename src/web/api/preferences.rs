//! `/api/v1/account/preferences`.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Json},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::invalid;
use crate::{
    accounts::preferences,
    context::Context,
    web::{
        extract::LoggedOn,
        fault::Fault,
        page::unstored,
        preferences::{Named, Offered},
    },
};

/// What an account chose. What a request leaves out is back to its default.
#[derive(Serialize, Deserialize, ToSchema)]
#[schema(as = Preferences)]
pub struct PreferencesBody {
    /// `zh` or `en`; of mails, and of addresses that name none.
    language: String,
    /// Slugs of the boards that stand first.
    #[serde(default)]
    boards: Vec<String>,
    /// The slug of a district.
    #[serde(default)]
    district: Option<String>,
    /// `none`, `daily` or `weekly`.
    #[serde(default = "none")]
    digest: String,
    /// `system`, `light` or `dark`.
    #[serde(default = "system")]
    appearance: String,
}

fn none() -> String {
    preferences::Digest::default().as_str().to_owned()
}

fn system() -> String {
    preferences::Appearance::default().as_str().to_owned()
}

impl From<Named> for PreferencesBody {
    fn from(named: Named) -> Self {
        Self {
            language: named.language,
            boards: named.boards,
            district: Some(named.district).filter(|slug| !slug.is_empty()),
            digest: named.digest,
            appearance: named.appearance,
        }
    }
}

/// What the account is set to.
#[utoipa::path(get, path = "/api/v1/account/preferences", operation_id = "preferences_get", tag = "accounts", security(("session" = [])),
    responses((status = 200, body = PreferencesBody), (status = 401, description = "`unauthorized`")))]
pub async fn get(
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    let offered = Offered::load(&context, &member).await?;
    let named = offered.name(&preferences::of(&context, member.id).await?);
    Ok(unstored(
        HttpResponse::Ok().json(PreferencesBody::from(named)),
    ))
}

/// Set the account anew.
#[utoipa::path(put, path = "/api/v1/account/preferences", operation_id = "preferences_put", tag = "accounts", security(("session" = [])),
    request_body = PreferencesBody,
    responses((status = 200, body = PreferencesBody), (status = 401, description = "`unauthorized`"),
        (status = 422, description = "`invalid`, with the fields")))]
pub async fn put(
    LoggedOn(member): LoggedOn,
    request: HttpRequest,
    context: Data<Context>,
    body: Json<PreferencesBody>,
) -> Result<HttpResponse, Fault> {
    let offered = Offered::load(&context, &member).await?;
    let body = body.into_inner();
    let named = Named {
        language: body.language,
        boards: body.boards,
        district: body.district.unwrap_or_default(),
        digest: body.digest,
        appearance: body.appearance,
    };
    let chosen = match offered.read(&named) {
        Ok(chosen) => chosen,
        Err(errors) => return Ok(invalid(&request, &errors)),
    };
    preferences::keep(&context, member.id, chosen.clone()).await?;
    Ok(unstored(
        HttpResponse::Ok().json(PreferencesBody::from(offered.name(&chosen))),
    ))
}

/// Erase all of it but the language.
#[utoipa::path(delete, path = "/api/v1/account/preferences", operation_id = "preferences_delete", tag = "accounts", security(("session" = [])),
    responses((status = 204, description = "Erased"), (status = 401, description = "`unauthorized`")))]
pub async fn delete(
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    preferences::erase(&context, member.id).await?;
    Ok(HttpResponse::NoContent().finish())
}
