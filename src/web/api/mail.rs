//! `/api/v1/mail`: mails that have not left, and what administrators do with them.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Json, Path, Query},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::ValidationErrors;

use super::{
    Status,
    boards::Parameters,
    invalid,
    paged::{self, Ways},
};
use crate::{
    context::Context,
    mail::{
        LetterKind,
        paused::{self, Paused},
        unsent::{self, Ageing, MOST_AT_ONCE, Narrow, Retried, Standing, Unsent},
    },
    offices::Office,
    suggestions::{self, SuggestionError},
    text_rules::refuse,
    web::{extract::Administrator, fault::Fault, page::unstored},
};

/// What the list is narrowed to.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    state: String,
    kind: String,
    domain: String,
    hours: String,
}

/// A mail that has not left. Nothing tells what it says.
#[derive(Serialize, ToSchema)]
pub struct UnsentMail {
    id: i64,
    /// Why it was written, such as `office-suggestion`.
    kind: &'static str,
    /// `waiting`, `delayed` or `dead`.
    state: &'static str,
    /// An office's address; of others the first letter and the domain. Null where it cannot be read.
    to: Option<String>,
    attempts: i32,
    created_at: DateTime<Utc>,
    /// When it is tried again; null while it is being sent, and of a dead one.
    next_at: Option<DateTime<Utc>>,
    /// Since when it is tried in vain.
    tried_since: Option<DateTime<Utc>>,
    /// Of a dead one: `refused`, `late`, `given-up` or `restored`.
    ended: Option<&'static str>,
    ended_at: Option<DateTime<Utc>>,
    /// What the server said last.
    words: Option<String>,
}

impl UnsentMail {
    fn of(mail: Unsent) -> Self {
        Self {
            id: mail.id,
            kind: mail.kind.as_str(),
            state: mail.standing.as_str(),
            to: mail.to,
            attempts: mail.attempts,
            created_at: mail.created_at.utc(),
            next_at: mail.next_at.map(|at| at.utc()),
            tried_since: mail.tried_since.map(|at| at.utc()),
            ended: mail.ended.map(|ended| ended.as_str()),
            ended_at: mail.ended_at.map(|at| at.utc()),
            words: mail.words,
        }
    }
}

/// How many mails stand so, however the list is narrowed.
#[derive(Serialize, ToSchema)]
pub struct UnsentCounts {
    waiting: i64,
    delayed: i64,
    dead: i64,
}

/// Mails that are due for longer than `mail.alarm_minutes`.
#[derive(Serialize, ToSchema)]
pub struct LateMails {
    count: i64,
    since: DateTime<Utc>,
}

impl LateMails {
    fn of(ageing: Ageing) -> Self {
        Self {
            count: ageing.count,
            since: ageing.since.utc(),
        }
    }
}

/// That the city's mail server cannot be used: all mails wait.
#[derive(Serialize, ToSchema)]
pub struct PausedMail {
    /// What it did not do: `connection`, `greeting`, `tls`, `log-on`, `sender` or `folder`.
    step: &'static str,
    /// Its code, where it gave one.
    code: Option<i32>,
    /// What it said, or the network.
    words: Option<String>,
    since: DateTime<Utc>,
    /// When it was tried last.
    tried_at: DateTime<Utc>,
}

impl PausedMail {
    fn of(paused: Paused) -> Self {
        Self {
            step: paused.step.as_str(),
            code: paused.code,
            words: paused.words,
            since: paused.since.utc(),
            tried_at: paused.tried_at.utc(),
        }
    }
}

/// A page of the list.
#[derive(Serialize, ToSchema)]
pub struct UnsentList {
    /// The newest first, at most 50.
    mails: Vec<UnsentMail>,
    counts: UnsentCounts,
    /// Null while mails leave in time.
    late: Option<LateMails>,
    /// Null while the mail server can be used, as far as is known.
    paused: Option<PausedMail>,
    /// What `before` is for the next page; null on the last.
    next: Option<i64>,
}

/// Mails that have not left.
#[utoipa::path(get, path = "/api/v1/mail", operation_id = "mail_list", tag = "administration", security(("session" = [])),
    params(("state" = Option<String>, Query, description = "`waiting` (not tried yet), `delayed` (tried in vain) or `dead` (tried no more); `dead` without one"),
        ("kind" = Option<String>, Query, description = "Why it was written"),
        ("domain" = Option<String>, Query, description = "The recipients' domain"),
        ("hours" = Option<u32>, Query, description = "Written so many hours ago, or before"),
        ("before" = Option<i64>, Query, description = "The `next` of the page before")),
    responses((status = 200, body = UnsentList), (status = 401, description = "`unauthorized`"),
        (status = 403, description = "`forbidden`")))]
