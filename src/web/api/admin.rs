//! Keeping boards: what administrators do below `/api/v1/boards`.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Json, Path},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Status, invalid, publication::undecided_problem};
use crate::{
    accounts::Member,
    context::Context,
    forum::{
        ForumError,
        administer::{self, Difference, Draft, Kept, Past},
        boards,
        reader::Circle,
    },
    text::{Field, official::Answered, publication::Decision},
    web::{extract::Administrator, fault::Fault, matching::IfMatch},
};

/// A board as it shall be.
#[derive(Deserialize, ToSchema)]
pub struct BoardBody {
    /// 2 to 40 of a–z, 0–9 and hyphens. A name that it had before leads to it.
    pub slug: String,
    /// 1 to 40 characters each.
    pub name_zh: String,
    pub name_en: String,
    /// 1 to 200 characters each.
    pub description_zh: String,
    pub description_en: String,
    /// Who may read it: `everybody`, `members` or `staff`. Once it holds topics, it cannot be
    /// opened to more.
    #[serde(default)]
    pub read_by: Circle,
    #[serde(default)]
    pub open_by: Circle,
    #[serde(default)]
    pub answer_by: Circle,
    #[serde(default)]
    pub guest_posting: bool,
    /// The slug of the office that its topics concern.
    #[serde(default)]
    pub office: Option<String>,
    /// Whether suggestions are published on it; the board that took them takes no more. Everybody
    /// reads it.
    #[serde(default)]
    pub takes_suggestions: bool,
    /// The board's `version` as it was read; for a change.
    #[serde(default)]
    pub version: i32,
    #[serde(default)]
    pub check: Option<String>,
    /// Nobody's personal data can be published in a board's texts.
    #[serde(default)]
    pub decisions: Vec<Decision>,
}

impl BoardBody {
    fn read(self) -> (Draft, i32, Answered) {
        let draft = Draft {
            slug: self.slug,
            name_zh: self.name_zh.trim().to_owned(),
            name_en: self.name_en.trim().to_owned(),
            description_zh: self.description_zh.trim().to_owned(),
            description_en: self.description_en.trim().to_owned(),
            read_by: self.read_by,
            open_by: self.open_by,
            answer_by: self.answer_by,
            guest_posting: self.guest_posting,
            office: self.office.unwrap_or_default(),
            takes_suggestions: self.takes_suggestions,
        };
        let answered = Answered {
            check: self.check,
            decisions: self.decisions,
            mask_all: false,
        };
        (draft, self.version, answered)
    }
}

/// A board that was added or changed.
#[derive(Serialize, ToSchema)]
pub struct KeptBoard {
    slug: String,
}

#[derive(Deserialize, ToSchema)]
pub struct ArchivedBody {
    pub archived: bool,
}

#[derive(Deserialize, ToSchema)]
pub struct OrderBody {
    /// One place up, or one down.
    pub up: bool,
}

/// In what a board changed.
#[derive(Serialize, ToSchema)]
pub struct BoardDifference {
    /// The name of a field of the board's, or `archived`.
    #[schema(value_type = String)]
    field: &'static str,
    /// As the field is given; a switch as `yes` or `no`.
    from: String,
    to: String,
}

impl From<Difference> for BoardDifference {
    fn from(Difference { field, from, to }: Difference) -> Self {
        Self { field, from, to }
    }
}

/// A change of a board.
#[derive(Serialize, ToSchema)]
pub struct BoardPast {
    /// The board's version from then on.
    version: i32,
    /// Whether the board was added by it.
    is_new: bool,
    changed: Vec<BoardDifference>,
    /// The version that it took back.
    undoes: Option<i32>,
    /// Its number in the register of decisions.
    entry: i32,
    at: DateTime<Utc>,
    /// Who did it, while the register keeps that and the account is there.
    by: Option<String>,
    /// Whether it can be taken back: the newest alone, where it changed something.
    is_undoable: bool,
}

impl From<Past> for BoardPast {
    fn from(past: Past) -> Self {
        Self {
            version: past.version,
            is_new: past.is_new,
            changed: past.changed.into_iter().map(Into::into).collect(),
            undoes: past.undoes,
            entry: past.entry,
            at: past.at.utc(),
            by: past.by,
            is_undoable: past.is_undoable,
        }
    }
}

/// The newest changes of a board, at most 50, newest first.
#[derive(Serialize, ToSchema)]
pub struct BoardChanges {
    changes: Vec<BoardPast>,
}

#[derive(Deserialize, ToSchema)]
pub struct BoardUndo {
    /// The `version` of the newest change, which is taken back.
    #[serde(default)]
    version: i32,
    #[serde(default)]
    check: Option<String>,
    /// The answers about personal data in the texts that stood before.
    #[serde(default)]
    decisions: Vec<Decision>,
}

fn answer(
    request: &HttpRequest,
    kept: Result<Kept, ForumError>,
    fields: &[Field],
) -> Result<HttpResponse, Fault> {
    match kept {
        Ok(Kept::Board(slug)) => Ok(HttpResponse::Ok().json(KeptBoard { slug })),
        Ok(Kept::Undecided(undecided)) => Ok(undecided_problem(request, &undecided, fields)),
        Err(ForumError::Invalid(errors)) => Ok(invalid(request, &errors)),
        Err(error) => Err(error.into()),
    }
}

async fn id_of(context: &Context, slug: &str, member: &Member) -> Result<i64, Fault> {
    Ok(boards::find(context, slug, member).await?.id)
}

