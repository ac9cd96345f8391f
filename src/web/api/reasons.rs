//! `/api/v1/reasons`: the operator's list of reasons for moderators' decisions.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Json, Path},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Added, Status, added, boards::Parameters, changed, paged};
use crate::{
    context::Context,
    moderation::reasons::{self, Draft, For, Listed},
    web::{
        extract::{Administrator, Moderator},
        fault::Fault,
        matching::{IfMatch, tag},
    },
};

/// A reason as it stands.
#[derive(Serialize, ToSchema)]
pub struct ReasonShown {
    id: i64,
    words_zh: String,
    words_en: String,
    /// What it can be given for; empty for everything.
    acts: Vec<For>,
    /// The lower, the nearer to the top.
    position: i32,
    /// Not offered any more.
    retired: bool,
    /// Whether it says that a text is spam, which is learned from what is decided for it.
    teaches_spam: bool,
    /// What a change sends back.
    version: i32,
}

impl ReasonShown {
    fn of(listed: Listed) -> Self {
        Self {
            id: listed.id,
            words_zh: listed.zh,
            words_en: listed.en,
            acts: listed.acts,
            position: listed.position,
            retired: listed.retired,
            teaches_spam: listed.teaches_spam,
            version: listed.version,
        }
    }
}

/// The reasons, those that are not offered any more at the end. A decision names one by its id where
/// any is offered for it.
#[utoipa::path(get, path = "/api/v1/reasons", operation_id = "reasons_list", tag = "moderation", security(("session" = [])),
    responses((status = 200, body = Vec<ReasonShown>), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`")))]
pub async fn list(
    _: Moderator,
    request: HttpRequest,
    context: Data<Context>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    shown(&request, &context, &query).await
}

/// The same for administrators.
#[utoipa::path(get, path = "/api/v1/admin/reasons", operation_id = "reasons_kept", tag = "administration", security(("session" = [])),
    responses((status = 200, body = Vec<ReasonShown>), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`")))]
pub async fn kept(
    _: Administrator,
    request: HttpRequest,
    context: Data<Context>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    shown(&request, &context, &query).await
}

async fn shown(
    request: &HttpRequest,
    context: &Context,
    query: &Parameters,
) -> Result<HttpResponse, Fault> {
    let all = reasons::list(context).await?;
    let (all, ways) = paged::part(query, all, |one| one.id.to_string())?;
    let all: Vec<ReasonShown> = all.into_iter().map(ReasonShown::of).collect();
    Ok(ways.on(request, HttpResponse::Ok().json(all)))
}

/// One reason. Its `ETag` is what `If-Match` of a change names.
#[utoipa::path(get, path = "/api/v1/admin/reasons/{id}", operation_id = "reasons_get", tag = "administration", security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 200, body = ReasonShown), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`")))]
pub async fn get(
    _: Administrator,
    context: Data<Context>,
    id: Path<i64>,
) -> Result<HttpResponse, Fault> {
    let shown = one(&context, *id).await?;
    let tag = tag(shown.version);
    Ok(HttpResponse::Ok().insert_header(tag).json(shown))
}

async fn one(context: &Context, id: i64) -> Result<ReasonShown, Fault> {
    let mut all = reasons::list(context).await?.into_iter();
    let found = all.find(|one| one.id == id);
    found.map(ReasonShown::of).ok_or(Fault::NotFound)
}

async fn version(context: &Context, id: i64) -> Result<i32, Fault> {
    Ok(one(context, id).await?.version)
}

/// A reason as it shall be.
#[derive(Deserialize, ToSchema)]
pub struct ReasonBody {
    /// 1 to 120 characters each.
    #[serde(default)]
    words_zh: String,
    #[serde(default)]
    words_en: String,
    /// What it can be given for; empty for everything.
    #[serde(default)]
    acts: Vec<For>,
    /// 0 to 1000.
    #[serde(default)]
    position: i32,
    #[serde(default)]
    retired: bool,
    #[serde(default)]
    teaches_spam: bool,
    /// The `version` as it was read; for a change.
    #[serde(default)]
    version: i32,
}

impl ReasonBody {
    fn draft(self) -> Draft {
        Draft {
            zh: self.words_zh.trim().to_owned(),
            en: self.words_en.trim().to_owned(),
            acts: self.acts,
            position: self.position,
            retired: self.retired,
            teaches_spam: self.teaches_spam,
        }
    }
}

/// Add a reason.
#[utoipa::path(post, path = "/api/v1/admin/reasons", operation_id = "reasons_create", tag = "administration", request_body = ReasonBody, security(("session" = [])),
    responses((status = 201, body = Added), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 422, description = "`invalid` with the fields")))]
pub async fn create(
    _: Administrator,
    request: HttpRequest,
    context: Data<Context>,
    body: Json<ReasonBody>,
) -> Result<HttpResponse, Fault> {
    let done = reasons::create(&context, body.into_inner().draft()).await;
    added(&request, done)
}

/// Change a reason, retire it or take it up again. Decisions that named it keep its words.
#[utoipa::path(put, path = "/api/v1/admin/reasons/{id}", operation_id = "reasons_change", tag = "administration", request_body = ReasonBody, security(("session" = [])),
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
    body: Json<ReasonBody>,
) -> Result<HttpResponse, Fault> {
    let body = body.into_inner();
    let now = || version(&context, *id);
    let read = if_match.version(body.version, now()).await?;
    let done = reasons::change(&context, *id, read, body.draft()).await;
    if_match
        .judged(changed(&request, done, "kept"), now())
        .await
}
