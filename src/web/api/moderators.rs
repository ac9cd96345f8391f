//! `/api/v1/admin/moderators`: who moderates which boards.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Json, Path},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::ValidationErrors;

use super::{Status, boards::Parameters, invalid, paged};
use crate::{
    accounts::Member,
    context::Context,
    forum::boards::{self, Board},
    moderation::{
        ModerationError,
        moderators::{self, Moderator},
    },
    privacy::Private,
    review::Reach,
    text_rules::refuse,
    web::{
        confirm,
        extract::Administrator,
        fault::Fault,
        matching::{IfMatch, tag},
        page::unstored,
    },
};

/// A moderator, by the public name.
#[derive(Serialize, ToSchema)]
pub struct ModeratorShown {
    /// The account.
    id: i64,
    name: String,
    /// Whether it is every board, and what belongs to none.
    everywhere: bool,
    /// Else the slugs of the boards.
    boards: Vec<String>,
}

impl ModeratorShown {
    fn of(moderator: Moderator, boards: &[Board]) -> Self {
        let own = moderator.reach.boards();
        let is_own = |board: &&Board| own.is_some_and(|own| own.contains(&board.id));
        let slugs = boards.iter().filter(is_own);
        Self {
            everywhere: own.is_none(),
            boards: slugs.map(|board| board.slug.clone()).collect(),
            id: moderator.id,
            name: moderator.name,
        }
    }
}

async fn all_boards(context: &Context, member: &Member) -> Result<Vec<Board>, Fault> {
    let listed = boards::list(context, member).await?.into_iter();
    Ok(listed.map(|listed| listed.board).collect())
}

