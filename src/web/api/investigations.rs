//! Acts on a post that an investigation demands: asked for, and done as a second person approved
//! at `/api/v1/officer/approvals`.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Json, Path},
};
use serde::{Deserialize, Serialize};
use serde_json::Map;
use utoipa::ToSchema;
use validator::ValidationErrors;

use super::{Status, invalid};
use crate::{
    context::Context,
    moderation::{ModerationError, acts::Touch, investigation},
    text_rules::refuse,
    web::{
        extract::Moderator,
        fault::{Fault, problem},
    },
};

/// What is to be done to the post.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = InvestigationAct)]
pub enum Act {
    Hide,
    Mask,
}

impl Act {
    const fn touch(self) -> Touch {
        match self {
            Self::Hide => Touch::Hide,
            Self::Mask => Touch::Mask,
        }
    }
}

/// What an investigating agency demands of a post.
#[derive(Deserialize, ToSchema)]
pub struct NewInvestigation {
    act: Act,
    agency: String,
    /// Its document's date and number.
    document: String,
}

#[derive(Serialize, ToSchema)]
pub struct AskedInvestigation {
    /// Of the request for an approval.
    id: i64,
}

fn refused(request: &HttpRequest, error: ModerationError) -> Result<HttpResponse, Fault> {
    let code = match error {
        ModerationError::Missing(missing) => {
            let mut errors = ValidationErrors::new();
            refuse(&mut errors, missing.part, "required");
            return Ok(invalid(request, &errors));
        }
        ModerationError::NothingToMask => "nothing-to-mask",
        ModerationError::NotApproved => "not-approved",
        error => return Err(error.into()),
    };
    Ok(problem(request, StatusCode::CONFLICT, code, Map::new()))
}

/// Ask for a second person's approval to hide or mask a post for an investigation. Nothing is
/// done to it.
#[utoipa::path(post, path = "/api/v1/posts/{id}/investigations", operation_id = "investigations_ask", tag = "moderation", request_body = NewInvestigation, security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 201, body = AskedInvestigation), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`"), (status = 409, description = "`nothing-to-mask`, or `conflict`: it is not published"),
        (status = 422, description = "`invalid`: the part of the ground that is missing")))]
pub async fn ask(
    Moderator(moderator): Moderator,
    request: HttpRequest,
    context: Data<Context>,
    id: Path<i64>,
    body: Json<NewInvestigation>,
) -> Result<HttpResponse, Fault> {
    let (agency, document) = (body.agency.trim(), body.document.trim());
    let touch = body.act.touch();
    match investigation::ask(&context, &moderator, *id, touch, agency, document).await {
        Ok(id) => Ok(HttpResponse::Created().json(AskedInvestigation { id })),
        Err(error) => refused(&request, error),
    }
}

/// What was approved.
#[derive(Deserialize, ToSchema)]
pub struct ApprovedAct {
    act: Act,
}

/// Do to a post what a second person approved, once.
#[utoipa::path(post, path = "/api/v1/posts/{id}/investigations/{number}", operation_id = "investigations_carry_out", tag = "moderation", request_body = ApprovedAct, security(("session" = [])),
    params(("id" = i64, Path), ("number" = i64, Path, description = "Of the approval")),
    responses((status = 200, body = Status), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`"), (status = 409, description = "`not-approved`, `nothing-to-mask`, or `conflict`: out of sight already")))]
pub async fn carry_out(
    Moderator(moderator): Moderator,
    request: HttpRequest,
    context: Data<Context>,
    path: Path<(i64, i64)>,
    body: Json<ApprovedAct>,
) -> Result<HttpResponse, Fault> {
    let (post, approval) = path.into_inner();
    let touch = body.act.touch();
    match investigation::carry_out(&context, &moderator, post, touch, approval).await {
        Ok(()) => Ok(HttpResponse::Ok().json(Status::of("done"))),
        Err(error) => refused(&request, error),
    }
}
