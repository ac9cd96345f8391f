//! `/api/v1/account/digests`: the digests of the offices that an account works for; and of which own
//! cases its digest tells.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Json, Path},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::ValidationErrors;

use super::{Status, boards::Parameters, invalid, paged};
use crate::{
    context::Context,
    mail::digest::{Often, Rhythm},
    suggestions::{
        digest::{
            choices::{self, Choice},
            own::{self, Watched},
        },
        follow,
    },
    text_rules::refused,
    web::{
        extract::{AddressLimits, LoggedOn},
        fault::Fault,
        page::unstored,
    },
};

/// How often, in the city's time.
#[derive(Serialize, Deserialize, ToSchema)]
#[schema(as = DigestRhythm)]
pub struct RhythmBody {
    /// `paused`: what happens meanwhile waits.
    rhythm: Often,
    /// Of a weekly one, 1 for Monday.
    #[serde(default)]
    weekday: Option<u32>,
    /// From which hour on a daily or weekly one comes, 0 to 23.
    #[serde(default)]
    hour: Option<u32>,
}

impl RhythmBody {
    pub(super) fn of(rhythm: Rhythm) -> Self {
        Self {
            rhythm: rhythm.often(),
            weekday: rhythm.weekday(),
            hour: rhythm.hour(),
        }
    }

    /// Field `digest` of the errors.
    pub(super) fn read(&self) -> Result<Rhythm, ValidationErrors> {
        Rhythm::new(self.rhythm, self.weekday, self.hour).ok_or_else(|| refused("digest", "digest"))
    }
}

/// What holds for an account in one office.
#[derive(Serialize, ToSchema)]
pub struct OfficeDigestShown {
    /// The slug of the office.
    office: String,
    /// What the account chose; without, the office's holds.
    own: Option<RhythmBody>,
    of_office: RhythmBody,
}

impl OfficeDigestShown {
    fn of(choice: &Choice) -> Self {
        Self {
            office: choice.office.slug.clone(),
            own: choice.own.map(RhythmBody::of),
            of_office: RhythmBody::of(choice.of_office),
        }
    }
}

#[derive(Deserialize, ToSchema)]
pub struct OfficeDigestBody {
    /// The slug of an office that the account works for.
    office: String,
    /// Without, the office's holds.
    #[serde(default)]
    own: Option<RhythmBody>,
}

/// The digests of cases that the account gets, office by office.
#[utoipa::path(get, path = "/api/v1/account/digests", operation_id = "digests_get", tag = "accounts", security(("session" = [])),
    responses((status = 200, body = Vec<OfficeDigestShown>), (status = 401, description = "`unauthorized`")))]
pub async fn get(
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
) -> Result<HttpResponse, Fault> {
    let all = choices::of(&context, member.id).await?;
    let all: Vec<OfficeDigestShown> = all.iter().map(OfficeDigestShown::of).collect();
    Ok(unstored(HttpResponse::Ok().json(all)))
}

/// Choose how often a digest of the cases of an office comes.
#[utoipa::path(put, path = "/api/v1/account/digests", operation_id = "digests_put", tag = "accounts", request_body = OfficeDigestBody, security(("session" = [])),
    responses((status = 200, body = Status), (status = 401, description = "`unauthorized`"),
        (status = 422, description = "`invalid`, with the fields `office` and `digest`")))]
pub async fn put(
    LoggedOn(member): LoggedOn,
    request: HttpRequest,
    context: Data<Context>,
    body: Json<OfficeDigestBody>,
) -> Result<HttpResponse, Fault> {
    let own = match body.own.as_ref().map(RhythmBody::read).transpose() {
        Ok(own) => own,
        Err(errors) => return Ok(invalid(&request, &errors)),
    };
    let all = choices::of(&context, member.id).await?;
    let found = all.iter().find(|choice| choice.office.slug == body.office);
    let Some(found) = found else {
        return Ok(invalid(&request, &refused("office", "choice")));
    };
    choices::choose(&context, member.id, vec![(found.office.id, own)]).await?;
    Ok(HttpResponse::Ok().json(Status::of("kept")))
}

/// A case of which the account's digest tells.
#[derive(Serialize, ToSchema)]
#[schema(as = WatchedCase)]
pub struct WatchedShown {
    id: i64,
    /// The reference number.
    reference: String,
}

impl From<Watched> for WatchedShown {
    fn from(watched: Watched) -> Self {
        Self {
            id: watched.case,
            reference: watched.reference,
        }
    }
}

/// The cases of which the account's digest tells.
#[utoipa::path(get, path = "/api/v1/account/cases", operation_id = "cases_watched", tag = "accounts", security(("session" = [])),
    responses((status = 200, body = Vec<WatchedShown>), (status = 401, description = "`unauthorized`")))]
pub async fn cases(
    LoggedOn(member): LoggedOn,
    request: HttpRequest,
    context: Data<Context>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let all = own::list(&context, member.id).await?;
    let (all, ways) = paged::part(&query, all, |one| one.case.to_string())?;
    let all: Vec<WatchedShown> = all.into_iter().map(WatchedShown::from).collect();
    Ok(ways.on(&request, unstored(HttpResponse::Ok().json(all))))
}

/// Let the digest tell of a case no more. Doing it twice is no error.
#[utoipa::path(delete, path = "/api/v1/account/cases/{id}", operation_id = "cases_forget", tag = "accounts", security(("session" = [])),
    params(("id" = i64, Path)),
    responses((status = 200, body = Status), (status = 401, description = "`unauthorized`")))]
pub async fn forget(
    LoggedOn(member): LoggedOn,
    context: Data<Context>,
    id: Path<i64>,
) -> Result<HttpResponse, Fault> {
    own::forget(&context, member.id, *id).await?;
    Ok(HttpResponse::Ok().json(Status::of("forgotten")))
}

#[derive(Deserialize, ToSchema)]
pub struct WatchCaseBody {
    /// The reference number.
    reference: String,
    password: String,
    wanted: bool,
}

/// Let the account's digest tell of one's own case, or not any more.
#[utoipa::path(post, path = "/api/v1/suggestions/case/watch", operation_id = "suggestions_watch", tag = "suggestions", request_body = WatchCaseBody, security(("session" = [])),
    responses((status = 200, body = Status), (status = 401, description = "`unauthorized`"),
        (status = 404, description = "`no-such-case`: unknown number or wrong password"), (status = 429, description = "`too-many-attempts`")))]
pub async fn watch(
    LoggedOn(member): LoggedOn,
    request: HttpRequest,
    context: Data<Context>,
    limits: Data<AddressLimits>,
    body: Json<WatchCaseBody>,
) -> Result<HttpResponse, Fault> {
    limits.count(&request)?;
    let case = follow::open(&context, &body.reference, &body.password).await?;
    own::set(&context, member.id, &case, body.wanted).await?;
    let status = if body.wanted { "watched" } else { "forgotten" };
    Ok(HttpResponse::Ok().json(Status::of(status)))
}