pub async fn list(
    _: Administrator,
    request: HttpRequest,
    context: Data<Context>,
    asked: Query<Asked>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let asked = asked.into_inner();
    let standing = asked.state.parse().unwrap_or(Standing::Dead);
    let narrow = Narrow {
        kind: asked.kind.parse().ok(),
        domain: Some(asked.domain).filter(|domain| !domain.is_empty()),
        hours: asked.hours.parse().ok(),
    };
    let (before, limit) = (paged::at(&query, "before")?, paged::limit(&query)?);
    let mut found = unsent::list(&context, standing, narrow, before).await?;
    if let Some(limit) = limit.filter(|limit| *limit < found.mails.len()) {
        found.mails.truncate(limit);
        found.next = found.mails.last().map(|last| last.id);
    }
    let ways = Ways::onward("before", found.next);
    let late = unsent::ageing(&context).await?;
    let body = UnsentList {
        mails: found.mails.into_iter().map(UnsentMail::of).collect(),
        counts: UnsentCounts {
            waiting: found.counts.of(Standing::Waiting),
            delayed: found.counts.of(Standing::Delayed),
            dead: found.counts.of(Standing::Dead),
        },
        late: late.map(LateMails::of),
        paused: paused::standing(&context).await?.map(PausedMail::of),
        next: found.next,
    };
    Ok(ways.on(&request, unstored(HttpResponse::Ok().json(body))))
}

/// An office to which a mail can be sent instead.
#[derive(Serialize, ToSchema)]
pub struct RedirectChoice {
    office: String,
    email: String,
}

/// One mail, with where it can be sent instead.
#[derive(Serialize, ToSchema)]
pub struct UnsentOne {
    #[serde(flatten)]
    mail: UnsentMail,
    /// Empty where it stays with whom it was written to.
    offices: Vec<RedirectChoice>,
}

/// One mail that has not left.
#[utoipa::path(get, path = "/api/v1/mail/{id}", operation_id = "mail_get", tag = "administration", security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 200, body = UnsentOne), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`: it has left, or never was")))]
pub async fn get(
    _: Administrator,
    context: Data<Context>,
    id: Path<i64>,
) -> Result<HttpResponse, Fault> {
    let mail = unsent::one(&context, *id).await?;
    let offices = suggestions::redirect::choices(&context, *id).await?;
    let choice = |office: Office| RedirectChoice {
        office: office.slug,
        email: office.email,
    };
    let body = UnsentOne {
        mail: UnsentMail::of(mail),
        offices: offices.into_iter().map(choice).collect(),
    };
    Ok(unstored(HttpResponse::Ok().json(body)))
}

/// The answer to an act: what was typed is refused by its field.
fn answer(
    request: &HttpRequest,
    done: Result<(), SuggestionError>,
    word: &'static str,
) -> Result<HttpResponse, Fault> {
    match done {
        Ok(()) => Ok(HttpResponse::Ok().json(Status::of(word))),
        Err(SuggestionError::Invalid(errors)) => Ok(invalid(request, &errors)),
        Err(error) => Err(error.into()),
    }
}

/// Try a mail anew, from now on. Doing it twice is no error.
#[utoipa::path(post, path = "/api/v1/mail/{id}/retry", operation_id = "mail_retry", tag = "administration", security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 200, description = "`queued`", body = Status), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`"), (status = 409, description = "`conflict`: it is being sent, or its address gets no such mails any more")))]
pub async fn retry(
    Administrator(member): Administrator,
    request: HttpRequest,
    context: Data<Context>,
    id: Path<i64>,
) -> Result<HttpResponse, Fault> {
    let done = unsent::retry(&context, Some(member.id), *id).await;
    answer(&request, done.map_err(SuggestionError::from), "queued")
}

/// Which mails are tried anew.
#[derive(Deserialize, ToSchema)]
pub struct RetryAllBody {
    /// `delayed` or `dead`; with `waiting` nothing is done, for nobody has tried those yet.
    state: String,
    /// Only those that were written for this.
    kind: Option<String>,
    /// Only those to this domain.
    domain: Option<String>,
    /// Only those that were written so many hours ago, or before.
    hours: Option<u32>,
    /// Only count them.
    #[serde(default)]
    preview: bool,
}

