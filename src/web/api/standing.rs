//! How an account stands: `/api/v1/account/standing` for itself, and for moderators
//! `/api/v1/people/{id}/standing` and what they impose.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Json, Path},
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Map;
use utoipa::ToSchema;
use validator::ValidationErrors;

use super::{
    Status, because,
    boards::Parameters,
    invalid,
    paged::{self, Ways},
    review::ground_problem,
    suggestions::submission_id,
};
use crate::{
    accounts::{
        Password,
        log_on::{self, Credentials},
    },
    context::Context,
    i18n::Lang,
    moderation::{
        ModerationError, appeals_open,
        reasons::{self, For},
        sanction_appeals::{self, Appeal, Waiting},
        sanctions::{self, Imposed, New, Person},
    },
    privacy::{
        Private,
        ground::LONGEST,
        reason::{Because, Reason},
    },
    text_rules::{readable, refuse, refuse_length},
    trust::{Level, restraint::Kind},
    web::{
        extract::{AddressLimits, LoggedOn, Moderator},
        fault::{Fault, problem},
        language,
        page::unstored,
    },
};

/// Something that was imposed on an account.
#[derive(Serialize, ToSchema)]
pub struct SanctionShown {
    /// Of its entry in the register of decisions.
    number: i32,
    /// `warn`, `silence`, `suspend`, `hide-profile` or `ask-profile`.
    #[schema(value_type = String)]
    kind: Kind,
    imposed_on: NaiveDate,
    /// It holds to the end of this day; absent of a warning
    /// and of what is about the profile.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_day: Option<NaiveDate>,
    /// On which day it was ended before.
    #[serde(skip_serializing_if = "Option::is_none")]
    ended_on: Option<NaiveDate>,
    holds: bool,
    /// The reason; absent where its time is over.
    #[serde(skip_serializing_if = "Option::is_none")]
    because: Option<String>,
    /// The appeal against it, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    appeal: Option<SanctionAppealShown>,
    /// Whether who has the account may appeal against it.
    may_appeal: bool,
    /// Whether it was taken back, as a mistake: then it holds no more, and does not count.
    withdrawn: bool,
    /// Whether who decides about the account may take it back.
    may_withdraw: bool,
}

/// An appeal against something that was imposed.
#[derive(Serialize, ToSchema)]
pub struct SanctionAppealShown {
    on: NaiveDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<String>,
    /// Absent while it waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    granted: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<String>,
    /// By when it is answered, while it waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<NaiveDate>,
}

impl SanctionAppealShown {
    fn of(appeal: Appeal) -> Self {
        let (granted, answer) = appeal.answer.unzip();
        Self {
            on: appeal.on,
            words: appeal.words,
            granted,
            answer: answer.flatten(),
            due: appeal.due,
        }
    }
}

impl SanctionShown {
    fn of(imposed: Imposed, lang: Lang) -> Self {
        let sanction = imposed.sanction;
        Self {
            number: sanction.number,
            kind: sanction.kind,
            imposed_on: sanction.imposed_on,
            last_day: sanction.last_day,
            ended_on: sanction.ended_on,
            holds: imposed.holds,
            because: imposed.because.map(|because| because.said(lang)),
            appeal: imposed.appeal.map(SanctionAppealShown::of),
            may_appeal: imposed.may_appeal,
            withdrawn: sanction.withdrawn.is_some(),
            may_withdraw: imposed.may_withdraw,
        }
    }
}

/// How an account stands. Its address is nobody's but its owner's.
#[derive(Serialize, ToSchema)]
pub struct StandingShown {
    id: i64,
    name: String,
    since: DateTime<Utc>,
    /// `new`, `member`, `regular` or `trusted`.
    #[schema(value_type = String)]
    level: Level,
    /// Its posts that are published.
    approved: i32,
    /// The decisions against it that stand.
    upheld: i32,
    /// The newest first.
    sanctions: Vec<SanctionShown>,
    /// Whoever imposes something says by it what was looked at.
    stamp: String,
}

