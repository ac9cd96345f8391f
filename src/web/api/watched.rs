//! `/api/v1/admin/watched`: words and patterns that texts are looked through for.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header},
    web::{Data, Json, Path},
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, json};
use utoipa::ToSchema;

use super::{Added, Status, added, boards::Parameters, changed, paged, taken};
use crate::{
    context::Context,
    spam::watched::{self, Draft, Effect, Hit, Kind, Watched, file},
    web::{
        extract::{Administrator, Moderator},
        fault::{Fault, problem},
        language,
        matching::{IfMatch, tag},
        watched::unreadable,
    },
};

/// What is watched for.
#[derive(Serialize, ToSchema)]
#[schema(as = WatchedPattern)]
pub struct WatchedShown {
    id: i64,
    /// `word` or `pattern`.
    kind: &'static str,
    words: String,
    /// `block`, `mask`, `hold` or `flag`.
    effect: &'static str,
    note: String,
    /// Nothing is looked through for it any more.
    retired: bool,
    /// What a change sends back.
    version: i32,
}

impl WatchedShown {
    fn of(watched: Watched) -> Self {
        Self {
            id: watched.id,
            kind: watched.kind.as_str(),
            words: watched.words,
            effect: watched.effect.as_str(),
            note: watched.note,
            retired: watched.retired,
            version: watched.version,
        }
    }
}

/// All that is watched for, and what was; moderators read it too.
#[utoipa::path(get, path = "/api/v1/admin/watched", operation_id = "watched_list", tag = "administration", security(("session" = [])),
    responses((status = 200, body = Vec<WatchedShown>), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`")))]
pub async fn list(
    _: Moderator,
    request: HttpRequest,
    context: Data<Context>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let all = watched::list(&context).await?;
    let (all, ways) = paged::part(&query, all, |one| one.id.to_string())?;
    let all: Vec<WatchedShown> = all.into_iter().map(WatchedShown::of).collect();
    Ok(ways.on(&request, HttpResponse::Ok().json(all)))
}

/// One of what is watched for. Its `ETag` is what `If-Match` of a change names.
#[utoipa::path(get, path = "/api/v1/admin/watched/{id}", operation_id = "watched_get", tag = "administration", security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 200, body = WatchedShown), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`")))]
pub async fn get(
    _: Moderator,
    context: Data<Context>,
    id: Path<i64>,
) -> Result<HttpResponse, Fault> {
    let shown = one(&context, *id).await?;
    let tag = tag(shown.version);
    Ok(HttpResponse::Ok().insert_header(tag).json(shown))
}

async fn one(context: &Context, id: i64) -> Result<WatchedShown, Fault> {
    let mut all = watched::list(context).await?.into_iter();
    let found = all.find(|one| one.id == id);
    found.map(WatchedShown::of).ok_or(Fault::NotFound)
}

async fn version(context: &Context, id: i64) -> Result<i32, Fault> {
    Ok(one(context, id).await?.version)
}

/// What shall be watched for.
#[derive(Deserialize, ToSchema)]
pub struct WatchedBody {
    /// `word` or `pattern`.
    #[serde(default)]
    kind: String,
    /// A word or a regular expression, 1 to 200 characters. What matches a text without any
    /// character, or more than half of ordinary sentences, is refused.
    #[serde(default)]
    words: String,
    /// `block`, `mask`, `hold` or `flag`.
    #[serde(default)]
    effect: String,
    #[serde(default)]
    note: String,
    #[serde(default)]
    retired: bool,
    /// The `version` as it was read; for a change.
    #[serde(default)]
    version: i32,
}

impl WatchedBody {
    fn draft(self) -> Draft {
        Draft {
            kind: self.kind.parse().ok(),
            words: self.words.trim().to_owned(),
            effect: self.effect.parse().ok(),
            note: self.note.trim().to_owned(),
            retired: self.retired,
        }
    }
}

/// Watch for a word or a pattern.
#[utoipa::path(post, path = "/api/v1/admin/watched", operation_id = "watched_create", tag = "administration", request_body = WatchedBody, security(("session" = [])),
    responses((status = 201, body = Added), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 422, description = "`invalid` with the fields")))]
pub async fn create(
    Administrator(member): Administrator,
    request: HttpRequest,
    context: Data<Context>,
    body: Json<WatchedBody>,
) -> Result<HttpResponse, Fault> {
    let done = watched::create(&context, member.id, body.into_inner().draft()).await;
    added(&request, done)
}

/// Change what is watched for, or retire it.
#[utoipa::path(put, path = "/api/v1/admin/watched/{id}", operation_id = "watched_change", tag = "administration", request_body = WatchedBody, security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 200, body = Status), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`"), (status = 409, description = "`conflict`: somebody changed it since that version"),
        (status = 412, description = "`changed-meanwhile`: it is not what `If-Match` names"),
        (status = 422, description = "`invalid` with the fields")))]
pub async fn change(
    Administrator(member): Administrator,
    request: HttpRequest,
    context: Data<Context>,
    if_match: IfMatch,
    id: Path<i64>,
    body: Json<WatchedBody>,
) -> Result<HttpResponse, Fault> {
    let body = body.into_inner();
    let now = || version(&context, *id);
    let read = if_match.version(body.version, now()).await?;
    let done = watched::change(&context, member.id, *id, read, body.draft()).await;
    if_match
        .judged(changed(&request, done, "kept"), now())
        .await
}

