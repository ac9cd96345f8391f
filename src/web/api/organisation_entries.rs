//! `/api/v1/admin/{offices,categories,districts}`: one of them added, changed, retired or taken up
//! again. What all of them are together is in `organisation`.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Json, Path},
};
use serde::Deserialize;
use serde_json::{Map, json};
use utoipa::ToSchema;

use super::{Status, changed, choices::HoursBody, digests::RhythmBody, invalid, organisation_one};
use crate::{
    config::Hours,
    context::Context,
    offices::{
        OfficeError, What,
        administer::{self, At, Entry},
        entries::{Both, CategoryEntry, DistrictEntry, OfficeEntry, RepliesSend},
    },
    suggestions::{
        SuggestionError,
        retire::{self, Outcome},
    },
    text_rules::refuse,
    web::{
        extract::Administrator,
        fault::{Fault, problem},
        matching::IfMatch,
    },
};

/// The answer to a change: what was typed is refused by its field, and so is a change that would leave
/// a day without fallback.
pub(super) fn answer(
    request: &HttpRequest,
    done: Result<(), OfficeError>,
    word: &'static str,
) -> Result<HttpResponse, Fault> {
    if matches!(done, Err(OfficeError::NoFallback)) {
        let mut errors = validator::ValidationErrors::new();
        refuse(&mut errors, "routing", "no-fallback");
        return Ok(invalid(request, &errors));
    }
    changed(request, done, word)
}

/// Keeps an entry, unless it is refused already.
async fn keep(
    request: &HttpRequest,
    context: &Context,
    by: i64,
    at: At,
    entry: Result<Entry, OfficeError>,
) -> Result<HttpResponse, Fault> {
    let done = match entry {
        Ok(entry) => administer::keep(context, by, at, entry).await,
        Err(refused) => Err(refused),
    };
    answer(request, done, "kept")
}

/// An office as it shall be.
#[derive(Deserialize, ToSchema)]
pub struct OfficeBody {
    /// Of a new one: at least two of a–z, 0–9 and hyphens, and no more than 40. A change passes it over.
    #[serde(default)]
    slug: String,
    /// 1 to 60 characters each.
    name_zh: String,
    name_en: String,
    email: String,
    phone: String,
    /// The slug of the office above it.
    #[serde(default)]
    parent: Option<String>,
    /// When its telephone is answered; without any day and time the city's hours hold.
    #[serde(default)]
    hours: Option<HoursBody>,
    /// How often those who work for it get its digest, unless they choose for themselves; never
    /// without. It cannot be paused.
    #[serde(default)]
    digest: Option<RhythmBody>,
    /// Whether what its members answer by mail waits as a draft, as without, or is sent at once.
    #[serde(default)]
    replies_send: RepliesSend,
    /// The `version` as it was read; for a change.
    #[serde(default)]
    version: i32,
}

impl OfficeBody {
    /// Refused where its hours or its digest are none.
    pub(super) fn entry(self, slug: Option<String>) -> Result<OfficeEntry, OfficeError> {
        let said = self.hours;
        let said = said.filter(|hours| !hours.days.is_empty() || !hours.open.is_empty());
        let hours = said.map(|said| Hours::new(said.days, &said.open));
        let hours = hours.transpose().map_err(|_| {
            let mut errors = validator::ValidationErrors::new();
            refuse(&mut errors, "hours", "office-hours");
            errors
        })?;
        let digest = self.digest.as_ref().map(RhythmBody::read).transpose()?;
        Ok(OfficeEntry {
            slug: slug.unwrap_or(self.slug),
            name: both(&self.name_zh, &self.name_en),
            email: self.email.trim().to_owned(),
            phone: self.phone.trim().to_owned(),
            parent: self.parent.filter(|slug| !slug.is_empty()),
            hours,
            digest: digest.unwrap_or_default(),
            replies_send: self.replies_send,
        })
    }
}

fn both(zh: &str, en: &str) -> Both {
    Both {
        zh: zh.trim().to_owned(),
        en: en.trim().to_owned(),
    }
}

/// Add an office.
#[utoipa::path(post, path = "/api/v1/admin/offices", operation_id = "organisation_add_office", tag = "administration", request_body = OfficeBody, security(("session" = [])),
    responses((status = 200, body = Status), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 422, description = "`invalid` with the fields")))]
pub async fn add_office(
    Administrator(member): Administrator,
    request: HttpRequest,
    context: Data<Context>,
    body: Json<OfficeBody>,
) -> Result<HttpResponse, Fault> {
    let entry = body.into_inner().entry(None).map(Entry::Office);
    keep(&request, &context, member.id, At::New, entry).await
}

