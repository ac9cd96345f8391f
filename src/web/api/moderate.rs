//! `/api/v1/posts/{id}/moderate`, acting on a published post, and `/feedback`, a moderator's word
//! about the detector, with what was counted of these words.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Json, Path},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Map;
use utoipa::ToSchema;
use validator::ValidationErrors;

use super::{
    Status, because, invalid,
    review::{GroundGiven, ground_problem},
    suggestions::submission_id,
};
use crate::{
    accounts::Member,
    context::Context,
    forum::stale::Began,
    keys::Use,
    moderation::{
        ModerationError, acts,
        feedback::{self, Place, Said},
        hold,
        reasons::For,
    },
    text_rules::refuse,
    web::{
        extract::Moderator,
        fault::{Fault, problem},
        language,
    },
};

/// What is done to a post.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = ModeratorsAct)]
pub enum Act {
    /// Out of sight.
    Hide,
    /// All public personal data in it is masked, in its earlier versions and quotes too.
    Mask,
    /// Out of sight until a moderator has looked at it once more.
    Hold,
    /// A hidden post comes back. Takes a reason and no ground.
    Restore,
}

#[derive(Deserialize, ToSchema)]
pub struct ModeratorsActBody {
    act: Act,
    /// The post's `ETag` when it was read, without its quotes; without it, whatever stands there.
    began: Option<String>,
    #[serde(flatten)]
    ground: GroundGiven,
}

/// Hide a published post, mask what is personal in it, or hold it for review again; or bring a hidden
/// one back. Its author is told and may appeal.
#[utoipa::path(post, path = "/api/v1/posts/{id}/moderate", operation_id = "posts_moderate", tag = "moderation", request_body = ModeratorsActBody, security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 200, body = Status), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`"),
        (status = 409, description = "`nothing-to-mask`; `changed-meanwhile` since it `began`; `appealed`: somebody else decides; or `conflict`: it is not published, or not hidden"),
        (status = 422, description = "`invalid`: what is missing of the ground")))]
pub async fn act(
    Moderator(moderator): Moderator,
    request: HttpRequest,
    context: Data<Context>,
    id: Path<i64>,
    body: Json<ModeratorsActBody>,
) -> Result<HttpResponse, Fault> {
    let lang = language::of_header(&request);
    let given_for = match body.act {
        Act::Hide => For::Hide,
        Act::Mask => For::Mask,
        Act::Hold => For::Hold,
        Act::Restore => {
            let why = body.ground.why();
            return restore(&request, &context, &moderator, *id, why).await;
        }
    };
    let ground = match body.ground.read(lang, &context, given_for).await? {
        Ok(ground) => ground,
        Err(wrong) => return Ok(ground_problem(&request, wrong)),
    };
    let seen = Began::said(body.began.as_deref().unwrap_or("*"));
    let done = match given_for {
        For::Mask => acts::mask(&context, &moderator, *id, seen, ground).await,
        For::Hold => hold::hold(&context, &moderator, *id, seen, ground).await,
        _ => acts::hide(&context, &moderator, *id, seen, ground).await,
    };
    match done {
        Ok(()) => Ok(HttpResponse::Ok().json(Status::of("decided"))),
        Err(ModerationError::NothingToMask) => {
            let status = StatusCode::CONFLICT;
            Ok(problem(&request, status, "nothing-to-mask", Map::new()))
        }
        Err(ModerationError::Changed) => {
            let status = StatusCode::CONFLICT;
            Ok(problem(&request, status, "changed-meanwhile", Map::new()))
        }
        Err(error) => Err(error.into()),
    }
}

