//! `/api/v1/posts/{id}/take-out`: taking words out of a post that is public or held.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Json, Path},
};
use serde::{Deserialize, Serialize};
use serde_json::Map;
use utoipa::ToSchema;
use validator::ValidationErrors;

use super::{
    invalid,
    posts::PieceShown,
    review::{GroundGiven, claimed, decided_before, ground_problem},
};
use crate::{
    context::Context,
    forum::stale::Began,
    moderation::{
        ModerationError, Outcome,
        reasons::For,
        taken::{self, Left, Preview, Shown, Then},
    },
    text_rules::refuse,
    web::{
        extract::Moderator,
        fault::{Fault, problem},
        language,
        page::unstored,
    },
};

#[derive(Deserialize, ToSchema)]
pub struct TakeOutBody {
    /// The topic's title without the passages that go, where the post opens the topic.
    title: Option<String>,
    /// The post's text, as Markdown, without the passages that go. Anything more than that is refused.
    body: Option<String>,
    /// The post's `ETag` when it was read, without its quotes, or the review item's `began`: what is not in
    /// `body` and stands there by now would go as well. `*` for whatever stands there, as in a preview
    /// without it; nothing is let out so.
    began: Option<String>,
    /// Publish what is left of a held post, in the same decision; without it the post stays held. It
    /// needs what the text `began` from.
    #[serde(default)]
    let_out: bool,
    /// Only say what would go. It needs no ground.
    #[serde(default)]
    preview: bool,
    #[serde(flatten)]
    ground: GroundGiven,
}

/// A text with what goes and the marks in its place.
#[derive(Serialize, ToSchema)]
pub struct TakenText {
    pieces: Vec<PieceShown>,
    /// What it becomes.
    text: String,
}

impl TakenText {
    fn of(shown: Shown) -> Self {
        Self {
            pieces: PieceShown::all(shown.pieces),
            text: shown.text,
        }
    }
}

/// What became of it, or would.
#[derive(Serialize, ToSchema)]
pub struct TakenOut {
    /// `preview` where nothing was done, or `decided`.
    status: &'static str,
    /// Where the post opens its topic.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<TakenText>,
    body: TakenText,
}

impl TakenOut {
    fn of(status: &'static str, preview: Preview) -> Self {
        Self {
            status,
            title: preview.title.map(TakenText::of),
            body: TakenText::of(preview.body),
        }
    }
}

/// Take passages out of a post, of its earlier versions and of where it is quoted; a mark stands in
/// their place. Its author is told and may appeal.
#[utoipa::path(post, path = "/api/v1/posts/{id}/take-out", operation_id = "posts_take_out", tag = "moderation", request_body = TakeOutBody, security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 200, body = TakenOut), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`"),
        (status = 409, description = "`changed-meanwhile` since it `began`, which nobody let out without saying; `claimed` or `decided-before` by another, where it was to be let out; or `conflict`: it is neither public nor held"),
        (status = 422, description = "`invalid`: what is missing of the ground, or the texts are not the post's without some passages: `taken-added`, `taken-everything`, `taken-part-of-word`, `taken-no-words`, `taken-too-many`, `taken-too-long`, `taken-nothing`; or `began` is missing")))]
pub async fn post(
    Moderator(moderator): Moderator,
    request: HttpRequest,
    context: Data<Context>,
    id: Path<i64>,
    body: Json<TakeOutBody>,
) -> Result<HttpResponse, Fault> {
    let lang = language::of_header(&request);
    let began = match body.began.as_deref() {
        Some(began) => Began::said(began),
        None if body.preview => Began::said("*"),
        None => {
            let mut errors = ValidationErrors::new();
            refuse(&mut errors, "began", "required");
            return refused(&request, errors.into());
        }
    };
    let given = |text: &Option<String>| text.as_ref().map(|text| text.replace("\r\n", "\n"));
    let left = Left {
        title: given(&body.title),
        body: given(&body.body),
    };
    let seen = (began.clone(), left.clone());
    let preview = match taken::preview(&context, &moderator, *id, seen.0, seen.1).await {
        Ok(preview) => preview,
        Err(error) => return refused(&request, error),
    };
    if body.preview {
        let would = TakenOut::of("preview", preview);
        return Ok(unstored(HttpResponse::Ok().json(would)));
    }
    let ground = match body.ground.read(lang, &context, For::TakeOut).await? {
        Ok(ground) => ground,
        Err(wrong) => return Ok(ground_problem(&request, wrong)),
    };
    let then = match body.let_out {
        true => Then::LetOut,
        false => Then::Stays,
    };
    match taken::take_out(&context, &moderator, *id, (began, left), then, ground).await {
        Ok(Outcome::Done) => {
            let done = TakenOut::of("decided", preview);
            Ok(unstored(HttpResponse::Ok().json(done)))
        }
        Ok(Outcome::Changed) => refused(&request, ModerationError::Changed),
        Ok(Outcome::Before(before)) => Ok(decided_before(&request, &before)),
        Ok(Outcome::Claimed(claim)) => Ok(claimed(&request, &claim)),
        Err(error) => refused(&request, error),
    }
}

fn refused(request: &HttpRequest, error: ModerationError) -> Result<HttpResponse, Fault> {
    match error {
        ModerationError::Invalid(errors) => Ok(invalid(request, &errors)),
        ModerationError::Changed => {
            let status = StatusCode::CONFLICT;
            Ok(problem(request, status, "changed-meanwhile", Map::new()))
        }
        error => Err(error.into()),
    }
}
