//! `/api/v1/admin/pages`: writing the operator's own pages, publishing them, and their versions.

use std::fmt;

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Json, Path},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    Added, Status, changed, invalid, publication::undecided_problem, suggestions::submission_id,
    taken,
};
use crate::{
    city_pages::{
        self, CityPage, CityPageError, Compared, Draft, Listed, Made, Opened, Place, Version, Words,
    },
    context::Context,
    i18n::Lang,
    privacy::policy::{Block, Change},
    text::{Field, official::Answered, publication::Decision},
    web::{
        extract::Administrator,
        fault::Fault,
        matching::{IfMatch, tag},
    },
};

/// A page as administrators see it.
#[derive(Serialize, ToSchema)]
pub struct CityPageKept {
    id: i64,
    slug: String,
    position: i32,
    in_foot: bool,
    in_sitemap: bool,
    /// The number of its newest version.
    newest: i32,
    /// The version that everybody reads; null while it is a draft, or withdrawn.
    published: Option<i32>,
    published_at: Option<DateTime<Utc>>,
    /// What a change of its place sends back.
    changes: i32,
}

impl From<CityPage> for CityPageKept {
    fn from(page: CityPage) -> Self {
        Self {
            id: page.id,
            slug: page.slug,
            position: page.position,
            in_foot: page.in_foot,
            in_sitemap: page.in_sitemap,
            newest: page.newest,
            published: page.shown,
            published_at: page.published_at.map(|at| at.utc()),
            changes: page.changes,
        }
    }
}

/// A version's words; empty in a language that it does not have.
#[derive(Serialize, ToSchema)]
pub struct CityPageWords {
    number: i32,
    title_zh: String,
    title_en: String,
    /// Markdown.
    body_zh: String,
    body_en: String,
    html_zh: String,
    html_en: String,
    made_at: DateTime<Utc>,
}

impl From<Words> for CityPageWords {
    fn from(words: Words) -> Self {
        Self {
            number: words.number,
            title_zh: words.title.zh,
            title_en: words.title.en,
            body_zh: words.body.zh,
            body_en: words.body.en,
            html_zh: words.body_html.zh,
            html_en: words.body_html.en,
            made_at: words.made_at.utc(),
        }
    }
}

/// A page in the list, by the title of its newest version.
#[derive(Serialize, ToSchema)]
pub struct CityPageKeptListed {
    page: CityPageKept,
    title_zh: String,
    title_en: String,
}

impl From<Listed> for CityPageKeptListed {
    fn from(listed: Listed) -> Self {
        Self {
            page: listed.page.into(),
            title_zh: listed.title.zh,
            title_en: listed.title.en,
        }
    }
}

/// All of the operator's own pages, drafts too, in their order.
#[utoipa::path(get, path = "/api/v1/admin/pages", operation_id = "pages_kept", tag = "administration", security(("session" = [])),
    responses((status = 200, body = Vec<CityPageKeptListed>), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`")))]
pub async fn list(_: Administrator, context: Data<Context>) -> Result<HttpResponse, Fault> {
    let all = city_pages::list(&context).await?.into_iter();
    let all: Vec<CityPageKeptListed> = all.map(CityPageKeptListed::from).collect();
    Ok(HttpResponse::Ok().json(all))
}

/// A version in the list of all.
#[derive(Serialize, ToSchema)]
pub struct CityPageVersion {
    number: i32,
    made_at: DateTime<Utc>,
    /// The public name of who wrote it; null where the account is gone.
    by: Option<String>,
}

impl From<Version> for CityPageVersion {
    fn from(version: Version) -> Self {
        Self {
            number: version.number,
            made_at: version.at.utc(),
            by: version.by,
        }
    }
}

/// A page with its newest words, and its versions.
#[derive(Serialize, ToSchema)]
pub struct CityPageOpened {
    page: CityPageKept,
    newest: CityPageWords,
    /// The newest first, at most 200.
    versions: Vec<CityPageVersion>,
}

impl From<Opened> for CityPageOpened {
    fn from(opened: Opened) -> Self {
        let versions = opened.versions.into_iter();
        Self {
            page: opened.page.into(),
            newest: opened.newest.into(),
            versions: versions.map(CityPageVersion::from).collect(),
        }
    }
}

/// A page with its newest version, which may be a draft. Its `ETag` is what `If-Match` of a change names, also of its
/// place.
#[utoipa::path(get, path = "/api/v1/admin/pages/{id}", operation_id = "pages_open", tag = "administration", security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 200, body = CityPageOpened), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`")))]
pub async fn get(
    _: Administrator,
    context: Data<Context>,
    id: Path<i64>,
) -> Result<HttpResponse, Fault> {
    let opened = city_pages::find(&context, *id).await?;
    let tag = tag(Read::of(&opened.page));
    let opened = CityPageOpened::from(opened);
    Ok(HttpResponse::Ok().insert_header(tag).json(opened))
}

/// What a change of a page begins from: its newest words, and where it stands.
struct Read {
    newest: i32,
    changes: i32,
}

impl Read {
    const fn of(page: &CityPage) -> Self {
        Self {
            newest: page.newest,
            changes: page.changes,
        }
    }
}

impl fmt::Display for Read {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.newest, self.changes)
    }
}