impl StandingShown {
    fn of(person: Person, lang: Lang) -> Self {
        let stamp = person.stamp();
        let imposed = person.imposed.into_iter();
        Self {
            id: person.id,
            name: person.name,
            since: person.since.utc(),
            level: person.standing.level,
            approved: person.standing.approved,
            upheld: person.standing.upheld,
            sanctions: imposed.map(|one| SanctionShown::of(one, lang)).collect(),
            stamp,
        }
    }
}

/// How one's own account stands.
#[utoipa::path(get, path = "/api/v1/account/standing", operation_id = "standing_own", tag = "accounts", security(("session" = [])),
    responses((status = 200, body = StandingShown), (status = 401, description = "`unauthorized`")))]
pub async fn own(
    LoggedOn(member): LoggedOn,
    request: HttpRequest,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    let person = sanctions::own(&context, &member).await?;
    Ok(shown(&request, person))
}

fn shown(request: &HttpRequest, person: Person) -> HttpResponse {
    let lang = language::of_header(request);
    unstored(HttpResponse::Ok().json(StandingShown::of(person, lang)))
}

/// How an account stands about which the moderator decides: a resident's; for administrators
/// everybody's but their own.
#[utoipa::path(get, path = "/api/v1/people/{id}/standing", operation_id = "standing_get", tag = "moderation", security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 200, body = StandingShown), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`")))]
pub async fn get(
    Moderator(moderator): Moderator,
    request: HttpRequest,
    context: Data<Context>,
    id: Path<i64>,
) -> Result<HttpResponse, Fault> {
    let person = sanctions::standing(&context, &moderator, *id).await?;
    Ok(shown(&request, person))
}

/// What is to be imposed.
#[derive(Deserialize, ToSchema)]
pub struct NewSanction {
    /// `warn`, `silence` or `suspend`.
    kind: Kind,
    /// Of a silence or a suspension, which needs one: at most 366 days ahead.
    last_day: Option<NaiveDate>,
    /// The id of a reason in `/api/v1/reasons`, where the city offers any for what is imposed.
    reason_id: Option<i64>,
    /// 1 to 500 characters; who has the account reads them. Beside a reason of the list there may be
    /// none.
    #[serde(default)]
    reason: String,
    /// The `stamp` of the standing that was looked at; without one nothing is compared.
    stamp: Option<String>,
}

/// What was imposed, by its number in the register of decisions.
#[derive(Serialize, ToSchema)]
pub struct SanctionNumber {
    number: i64,
}

