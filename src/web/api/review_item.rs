//! `/api/v1/review/{id}`: one item with all that helps to decide it, and claiming it.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    Status,
    appeals::DecisionShown,
    boards::{Parameters, lang},
    review::{ItemShown, claimed, decided_before, filter},
};
use crate::{
    context::Context,
    i18n::Lang,
    moderation::{
        Record,
        claims::{self, Claimed},
        item::{self, End, Found, ItemPage, Similar},
    },
    privacy::ledger::Act,
    review::Kind,
    spam::Score,
    trust::{Level, restraint},
    web::{extract::Reviewer, fault::Fault, page::unstored},
};

/// A finding with its words.
#[derive(Serialize, ToSchema)]
pub struct FoundWords {
    /// `title`, `body`, `name`, `email`, or one of a file's.
    field: String,
    kind: &'static str,
    words: String,
    /// In Unicode characters of the field's source.
    start: usize,
    end: usize,
}

/// How often something was decided against an author.
#[derive(Serialize, ToSchema)]
pub struct AgainstShown {
    act: Act,
    count: i64,
}

/// A warning, a silence, a suspension, or that the profile was hidden.
#[derive(Serialize, ToSchema)]
pub struct ImposedShown {
    /// `warn`, `silence`, `suspend`, `hide-profile` or `ask-profile`.
    #[schema(value_type = String)]
    kind: restraint::Kind,
    on: NaiveDate,
}

/// What is on record about the account that wrote it.
#[derive(Serialize, ToSchema)]
pub struct AuthorRecord {
    /// The account's id, where you may decide about it.
    account: Option<i64>,
    /// `new`, `member`, `regular` or `trusted`.
    #[schema(value_type = String)]
    level: Level,
    /// Since the account was opened.
    days: i64,
    published: i64,
    against: Vec<AgainstShown>,
    /// What was imposed on the account, the newest first; not what an appeal undid.
    imposed: Vec<ImposedShown>,
    flags_upheld: i64,
    flags_dismissed: i64,
}

impl AuthorRecord {
    fn of(record: Record) -> Self {
        let against = record.against.into_iter();
        let imposed = record.imposed.into_iter();
        Self {
            account: record.decidable.then_some(record.account),
            level: record.level,
            days: record.days,
            published: record.published,
            against: against
                .map(|(act, count)| AgainstShown { act, count })
                .collect(),
            imposed: imposed
                .map(|(kind, on)| ImposedShown { kind, on })
                .collect(),
            flags_upheld: record.upheld,
            flags_dismissed: record.dismissed,
        }
    }
}

/// A decision about something that waited for the same reason on the same board.
#[derive(Serialize, ToSchema)]
pub struct SimilarShown {
    /// `approved`, `masked` and published, of flags `dismissed`, or `rejected`.
    #[schema(value_type = String)]
    decision: End,
    day: NaiveDate,
    act: Option<Act>,
    /// `consent`, or `circumstance-1` to `circumstance-4`.
    ground: Option<String>,
    rule: Option<String>,
}

impl SimilarShown {
    fn of(similar: Similar) -> Self {
        let Similar { end, day, entry } = similar;
        let (act, ground, rule) = entry.map_or((None, None, None), |entry| {
            (Some(entry.act), Some(entry.ground), entry.rule)
        });
        Self {
            decision: end,
            day,
            act,
            ground,
            rule,
        }
    }
}

/// How much it looks like spam, from 0 to 100, and why.
#[derive(Serialize, ToSchema)]
pub struct SpamShown {
    score: i32,
    reasons: Vec<SpamReasonShown>,
}

#[derive(Serialize, ToSchema)]
pub struct SpamReasonShown {
    code: &'static str,
    /// The watched word, where it is one, as administrators wrote it.
    word: Option<String>,
    /// What it adds to the score, or takes from it.
    weight: i32,
}

impl SpamShown {
    fn of(score: Score) -> Self {
        let mut named = score.words.into_iter();
        let reasons = score.reasons.iter().map(|reason| SpamReasonShown {
            code: reason.code.as_str(),
            word: reason.word.and_then(|_| named.next()),
            weight: reason.weight,
        });
        Self {
            score: score.score,
            reasons: reasons.collect(),
        }
    }
}

/// An item with what helps to decide it.
#[derive(Serialize, ToSchema)]
pub struct ReviewItem {
    item: ItemShown,
    findings: Vec<FoundWords>,
    /// Null where no account wrote it.
    author: Option<AuthorRecord>,
    /// What was decided about it before, oldest first.
    decisions: Vec<DecisionShown>,
    /// Null where nobody judged it when it was written.
    spam: Option<SpamShown>,
    similar: Vec<SimilarShown>,
    /// Why else a post is held that it holds: it is published once all of that is decided.
    #[schema(value_type = Vec<String>)]
    also: Vec<Kind>,
    /// The number of the item before it in what was asked for, and of the one after it.
    before: Option<i64>,
    after: Option<i64>,
}

