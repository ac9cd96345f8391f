//! `/api/v1/account/digests`: the digests of the offices that an account works for.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Json},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::ValidationErrors;

use super::{Status, invalid};
use crate::{
    context::Context,
    mail::digest::{Often, Rhythm},
    suggestions::digest::choices::{self, Choice},
    text_rules::refuse,
    web::{extract::LoggedOn, fault::Fault, page::unstored},
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
        Rhythm::new(self.rhythm, self.weekday, self.hour).ok_or_else(|| {
            let mut errors = ValidationErrors::new();
            refuse(&mut errors, "digest", "digest");
            errors
        })
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
        let mut errors = ValidationErrors::new();
        refuse(&mut errors, "office", "choice");
        return Ok(invalid(&request, &errors));
    };
    choices::choose(&context, member.id, vec![(found.office.id, own)]).await?;
    Ok(HttpResponse::Ok().json(Status::of("kept")))
}