/// Warn, silence or suspend an account. The same `Idempotency-Key` twice does it once.
#[utoipa::path(post, path = "/api/v1/people/{id}/sanctions", operation_id = "sanctions_post", tag = "moderation", request_body = NewSanction, security(("session" = [])),
    params(("id" = i64, Path), ("Idempotency-Key" = Option<String>, Header, description = "8 to 200 characters; sent again within a day, nothing is done twice")),
    responses((status = 201, body = SanctionNumber), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`"), (status = 409, description = "`standing-changed`: something was imposed, ended or taken back since the `stamp`"),
        (status = 422, description = "`invalid`, with the fields")))]
pub async fn impose(
    Moderator(moderator): Moderator,
    request: HttpRequest,
    context: Data<Context>,
    id: Path<i64>,
    body: Json<NewSanction>,
) -> Result<HttpResponse, Fault> {
    let body = body.into_inner();
    let named = body.reason_id.map(|id| id.to_string());
    let named = named.unwrap_or_default();
    let chosen = reasons::named(&context, body.kind.into(), &named).await?;
    let Ok(chosen) = chosen else {
        let detail = language::of_header(&request).t("decision-reason-needed");
        return Ok(ground_problem(&request, ("reason_id", detail)));
    };
    let because = match (chosen, body.reason.trim()) {
        (Some(chosen), "") => Because::from(chosen),
        (chosen, words) => match read(words) {
            Ok(reason) => Because::from(reason).beside(chosen),
            Err(errors) => return Ok(invalid(&request, &errors)),
        },
    };
    let submission = submission_id(&request, &context)?;
    let new = New {
        kind: body.kind,
        last_day: body.last_day,
        because,
        seen: body.stamp,
    };
    match sanctions::impose(&context, &moderator, *id, &submission, new).await {
        Ok(number) => Ok(HttpResponse::Created().json(SanctionNumber { number })),
        Err(ModerationError::Invalid(errors)) => Ok(invalid(&request, &errors)),
        Err(ModerationError::Changed) => {
            let status = StatusCode::CONFLICT;
            Ok(problem(&request, status, "standing-changed", Map::new()))
        }
        Err(error) => Err(error.into()),
    }
}

/// Why something is ended.
#[derive(Deserialize, ToSchema)]
pub struct SanctionEnd {
    /// The id of a reason in `/api/v1/reasons`.
    reason_id: Option<i64>,
    /// 1 to 500 characters; who has the account reads them. Beside a reason of the list there may be
    /// none.
    #[serde(default)]
    reason: String,
}

/// End a silence or a suspension before its last day.
#[utoipa::path(post, path = "/api/v1/sanctions/{number}/end", operation_id = "sanctions_end", tag = "moderation", request_body = SanctionEnd, security(("session" = [])),
    params(("number" = i32, Path)),
    responses((status = 200, body = Status), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`"), (status = 409, description = "`conflict`: it holds no more"),
        (status = 422, description = "`invalid`, with the fields")))]
pub async fn end(
    Moderator(moderator): Moderator,
    request: HttpRequest,
    context: Data<Context>,
    number: Path<i32>,
    body: Json<SanctionEnd>,
) -> Result<HttpResponse, Fault> {
    let why = (body.reason_id, body.reason.as_str());
    let because = match because::read(&request, &context, For::End, why).await? {
        Ok(because) => because,
        Err(refused) => return Ok(refused),
    };
    sanctions::end(&context, &moderator, *number, because).await?;
    Ok(HttpResponse::Ok().json(Status::of("ended")))
}

