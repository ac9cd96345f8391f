//! What was decided about a post: reading it, appeals against it and answering them, and taking it back.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Json, Path},
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Map;
use utoipa::ToSchema;

use super::{
    Status, because,
    boards::Parameters,
    invalid,
    paged::{self, Ways},
};
use crate::{
    accounts::Member,
    context::Context,
    forum::{ForumError, owner::Owner},
    i18n::Lang,
    moderation::{
        ModerationError,
        appeals::{self, AppealState},
        appeals_waiting::{self, Waiting},
        decided::{self, Decided},
        reasons::For,
        undo as taking_back,
    },
    privacy::{Private, ledger::Act},
    web::{
        extract::{LoggedOn, Moderator},
        fault::{Fault, problem},
        language,
        page::unstored,
    },
};

/// What was decided about a post, and on which ground.
#[derive(Serialize, ToSchema)]
pub struct DecisionShown {
    /// In the public register.
    number: i32,
    act: Act,
    /// `consent`, or `circumstance-1` to `circumstance-4`.
    ground: String,
    rule: Option<String>,
    /// The reason that was chosen and the ground in words, unless they were told in confidence.
    words: Option<String>,
    at: DateTime<Utc>,
    appeal: Option<AppealState>,
    /// The answer to the appeal.
    answer: Option<String>,
    /// By when the appeal is answered, while it waits.
    due: Option<NaiveDate>,
    may_appeal: bool,
    /// Whether a moderator took it back.
    undone: bool,
    /// Whether the moderator who asks may take it back.
    may_undo: bool,
}

impl DecisionShown {
    pub(super) fn all(decided: &[Decided], lang: Lang) -> Vec<Self> {
        decided.iter().map(|one| Self::of(one, lang)).collect()
    }

    fn of(decided: &Decided, lang: Lang) -> Self {
        Self {
            number: decided.entry.number,
            act: decided.entry.act,
            ground: decided.entry.ground.clone(),
            rule: decided.entry.rule.clone(),
            words: decided.payload.shown(lang),
            at: decided.entry.at.utc(),
            appeal: decided.appeal.as_ref().map(|(state, _)| *state),
            answer: decided.answer().map(str::to_owned),
            due: decided.due,
            may_appeal: decided.may_appeal,
            undone: decided.undone,
            may_undo: decided.may_undo,
        }
    }
}

#[derive(Serialize, ToSchema)]
pub struct DecisionsBody {
    decisions: Vec<DecisionShown>,
}

/// What was decided about a post, oldest first: for its author, and for moderators.
#[utoipa::path(get, path = "/api/v1/posts/{id}/decisions", operation_id = "appeals_decisions", tag = "moderation", security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 200, body = DecisionsBody), (status = 401, description = "`unauthorized`"),
        (status = 403, description = "`forbidden`: somebody else's"), (status = 404, description = "`not-found`")))]
pub async fn decisions(
    LoggedOn(reader): LoggedOn,
    request: HttpRequest,
    context: Data<Context>,
    id: Path<i64>,
) -> Result<HttpResponse, Fault> {
    let decided = match Owner::by_account(&context, &reader, *id).await {
        Ok(owner) => decided::of_own(&context, &owner).await?,
        Err(ForumError::NotFound | ForumError::NotYours) if reader.is_moderator => {
            decided::of_post(&context, &reader, *id).await?
        }
        Err(error) => return Err(error.into()),
    };
    let lang = language::of_header(&request);
    let decisions = DecisionShown::all(&decided, lang);
    Ok(unstored(
        HttpResponse::Ok().json(DecisionsBody { decisions }),
    ))
}

/// Why a decision is wrong.
#[derive(Deserialize, ToSchema)]
pub struct NewAppeal {
    /// Of the decision.
    number: i32,
    /// At most 2000 characters.
    words: String,
}

/// Appeal against a decision about a post of one's own. Twice is once.
#[utoipa::path(post, path = "/api/v1/posts/{id}/appeals", operation_id = "appeals_appeal", tag = "moderation", request_body = NewAppeal, security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 200, body = Status), (status = 401, description = "`unauthorized`"),
        (status = 403, description = "`forbidden`: somebody else's"),
        (status = 404, description = "`not-found`: no such post or decision"),
        (status = 409, description = "`conflict`: the time to appeal has ended"), (status = 422, description = "`invalid`")))]
pub async fn appeal(
    LoggedOn(author): LoggedOn,
    request: HttpRequest,
    context: Data<Context>,
    id: Path<i64>,
    body: Json<NewAppeal>,
) -> Result<HttpResponse, Fault> {
    let owner = Owner::by_account(&context, &author, *id).await?;
    let words = body.words.trim();
    if let Err(errors) = appeals::check("words", words) {
        return Ok(invalid(&request, &errors));
    }
    let words = Private::new(words.to_owned());
    appeals::appeal(&context, &owner, body.number, words).await?;
    Ok(HttpResponse::Ok().json(Status::of("appealed")))
}

