//! `/api/v1/review`: what waits for a moderator, and deciding about it. One item is in `review_item`,
//! many at once in `review_bulk`.

use std::collections::BTreeMap;

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
    paged::{self, Ways},
    people::AboutShown,
    topics::PostShown,
};
use crate::{
    context::Context,
    db::DbError,
    forum::{cursor::From, flags},
    i18n::Lang,
    moderation::{
        self, Against, Elsewhere, Flagged, ModerationError, Of, Outcome, Shown, Waiting, acts,
        reasons::For,
    },
    privacy::ground::{Ground, Way},
    review::{Before, Claim, Counts, Filter, Kind, Matter, Pressing},
    spam::automatic::Automatic,
    web::{
        extract::Reviewer,
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
    /// Why a guest's form may have been filled in by a program, which then makes nothing more urgent: `trap`,
    /// `fast`.
    may_be_automatic: Vec<&'static str>,
}

impl FlagShown {
    fn of(flag: &Flagged) -> Self {
        Self {
            reason: flag.reason,
            by_member: flag.by_member,
            at: flag.at.utc(),
            words: flag.words().map(str::to_owned),
            may_be_automatic: flag
                .automatic
                .as_ref()
                .map_or_else(Vec::new, Automatic::codes),
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
    /// Whether a moderator hid what it says from others; approving it shows it again.
    hidden: bool,
}

/// Who works at an item; it ends by itself.
#[derive(Serialize, ToSchema)]
pub struct ClaimShown {
    by: String,
    until: DateTime<Utc>,
}

impl ClaimShown {
    pub(super) fn of(claim: &Claim) -> Self {
        Self {
            by: claim.name.clone(),
            until: claim.until.utc(),
        }
    }
}

/// What is decided at an address of its own.
#[derive(Serialize, ToSchema)]
pub struct DecidedElsewhere {
    /// Of an appeal what was done: an act, or `warn`, `silence`, `suspend`, `hide-profile` or
    /// `ask-profile`. Null of a request.
    against: Option<&'static str>,
    /// The post that it concerns.
    post: Option<i64>,
    /// Or the account.
    account: Option<i64>,
    /// By when it is answered.
    due: Option<NaiveDate>,
    /// Where it is answered.
    answered_at: String,
}

impl DecidedElsewhere {
    fn of(elsewhere: &Elsewhere, due: Option<NaiveDate>) -> Self {
        let (post, account) = match &elsewhere.of {
            Of::Post(of) => (Some(of.post), None),
            Of::Account(of) => (None, Some(of.id)),
        };
        Self {
            against: elsewhere.against.map(|against| match against {
                Against::Decision(act) => act.as_str(),
                Against::Sanction(kind) => kind.as_str(),
            }),
            post,
            account,
            due,
            answered_at: match elsewhere.matter {
                Matter::Appeal(id) => format!("/api/v1/appeals/{id}"),
                Matter::SanctionAppeal(number) => format!("/api/v1/sanctions/{number}/answer"),
                Matter::Request(id) => format!("/api/v1/officer/requests/{id}"),
            },
        }
    }
}

/// Something that waits.
#[derive(Serialize, ToSchema)]
pub struct ItemShown {
    id: i64,
    /// Why it waits: `guest-post`, `personal-data-of-others`, `unread-attachment`, `found-again`,
    /// `publication`, `imported`, `flag`, `held-again`, `first-post`, `watched-word` or `spam-score`; or,
    /// of what is decided elsewhere, `appeal`, `sanction-appeal` or `request`.
    #[schema(value_type = String)]
    kind: Kind,
    /// `urgent`, `soon` or `in-turn`.
    #[schema(value_type = String)]
    urgency: Pressing,
    /// And as the number by which the queue is in order, the highest first.
    urgency_score: i32,
    at: DateTime<Utc>,
    /// Who works at it now.
    claim: Option<ClaimShown>,
    /// The name of its board.
    board: Option<String>,
    /// A decision names it, so that nothing is decided about what was not seen.
    version: i64,
    /// What taking words out of the post begins from.
    began: Option<String>,
    /// The post that it is about, with the title of its topic.
    post: Option<PostShown>,
    title: Option<String>,
    /// Or the profile.
    profile: Option<ReviewedProfile>,
    /// Or what is decided at an address of its own; then `title` may be an account's name.
    elsewhere: Option<DecidedElsewhere>,
    /// How often it was flagged.
    flagged: i32,
    /// Up to 20 flags: members' first, then the newest first.
    flags: Vec<FlagShown>,
}

impl ItemShown {
    pub(super) fn of(waiting: Waiting, lang: Lang) -> Self {
        let version = waiting.version();
        let began = match &waiting.shown {
            Shown::Post(shown) => Some(shown.stamp()),
            Shown::Profile(_) | Shown::Elsewhere(_) => None,
        };
        let board = match &waiting.shown {
            Shown::Post(shown) => Some(lang.pick(&shown.board_zh, &shown.board_en)),
            Shown::Profile(_) => None,
            Shown::Elsewhere(elsewhere) => match &elsewhere.of {
                Of::Post(of) => Some(lang.pick(&of.board_zh, &of.board_en)),
                Of::Account(_) => None,
            },
        };
        let (post, title, profile, elsewhere) = match waiting.shown {
            Shown::Post(shown) => (
                Some(PostShown::of(shown.post, lang)),
                Some(shown.title),
                None,
                None,
            ),
            Shown::Profile(text) => {
                let profile = ReviewedProfile {
                    id: text.account,
                    name: text.name,
                    name_scope: text.name_marked.then_some("public"),
                    about: text.about.map(AboutShown::of),
                    hidden: text.hidden,
                };
                (None, None, Some(profile), None)
            }
            Shown::Elsewhere(elsewhere) => {
                let title = elsewhere.title().to_owned();
                let elsewhere = DecidedElsewhere::of(&elsewhere, waiting.item.due);
                (None, Some(title), None, Some(elsewhere))
            }
        };
        Self {
            id: waiting.item.id,
            kind: waiting.item.kind,
            urgency: Pressing::of(waiting.item.urgency),
            urgency_score: waiting.item.urgency,
            claim: waiting.item.claim.as_ref().map(ClaimShown::of),
            board,
            at: waiting.item.created_at.utc(),
            version,
            began,
            post,
            title,
            profile,
            elsewhere,
            flagged: waiting.item.flags,
            flags: waiting.flags.iter().map(FlagShown::of).collect(),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub struct ReviewBody {
    /// How many wait of what was asked for.
    count: i64,
    items: Vec<ItemShown>,
    /// Ask again with `after` set to this for those that follow.
    next: Option<String>,
}

/// What the queue is narrowed to.
pub(super) fn filter(query: &Parameters) -> Filter {
    Filter::parse(|name| query.get(name).map(String::as_str))
}

/// What waits for a moderator, the most urgent first and of that the oldest. That the words of flags
/// were read is written down.
#[utoipa::path(get, path = "/api/v1/review", operation_id = "review_list", tag = "moderation", security(("session" = [])),
    params(("after" = Option<String>, Query, description = "`next` of the page before"), ("lang" = Option<String>, Query, description = "zh or en"),
        ("kind" = Option<String>, Query, description = "Why it waits"), ("board" = Option<String>, Query, description = "The slug of a board"),
        ("older" = Option<String>, Query, description = "`24h`, `72h` or `7d`: what waits at least that long"),
        ("mine" = Option<String>, Query, description = "`1`: what you have claimed")),
    responses((status = 200, body = ReviewBody), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`")))]
pub async fn list(
    Reviewer(reviewer): Reviewer,
    request: HttpRequest,
    context: Data<Context>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let lang = lang(&request, &query);
    let from = paged::at(&query, "after")?.map_or(From::Start, From::After);
    let queue = moderation::queue(&context, &reviewer, filter(&query), from).await?;
    let ways = Ways::onward("after", queue.page.after.as_ref());
    let shown = HttpResponse::Ok().json(ReviewBody {
        count: queue.count,
        next: queue.page.after.map(|place| place.to_string()),
        items: queue
            .page
            .items
            .into_iter()
            .map(|waiting| ItemShown::of(waiting, lang))
            .collect(),
    });
    Ok(ways.on(&request, unstored(shown)))
}

/// How many wait.
#[derive(Serialize, ToSchema)]
pub struct ReviewCount {
    /// Of what was asked for.
    count: i64,
    /// Of each kind, whatever kind was asked for.
    kinds: BTreeMap<String, i64>,
}

impl ReviewCount {
    fn of(counts: &Counts, kind: Option<Kind>) -> Self {
        let kinds = counts.by_kind.iter();
        Self {
            count: counts.of(kind),
            kinds: kinds
                .map(|(kind, count)| (kind.as_str().to_owned(), *count))
                .collect(),
        }
    }
}

/// How many items wait for a moderator.
#[utoipa::path(get, path = "/api/v1/review/count", operation_id = "review_count", tag = "moderation", security(("session" = [])),
    params(("kind" = Option<String>, Query, description = "Why it waits"), ("board" = Option<String>, Query, description = "The slug of a board"),
        ("older" = Option<String>, Query, description = "`24h`, `72h` or `7d`: what waits at least that long"),
        ("mine" = Option<String>, Query, description = "`1`: what you have claimed")),
    responses((status = 200, body = ReviewCount), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`")))]
pub async fn count(
    Reviewer(reviewer): Reviewer,
    context: Data<Context>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let filter = filter(&query);
    let kind = filter.kind;
    let counts = moderation::counts(&context, &reviewer, filter).await?;
    Ok(unstored(
        HttpResponse::Ok().json(ReviewCount::of(&counts, kind)),
    ))
}

/// What is decided.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = ReviewDecision)]
pub enum Decision {
    /// A held post is published, once nothing else holds it, and a hidden profile shown again; what was
    /// flagged breaks no rule.
    Approve,
    /// A held post stays out of sight, a flagged one is hidden; the owner of a flagged profile is
    /// asked to change it. Takes a ground.
    Reject,
    /// All marked personal data in a post is masked: what is public stays so, and a held post is
    /// published with what is left, once nothing else holds it. Takes a ground.
    Mask,
    /// What a profile says is hidden from others, until what it says then is approved; of an account about
    /// which you decide. Takes a ground.
    Hide,
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
    /// What was chosen from the list and said in words.
    pub(super) fn why(&self) -> (Option<i64>, &str) {
        (self.reason_id, &self.reason)
    }

    /// The ground of an act, or the field that is wrong and what to do.
    pub(super) async fn read(
        &self,
        lang: Lang,
        context: &Context,
        act: For,
    ) -> Result<Result<Ground, Wrong>, DbError> {
        grounds::read(&self.form(), lang, context, act).await
    }

    /// As [`Self::read`], for so many acts at once.
    pub(super) async fn read_each(
        &self,
        lang: Lang,
        context: &Context,
        act: For,
        times: usize,
    ) -> Result<Result<Vec<Ground>, Wrong>, DbError> {
        grounds::read_each(&self.form(), lang, context, act, times).await
    }

    /// As a page's form has it.
    fn form(&self) -> Form {
        let by = self.complained_by.map(Way::as_str).unwrap_or_default();
        let on = self.complained_on.map(|day| day.to_string());
        let id = self.reason_id.map(|id| id.to_string());
        Form::new(vec![
            ("ground".to_owned(), self.ground.clone()),
            ("reason_id".to_owned(), id.unwrap_or_default()),
            ("reason".to_owned(), self.reason.trim().to_owned()),
            ("complained_by".to_owned(), by.to_owned()),
            ("complained_on".to_owned(), on.unwrap_or_default()),
        ])
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
        (status = 409, description = "`decided-before` by another moderator, `claimed` by another, `changed-meanwhile` since it was looked at, `nothing-to-mask`, or `conflict`: it is a profile that is not masked, a post that is not hidden so, somebody about whom you do not decide, or decided at an address of its own"),
        (status = 422, description = "`invalid`: what is missing of the ground")))]
pub async fn decide(
    Reviewer(moderator): Reviewer,
    request: HttpRequest,
    context: Data<Context>,
    id: Path<i64>,
    body: Json<ReviewAnswer>,
) -> Result<HttpResponse, Fault> {
    let (item, version) = (*id, body.version);
    let refused = |code: &str| Ok(problem(&request, StatusCode::CONFLICT, code, Map::new()));
    let done = if body.decision == Decision::Approve {
        let approved = moderation::approve(&context, &moderator, item, version).await;
        approved.map_err(ModerationError::from)
    } else {
        let lang = language::of_header(&request);
        let given_for = match body.decision {
            Decision::Mask => For::Mask,
            Decision::Hide => For::Hide,
            Decision::Approve | Decision::Reject => For::Reject,
        };
        let ground = match body.ground.read(lang, &context, given_for).await? {
            Ok(ground) => ground,
            Err(wrong) => return Ok(ground_problem(&request, wrong)),
        };
        match body.decision {
            Decision::Mask => acts::mask_waiting(&context, &moderator, item, version, ground).await,
            Decision::Hide => acts::hide_profile(&context, &moderator, item, version, ground).await,
            _ => acts::reject(&context, &moderator, item, version, ground).await,
        }
    };
    match done {
        Ok(Outcome::Done) => Ok(HttpResponse::Ok().json(Status::of("decided"))),
        Ok(Outcome::Changed) => refused("changed-meanwhile"),
        Ok(Outcome::Before(before)) => Ok(decided_before(&request, &before)),
        Ok(Outcome::Claimed(claim)) => Ok(claimed(&request, &claim)),
        Err(ModerationError::NothingToMask) => refused("nothing-to-mask"),
        Err(error) => Err(error.into()),
    }
}

pub(super) fn decided_before(request: &HttpRequest, before: &Before) -> HttpResponse {
    let members = Map::from_iter([("by".to_owned(), json!(before.by))]);
    problem(request, StatusCode::CONFLICT, "decided-before", members)
}

pub(super) fn claimed(request: &HttpRequest, claim: &Claim) -> HttpResponse {
    let members = Map::from_iter([
        ("by".to_owned(), json!(claim.name)),
        ("until".to_owned(), json!(claim.until.utc())),
    ]);
    problem(request, StatusCode::CONFLICT, "claimed", members)
}
