//! Replying to a topic, and editing one's own post.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Json, Path},
};

use super::{
    attachments::named,
    invalid,
    publication::{NewPost, Stored, What, answer},
};
use crate::{
    context::Context,
    forum::{edit, publish, submission::Submission, topics},
    web::{
        extract::{AddressLimits, LoggedOn, Visitor},
        fault::Fault,
    },
};

/// Reply to a topic. Findings are asked about as for a topic.
#[utoipa::path(post, path = "/api/v1/topics/{id}/posts", operation_id = "posts_post", tag = "forum", request_body = NewPost,
    params(("id" = i64, Path), ("Idempotency-Key" = Option<String>, Header, description = "The same key twice makes one post")),
    security((), ("session" = [])),
    responses((status = 201, body = Stored), (status = 202, description = "Held for review", body = Stored),
        (status = 401, description = "`unauthorized`: this board takes no guests"),
        (status = 404, description = "`not-found`"),
        (status = 422, description = "`personal-data-undecided` or `invalid`")))]
pub async fn post(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    Visitor(member): Visitor,
    id: Path<i64>,
    mut body: Json<NewPost>,
) -> Result<HttpResponse, Fault> {
    let topic = topics::find(&context, *id, None).await?;
    if member.is_none() {
        if !topic.board.guest_posting {
            return Err(Fault::LogOnFirst);
        }
        limits.count(&request)?;
    }
    let files = match named(&context, body.attachments.take(), None).await? {
        Ok(files) => files,
        Err(errors) => return Ok(invalid(&request, &errors)),
    };
    let submission = Submission {
        title: None,
        files,
        ..body.into_inner().submission(&request, member)?
    };
    let outcome = publish::reply(&context, *id, submission.clone()).await?;
    Ok(answer(
        &request,
        outcome,
        &submission,
        StatusCode::CREATED,
        What::Post,
    ))
}

/// Replace the text of one's own post, and the title with the post that opens a topic.
/// The old version is kept as a revision, with everything masked that is public no longer.
#[utoipa::path(patch, path = "/api/v1/posts/{id}", operation_id = "posts_patch", tag = "forum", request_body = NewPost,
    params(("id" = i64, Path)), security(("session" = [])),
    responses((status = 200, body = Stored), (status = 202, description = "Held for review", body = Stored),
        (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`: somebody else's post"),
        (status = 404, description = "`not-found`"),
        (status = 422, description = "`personal-data-undecided` or `invalid`")))]
pub async fn patch(
    request: HttpRequest,
    context: Data<Context>,
    LoggedOn(member): LoggedOn,
    id: Path<i64>,
    mut body: Json<NewPost>,
) -> Result<HttpResponse, Fault> {
    edit::find(&context, *id, &member).await?;
    let files = match named(&context, body.attachments.take(), Some(*id)).await? {
        Ok(files) => files,
        Err(errors) => return Ok(invalid(&request, &errors)),
    };
    let submission = Submission {
        files,
        ..body
            .into_inner()
            .submission(&request, Some(member.clone()))?
    };
    let outcome = edit::edit(&context, *id, &member, submission.clone()).await?;
    Ok(answer(
        &request,
        outcome,
        &submission,
        StatusCode::OK,
        What::Post,
    ))
}