/// An appeal that waits.
#[derive(Serialize, ToSchema)]
pub struct AppealShown {
    id: i64,
    post: i64,
    /// What was done.
    act: Act,
    /// On which ground, in words; nothing where it was told in confidence.
    because: Option<String>,
    /// Who did it, by public name, as long as there is such an account, and whether that is who asks:
    /// then somebody else must answer.
    moderator: Option<String>,
    own: bool,
    words: String,
    at: DateTime<Utc>,
    /// The last day on which it is answered in time.
    due: NaiveDate,
    /// Whether the author has changed the post since, which granting leaves.
    newer_stays: bool,
}

impl AppealShown {
    fn of(waiting: &Waiting, reader: i64) -> Self {
        Self {
            id: waiting.id,
            post: waiting.post,
            act: waiting.act,
            because: waiting.because.clone(),
            moderator: waiting.decided_by().map(str::to_owned),
            own: waiting.moderator == Some(reader),
            words: waiting.words().to_owned(),
            at: waiting.created_at.utc(),
            due: waiting.due,
            newer_stays: waiting.newer_stays,
        }
    }
}

#[derive(Serialize, ToSchema)]
pub struct AppealsBody {
    appeals: Vec<AppealShown>,
    /// Where the list goes on: the `after` of the next page.
    next: Option<String>,
}

/// The appeals that wait, those to be answered first at the top.
#[utoipa::path(get, path = "/api/v1/appeals", operation_id = "appeals_waiting", tag = "moderation", security(("session" = [])),
    params(("after" = Option<String>, Query, description = "`next` of the page before")),
    responses((status = 200, body = AppealsBody), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`")))]
pub async fn waiting(
    Moderator(reader): Moderator,
    request: HttpRequest,
    context: Data<Context>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let lang = language::of_header(&request);
    let after = paged::at(&query, "after")?;
    let listed = appeals_waiting::waiting(&context, reader.id, lang, after).await?;
    let appeals = listed
        .waiting
        .iter()
        .map(|waiting| AppealShown::of(waiting, reader.id))
        .collect();
    let next = listed.next.map(|place| place.to_string());
    let ways = Ways::onward("after", next.as_ref());
    let shown = HttpResponse::Ok().json(AppealsBody { appeals, next });
    Ok(ways.on(&request, unstored(shown)))
}

/// The answer to an appeal.
#[derive(Deserialize, ToSchema)]
pub struct AppealAnswer {
    /// Granted, what was done is undone; what the author wrote since stays. What was split or merged
    /// stays, too, and so does a move or a lock about which something newer was arranged: the answer
    /// says what was done about it.
    granted: bool,
    /// At most 2000 characters; the author is mailed it.
    answer: String,
}

/// Grant or refuse an appeal against a decision of somebody else.
#[utoipa::path(post, path = "/api/v1/appeals/{id}", operation_id = "appeals_decide", tag = "moderation", request_body = AppealAnswer, security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 200, body = Status), (status = 401, description = "`unauthorized`"),
        (status = 403, description = "`forbidden`, or `second-person`: one's own decision"),
        (status = 404, description = "`not-found`; so is, for whoever is no administrator, what a second person approved or the privacy officer did"),
        (status = 409, description = "`conflict`: answered before"), (status = 422, description = "`invalid`")))]
pub async fn decide(
    Moderator(moderator): Moderator,
    request: HttpRequest,
    context: Data<Context>,
    id: Path<i64>,
    body: Json<AppealAnswer>,
) -> Result<HttpResponse, Fault> {
    let answer = body.answer.trim();
    if let Err(errors) = appeals::check("answer", answer) {
        return Ok(invalid(&request, &errors));
    }
    let answer = Private::new(answer.to_owned());
    match appeals::decide(&context, &moderator, *id, body.granted, answer).await {
        Err(ModerationError::SamePerson) => Ok(problem(
            &request,
            StatusCode::FORBIDDEN,
            "second-person",
            Map::new(),
        )),
        done => {
            done?;
            let status = if body.granted { "granted" } else { "refused" };
            Ok(HttpResponse::Ok().json(Status::of(status)))
        }
    }
}

/// Why a decision is taken back.
#[derive(Default, Deserialize, ToSchema)]
pub struct UndoBody {
    /// The id of a reason in `/api/v1/reasons`, or none.
    reason_id: Option<i64>,
    /// At most 500 characters, or none; the author reads it. Where nothing is said, the first reason that
    /// the list keeps for this is given.
    #[serde(default)]
    reason: String,
}

/// A decision that was taken back.
#[derive(Serialize, ToSchema)]
pub struct DecisionUndone {
    number: i32,
    /// What it was about: a post, or the profile of this account.
    #[serde(skip_serializing_if = "Option::is_none")]
    post: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    profile: Option<i64>,
}

/// Take a decision about a post or a profile back. It is a decision of its own, of which whoever was told
/// of the first is told, too. What was looked at and let be waits again, with its flags. Twice is once.
#[utoipa::path(post, path = "/api/v1/decisions/{number}/undo", operation_id = "decisions_undo", tag = "moderation", request_body = UndoBody, security(("session" = [])),
    params(("number" = i32, Path, description = "As `/api/v1/posts/{id}/decisions` gives it")),
    responses((status = 200, body = DecisionUndone), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`"),
        (status = 409, description = "`newer-decision` stands on it, `changed-meanwhile` by its author, `appealed`: somebody else decides, `original-gone`: the original is kept no longer, or `conflict`: no moderator can take it back"),
        (status = 422, description = "`invalid`: the reason")))]