/// A text to be looked through; nothing of it is stored.
#[derive(Deserialize, ToSchema)]
pub struct WatchedTrial {
    #[serde(default)]
    text: String,
    /// Look for this alone, which need not be watched for yet.
    #[serde(default)]
    words: String,
    /// `word`, as without it, or `pattern`.
    #[serde(default)]
    kind: String,
}

/// What stands in the text; start and end in Unicode characters.
#[derive(Serialize, ToSchema)]
pub struct WatchedPlace {
    start: usize,
    end: usize,
    found: String,
    /// Of what is watched for; null where one was tried alone.
    id: Option<i64>,
    effect: Option<&'static str>,
}

impl WatchedPlace {
    fn of(hit: Hit, text: &str, is_alone: bool) -> Self {
        let place = hit.place.unwrap_or(0..0);
        let characters = |end: usize| text[..end].chars().count();
        Self {
            start: characters(place.start),
            end: characters(place.end),
            found: hit.found,
            id: (!is_alone).then_some(hit.word),
            effect: (!is_alone).then_some(hit.effect.as_str()),
        }
    }
}

/// What was found, and what would happen.
#[derive(Serialize, ToSchema)]
pub struct WatchedTried {
    places: Vec<WatchedPlace>,
    /// The strongest effect; null where the text would be published.
    outcome: Option<&'static str>,
}

/// Look a text through for what is watched for, or for one word or pattern alone.
#[utoipa::path(post, path = "/api/v1/admin/watched/try", operation_id = "watched_try", tag = "administration", request_body = WatchedTrial, security(("session" = [])),
    responses((status = 200, body = WatchedTried), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 422, description = "`invalid`: the pattern cannot be watched for, and why, or the text has more than 20,000 characters")))]
pub async fn try_text(
    _: Moderator,
    request: HttpRequest,
    context: Data<Context>,
    body: Json<WatchedTrial>,
) -> Result<HttpResponse, Fault> {
    let WatchedTrial { text, words, kind } = body.into_inner();
    let words = words.trim().to_owned();
    let alone = (!words.is_empty()).then(|| (kind.parse().unwrap_or(Kind::Word), words));
    let is_alone = alone.is_some();
    let tried = watched::try_text(&context, &text, alone).await;
    taken(&request, tried, |hits| {
        let strongest = hits.iter().map(|hit| hit.effect).min();
        let places = hits.into_iter();
        HttpResponse::Ok().json(WatchedTried {
            outcome: strongest.filter(|_| !is_alone).map(Effect::as_str),
            places: places
                .map(|hit| WatchedPlace::of(hit, &text, is_alone))
                .collect(),
        })
    })
}

/// All of them as CSV, which can be brought in again.
#[utoipa::path(get, path = "/api/v1/admin/watched/export", operation_id = "watched_export", tag = "administration", security(("session" = [])),
    responses((status = 200, description = "The table", body = String, content_type = "text/csv"), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`")))]
pub async fn export(_: Administrator, context: Data<Context>) -> Result<HttpResponse, Fault> {
    let all = watched::list(&context).await?;
    let name = "attachment; filename=\"watched.csv\"";
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((header::CONTENT_DISPOSITION, name))
        .body(file::write(&all)))
}

/// A file of watched words.
#[derive(Deserialize, ToSchema)]
pub struct WatchedFile {
    /// CSV with the columns kind, words, effect and, if you like, note and retired (`yes` or
    /// `no`); or TOML with one `[[watched]]` each.
    csv: String,
    /// Say what would change; nothing is stored.
    #[serde(default)]
    dry_run: bool,
}

/// What was brought in, or would be.
#[derive(Serialize, ToSchema)]
pub struct WatchedImported {
    added: Vec<String>,
    changed: Vec<String>,
    /// How many stand there already as the file says.
    same: usize,
}

/// Bring a file in, all of it or nothing; what it does not name stays.
#[utoipa::path(post, path = "/api/v1/admin/watched/import", operation_id = "watched_import", tag = "administration", request_body = WatchedFile, security(("session" = [])),
    responses((status = 200, body = WatchedImported), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 422, description = "`invalid`: a file that cannot be taken, with its `line`; nothing was changed")))]
pub async fn import(
    Administrator(member): Administrator,
    request: HttpRequest,
    context: Data<Context>,
    body: Json<WatchedFile>,
) -> Result<HttpResponse, Fault> {
    let body = body.into_inner();
    let drafts = match file::brought(body.csv).await? {
        Ok(drafts) => drafts,
        Err(error) => {
            let detail = unreadable(&error, language::of_header(&request));
            let error = json!({
                "field": "csv", "code": error.code(), "line": error.line(), "detail": detail,
            });
            let members = Map::from_iter([("errors".to_owned(), json!([error]))]);
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return Ok(problem(&request, status, "invalid", members));
        }
    };
    let done = watched::import(&context, Some(member.id), drafts, body.dry_run).await;
    taken(&request, done, |report| {
        HttpResponse::Ok().json(WatchedImported {
            added: report.added,
            changed: report.changed,
            same: report.same,
        })
    })
}