impl ReviewItem {
    fn of(page: ItemPage, lang: Lang) -> Self {
        let found = page.findings().into_iter();
        let findings = found
            .map(|(finding, words)| FoundWords {
                field: finding.field.clone(),
                kind: finding.kind.as_str(),
                words,
                start: finding.start,
                end: finding.end,
            })
            .collect();
        let similar = page.similar.into_iter();
        Self {
            findings,
            author: page.author.map(AuthorRecord::of),
            decisions: DecisionShown::all(&page.decisions, lang),
            spam: page.score.map(SpamShown::of),
            similar: similar.map(SimilarShown::of).collect(),
            also: page.also,
            before: page.before,
            after: page.after,
            item: ItemShown::of(page.waiting, lang),
        }
    }
}

/// One item that waits. That the words of its flags were read is written down; a claim of one's own
/// is longer by it.
#[utoipa::path(get, path = "/api/v1/review/{id}", operation_id = "review_item", tag = "moderation", security(("session" = [])),
    params(("id" = i64, Path), ("lang" = Option<String>, Query, description = "zh or en"),
        ("kind" = Option<String>, Query, description = "Of the items before and after it: why they wait"),
        ("board" = Option<String>, Query, description = "The slug of their board"),
        ("older" = Option<String>, Query, description = "`24h`, `72h` or `7d`: what waits at least that long"),
        ("mine" = Option<String>, Query, description = "`1`: what you have claimed")),
    responses((status = 200, body = ReviewItem), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`"), (status = 409, description = "`decided-before`")))]
pub async fn get(
    Reviewer(reviewer): Reviewer,
    request: HttpRequest,
    context: Data<Context>,
    id: Path<i64>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let lang = lang(&request, &query);
    match item::of(&context, &reviewer, *id, filter(&query)).await? {
        Found::Open(page) => Ok(unstored(
            HttpResponse::Ok().json(ReviewItem::of(*page, lang)),
        )),
        Found::Ended(before) => Ok(decided_before(&request, &before)),
    }
}

/// Until when an item is one's own.
#[derive(Serialize, ToSchema)]
pub struct ClaimBody {
    until: DateTime<Utc>,
}

/// Claim an item for ten minutes, or for longer what one has.
#[utoipa::path(post, path = "/api/v1/review/{id}/claim", operation_id = "review_claim", tag = "moderation", security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 200, body = ClaimBody), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`"), (status = 409, description = "`claimed` by another, with `by` and `until`; or `decided-before`")))]
pub async fn claim(
    Reviewer(reviewer): Reviewer,
    request: HttpRequest,
    context: Data<Context>,
    id: Path<i64>,
) -> Result<HttpResponse, Fault> {
    let outcome = claims::claim(&context, &reviewer, *id).await?;
    Ok(answer(&request, &outcome))
}

/// Claim an item that another moderator has.
#[utoipa::path(post, path = "/api/v1/review/{id}/take-over", operation_id = "review_take_over", tag = "moderation", security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 200, body = ClaimBody), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`"), (status = 409, description = "`decided-before`")))]
pub async fn take_over(
    Reviewer(reviewer): Reviewer,
    request: HttpRequest,
    context: Data<Context>,
    id: Path<i64>,
) -> Result<HttpResponse, Fault> {
    let outcome = claims::take_over(&context, &reviewer, *id).await?;
    Ok(answer(&request, &outcome))
}

/// Give an item back that one has claimed. What another has stays theirs.
#[utoipa::path(post, path = "/api/v1/review/{id}/release", operation_id = "review_release", tag = "moderation", security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 200, body = Status), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`")))]
pub async fn release(
    Reviewer(reviewer): Reviewer,
    context: Data<Context>,
    id: Path<i64>,
) -> Result<HttpResponse, Fault> {
    claims::release(&context, &reviewer, *id).await?;
    Ok(HttpResponse::Ok().json(Status::of("released")))
}

fn answer(request: &HttpRequest, outcome: &Claimed) -> HttpResponse {
    match outcome {
        Claimed::Yours { until } => HttpResponse::Ok().json(ClaimBody { until: until.utc() }),
        Claimed::By(claim) => claimed(request, claim),
        Claimed::Ended(before) => decided_before(request, before),
    }
}