pub async fn undo(
    Moderator(moderator): Moderator,
    request: HttpRequest,
    context: Data<Context>,
    number: Path<i32>,
    body: Json<UndoBody>,
) -> Result<HttpResponse, Fault> {
    take_back(&request, &context, &moderator, *number, &body).await
}

/// One's last decision about a post or a profile.
#[derive(Serialize, ToSchema)]
pub struct LastDecision {
    number: i32,
    act: Act,
    /// What it was about: a post, or the profile of this account.
    #[serde(skip_serializing_if = "Option::is_none")]
    post: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    profile: Option<i64>,
    /// The title of the post's topic, or the name of the profile's owner.
    name: String,
    /// Why it cannot be taken back now: the code with which that is refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    refused: Option<String>,
}

/// What `POST /api/v1/review/undo` takes back: the last decision about a post or a profile that one made
/// and did not take back.
#[utoipa::path(get, path = "/api/v1/review/undo", operation_id = "review_last", tag = "moderation", security(("session" = [])),
    responses((status = 200, body = LastDecision), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`: there is none")))]
pub async fn last(
    Moderator(moderator): Moderator,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    let last = taking_back::last(&context, &moderator).await?;
    let last = last.ok_or(Fault::NotFound)?;
    let (post, profile) = last.about.columns();
    let refused = last.refused.as_ref().map(|error| match error {
        ModerationError::SamePerson => "forbidden",
        error => refusal(error).unwrap_or("conflict"),
    });
    Ok(unstored(HttpResponse::Ok().json(LastDecision {
        number: last.number,
        act: last.act,
        post,
        profile,
        name: last.named.name,
        refused: refused.map(str::to_owned),
    })))
}

/// Take back the last decision about a post or a profile that one made. Where that cannot be taken back,
/// nothing is.
#[utoipa::path(post, path = "/api/v1/review/undo", operation_id = "review_undo", tag = "moderation", request_body = UndoBody, security(("session" = [])),
    responses((status = 200, body = DecisionUndone), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`: there is none"),
        (status = 409, description = "As for `/api/v1/decisions/{number}/undo`: `newer-decision`, `changed-meanwhile`, `appealed`, `original-gone` or `conflict`"),
        (status = 422, description = "`invalid`: the reason")))]
pub async fn undo_last(
    Moderator(moderator): Moderator,
    request: HttpRequest,
    context: Data<Context>,
    body: Json<UndoBody>,
) -> Result<HttpResponse, Fault> {
    let last = taking_back::last(&context, &moderator).await?;
    let last = last.ok_or(Fault::NotFound)?;
    take_back(&request, &context, &moderator, last.number, &body).await
}

async fn take_back(
    request: &HttpRequest,
    context: &Context,
    moderator: &Member,
    number: i32,
    body: &UndoBody,
) -> Result<HttpResponse, Fault> {
    let why = (body.reason_id, body.reason.as_str());
    let why = match because::read_any(request, context, For::Undo, why).await? {
        Ok(why) => why,
        Err(refused) => return Ok(refused),
    };
    match taking_back::undo(context, moderator, number, why).await {
        Ok(undone) => {
            let (post, profile) = undone.about.columns();
            Ok(HttpResponse::Ok().json(DecisionUndone {
                number,
                post,
                profile,
            }))
        }
        Err(error) => match refusal(&error) {
            Some(code) => Ok(problem(request, StatusCode::CONFLICT, code, Map::new())),
            None => Err(error.into()),
        },
    }
}

/// The code of why a decision cannot be taken back, where it has one of its own.
const fn refusal(error: &ModerationError) -> Option<&'static str> {
    match error {
        ModerationError::Newer => Some("newer-decision"),
        ModerationError::Changed => Some("changed-meanwhile"),
        ModerationError::Appealed => Some("appealed"),
        ModerationError::Gone => Some("original-gone"),
        _ => None,
    }
}