/// Take back what was imposed by mistake: a warning, too, and what has ended. It counts no more. Twice is
/// once.
#[utoipa::path(post, path = "/api/v1/sanctions/{number}/withdraw", operation_id = "sanctions_withdraw", tag = "moderation", request_body = SanctionEnd, security(("session" = [])),
    params(("number" = i32, Path)),
    responses((status = 200, body = Status), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`"), (status = 409, description = "`appealed`: somebody else answers the appeal, or `conflict`: one was granted"),
        (status = 422, description = "`invalid`, with the fields")))]
pub async fn withdraw(
    Moderator(moderator): Moderator,
    request: HttpRequest,
    context: Data<Context>,
    number: Path<i32>,
    body: Json<SanctionEnd>,
) -> Result<HttpResponse, Fault> {
    let why = (body.reason_id, body.reason.as_str());
    let because = match because::read(&request, &context, For::Undo, why).await? {
        Ok(because) => because,
        Err(refused) => return Ok(refused),
    };
    match sanctions::withdraw(&context, &moderator, *number, because).await {
        Err(ModerationError::Appealed) => {
            let status = StatusCode::CONFLICT;
            Ok(problem(&request, status, "appealed", Map::new()))
        }
        done => {
            done?;
            Ok(HttpResponse::Ok().json(Status::of("withdrawn")))
        }
    }
}

/// Why it was wrong.
#[derive(Deserialize, ToSchema)]
pub struct SanctionAppeal {
    /// 1 to 500 characters. Somebody else than who imposed it reads them.
    #[serde(default)]
    words: String,
}

/// Appeal against what was imposed on one's own account, within 30 days. Twice is once.
#[utoipa::path(post, path = "/api/v1/sanctions/{number}/appeal", operation_id = "sanctions_appeal", tag = "accounts", request_body = SanctionAppeal, security(("session" = [])),
    params(("number" = i32, Path)),
    responses((status = 202, body = Status), (status = 401, description = "`unauthorized`"), (status = 404, description = "`not-found`"),
        (status = 409, description = "`appeal-over`: the time to appeal has ended, or `appeal-answered`: it was answered before"), (status = 422, description = "`invalid`, with the fields")))]
pub async fn appeal(
    LoggedOn(member): LoggedOn,
    request: HttpRequest,
    context: Data<Context>,
    number: Path<i32>,
    body: Json<SanctionAppeal>,
) -> Result<HttpResponse, Fault> {
    let words = match read_as("words", &body.words) {
        Ok(words) => words,
        Err(errors) => return Ok(invalid(&request, &errors)),
    };
    let done = sanction_appeals::appeal(&context, member.id, *number, words).await;
    appealed(&request, done)
}

/// That an appeal was taken, or why it was not.
fn appealed(
    request: &HttpRequest,
    done: Result<(), ModerationError>,
) -> Result<HttpResponse, Fault> {
    let refused = |code: &str| Ok(problem(request, StatusCode::CONFLICT, code, Map::new()));
    match done {
        Err(ModerationError::AppealOver) => refused("appeal-over"),
        Err(ModerationError::AppealAnswered) => refused("appeal-answered"),
        Err(error) => Err(error.into()),
        Ok(()) => Ok(HttpResponse::Accepted().json(Status::of("appealed"))),
    }
}

/// Why a suspension or another decision was wrong, from somebody who is let in no more.
#[derive(Deserialize, ToSchema)]
pub struct SuspensionAppeal {
    #[schema(value_type = String)]
    email: Private<String>,
    #[schema(value_type = String)]
    password: Password,
    /// The number of the decision, as `/api/v1/account/suspension/decisions` gives it; without one it is
    /// every suspension that holds.
    number: Option<i32>,
    /// 1 to 2,000 characters of a decision about a post, at most 500 of one about the account. Somebody else
    /// than who decided reads them.
    #[serde(default)]
    words: String,
}

/// Appeal against the suspension of an account, or another decision about it or its posts, with what one
/// logs on with.
#[utoipa::path(post, path = "/api/v1/account/suspension/appeal", operation_id = "suspension_appeal", tag = "accounts", request_body = SuspensionAppeal,
    responses((status = 202, body = Status), (status = 401, description = "`wrong-credentials`"), (status = 404, description = "`not-found`: no such decision"),
        (status = 409, description = "`conflict`: the account is not suspended, or the time to appeal about a post has ended, `appeal-over`: the time to appeal has ended, or `appeal-answered`: it was answered before"), (status = 422, description = "`invalid`, with the fields"),
        (status = 429, description = "`too-many-attempts`; `Retry-After` says when")))]
pub async fn appeal_suspended(
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    body: Json<SuspensionAppeal>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let SuspensionAppeal {
        email,
        password,
        number,
        words,
    } = body.into_inner();
    let credentials = Credentials { email, password };
    let Some(number) = number else {
        let words = match read_as("words", &words) {
            Ok(words) => words,
            Err(errors) => return Ok(invalid(&request, &errors)),
        };
        let member = log_on::suspended(&context, &credentials).await?;
        let account = member.ok_or(Fault::Conflict)?.id;
        let done = sanction_appeals::of_suspended(&context, account, &words).await;
        return appealed(&request, done);
    };
    let member = log_on::suspended(&context, &credentials).await?;
    let member = member.ok_or(Fault::Conflict)?;
    match appeals_open::appeal(&context, &member, number, words.trim()).await {
        Err(ModerationError::Invalid(errors)) => Ok(invalid(&request, &errors)),
        done => appealed(&request, done),
    }
}

/// What becomes of an appeal.
#[derive(Deserialize, ToSchema)]
pub struct SanctionAnswer {
    /// Granted, what was imposed ends and counts no more.
    granted: bool,
    /// 1 to 500 characters; who appealed reads them.
    #[serde(default)]
    answer: String,
}

/// Answer an appeal against what somebody else imposed.
#[utoipa::path(post, path = "/api/v1/sanctions/{number}/answer", operation_id = "sanctions_answer", tag = "moderation", request_body = SanctionAnswer, security(("session" = [])),
    params(("number" = i32, Path)),
    responses((status = 200, body = Status), (status = 401, description = "`unauthorized`"),
        (status = 403, description = "`forbidden`, also for who imposed it"), (status = 404, description = "`not-found`"),
        (status = 409, description = "`conflict`: no appeal waits"), (status = 422, description = "`invalid`, with the fields")))]
pub async fn answer(
    Moderator(moderator): Moderator,
    request: HttpRequest,
    context: Data<Context>,
    number: Path<i32>,
    body: Json<SanctionAnswer>,
) -> Result<HttpResponse, Fault> {
    let because = match read_as("answer", &body.answer) {
        Ok(because) => because,
        Err(errors) => return Ok(invalid(&request, &errors)),
    };
    sanction_appeals::answer(&context, &moderator, *number, body.granted, because).await?;
    Ok(HttpResponse::Ok().json(Status::of("decided")))
}

/// An appeal that waits; its words stand with the account.
#[derive(Serialize, ToSchema)]
pub struct SanctionAppealWaiting {
    /// Of what it is against.
    number: i32,
    account: i64,
    name: String,
    /// `warn`, `silence`, `suspend`, `hide-profile` or `ask-profile`.
    #[schema(value_type = String)]
    kind: Kind,
    on: NaiveDate,
    /// The last day on which it is answered in time.
    due: NaiveDate,
    /// Whether who asks imposed it, and so does not answer.
    own: bool,
}

#[derive(Serialize, ToSchema)]
pub struct SanctionAppeals {
    waiting: Vec<SanctionAppealWaiting>,
    /// Where the list goes on: the `after` of the next page.
    next: Option<String>,
}

/// The appeals that wait about accounts, those to be answered first at the top.
#[utoipa::path(get, path = "/api/v1/sanctions/appeals", operation_id = "sanctions_appeals", tag = "moderation", security(("session" = [])),
    params(("after" = Option<String>, Query, description = "`next` of the page before")),
    responses((status = 200, body = SanctionAppeals), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`")))]
pub async fn appeals(
    Moderator(moderator): Moderator,
    request: HttpRequest,
    context: Data<Context>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let after = paged::at(&query, "after")?;
    let listed = sanction_appeals::waiting(&context, &moderator, after).await?;
    let shown = |one: Waiting| SanctionAppealWaiting {
        number: one.number,
        account: one.account,
        name: one.name,
        kind: one.kind,
        on: one.on,
        due: one.due,
        own: one.own,
    };
    let next = listed.next.map(|place| place.to_string());
    let ways = Ways::onward("after", next.as_ref());
    let body = HttpResponse::Ok().json(SanctionAppeals {
        waiting: listed.waiting.into_iter().map(shown).collect(),
        next,
    });
    Ok(ways.on(&request, unstored(body)))
}

/// The reason, or what is wrong with it.
fn read(words: &str) -> Result<Reason, ValidationErrors> {
    read_as("reason", words)
}

/// Words that are kept as a reason is, or what is wrong with this field.
fn read_as(field: &'static str, words: &str) -> Result<Reason, ValidationErrors> {
    let mut errors = ValidationErrors::new();
    match Reason::new(words) {
        Ok(reason) if readable(reason.words()) => return Ok(reason),
        Ok(_) => refuse(&mut errors, field, "characters"),
        Err(_) if words.trim().is_empty() => refuse(&mut errors, field, "required"),
        Err(_) => refuse_length(&mut errors, field, 1, LONGEST),
    }
    Err(errors)
}