impl RetryAllBody {
    /// Fields: `state`, `kind`.
    fn checked(self) -> Result<(Standing, Narrow), ValidationErrors> {
        let mut errors = ValidationErrors::new();
        let state = self.state.parse();
        if state.is_err() {
            refuse(&mut errors, "state", "choice");
        }
        let kind: Option<Result<LetterKind, _>> = self.kind.map(|kind| kind.parse());
        let kind = kind.transpose().unwrap_or_else(|_| {
            refuse(&mut errors, "kind", "choice");
            None
        });
        let narrow = Narrow {
            kind,
            domain: self.domain,
            hours: self.hours,
        };
        match state {
            Ok(state) if errors.is_empty() => Ok((state, narrow)),
            _ => Err(errors),
        }
    }
}

/// How many mails were tried anew; with `preview`, how many there are.
#[derive(Serialize, ToSchema)]
pub struct RetriedMails {
    count: i64,
    /// So many stay as they were: they are being sent, say, or have left meanwhile.
    left: i64,
}

/// Try all of these mails anew, from now on: the oldest first, at most 1000 at once. What somebody gave up, or
/// a restored backup, is tried anew one by one.
#[utoipa::path(post, path = "/api/v1/mail/retry", operation_id = "mail_retry_all", tag = "administration", request_body = RetryAllBody, security(("session" = [])),
    responses((status = 200, body = RetriedMails), (status = 401, description = "`unauthorized`"),
        (status = 403, description = "`forbidden`"), (status = 422, description = "`invalid`: there is no such state or kind")))]
pub async fn retry_all(
    Administrator(member): Administrator,
    request: HttpRequest,
    context: Data<Context>,
    body: Json<RetryAllBody>,
) -> Result<HttpResponse, Fault> {
    let body = body.into_inner();
    let preview = body.preview;
    let (state, narrow) = match body.checked() {
        Ok(checked) => checked,
        Err(errors) => return Ok(invalid(&request, &errors)),
    };
    let retried = if preview {
        RetriedMails {
            count: unsent::count_all(&context, state, narrow).await?,
            left: 0,
        }
    } else {
        let (by, most) = (Some(member.id), MOST_AT_ONCE);
        let retried = unsent::retry_all(&context, by, state, narrow, most).await?;
        let Retried { done, left } = retried;
        RetriedMails { count: done, left }
    };
    Ok(unstored(HttpResponse::Ok().json(retried)))
}

/// Where a mail goes instead.
#[derive(Deserialize, ToSchema)]
pub struct RedirectBody {
    /// The slug of one of its `offices`.
    office: String,
}

/// Send a mail to an office that has its case, at that office's address of today.
#[utoipa::path(post, path = "/api/v1/mail/{id}/redirect", operation_id = "mail_redirect", tag = "administration", request_body = RedirectBody, security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 200, description = "`queued`", body = Status), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`"), (status = 409, description = "`conflict`: it is being sent, or its case is over"),
        (status = 422, description = "`invalid`: it does not go there")))]
pub async fn redirect(
    Administrator(member): Administrator,
    request: HttpRequest,
    context: Data<Context>,
    id: Path<i64>,
    body: Json<RedirectBody>,
) -> Result<HttpResponse, Fault> {
    let by = Some(member.id);
    let done = suggestions::redirect::redirect(&context, by, *id, &body.office).await;
    answer(&request, done, "queued")
}

/// Why a mail is given up.
#[derive(Deserialize, ToSchema)]
pub struct GiveUpBody {
    /// 1 to 500 characters; sealed in the ledger.
    reason: String,
}

/// Give up a mail that still waits.
#[utoipa::path(post, path = "/api/v1/mail/{id}/give-up", operation_id = "mail_give_up", tag = "administration", request_body = GiveUpBody, security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 200, description = "`given-up`", body = Status), (status = 401, description = "`unauthorized`"), (status = 403, description = "`forbidden`"),
        (status = 404, description = "`not-found`"), (status = 409, description = "`conflict`: it is being sent, or is dead already"),
        (status = 422, description = "`invalid` with the fields")))]
pub async fn give_up(
    Administrator(member): Administrator,
    request: HttpRequest,
    context: Data<Context>,
    id: Path<i64>,
    body: Json<GiveUpBody>,
) -> Result<HttpResponse, Fault> {
    let done = unsent::give_up(&context, Some(member.id), *id, &body.reason).await;
    answer(&request, done.map_err(SuggestionError::from), "given-up")
}
