//! `/api/v1/review`: what waits for a moderator, and deciding about it.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Json, Path},
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, json};
use utoipa::ToSchema;

use super::{
    Status,
    boards::{Parameters, lang},
    people::AboutShown,
    topics::PostShown,
};
use crate::{
    context::Context,
    db::DbError,
    forum::{cursor::From, flags},
    i18n::Lang,
    moderation::{self, Flagged, ModerationError, Outcome, Shown, Waiting, acts, reasons::For},
    privacy::ground::{Ground, Way},
    review::Kind,
    web::{
        extract::Moderator,
        fault::{Fault, problem},
        form::Form,
        grounds::{self, Wrong},
        language,
        page::unstored,
    },
};

/// What a reader reported. Whose it is, no moderator is told.
#[derive(Serialize, ToSchema)]
pub struct FlagShown {
    reason: flags::Reason,
    /// Whether it is a member's; else it is a guest's.
    by_member: bool,
    at: DateTime<Utc>,
    words: Option<String>,
}

impl FlagShown {
    fn of(flag: &Flagged) -> Self {
        Self {
            reason: flag.reason,
            by_member: flag.by_member,
            at: flag.at.utc(),
            words: flag.words().map(str::to_owned),
        }
    }
}

/// A profile about which something waits.
#[derive(Serialize, ToSchema)]
pub struct ReviewedProfile {
    id: i64,
    name: String,
    /// `public` where the name is personal data.
    name_scope: Option<&'static str>,
    about: Option<AboutShown>,
}

/// Something that waits.
#[derive(Serialize, ToSchema)]
pub struct ItemShown {
    id: i64,
    /// Why it waits: `guest-post`, `personal-data-of-others`, `unread-attachment`, `found-again`,
    /// `publication`, `imported`, `flag`, `held-again` or `first-post`.
    #[schema(value_type = String)]
    kind: Kind,
    at: DateTime<Utc>,
    /// A decision names it, so that nothing is decided about what was not seen.
    version: i64,
    /// The post that it is about, with the title of its topic.
    post: Option<PostShown>,
    title: Option<String>,
    /// Or the profile.
    profile: Option<ReviewedProfile>,
    /// How often it was flagged.
    flagged: i32,
    /// Up to 20 flags: members' first, then the newest first.
    flags: Vec<FlagShown>,
}

