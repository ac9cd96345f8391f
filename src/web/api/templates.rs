//! `/api/v1/desk/templates`: words with which an office's answer can begin.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Json, Path, Query},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Added, Status, added, boards::Parameters, changed, paged};
use crate::{
    context::Context,
    i18n::Lang,
    suggestions::templates::{self, Draft, Template},
    web::{
        extract::{Administrator, Staff},
        fault::Fault,
        matching::{IfMatch, tag},
    },
};

/// A template as it stands.
#[derive(Serialize, ToSchema)]
pub struct TemplateShown {
    id: i64,
    /// The slug of its category; null for every category.
    category: Option<String>,
    language: Lang,
    name: String,
    body: String,
    /// What a change sends back.
    version: i32,
}

impl TemplateShown {
    fn of(template: Template) -> Self {
        Self {
            id: template.id,
            category: template.category.map(|category| category.slug),
            language: template.language,
            name: template.name,
            body: template.body,
            version: template.version,
        }
    }
}

/// Which templates are asked for.
#[derive(Deserialize)]
pub struct Wanted {
    category: Option<String>,
    /// As text, so that a refusal does not repeat it.
    language: Option<String>,
}

/// The templates; of a category also those for every category.
#[utoipa::path(get, path = "/api/v1/desk/templates", operation_id = "templates_list", tag = "desk", security(("session" = [])),
    params(("category" = Option<String>, Query), ("language" = Option<Lang>, Query)),
    responses((status = 200, body = Vec<TemplateShown>), (status = 400, description = "`bad-request`: no such language"),
        (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`")))]
pub async fn list(
    _: Staff,
    request: HttpRequest,
    context: Data<Context>,
    wanted: Query<Wanted>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let language = wanted.language.as_deref().map(known).transpose()?;
    let all = templates::list(&context, wanted.category.as_deref(), language).await?;
    let (all, ways) = paged::part(&query, all, |one| one.id.to_string())?;
    let all: Vec<TemplateShown> = all.into_iter().map(TemplateShown::of).collect();
    Ok(ways.on(&request, HttpResponse::Ok().json(all)))
}

fn known(language: &str) -> Result<Lang, Fault> {
    let known = Lang::ALL.into_iter().find(|lang| lang.as_str() == language);
    known.ok_or_else(|| Fault::BadRequest("`language` is `zh` or `en`".into()))
}

/// One template. Its `ETag` is what `If-Match` of a change names.
#[utoipa::path(get, path = "/api/v1/desk/templates/{id}", operation_id = "templates_get", tag = "desk", security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 200, body = TemplateShown), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`")))]
pub async fn get(_: Staff, context: Data<Context>, id: Path<i64>) -> Result<HttpResponse, Fault> {
    let shown = one(&context, *id).await?;
    let tag = tag(shown.version);
    Ok(HttpResponse::Ok().insert_header(tag).json(shown))
}

async fn one(context: &Context, id: i64) -> Result<TemplateShown, Fault> {
    let mut all = templates::list(context, None, None).await?.into_iter();
    let found = all.find(|one| one.id == id);
    found.map(TemplateShown::of).ok_or(Fault::NotFound)
}

async fn version(context: &Context, id: i64) -> Result<i32, Fault> {
    Ok(one(context, id).await?.version)
}

/// A template as it shall be.
#[derive(Deserialize, ToSchema)]
pub struct TemplateBody {
    /// The slug of a category; without one it is for every category.
    #[serde(default)]
    category: Option<String>,
    language: Lang,
    /// 1 to 60 characters.
    name: String,
    /// 1 to 10,000 characters.
    body: String,
    /// The `version` as it was read; for a change.
    #[serde(default)]
    version: i32,
}

impl TemplateBody {
    fn draft(self) -> Draft {
        Draft {
            category: self.category.unwrap_or_default(),
            language: Some(self.language),
            name: self.name.trim().to_owned(),
            body: self.body.replace("\r\n", "\n").trim().to_owned(),
        }
    }
}

/// Add a template.
#[utoipa::path(post, path = "/api/v1/desk/templates", operation_id = "templates_create", tag = "administration", request_body = TemplateBody, security(("session" = [])),
    responses((status = 201, body = Added), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 422, description = "`invalid` with the fields")))]
pub async fn create(
    _: Administrator,
    request: HttpRequest,
    context: Data<Context>,
    body: Json<TemplateBody>,
) -> Result<HttpResponse, Fault> {
    let done = templates::create(&context, body.into_inner().draft()).await;
    added(&request, done)
}

/// Change a template.
#[utoipa::path(put, path = "/api/v1/desk/templates/{id}", operation_id = "templates_change", tag = "administration", request_body = TemplateBody, security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 200, body = Status), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`"), (status = 409, description = "`conflict`: somebody changed it since that version"),
        (status = 412, description = "`changed-meanwhile`: it is not what `If-Match` names"),
        (status = 422, description = "`invalid` with the fields")))]
pub async fn change(
    _: Administrator,
    request: HttpRequest,
    context: Data<Context>,
    if_match: IfMatch,
    id: Path<i64>,
    body: Json<TemplateBody>,
) -> Result<HttpResponse, Fault> {
    let body = body.into_inner();
    let now = || version(&context, *id);
    let read = if_match.version(body.version, now()).await?;
    let done = templates::change(&context, *id, read, body.draft()).await;
    if_match
        .judged(changed(&request, done, "kept"), now())
        .await
}

/// Remove a template; answers that began with it stay as they are.
#[utoipa::path(delete, path = "/api/v1/desk/templates/{id}", operation_id = "templates_remove", tag = "administration", security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 204, description = "Removed"), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`")))]
pub async fn remove(
    _: Administrator,
    context: Data<Context>,
    id: Path<i64>,
) -> Result<HttpResponse, Fault> {
    templates::remove(&context, *id).await?;
    Ok(HttpResponse::NoContent().finish())
}