/// Change an office.
#[utoipa::path(put, path = "/api/v1/admin/offices/{slug}", operation_id = "organisation_change_office", tag = "administration", request_body = OfficeBody, security(("session" = [])),
    params(("slug" = String, Path)),
    responses((status = 200, body = Status), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`"), (status = 409, description = "`conflict`: somebody changed it since that version"),
        (status = 412, description = "`changed-meanwhile`: it is not what `If-Match` names"),
        (status = 422, description = "`invalid` with the fields")))]
pub async fn change_office(
    Administrator(member): Administrator,
    request: HttpRequest,
    context: Data<Context>,
    if_match: IfMatch,
    slug: Path<String>,
    body: Json<OfficeBody>,
) -> Result<HttpResponse, Fault> {
    let (body, path) = (body.into_inner(), String::clone(&slug));
    let now = || organisation_one::office_version(&context, &slug);
    let at = At::Version(if_match.version(body.version, now()).await?);
    let entry = body.entry(Some(path)).map(Entry::Office);
    let done = keep(&request, &context, member.id, at, entry).await;
    if_match.judged(done, now()).await
}

#[derive(Deserialize, ToSchema)]
pub struct RetiredBody {
    pub retired: bool,
}

/// Retire an office from today on, or take it up again. Doing it twice is no error.
#[utoipa::path(put, path = "/api/v1/admin/offices/{slug}/retired", operation_id = "organisation_retire_office", tag = "administration", request_body = RetiredBody, security(("session" = [])),
    params(("slug" = String, Path)),
    responses((status = 200, body = Status), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`"), (status = 409, description = "`conflict`: `cases` wait for its answer"),
        (status = 422, description = "`invalid`: there would be no fallback")))]
pub async fn retire_office(
    Administrator(member): Administrator,
    request: HttpRequest,
    context: Data<Context>,
    slug: Path<String>,
    body: Json<RetiredBody>,
) -> Result<HttpResponse, Fault> {
    let word = word(body.retired);
    match retire::office(&context, &member, &slug, body.retired).await {
        Ok(Outcome::Done) => answer(&request, Ok(()), word),
        Ok(Outcome::HasCases(waiting)) => {
            let cases: Vec<String> = waiting.into_iter().map(|one| one.reference).collect();
            let members = Map::from_iter([("cases".to_owned(), json!(cases))]);
            Ok(problem(&request, StatusCode::CONFLICT, "conflict", members))
        }
        Err(SuggestionError::Office(error)) => answer(&request, Err(error), word),
        Err(error) => Err(error.into()),
    }
}

/// A category as it shall be.
#[derive(Deserialize, ToSchema)]
pub struct CategoryKept {
    /// Of a new one: at least two of a–z, 0–9 and hyphens, and no more than 40. A change passes it over.
    #[serde(default)]
    slug: String,
    /// 1 to 60 characters each.
    name_zh: String,
    name_en: String,
    /// 1 to 200 characters each.
    hint_zh: String,
    hint_en: String,
    /// Working days to the answer, 1 to 250.
    due_days: i32,
    /// The `version` as it was read; for a change.
    #[serde(default)]
    version: i32,
}

impl CategoryKept {
    pub(super) fn entry(self, slug: Option<String>) -> CategoryEntry {
        CategoryEntry {
            slug: slug.unwrap_or(self.slug),
            name: both(&self.name_zh, &self.name_en),
            hint: both(&self.hint_zh, &self.hint_en),
            due_days: self.due_days,
        }
    }
}

/// Add a category, behind all others.
#[utoipa::path(post, path = "/api/v1/admin/categories", operation_id = "organisation_add_category", tag = "administration", request_body = CategoryKept, security(("session" = [])),
    responses((status = 200, body = Status), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 422, description = "`invalid` with the fields")))]
pub async fn add_category(
    Administrator(member): Administrator,
    request: HttpRequest,
    context: Data<Context>,
    body: Json<CategoryKept>,
) -> Result<HttpResponse, Fault> {
    let entry = Ok(Entry::Category(body.into_inner().entry(None)));
    keep(&request, &context, member.id, At::New, entry).await
}