impl ItemShown {
    fn of(waiting: Waiting, lang: Lang) -> Self {
        let version = waiting.version();
        let (post, title, profile) = match waiting.shown {
            Shown::Post(shown) => (
                Some(PostShown::of(shown.post, lang)),
                Some(shown.title),
                None,
            ),
            Shown::Profile(text) => {
                let profile = ReviewedProfile {
                    id: text.account,
                    name: text.name,
                    name_scope: text.name_marked.then_some("public"),
                    about: text.about.map(AboutShown::of),
                };
                (None, None, Some(profile))
            }
        };
        Self {
            id: waiting.item.id,
            kind: waiting.item.kind,
            at: waiting.item.created_at.utc(),
            version,
            post,
            title,
            profile,
            flagged: waiting.item.flags,
            flags: waiting.flags.iter().map(FlagShown::of).collect(),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub struct ReviewBody {
    /// How many wait.
    count: i64,
    items: Vec<ItemShown>,
    /// Ask again with `after` set to this for those that follow.
    next: Option<i64>,
}

/// What waits for a moderator, the oldest first. That the words of flags were read is written down.
#[utoipa::path(get, path = "/api/v1/review", operation_id = "review_list", tag = "moderation", security(("session" = [])),
    params(("after" = Option<i64>, Query, description = "`next` of the page before"), ("lang" = Option<String>, Query, description = "zh or en")),
    responses((status = 200, body = ReviewBody), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`")))]
pub async fn list(
    Moderator(moderator): Moderator,
    request: HttpRequest,
    context: Data<Context>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let lang = lang(&request, &query);
    let from = From::parse(query.get("after").map(String::as_str), None);
    let queue = moderation::queue(&context, &moderator, from).await?;
    Ok(unstored(
        HttpResponse::Ok().json(ReviewBody {
            count: queue.count,
            next: queue.page.after,
            items: queue
                .page
                .items
                .into_iter()
                .map(|waiting| ItemShown::of(waiting, lang))
                .collect(),
        }),
    ))
}

/// What is decided.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = ReviewDecision)]
pub enum Decision {
    /// A held post is published; what was flagged breaks no rule.
    Approve,
    /// A held post stays out of sight, a flagged one is hidden; the owner of a flagged profile is
    /// asked to change it. Takes a ground.
    Reject,
    /// All public personal data in a flagged post is masked. Takes a ground.
    Mask,
}

/// A decision, with its ground unless something is approved.
#[derive(Deserialize, ToSchema)]
pub struct ReviewAnswer {
    decision: Decision,
    /// Of what was looked at.
    version: i64,
    #[serde(flatten)]
    ground: GroundGiven,
}

/// Why somebody's words are touched.
#[derive(Deserialize, ToSchema)]
pub struct GroundGiven {
    /// The number of a rule such as `R3`, `protect`, or `efficiency` where the city allows that.
    #[serde(default)]
    ground: String,
    /// The id of a reason in `/api/v1/reasons`, where the city offers any for what is decided.
    reason_id: Option<i64>,
    /// 1 to 500 characters; the author reads them. Beside a reason of the list there may be none,
    /// but for `protect`.
    #[serde(default)]
    reason: String,
    /// By which way a complaint came, where the ground is `protect`.
    complained_by: Option<Way>,
    /// And on which day.
    complained_on: Option<NaiveDate>,
}

impl GroundGiven {
    /// What was said in words.
    pub(super) fn words(&self) -> &str {
        self.reason.trim()
    }

    /// The ground of an act, or the field that is wrong and what to do.
    pub(super) async fn read(
        &self,
        lang: Lang,
        context: &Context,
        act: For,
    ) -> Result<Result<Ground, Wrong>, DbError> {
        let by = self.complained_by.map(Way::as_str).unwrap_or_default();
        let on = self.complained_on.map(|day| day.to_string());
        let id = self.reason_id.map(|id| id.to_string());
        let form = Form::new(vec![
            ("ground".to_owned(), self.ground.clone()),
            ("reason_id".to_owned(), id.unwrap_or_default()),
            ("reason".to_owned(), self.reason.trim().to_owned()),
            ("complained_by".to_owned(), by.to_owned()),
            ("complained_on".to_owned(), on.unwrap_or_default()),
        ]);
        grounds::read(&form, lang, context, act).await
    }
}

pub(super) fn ground_problem(request: &HttpRequest, (field, detail): Wrong) -> HttpResponse {
    let errors = json!([{ "field": field, "code": "required", "detail": detail }]);
    let members = Map::from_iter([("errors".to_owned(), errors)]);
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    problem(request, status, "invalid", members)
}

/// Decide about something that waits.
#[utoipa::path(post, path = "/api/v1/review/{id}", operation_id = "review_decide", tag = "moderation", request_body = ReviewAnswer, security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 200, body = Status), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`"),
        (status = 409, description = "`decided-before` by another moderator, `changed-meanwhile` since it was looked at, `nothing-to-mask`, or `conflict`: it waits for another reason"),
        (status = 422, description = "`invalid`: what is missing of the ground")))]
pub async fn decide(
    Moderator(moderator): Moderator,
    request: HttpRequest,
    context: Data<Context>,
    id: Path<i64>,
    body: Json<ReviewAnswer>,
) -> Result<HttpResponse, Fault> {
    let (item, version) = (*id, body.version);
    let refused = |code: &str, members| Ok(problem(&request, StatusCode::CONFLICT, code, members));
    let done = if body.decision == Decision::Approve {
        let approved = moderation::approve(&context, &moderator, item, version).await;
        approved.map_err(ModerationError::from)
    } else {
        let lang = language::of_header(&request);
        let given_for = match body.decision {
            Decision::Mask => For::Mask,
            _ => For::Reject,
        };
        let ground = match body.ground.read(lang, &context, given_for).await? {
            Ok(ground) => ground,
            Err(wrong) => return Ok(ground_problem(&request, wrong)),
        };
        match body.decision {
            Decision::Mask => acts::mask_flagged(&context, &moderator, item, version, ground).await,
            _ => acts::reject(&context, &moderator, item, version, ground).await,
        }
    };
    match done {
        Ok(Outcome::Done) => Ok(HttpResponse::Ok().json(Status::of("decided"))),
        Ok(Outcome::Changed) => refused("changed-meanwhile", Map::new()),
        Ok(Outcome::Before(before)) => refused(
            "decided-before",
            Map::from_iter([("by".to_owned(), json!(before.by))]),
        ),
        Err(ModerationError::NothingToMask) => refused("nothing-to-mask", Map::new()),
        Err(error) => Err(error.into()),
    }
}