/// Brings a hidden post back.
async fn restore(
    request: &HttpRequest,
    context: &Context,
    moderator: &Member,
    id: i64,
    why: (Option<i64>, &str),
) -> Result<HttpResponse, Fault> {
    let because = match because::read(request, context, For::Restore, why).await? {
        Ok(because) => because,
        Err(refused) => return Ok(refused),
    };
    match hold::restore(context, moderator, id, because).await {
        Ok(()) => Ok(HttpResponse::Ok().json(Status::of("decided"))),
        Err(ModerationError::Appealed) => {
            let status = StatusCode::CONFLICT;
            Ok(problem(request, status, "appealed", Map::new()))
        }
        Err(error) => Err(error.into()),
    }
}

/// What a moderator says about the detector.
#[derive(Deserialize, ToSchema)]
#[serde(tag = "verdict", rename_all = "kebab-case")]
pub enum FeedbackBody {
    /// What was found is no personal data; the finding as the post gives it.
    NotPersonal { field: String, start: i32, end: i32 },
    /// Personal data of this kind was not found.
    Missed { kind: String },
}

/// Count a word about the detector. Nothing of it leads to the post or to who said it, and nothing
/// of the post is changed.
#[utoipa::path(post, path = "/api/v1/posts/{id}/feedback", operation_id = "posts_feedback", tag = "moderation", request_body = FeedbackBody, security(("session" = [])),
    params(("id" = i64, Path), ("Idempotency-Key" = Option<String>, Header, description = "8 to 200 characters; the same key twice counts once")),
    responses((status = 200, description = "`counted`, or `gone`: the post has no such finding any more", body = Status),
        (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`"), (status = 422, description = "`invalid`: no such kind")))]
pub async fn feedback(
    Moderator(moderator): Moderator,
    request: HttpRequest,
    context: Data<Context>,
    id: Path<i64>,
    body: Json<FeedbackBody>,
) -> Result<HttpResponse, Fault> {
    let (by, post) = (moderator.id.to_string(), id.to_string());
    let (said, words) = match body.into_inner() {
        FeedbackBody::NotPersonal { field, start, end } => {
            let words = format!("{field}:{start}:{end}");
            (Said::NotPersonal(Place { field, start, end }), words)
        }
        FeedbackBody::Missed { kind } => match kind.parse() {
            Ok(known) => (Said::Missed(known), kind),
            Err(_) => {
                let mut errors = ValidationErrors::new();
                refuse(&mut errors, "kind", "choice");
                return Ok(invalid(&request, &errors));
            }
        },
    };
    let key = submission_id(&request, &context)?;
    let parts = ["feedback", &key, &by, &post, &words].map(str::as_bytes);
    let once = context.config.keys.mac(Use::Submission, &parts).to_vec();
    let told = feedback::tell(&context, &moderator, *id, said, once).await?;
    Ok(HttpResponse::Ok().json(Status::of(match told.counted {
        true => "counted",
        false => "gone",
    })))
}

/// How often moderators said something about the detector, of one kind and one version.
#[derive(Serialize, ToSchema)]
pub struct DetectorCount {
    kind: &'static str,
    /// The detector's version.
    detector: i32,
    /// What was found is no personal data.
    not_personal: i64,
    /// Personal data was not found.
    missed: i64,
}

/// Counters: they know no text, no post and no person.
#[derive(Serialize, ToSchema)]
pub struct DetectorCounts {
    /// The newest version first.
    counts: Vec<DetectorCount>,
    /// The first day of any; null where nothing was said yet.
    since: Option<NaiveDate>,
}

/// What moderators said about the detector, counted.
#[utoipa::path(get, path = "/api/v1/review/feedback", operation_id = "review_feedback", tag = "moderation", security(("session" = [])),
    responses((status = 200, body = DetectorCounts), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`")))]
pub async fn feedback_counts(_: Moderator, context: Data<Context>) -> Result<HttpResponse, Fault> {
    let found = feedback::counts(&context).await?;
    let counts = found.lines.into_iter().map(|line| DetectorCount {
        kind: line.kind.as_str(),
        detector: line.detector,
        not_personal: line.not_personal,
        missed: line.missed,
    });
    Ok(HttpResponse::Ok().json(DetectorCounts {
        counts: counts.collect(),
        since: found.since,
    }))
}