/// Change a category.
#[utoipa::path(put, path = "/api/v1/admin/categories/{slug}", operation_id = "organisation_change_category", tag = "administration", request_body = CategoryKept, security(("session" = [])),
    params(("slug" = String, Path)),
    responses((status = 200, body = Status), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`"), (status = 409, description = "`conflict`: somebody changed it since that version"),
        (status = 412, description = "`changed-meanwhile`: it is not what `If-Match` names"),
        (status = 422, description = "`invalid` with the fields")))]
pub async fn change_category(
    Administrator(member): Administrator,
    request: HttpRequest,
    context: Data<Context>,
    if_match: IfMatch,
    slug: Path<String>,
    body: Json<CategoryKept>,
) -> Result<HttpResponse, Fault> {
    let (body, path) = (body.into_inner(), String::clone(&slug));
    let now = || organisation_one::category_version(&context, &slug);
    let at = At::Version(if_match.version(body.version, now()).await?);
    let entry = Ok(Entry::Category(body.entry(Some(path))));
    let done = keep(&request, &context, member.id, at, entry).await;
    if_match.judged(done, now()).await
}

/// Retire a category from today on, or take it up again. Doing it twice is no error.
#[utoipa::path(put, path = "/api/v1/admin/categories/{slug}/retired", operation_id = "organisation_retire_category", tag = "administration", request_body = RetiredBody, security(("session" = [])),
    params(("slug" = String, Path)),
    responses((status = 200, body = Status), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`")))]
pub async fn retire_category(
    Administrator(member): Administrator,
    request: HttpRequest,
    context: Data<Context>,
    slug: Path<String>,
    body: Json<RetiredBody>,
) -> Result<HttpResponse, Fault> {
    let by = member.id;
    let done = administer::retire(&context, by, What::Category, &slug, body.retired).await;
    answer(&request, done, word(body.retired))
}

const fn word(retired: bool) -> &'static str {
    if retired { "retired" } else { "living" }
}

/// A district as it shall be.
#[derive(Deserialize, ToSchema)]
pub struct DistrictKept {
    /// Of a new one: at least two of a–z, 0–9 and hyphens, and no more than 40. A change passes it over.
    #[serde(default)]
    slug: String,
    /// 1 to 60 characters each.
    name_zh: String,
    name_en: String,
    /// The `version` as it was read; for a change.
    #[serde(default)]
    version: i32,
}

impl DistrictKept {
    pub(super) fn entry(self, slug: Option<String>) -> DistrictEntry {
        DistrictEntry {
            slug: slug.unwrap_or(self.slug),
            name: both(&self.name_zh, &self.name_en),
        }
    }
}

/// Add a district, behind all others.
#[utoipa::path(post, path = "/api/v1/admin/districts", operation_id = "organisation_add_district", tag = "administration", request_body = DistrictKept, security(("session" = [])),
    responses((status = 200, body = Status), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 422, description = "`invalid` with the fields")))]
pub async fn add_district(
    Administrator(member): Administrator,
    request: HttpRequest,
    context: Data<Context>,
    body: Json<DistrictKept>,
) -> Result<HttpResponse, Fault> {
    let entry = Ok(Entry::District(body.into_inner().entry(None)));
    keep(&request, &context, member.id, At::New, entry).await
}

/// Change a district.
#[utoipa::path(put, path = "/api/v1/admin/districts/{slug}", operation_id = "organisation_change_district", tag = "administration", request_body = DistrictKept, security(("session" = [])),
    params(("slug" = String, Path)),
    responses((status = 200, body = Status), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`"), (status = 409, description = "`conflict`: somebody changed it since that version"),
        (status = 412, description = "`changed-meanwhile`: it is not what `If-Match` names"),
        (status = 422, description = "`invalid` with the fields")))]
pub async fn change_district(
    Administrator(member): Administrator,
    request: HttpRequest,
    context: Data<Context>,
    if_match: IfMatch,
    slug: Path<String>,
    body: Json<DistrictKept>,
) -> Result<HttpResponse, Fault> {
    let (body, path) = (body.into_inner(), String::clone(&slug));
    let now = || organisation_one::district_version(&context, &slug);
    let at = At::Version(if_match.version(body.version, now()).await?);
    let entry = Ok(Entry::District(body.entry(Some(path))));
    let done = keep(&request, &context, member.id, at, entry).await;
    if_match.judged(done, now()).await
}

/// Retire a district from today on, or take it up again. Doing it twice is no error.
#[utoipa::path(put, path = "/api/v1/admin/districts/{slug}/retired", operation_id = "organisation_retire_district", tag = "administration", request_body = RetiredBody, security(("session" = [])),
    params(("slug" = String, Path)),
    responses((status = 200, body = Status), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`")))]
pub async fn retire_district(
    Administrator(member): Administrator,
    request: HttpRequest,
    context: Data<Context>,
    slug: Path<String>,
    body: Json<RetiredBody>,
) -> Result<HttpResponse, Fault> {
    let by = member.id;
    let done = administer::retire(&context, by, What::District, &slug, body.retired).await;
    answer(&request, done, word(body.retired))
}