async fn read(context: &Context, id: i64) -> Result<Read, Fault> {
    let opened = city_pages::find(context, id).await?;
    Ok(Read::of(&opened.page))
}

/// A page as it shall be, in one language or both.
#[derive(Deserialize, ToSchema)]
pub struct CityPageBody {
    /// 2 to 60 of a–z, 0–9 and hyphens. Once the page was published, it stays as it is.
    #[serde(default)]
    pub slug: String,
    /// 1 to 120 characters.
    #[serde(default)]
    pub title_zh: String,
    #[serde(default)]
    pub title_en: String,
    /// Markdown, 1 to 20,000 characters.
    #[serde(default)]
    pub body_zh: String,
    #[serde(default)]
    pub body_en: String,
    /// The number of the newest version as it was read; for a change.
    #[serde(default)]
    pub newest: i32,
    #[serde(default)]
    pub check: Option<String>,
    /// Nobody's personal data can be published on a page of the city.
    #[serde(default)]
    pub decisions: Vec<Decision>,
}

impl CityPageBody {
    fn read(self) -> (Draft, i32, Answered) {
        let text = |text: String| text.replace("\r\n", "\n").trim().to_owned();
        let draft = Draft {
            slug: self.slug,
            title_zh: text(self.title_zh),
            title_en: text(self.title_en),
            body_zh: text(self.body_zh),
            body_en: text(self.body_en),
        };
        let answered = Answered {
            check: self.check,
            decisions: self.decisions,
            mask_all: false,
        };
        (draft, self.newest, answered)
    }
}

fn answer(
    request: &HttpRequest,
    status: StatusCode,
    made: Result<Made, CityPageError>,
    fields: &[Field],
) -> Result<HttpResponse, Fault> {
    match made {
        Ok(Made::Page(id)) => Ok(HttpResponse::build(status).json(Added { id })),
        Ok(Made::Undecided(undecided)) => Ok(undecided_problem(request, &undecided, fields)),
        Err(CityPageError::Invalid(errors)) => Ok(invalid(request, &errors)),
        Err(error) => Err(error.into()),
    }
}

/// Begin a page: a draft, which nobody but administrators reads. Its findings are asked about with 422
/// `personal-data-undecided`.
#[utoipa::path(post, path = "/api/v1/admin/pages", operation_id = "pages_create", tag = "administration", request_body = CityPageBody, security(("session" = [])),
    params(("Idempotency-Key" = Option<String>, Header, description = "8 to 200 characters; sent again within a day, nothing is done twice")),
    responses((status = 201, body = Added), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 422, description = "`personal-data-undecided` or `invalid`")))]
pub async fn create(
    Administrator(member): Administrator,
    request: HttpRequest,
    context: Data<Context>,
    body: Json<CityPageBody>,
) -> Result<HttpResponse, Fault> {
    let (draft, _, answered) = body.into_inner().read();
    let fields = draft.fields();
    let key = submission_id(&request, &context)?;
    let made = city_pages::create(&context, &member, &key, draft, answered).await;
    answer(&request, StatusCode::CREATED, made, &fields)
}

/// Keep a new version of a page. What everybody reads stays as it is until that is published.
#[utoipa::path(put, path = "/api/v1/admin/pages/{id}", operation_id = "pages_change", tag = "administration", request_body = CityPageBody, security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 200, body = Added), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`"), (status = 409, description = "`conflict`: there is a newer version than `newest`"),
        (status = 412, description = "`changed-meanwhile`: it is not what `If-Match` names"),
        (status = 422, description = "`personal-data-undecided` or `invalid`")))]
pub async fn change(
    Administrator(member): Administrator,
    request: HttpRequest,
    context: Data<Context>,
    if_match: IfMatch,
    id: Path<i64>,
    body: Json<CityPageBody>,
) -> Result<HttpResponse, Fault> {
    let (draft, said, answered) = body.into_inner().read();
    let fields = draft.fields();
    let now = || read(&context, *id);
    let newest = if_match.stamp(now()).await?.map_or(said, |now| now.newest);
    let made = city_pages::change(&context, &member, *id, newest, draft, answered).await;
    if_match
        .judged(answer(&request, StatusCode::OK, made, &fields), now())
        .await
}

/// Where a page is found.
#[derive(Deserialize, ToSchema)]
pub struct CityPagePlace {
    /// Its place among the others, 1 to 999.
    #[serde(default)]
    pub position: i32,
    /// Whether the foot of every page leads to it; at most 12 can stand there.
    #[serde(default)]
    pub in_foot: bool,
    #[serde(default)]
    pub in_sitemap: bool,
    /// The page's `changes` as they were read.
    #[serde(default)]
    pub changes: i32,
}

/// Put a page to another place, at once.
#[utoipa::path(put, path = "/api/v1/admin/pages/{id}/place", operation_id = "pages_place", tag = "administration", request_body = CityPagePlace, security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 200, body = Status), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`"), (status = 409, description = "`conflict`: somebody changed it since"),
        (status = 412, description = "`changed-meanwhile`: it is not what `If-Match` names"),
        (status = 422, description = "`invalid` with the fields")))]