async fn version(context: &Context, slug: &str, member: &Member) -> Result<i32, Fault> {
    Ok(boards::find(context, slug, member).await?.version)
}

/// Add a board, behind all others.
#[utoipa::path(post, path = "/api/v1/boards", operation_id = "boards_create", tag = "administration", request_body = BoardBody,
    security(("session" = [])),
    responses((status = 200, body = KeptBoard), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 422, description = "`invalid` or `personal-data-undecided`")))]
pub async fn create(
    Administrator(member): Administrator,
    request: HttpRequest,
    context: Data<Context>,
    body: Json<BoardBody>,
) -> Result<HttpResponse, Fault> {
    let (draft, _, answered) = body.into_inner().read();
    let fields = draft.fields();
    let kept = administer::create(&context, &member, draft, answered).await;
    answer(&request, kept, &fields)
}

/// Change a board. What is left out of the body is set back to its default.
#[utoipa::path(put, path = "/api/v1/boards/{slug}", operation_id = "boards_change", tag = "administration", request_body = BoardBody,
    params(("slug" = String, Path)), security(("session" = [])),
    responses((status = 200, body = KeptBoard), (status = 308, description = "By a name that it had before"), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`"), (status = 409, description = "`conflict`: somebody changed it since that version"),
        (status = 412, description = "`changed-meanwhile`: it is not what `If-Match` names"),
        (status = 422, description = "`invalid` or `personal-data-undecided`")))]
pub async fn change(
    Administrator(member): Administrator,
    request: HttpRequest,
    context: Data<Context>,
    if_match: IfMatch,
    slug: Path<String>,
    body: Json<BoardBody>,
) -> Result<HttpResponse, Fault> {
    let id = id_of(&context, &slug, &member).await?;
    let (draft, said, answered) = body.into_inner().read();
    let fields = draft.fields();
    let now = || version(&context, &slug, &member);
    let read = if_match.version(said, now()).await?;
    let kept = administer::change(&context, &member, id, read, draft, answered).await;
    if_match
        .judged(answer(&request, kept, &fields), now())
        .await
}

/// Archive a board, or take it out of the archive. Doing it twice is no error.
#[utoipa::path(put, path = "/api/v1/boards/{slug}/archived", operation_id = "boards_archive", tag = "administration", request_body = ArchivedBody,
    params(("slug" = String, Path)), security(("session" = [])),
    responses((status = 200, body = Status), (status = 308, description = "By a name that it had before"), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`")))]
pub async fn archive(
    Administrator(member): Administrator,
    context: Data<Context>,
    slug: Path<String>,
    body: Json<ArchivedBody>,
) -> Result<HttpResponse, Fault> {
    let id = id_of(&context, &slug, &member).await?;
    administer::archive(&context, &member, id, body.archived).await?;
    let status = if body.archived { "archived" } else { "living" };
    Ok(HttpResponse::Ok().json(Status::of(status)))
}

/// Move a board one place up or down; at the end it stays.
#[utoipa::path(post, path = "/api/v1/boards/{slug}/order", operation_id = "boards_order", tag = "administration", request_body = OrderBody,
    params(("slug" = String, Path)), security(("session" = [])),
    responses((status = 200, body = Status), (status = 308, description = "By a name that it had before"), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`"), (status = 409, description = "`conflict`: somebody moved it at the same time")))]
pub async fn order(
    Administrator(member): Administrator,
    context: Data<Context>,
    slug: Path<String>,
    body: Json<OrderBody>,
) -> Result<HttpResponse, Fault> {
    let id = id_of(&context, &slug, &member).await?;
    administer::shift(&context, &member, id, body.up).await?;
    Ok(HttpResponse::Ok().json(Status::of("moved")))
}

/// What was changed of a board.
#[utoipa::path(get, path = "/api/v1/boards/{slug}/changes", operation_id = "boards_changes", tag = "administration",
    params(("slug" = String, Path)), security(("session" = [])),
    responses((status = 200, body = BoardChanges), (status = 308, description = "By a name that it had before"), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`")))]
pub async fn changes(
    Administrator(member): Administrator,
    context: Data<Context>,
    slug: Path<String>,
) -> Result<Json<BoardChanges>, Fault> {
    let id = id_of(&context, &slug, &member).await?;
    let past = administer::history(&context, id).await?.into_iter();
    Ok(Json(BoardChanges {
        changes: past.map(Into::into).collect(),
    }))
}

/// Take the newest change of a board back: it stands again as it did before, but for its place among the others.
/// That is a change of its own.
#[utoipa::path(post, path = "/api/v1/boards/{slug}/undo", operation_id = "boards_undo", tag = "administration", request_body = BoardUndo,
    params(("slug" = String, Path)), security(("session" = [])),
    responses((status = 200, body = KeptBoard), (status = 308, description = "By a name that it had before"), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`"), (status = 409, description = "`conflict`: somebody changed it since that version"),
        (status = 422, description = "`invalid`: nothing was changed, or how it stood is not taken today; or `personal-data-undecided`, with the `texts` that would stand again")))]
pub async fn undo(
    Administrator(member): Administrator,
    request: HttpRequest,
    context: Data<Context>,
    slug: Path<String>,
    body: Json<BoardUndo>,
) -> Result<HttpResponse, Fault> {
    let id = id_of(&context, &slug, &member).await?;
    let BoardUndo {
        version,
        check,
        decisions,
    } = body.into_inner();
    let answered = Answered {
        check,
        decisions,
        mask_all: false,
    };
    let done = administer::undo(&context, &member, id, version, answered).await;
    answer(&request, done, &[])
}