/// Who moderates, and which boards. Administrators moderate every board and are not listed.
#[utoipa::path(get, path = "/api/v1/admin/moderators", operation_id = "moderators_list", tag = "administration", security(("session" = [])),
    responses((status = 200, body = Vec<ModeratorShown>), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`")))]
pub async fn list(
    Administrator(member): Administrator,
    request: HttpRequest,
    context: Data<Context>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let boards = all_boards(&context, &member).await?;
    let moderators = moderators::list(&context).await?;
    let (moderators, ways) = paged::part(&query, moderators, |one| one.id.to_string())?;
    let moderators: Vec<ModeratorShown> = moderators
        .into_iter()
        .map(|moderator| ModeratorShown::of(moderator, &boards))
        .collect();
    let shown = unstored(HttpResponse::Ok().json(moderators));
    Ok(ways.on(&request, shown))
}

/// A moderator. The `ETag` is what `If-Match` of a choice of boards names.
#[utoipa::path(get, path = "/api/v1/admin/moderators/{id}", operation_id = "moderators_get", tag = "administration", security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 200, body = ModeratorShown), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`: no moderator")))]
pub async fn get(
    Administrator(member): Administrator,
    context: Data<Context>,
    id: Path<i64>,
) -> Result<HttpResponse, Fault> {
    let boards = all_boards(&context, &member).await?;
    let moderator = moderators::find(&context, *id).await?;
    let tag = tag(moderator.stamp());
    let shown = ModeratorShown::of(moderator, &boards);
    Ok(unstored(HttpResponse::Ok().insert_header(tag).json(shown)))
}

async fn stamp(context: &Context, id: i64) -> Result<String, Fault> {
    Ok(moderators::find(context, id).await?.stamp())
}

/// Either every board, or some.
#[derive(Deserialize, ToSchema)]
pub struct ModeratorBoards {
    #[serde(default)]
    everywhere: bool,
    /// The slugs of the boards, at least one; none where it is every board.
    #[serde(default)]
    boards: Vec<String>,
}

impl ModeratorBoards {
    /// What is chosen; `None` where that is an unknown board, or some and every.
    async fn reach(&self, context: &Context, member: &Member) -> Result<Option<Reach>, Fault> {
        let all = all_boards(context, member).await?;
        let id_of = |slug: &String| {
            let board = all.iter().find(|board| board.slug == *slug)?;
            Some(board.id)
        };
        let chosen: Option<Vec<i64>> = self.boards.iter().map(id_of).collect();
        Ok(match (self.everywhere, chosen) {
            (true, Some(chosen)) if chosen.is_empty() => Some(Reach::Everywhere),
            (false, Some(chosen)) => Some(Reach::Boards(chosen)),
            _ => None,
        })
    }
}

/// What came of what was sent.
fn answer(
    request: &HttpRequest,
    done: Result<(), ModerationError>,
    status: &'static str,
) -> Result<HttpResponse, Fault> {
    match done {
        Ok(()) => Ok(HttpResponse::Ok().json(Status::of(status))),
        Err(ModerationError::Invalid(errors)) => Ok(invalid(request, &errors)),
        Err(error) => Err(error.into()),
    }
}

fn no_such_board(request: &HttpRequest) -> HttpResponse {
    let mut errors = ValidationErrors::new();
    refuse(&mut errors, "boards", "boards-chosen");
    invalid(request, &errors)
}

#[derive(Deserialize, ToSchema)]
pub struct NewModerator {
    /// The address of a resident's account.
    #[schema(value_type = String)]
    email: Private<String>,
    #[serde(flatten)]
    boards: ModeratorBoards,
}

/// Make somebody a moderator by the address of their account. Doing it twice is no error, and
/// changes no boards.
#[utoipa::path(post, path = "/api/v1/admin/moderators", operation_id = "moderators_give", tag = "administration", request_body = NewModerator, security(("session" = [])),
    responses((status = 200, body = Status), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`, or `confirm-first`: prove again who you are (`/api/v1/account/confirm`)"),
        (status = 422, description = "`invalid`: no resident's account has this address; no board, an unknown one, or some and every")))]
pub async fn give(
    Administrator(member): Administrator,
    request: HttpRequest,
    context: Data<Context>,
    body: Json<NewModerator>,
) -> Result<HttpResponse, Fault> {
    confirm::recently(&request, &context, &member).await?;
    let NewModerator { email, boards } = body.into_inner();
    let email = email.map(|email| email.trim().to_owned());
    let Some(reach) = boards.reach(&context, &member).await? else {
        return Ok(no_such_board(&request));
    };
    let done = moderators::give(&context, &member, email, reach).await;
    answer(&request, done, "given")
}

/// End a moderator's role: the account is a resident's again. Doing it twice is no error.
#[utoipa::path(delete, path = "/api/v1/admin/moderators/{id}", operation_id = "moderators_end", tag = "administration", security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 200, body = Status), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`, or `confirm-first`: prove again who you are (`/api/v1/account/confirm`)")))]
pub async fn end(
    Administrator(member): Administrator,
    request: HttpRequest,
    context: Data<Context>,
    id: Path<i64>,
) -> Result<HttpResponse, Fault> {
    confirm::recently(&request, &context, &member).await?;
    moderators::end(&context, &member, *id).await?;
    Ok(HttpResponse::Ok().json(Status::of("ended")))
}

/// Choose the boards of a moderator. Doing it twice is no error.
#[utoipa::path(put, path = "/api/v1/admin/moderators/{id}/boards", operation_id = "moderators_choose", tag = "administration", request_body = ModeratorBoards, security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 200, body = Status), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`, or `confirm-first`: prove again who you are (`/api/v1/account/confirm`)"),
        (status = 404, description = "`not-found`: no moderator"),
        (status = 412, description = "`changed-meanwhile`: it is not what `If-Match` names"),
        (status = 422, description = "`invalid`: no board, an unknown one, or some and every")))]
pub async fn choose(
    Administrator(member): Administrator,
    request: HttpRequest,
    context: Data<Context>,
    if_match: IfMatch,
    id: Path<i64>,
    body: Json<ModeratorBoards>,
) -> Result<HttpResponse, Fault> {
    confirm::recently(&request, &context, &member).await?;
    let Some(reach) = body.reach(&context, &member).await? else {
        return Ok(no_such_board(&request));
    };
    let now = || stamp(&context, *id);
    let seen = if_match.stamp(now()).await?;
    let done = moderators::choose(&context, &member, *id, seen, reach).await;
    if_match.judged(answer(&request, done, "kept"), now()).await
}