pub async fn place(
    Administrator(member): Administrator,
    request: HttpRequest,
    context: Data<Context>,
    if_match: IfMatch,
    id: Path<i64>,
    body: Json<CityPagePlace>,
) -> Result<HttpResponse, Fault> {
    let place = Place {
        position: body.position,
        in_foot: body.in_foot,
        in_sitemap: body.in_sitemap,
    };
    let now = || read(&context, *id);
    let read = if_match.stamp(now()).await?;
    let changes = read.map_or(body.changes, |now| now.changes);
    let placed = city_pages::place(&context, &member, *id, changes, place).await;
    if_match
        .judged(changed(&request, placed, "placed"), now())
        .await
}

/// Which version everybody shall read.
#[derive(Deserialize, ToSchema)]
pub struct CityPagePublish {
    #[serde(default)]
    pub number: i32,
}

/// Let everybody read one version of a page.
#[utoipa::path(post, path = "/api/v1/admin/pages/{id}/publish", operation_id = "pages_publish", tag = "administration", request_body = CityPagePublish, security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 200, body = Status), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`: there is no such page, or no such version of it")))]
pub async fn publish(
    Administrator(member): Administrator,
    request: HttpRequest,
    context: Data<Context>,
    id: Path<i64>,
    body: Json<CityPagePublish>,
) -> Result<HttpResponse, Fault> {
    let published = city_pages::publish(&context, &member, *id, body.number).await;
    changed(&request, published, "published")
}

/// Take a page back: nobody but administrators reads it.
#[utoipa::path(post, path = "/api/v1/admin/pages/{id}/withdraw", operation_id = "pages_withdraw", tag = "administration", security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 200, body = Status), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`")))]
pub async fn withdraw(
    Administrator(member): Administrator,
    request: HttpRequest,
    context: Data<Context>,
    id: Path<i64>,
) -> Result<HttpResponse, Fault> {
    let withdrawn = city_pages::withdraw(&context, &member, *id).await;
    changed(&request, withdrawn, "withdrawn")
}

/// Some words of a difference.
#[derive(Serialize, ToSchema)]
pub struct CityPagePiece {
    /// `same`, `added` or `removed`.
    change: &'static str,
    text: String,
}

/// What changed in one language, paragraph by paragraph.
#[derive(Serialize, ToSchema)]
pub struct CityPageDifference {
    language: Lang,
    blocks: Vec<Vec<CityPagePiece>>,
}

impl CityPageDifference {
    fn of((language, blocks): (Lang, Vec<Block>)) -> Self {
        let piece = |piece: crate::privacy::policy::Piece| CityPagePiece {
            change: match piece.change {
                Change::Same => "same",
                Change::Added => "added",
                Change::Removed => "removed",
            },
            text: piece.text,
        };
        let blocks = blocks.into_iter();
        Self {
            language,
            blocks: blocks
                .map(|block| block.pieces.into_iter().map(piece).collect())
                .collect(),
        }
    }
}

/// A version, and what it changed.
#[derive(Serialize, ToSchema)]
pub struct CityPageCompared {
    words: CityPageWords,
    /// From the version before; of the first, its words as they are.
    difference: Vec<CityPageDifference>,
}

impl From<Compared> for CityPageCompared {
    fn from(compared: Compared) -> Self {
        let languages = compared.languages.into_iter();
        Self {
            words: compared.words.into(),
            difference: languages.map(CityPageDifference::of).collect(),
        }
    }
}

/// One version of a page, and what it changed.
#[utoipa::path(get, path = "/api/v1/admin/pages/{id}/revisions/{number}", operation_id = "pages_version", tag = "administration", security(("session" = [])),
    params(("id" = i64, Path), ("number" = i32, Path)),
    responses((status = 200, body = CityPageCompared), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`")))]
pub async fn version(
    _: Administrator,
    context: Data<Context>,
    path: Path<(i64, i32)>,
) -> Result<HttpResponse, Fault> {
    let compared = city_pages::compare(&context, path.0, path.1).await?;
    Ok(HttpResponse::Ok().json(CityPageCompared::from(compared)))
}

/// The number of the version that is the newest now.
#[derive(Serialize, ToSchema)]
pub struct CityPageRestored {
    newest: i32,
}

/// Take an earlier version up again: its words become the newest version, which is still to be published.
#[utoipa::path(post, path = "/api/v1/admin/pages/{id}/revisions/{number}/restore", operation_id = "pages_restore", tag = "administration", security(("session" = [])),
    params(("id" = i64, Path), ("number" = i32, Path)),
    responses((status = 200, body = CityPageRestored), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`")))]
pub async fn restore(
    Administrator(member): Administrator,
    request: HttpRequest,
    context: Data<Context>,
    path: Path<(i64, i32)>,
) -> Result<HttpResponse, Fault> {
    let restored = city_pages::restore(&context, &member, path.0, path.1).await;
    taken(&request, restored, |newest| {
        HttpResponse::Ok().json(CityPageRestored { newest })
    })
}
