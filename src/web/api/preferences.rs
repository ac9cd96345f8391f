//! `/api/v1/account/preferences`.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Json},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::invalid;
use crate::{
    accounts::preferences::{self, Preferences},
    context::Context,
    web::{
        extract::LoggedOn,
        fault::Fault,
        matching::{IfMatch, tag},
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
    let chosen = preferences::of(&context, member.id).await?;
    Ok(answer(&offered, &chosen))
}

fn answer(offered: &Offered, chosen: &Preferences) -> HttpResponse {
    let body = PreferencesBody::from(offered.name(chosen));
    let tag = tag(chosen.stamp());
    unstored(HttpResponse::Ok().insert_header(tag).json(body))
}

async fn stamp(context: &Context, account: i64) -> Result<String, Fault> {
    Ok(preferences::of(context, account).await?.stamp())
}

/// Set the account anew.
#[utoipa::path(put, path = "/api/v1/account/preferences", operation_id = "preferences_put", tag = "accounts", security(("session" = [])),
    request_body = PreferencesBody,
    responses((status = 200, body = PreferencesBody), (status = 401, description = "`unauthorized`"),
        (status = 412, description = "`changed-meanwhile`: it is not what `If-Match` names"),
        (status = 422, description = "`invalid`, with the fields")))]
pub async fn put(
    LoggedOn(member): LoggedOn,
    request: HttpRequest,
    context: Data<Context>,
    if_match: IfMatch,
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
    let kept = preferences::keep(&context, member.id, chosen.clone(), if_match.began()).await;
    let now = stamp(&context, member.id);
    if_match.judged(kept.map_err(Fault::from), now).await?;
    Ok(answer(&offered, &chosen))
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
